/* Going through a container that somebody packed in order to carry files: what format/archive.h
 * refuses as unusual is passed over here, and what libarchive warns of is no failure.
 *
 * To be called in a process without keys, whose memory is limited (isolate/serve_container.h). */
#ifndef FORMAT_ARCHIVE_WALK_H
#define FORMAT_ARCHIVE_WALK_H

#include "base/error.h"
#include "format/archive.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Has what libarchive asks of the system for the first time asked now: reads one small sample of
 * each format, by the time zone UTC and in C.UTF-8 where there is one. To be called before the
 * process is confined; it changes the environment, the locale and malloc's arenas of the whole
 * process: where memory is short, malloc would map another arena, which a confined process may not.
 * false if a sample cannot be read. */
bool archive_walk_prepare(void);

/* A file in a container. */
struct archive_member {
    const char *name; /* UTF-8, the reader's until the next call; NULL if it cannot be converted */
    bool encrypted;   /* its content cannot be read */
};

/* As archive_reader_open, but want of memory is STATUS_REFUSED, REASON_TOO_LARGE. Beside the
 * descriptor no limits but those of the process hold. */
enum status archive_walk_open(enum archive_format format, int fd, uint64_t size,
    struct archive_reader **reader, struct error *err) MUST_USE;

/* Goes to the next regular file; *found is false at the end. STATUS_REFUSED: REASON_BAD_SYNTAX for
 * what is damaged, REASON_NO_MATCH for what is encrypted as a whole, REASON_TOO_LARGE for want of
 * memory. STATUS_FAILED if the descriptor cannot be read. */
enum status archive_walk_next(struct archive_reader *reader, struct archive_member *member,
    bool *found, struct error *err) MUST_USE;

/* Puts up to size bytes more of the present file's content into bytes, their number into *got; 0 at
 * the end only. What it left out on purpose reads as zeros. Refusals as above. */
enum status archive_walk_read(struct archive_reader *reader, void *bytes, size_t size, size_t *got,
    struct error *err) MUST_USE;

#endif
