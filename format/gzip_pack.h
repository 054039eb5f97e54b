/* Writing one gzip member without name and with time 0 (RFC 1952) at a time, with libdeflate.
 *
 * What is written depends on the bytes alone. It is read by format/gzip.h, with zlib: what one
 * library makes is read by another one before it is sent. */
#ifndef FORMAT_GZIP_PACK_H
#define FORMAT_GZIP_PACK_H

#include "format/gzip.h"

#include <stddef.h>
#include <stdint.h>

/* Room for a member: what is stored as it is takes 5 bytes for each 65535, and 18 around them. */
#define GZIP_PACKED_MAX ((size_t)GZIP_MEMBER + 1024)

/* What packing works with, some 700 KiB; for one thread at a time. */
struct gzip_packer;

/* The caller's, to be released by gzip_packer_free, which accepts NULL. */
struct gzip_packer *gzip_packer_new(void);
void gzip_packer_free(struct gzip_packer *packer);

/* Packs 1 to GZIP_MEMBER bytes into out, which has GZIP_PACKED_MAX, and gives how many it took. It
 * allocates nothing. */
size_t gzip_pack(struct gzip_packer *packer, const uint8_t *bytes, size_t length, uint8_t *out);

#endif
