/* A long result in JSON, printed element by element: it looks as app_print_json would print the
 * whole, but only one element is held. */
#ifndef CMD_UI_JSON_STREAM_H
#define CMD_UI_JSON_STREAM_H

#include "base/buffer.h"
#include "base/error.h"
#include "cmd/ui/app.h"

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

struct json_stream {
    struct app *app;
    struct buffer text; /* what is being printed */
    char *tail;         /* owned; what follows the elements */
    unsigned depth;     /* of the elements */
    bool any;
};

/* Prints what stands before the elements. around: taken; an empty array, or an object with an empty
 * array as the member `key`, whose elements they are. On failure nothing is to be ended. */
enum status json_stream_begin(struct app *app, json_t *around, const char *key,
    struct json_stream *stream, struct error *err) MUST_USE;

/* Prints an element, which is taken. */
enum status json_stream_put(
    struct json_stream *stream, json_t *element, struct error *err) MUST_USE;

/* Prints what stands behind them. */
enum status json_stream_end(struct json_stream *stream, struct error *err) MUST_USE;

/* Releases it, on every way out. */
void json_stream_free(struct json_stream *stream);

#endif
