#include "cmd/authority/json_stream.h"

#include "base/memory.h"
#include "format/json.h"

#include <stdlib.h>
#include <string.h>

/* Members of the outermost object stand one space in, on lines of their own; in strings a line feed
 * is an escape. */
static char *find_elements(char *text, const char *key)
{
    if (key == NULL)
        return strchr(text, '[');
    char *start = memory_printf("\n \"%s\": []", key);
    char *found = strstr(text, start);
    found = found == NULL ? NULL : found + strlen(start) - 2;
    free(start);
    return found;
}

enum status json_stream_begin(
    struct app *app, json_t *around, const char *key, struct json_stream *stream, struct error *err)
{
    enum status status;
    *stream = (struct json_stream){.depth = key == NULL ? 1 : 2};
    parts_start(app, false, &stream->parts);
    app_mark_json(app, around);
    TRY_OUT(json_write_pretty(around, &stream->text, err));
    char *text = memory_text(buffer_string(&stream->text));
    char *elements = find_elements(text, key);
    stream->tail = memory_text(elements + 1);
    stream->text.length = (size_t)(elements + 1 - text);
    free(text);
out:
    json_decref(around);
    return status;
}

/* Each line of the element's own text goes as far in as it stands in the whole. */
static void put_lines(struct json_stream *stream, const struct buffer *element)
{
    const char *line = (const char *)element->data;
    const char *end = line + element->length;
    while (line < end) {
        const char *feed = memchr(line, '\n', (size_t)(end - line));
        size_t length = feed == NULL ? (size_t)(end - line) : (size_t)(feed - line);
        buffer_printf(&stream->text, "\n%*s", (int)stream->depth, "");
        buffer_append(&stream->text, line, length);
        line += length + 1;
    }
}

struct buffer *json_stream_next(struct json_stream *stream)
{
    if (stream->any)
        buffer_text(&stream->text, ",");
    stream->any = true;
    return &stream->text;
}

void json_stream_add(struct json_stream *stream, const struct buffer *elements)
{
    buffer_append(json_stream_next(stream), elements->data, elements->length);
    json_stream_pass(stream);
}

void json_stream_pass(struct json_stream *stream)
{
    parts_pass(&stream->parts, &stream->text);
}

enum status json_stream_put(struct json_stream *stream, json_t *element, struct error *err)
{
    struct buffer text = {0};
    enum status status;
    if (stream->depth == 1) /* a list is marked in each of its elements, an object in itself */
        app_mark_json(stream->parts.app, element);
    TRY_OUT(json_write_pretty(element, &text, err));
    (void)json_stream_next(stream);
    put_lines(stream, &text);
    json_stream_pass(stream);
out:
    json_decref(element);
    buffer_wipe(&text);
    return status;
}

enum status json_stream_end(struct json_stream *stream, struct error *err)
{
    if (stream->any)
        buffer_printf(&stream->text, "\n%*s", (int)stream->depth - 1, "");
    buffer_text(&stream->text, stream->tail);
    return parts_end(&stream->parts, &stream->text, err);
}

void json_stream_free(struct json_stream *stream)
{
    buffer_wipe(&stream->text);
    parts_free(&stream->parts);
    free(stream->tail);
    *stream = (struct json_stream){0};
}
