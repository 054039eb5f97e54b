/* Where bytes go and where they come from, so that the layers can be put after one another. */
#ifndef BASE_STREAM_H
#define BASE_STREAM_H

#include "base/buffer.h"
#include "base/error.h"

#include <stddef.h>
#include <stdint.h>

/* Takes all length bytes, or fails. */
struct sink {
    enum status (*write)(void *context, const void *bytes, size_t length, struct error *err);
    void *context;
};

/* Puts 1 to size bytes into bytes and their number into *got; *got is 0 only at the end. */
struct source {
    enum status (*read)(void *context, void *bytes, size_t size, size_t *got, struct error *err);
    void *context;
};

/* Called with the number of bytes that have passed since the last time, for a progress bar. */
struct stream_progress {
    void (*advance)(void *context, uint64_t bytes);
    void *context;
};

enum status sink_write(
    const struct sink *sink, const void *bytes, size_t length, struct error *err) MUST_USE;

/* Reads until size bytes are there or the source ends; *got is less than size only at the end. */
enum status source_fill(
    const struct source *source, void *bytes, size_t size, size_t *got, struct error *err) MUST_USE;

/* Gives all that the source has left to the sink. progress may be NULL. */
enum status source_copy(const struct source *source, const struct sink *sink,
    const struct stream_progress *progress, struct error *err) MUST_USE;

/* A sink that appends to the buffer, and a source that reads from bytes through a cursor. The
 * context they point at must outlive them. */
struct sink sink_to_buffer(struct buffer *buffer);

struct cursor {
    const uint8_t *bytes;
    size_t length;
    size_t position;
};
struct source source_from_bytes(struct cursor *cursor);

/* A source that reads from a descriptor and a sink that writes to one, which stays the caller's.
 * name is for the error text. */
struct descriptor {
    int fd;
    const char *name;
};
struct source source_from_descriptor(struct descriptor *descriptor);
struct sink sink_to_descriptor(struct descriptor *descriptor);

#endif
