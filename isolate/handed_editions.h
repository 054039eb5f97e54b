/* Editions that are handed to the spawner, which reads no register: their files, one behind the
 * other, in memory that is sealed, so that both ends have the same bytes. */
#ifndef ISOLATE_HANDED_EDITIONS_H
#define ISOLATE_HANDED_EDITIONS_H

#include "base/error.h"
#include "format/editions.h"

/* A descriptor of all that are not built in, in their order; *fd is the caller's, -1 where there is
 * none to hand over, and on failure. */
enum status handed_editions_write(
    const struct editions *editions, int *fd, struct error *err) MUST_USE;

/* Puts those behind the ones that there are, so that each has the place that it has at the other
 * end. STATUS_REFUSED, REASON_DAMAGED for what handed_editions_write did not write, and the
 * refusals of edition_load. Descriptor and editions stay the caller's. */
enum status handed_editions_read(int fd, struct editions *editions, struct error *err) MUST_USE;

#endif
