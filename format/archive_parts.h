/* An archive that is being read, for format/archive*.c only. */
#ifndef FORMAT_ARCHIVE_PARTS_H
#define FORMAT_ARCHIVE_PARTS_H

#include "format/archive.h"

#include <archive.h>
#include <stdint.h>

#define ARCHIVE_PART 65536 /* bytes that are read at once */

struct archive_reader {
    struct archive *archive;
    struct archive_input input;
    struct archive_limits left; /* what may still come */
    uint64_t position;
    int failure; /* of the system, while it was read */
    uint8_t part[ARCHIVE_PART];
};

#endif
