/* A container that somebody packed in order to carry files, such as a zip: what is in it, read by a
 * worker of its own kind that never gets a key, and handed up as bytes (S13). Nothing of it is
 * believed: a member is judged as if it had come as a file, and its name is only shown. */
#ifndef ISOLATE_CONTAINER_H
#define ISOLATE_CONTAINER_H

#include "base/buffer.h"
#include "base/error.h"
#include "base/stream.h"
#include "format/beginning.h"
#include "isolate/client.h"
#include "isolate/spawner.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Of one container; what lies beyond is not read. */
#define CONTAINER_BYTES_MAX (UINT64_C(4) << 30) /* of members together, as they are handed up */
#define CONTAINER_MEMBERS_MAX 10000

struct container {
    struct client worker;
    int64_t idle;   /* since when the worker waits for us, which is not its time */
    size_t members; /* so far */
    uint64_t bytes; /* handed up so far */

    /* The present member. */
    struct buffer name;      /* UTF-8, perhaps with anything in it; empty if there is none */
    struct buffer beginning; /* at most BEGINNING_SIZE bytes of its content */
    bool unread;             /* its content cannot be read, */
    uint32_t why;            /* for what reason the worker says (container_unread) */
    size_t given;            /* of the beginning, by the source */
    bool asked;              /* for the rest, which has not ended */
    bool ended;              /* all of it was given */
    struct buffer part;      /* of the rest, and how much of it was given */
    size_t taken;
};

/* Starts a worker for the open file, borrowed; kind: one that beginning_is_container. STATUS_FAILED
 * if there is no spawner, or it makes none, or the file cannot be read; STATUS_REFUSED,
 * REASON_UNREAD_CONTAINER, with what to do, for what the worker cannot read, what is over a limit,
 * and where workers are not processes. *container is the caller's (container_close), also on
 * failure. */
enum status container_open(const struct spawner *spawner, int fd, uint64_t size,
    enum beginning kind, struct container *container, struct error *err) MUST_USE;
void container_close(struct container *container);

/* Goes to the next member; *found is false at the end. Refusals as above: then the container is to
 * be closed. */
enum status container_next(struct container *container, bool *found, struct error *err) MUST_USE;

/* Fills *err: why the content of the present member cannot be read. Returns its status. */
enum status container_unread(const struct container *container, struct error *err);

/* The whole content of the present member, from its beginning; to be read once. Refusals as above:
 * there may be a next member all the same. */
struct source container_source(struct container *container);

#endif
