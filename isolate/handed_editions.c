#include "isolate/handed_editions.h"

#include "base/sealed_copy.h"
#include "base/stream.h"
#include "format/json.h"

#include <string.h>

#define MEMORY_NAME "editions"

/* Before each file: both ends are the same program on the same machine. */
struct handed {
    uint64_t length;
    uint32_t origin; /* enum editions_origin */
};

static void put_files(const struct editions *editions, struct buffer *out)
{
    for (size_t i = 0; i < editions->count; i++) {
        const struct editions_source *source = &editions->source[i];
        struct handed head;
        if (source->origin == EDITIONS_BUILTIN)
            continue;
        memset(&head, 0, sizeof head); /* what lies between its members, too */
        head.length = source->file.length;
        head.origin = source->origin;
        buffer_append(out, &head, sizeof head);
        buffer_append(out, source->file.data, source->file.length);
    }
}

enum status handed_editions_write(const struct editions *editions, int *fd, struct error *err)
{
    struct buffer files = {0};
    enum status status = STATUS_OK;
    *fd = -1;
    put_files(editions, &files);
    if (files.length > 0)
        status = sealed_copy_make(MEMORY_NAME, files.data, files.length, fd, err);
    buffer_free(&files);
    return status;
}

static enum status refuse_handed(struct error *err)
{
    return error_set(err, STATUS_REFUSED, REASON_DAMAGED,
        "the editions that were handed over are not as they are written");
}

/* *more: whether there was one. */
static enum status read_one(
    const struct source *source, struct editions *editions, bool *more, struct error *err)
{
    struct handed head;
    struct buffer file = {0};
    size_t got = 0;
    enum status status;
    TRY_OUT(source_fill(source, &head, sizeof head, &got, err));
    *more = got > 0;
    if (got == 0)
        goto out;
    if (got != sizeof head || head.length > JSON_LENGTH_MAX ||
        (head.origin != EDITIONS_KEPT && head.origin != EDITIONS_GIVEN))
        TRY_OUT(refuse_handed(err));
    TRY_OUT(source_fill(source, buffer_reserve(&file, head.length), head.length, &got, err));
    if (got != head.length)
        TRY_OUT(refuse_handed(err));
    status = editions_add(
        editions, (enum editions_origin)head.origin, file.data, got, MEMORY_NAME, 0, err);
out:
    buffer_free(&file);
    return status;
}

enum status handed_editions_read(int fd, struct editions *editions, struct error *err)
{
    struct descriptor memory = {fd, MEMORY_NAME};
    struct source source = source_from_descriptor(&memory);
    bool more = true;
    while (more)
        TRY(read_one(&source, editions, &more, err));
    return STATUS_OK;
}
