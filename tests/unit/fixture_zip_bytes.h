/* Zip archives that are made byte by byte, so that each byte can be made wrong. */
#ifndef TESTS_UNIT_FIXTURE_ZIP_BYTES_H
#define TESTS_UNIT_FIXTURE_ZIP_BYTES_H

#include "base/buffer.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A member; what is 0 is nothing, and MS-DOS, stored, without flags. */
struct zip_part {
    const char *name;
    const char *content; /* NULL: of size bytes, all of them 'x' */
    uint32_t size;       /* 0: that of content */
    uint32_t claimed;    /* the size that header and entry give; 0: the right one */
    uint32_t mode;       /* of the system that made_by names */
    uint16_t made_by, flags;
    uint16_t behind;  /* bytes behind the content: 12, or 16 with a signature in front */
    uint16_t gap;     /* bytes in front of the header that belong to nothing */
    uint16_t extra;   /* bytes of the header's extra field, */
    uint16_t comment; /* and of the entry's comment */
    bool deflated;
};

enum { ZIP_PARTS_MAX = 1001 };

struct zip_bytes {
    struct buffer bytes;
    size_t header[ZIP_PARTS_MAX]; /* where each begins */
    size_t entry[ZIP_PARTS_MAX];
    size_t end;
};

/* An archive of the parts in their order; the directory in the other order if it is turned. */
void zip_bytes_make(struct zip_bytes *zip, const struct zip_part *part, size_t parts, bool turned);

/* Overwrites so many bytes with a number, lowest first. */
void zip_bytes_poke(struct zip_bytes *zip, size_t place, size_t width, uint32_t number);

/* The number in so many bytes. */
uint32_t zip_bytes_peek(const struct zip_bytes *zip, size_t place, size_t width);

/* A file of these bytes, for the caller to close. */
int zip_bytes_file(const void *bytes, size_t length);

#endif
