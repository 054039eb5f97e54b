/* The headers of a ustar archive, exactly as GNU tar writes them for a regular file with
 * --format=ustar --mode=0600 --owner=0 --group=0 --numeric-owner --mtime=@0 (POSIX.1-1988 ustar).
 *
 * Nothing of a foreign header is interpreted but its size: the header that it must have been is
 * built anew and compared. */
#ifndef FORMAT_USTAR_H
#define FORMAT_USTAR_H

#include "base/error.h"

#include <stdint.h>

#define USTAR_BLOCK 512
#define USTAR_END (2 * USTAR_BLOCK) /* two blocks of zeros close an archive */
#define USTAR_NAME_MAX 99
#define USTAR_SIZE_MAX UINT64_C(077777777777) /* eleven octal digits */

/* Builds the header of a member. name: 1 to USTAR_NAME_MAX bytes; size: at most USTAR_SIZE_MAX. */
void ustar_header(uint8_t block[USTAR_BLOCK], const char *name, uint64_t size);

/* Takes the size from a foreign header and compares the rest with what ustar_header builds. Any
 * difference is STATUS_REFUSED, REASON_BAD_SYNTAX, and leaves *size alone. */
enum status ustar_size(
    const uint8_t block[USTAR_BLOCK], const char *name, uint64_t *size, struct error *err) MUST_USE;

/* The zeros that follow a member's content: 0 to 511. */
uint64_t ustar_padding(uint64_t size);

/* Header, content and zeros together. size: at most USTAR_SIZE_MAX. */
uint64_t ustar_member_size(uint64_t size);

#endif
