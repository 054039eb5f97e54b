#include "base/stream.h"

#include "base/memory.h"
#include "base/system/descriptor.h"

#include <stdlib.h>
#include <string.h>

enum status sink_write(const struct sink *sink, const void *bytes, size_t length, struct error *err)
{
    return length == 0 ? STATUS_OK : sink->write(sink->context, bytes, length, err);
}

enum status source_fill(
    const struct source *source, void *bytes, size_t size, size_t *got, struct error *err)
{
    size_t filled = 0;
    while (filled < size) {
        size_t part = 0;
        enum status status =
            source->read(source->context, (uint8_t *)bytes + filled, size - filled, &part, err);
        if (status != STATUS_OK)
            return status;
        if (part == 0)
            break;
        filled += part;
    }
    *got = filled;
    return STATUS_OK;
}

enum status source_copy(const struct source *source, const struct sink *sink,
    const struct stream_progress *progress, struct error *err)
{
    enum { PART = 1 << 18 };
    uint8_t *part = memory_allocate(PART);
    size_t got = PART;
    enum status status = STATUS_OK;
    while (got == PART) {
        TRY_OUT(source_fill(source, part, PART, &got, err));
        TRY_OUT(sink_write(sink, part, got, err));
        if (progress != NULL)
            progress->advance(progress->context, got);
    }
out:
    free(part);
    return status;
}

static enum status stream_append(void *context, const void *bytes, size_t length, struct error *err)
{
    struct buffer *buffer = context;
    buffer_append(buffer, bytes, length);
    (void)err;
    return STATUS_OK;
}

struct sink sink_to_buffer(struct buffer *buffer)
{
    return (struct sink){.write = stream_append, .context = buffer};
}

static enum status stream_take(
    void *context, void *bytes, size_t size, size_t *got, struct error *err)
{
    (void)err;
    struct cursor *cursor = context;
    size_t left = cursor->length - cursor->position;
    *got = size < left ? size : left;
    if (*got != 0)
        memcpy(bytes, cursor->bytes + cursor->position, *got);
    cursor->position += *got;
    return STATUS_OK;
}

struct source source_from_bytes(struct cursor *cursor)
{
    return (struct source){.read = stream_take, .context = cursor};
}

static enum status stream_read_descriptor(
    void *context, void *bytes, size_t size, size_t *got, struct error *err)
{
    const struct descriptor *descriptor = context;
    return descriptor_read(descriptor->fd, bytes, size, got)
               ? STATUS_OK
               : error_system(err, "%s: reading failed", descriptor->name);
}

struct source source_from_descriptor(struct descriptor *descriptor)
{
    return (struct source){.read = stream_read_descriptor, .context = descriptor};
}

static enum status stream_write_descriptor(
    void *context, const void *bytes, size_t length, struct error *err)
{
    const struct descriptor *descriptor = context;
    return descriptor_write(descriptor->fd, bytes, length)
               ? STATUS_OK
               : error_system(err, "%s: writing failed", descriptor->name);
}

struct sink sink_to_descriptor(struct descriptor *descriptor)
{
    return (struct sink){.write = stream_write_descriptor, .context = descriptor};
}
