#include "report/json_parts.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

json_t *json_parts_sure(json_t *json)
{
    if (json == NULL)
        abort();
    return json;
}

void json_parts_append(json_t *list, json_t *element)
{
    (void)json_array_append_new(list, json_parts_sure(element));
}

json_t *json_parts_standing(const struct standing *standing)
{
    json_t *list = json_array();
    for (unsigned i = 0; i < STANDING_FIGURES; i++)
        json_parts_append(list, json_integer((json_int_t)standing->figure[i]));
    return list;
}

json_t *json_parts_joined(json_t *object, json_t *more)
{
    (void)json_object_update(json_parts_sure(object), json_parts_sure(more));
    json_decref(more);
    return object;
}

/* ---- without a tree ---- */

/* A row of a long list has dozens of these parts: each is put into room that is asked for once. */
void json_parts_put_line(struct buffer *out, unsigned depth, const char *key)
{
    size_t length = key == NULL ? 0 : strlen(key);
    char *place = (char *)buffer_reserve(out, 1 + depth + sizeof "\"\": " + length);
    const char *start = place;
    *place++ = '\n';
    for (unsigned i = 0; i < depth; i++)
        *place++ = ' ';
    if (key != NULL) {
        *place++ = '"';
        memcpy(place, key, length);
        place += length;
        memcpy(place, "\": ", 3);
        place += 3;
    }
    out->length += (size_t)(place - start);
}

static void put_escape(struct buffer *out, char byte)
{
    static const char *const escapes[] = {['\b'] = "\\b",
        ['\t'] = "\\t",
        ['\n'] = "\\n",
        ['\f'] = "\\f",
        ['\r'] = "\\r",
        ['"'] = "\\\"",
        ['\\'] = "\\\\"};
    const char *escape = escapes[(unsigned char)byte];
    if (escape != NULL)
        buffer_text(out, escape);
    else
        buffer_printf(out, "\\u%04X", (unsigned)(unsigned char)byte);
}

static bool is_escaped(char byte)
{
    return (unsigned char)byte < ' ' || byte == '"' || byte == '\\';
}

void json_parts_put_string(struct buffer *out, const char *text)
{
    buffer_append(out, "\"", 1);
    while (*text != '\0') {
        size_t plain = 0;
        while (text[plain] != '\0' && !is_escaped(text[plain]))
            plain++;
        buffer_append(out, text, plain);
        text += plain;
        if (*text != '\0')
            put_escape(out, *text++);
    }
    buffer_append(out, "\"", 1);
}

void json_parts_put_number(struct buffer *out, uint64_t number)
{
    char digits[20];
    size_t first = sizeof digits;
    do {
        digits[--first] = (char)('0' + number % 10);
        number /= 10;
    } while (number > 0);
    buffer_append(out, digits + first, sizeof digits - first);
}
