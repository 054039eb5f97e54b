/* A workbook that somebody filled in: what stands in its cells, read by a worker of its own kind
 * that never gets a key, and handed up as plain records (S13). */
#ifndef ISOLATE_WORKBOOK_H
#define ISOLATE_WORKBOOK_H

#include "base/error.h"
#include "format/sheet_cells.h"
#include "isolate/spawner.h"

#include <stdint.h>

/* Reads the open file, borrowed, of that size in a worker or, if the spawner has none (inside), in
 * this process. What is refused is said in our own words: sheet_fault_say; STATUS_REFUSED with
 * REASON_WORKER_FAILED if the worker died, was late, or said what it must not. STATUS_FAILED if
 * there is no spawner, or it makes none, or the file cannot be read. Nothing was judged of what the
 * cells say. *cells is the caller's (sheet_cells_free), also on failure. */
enum status workbook_read(const struct spawner *spawner, int fd, uint64_t size,
    struct sheet_cells *cells, struct error *err) MUST_USE;

/* The same of a worker that was started: from its end of the socket, until the deadline of
 * isolate/wire.h. */
enum status workbook_take(int socket, uint64_t size, int64_t deadline, struct sheet_cells *cells,
    struct error *err) MUST_USE;

#endif
