/* A long result in JSON, given out element by element (cmd/authority/parts.h): it looks as
 * app_print_json would print the whole, but only some elements are held. */
#ifndef CMD_AUTHORITY_JSON_STREAM_H
#define CMD_AUTHORITY_JSON_STREAM_H

#include "base/buffer.h"
#include "base/error.h"
#include "cmd/authority/parts.h"
#include "cmd/ui/app.h"

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

struct json_stream {
    struct parts parts;
    struct buffer text; /* what is to be given out next */
    char *tail;         /* owned; what follows the elements */
    unsigned depth;     /* of the elements */
    bool any;
};

/* Begins with what stands before the elements. around: taken; an empty array, or an object with an
 * empty array as the member `key`, whose elements they are. On failure nothing is to be ended. */
enum status json_stream_begin(struct app *app, json_t *around, const char *key,
    struct json_stream *stream, struct error *err) MUST_USE;

/* Puts an element, which is taken. */
enum status json_stream_put(
    struct json_stream *stream, json_t *element, struct error *err) MUST_USE;

/* The same for one that the caller writes: to the value, each line of it after a line feed and
 * stream->depth blanks; then it calls json_stream_pass. */
struct buffer *json_stream_next(struct json_stream *stream);
void json_stream_pass(struct json_stream *stream);

/* The same for several, as the caller would have written them, with a comma between two. */
void json_stream_add(struct json_stream *stream, const struct buffer *elements);

/* Puts what stands behind them, and ends the file, if it is one. */
enum status json_stream_end(struct json_stream *stream, struct error *err) MUST_USE;

/* Releases it, on every way out. */
void json_stream_free(struct json_stream *stream);

#endif
