/* The part of format/json.h that looks into a document: places and what is expected there. */
#include "base/clock.h"
#include "base/text.h"
#include "format/json.h"
#include "format/json_spot.h"

#include <string.h>

enum { SHOWN_KEY_MAX = 60 };

struct json_place json_root(json_t *value, const char *name)
{
    return (struct json_place){.value = value, .key = name};
}

bool json_member(const struct json_place *parent, const char *key, struct json_place *member)
{
    json_t *value = json_object_get(parent->value, key);
    if (value == NULL)
        return false;
    *member = (struct json_place){.value = value, .parent = parent, .key = key};
    return true;
}

struct json_place json_element(const struct json_place *parent, size_t index)
{
    return (struct json_place){
        .value = json_array_get(parent->value, index), .parent = parent, .index = index};
}

/* Keys come from outside and go to a terminal. */
static void append_key(struct buffer *out, const char *key)
{
    size_t length = strlen(key);
    text_show(out, key, length < SHOWN_KEY_MAX ? length : SHOWN_KEY_MAX, false);
    if (length > SHOWN_KEY_MAX)
        buffer_text(out, "…");
}

static void append_path(struct buffer *out, const struct json_place *place)
{
    if (place->parent == NULL)
        return;
    append_path(out, place->parent);
    if (place->key == NULL) {
        buffer_printf(out, "[%zu]", place->index);
        return;
    }
    if (place->parent->parent != NULL)
        buffer_text(out, ".");
    append_key(out, place->key);
}

/* Adds where it stands, and remembers which it was. */
static void note_spot(
    const struct json_place *place, const struct json_source *source, struct error *err)
{
    struct json_spot spot = json_spot_of(place, source->text, source->length);
    if (err != NULL) {
        struct error plain = *err;
        (void)error_set(err, plain.status, plain.reason, "%s (line %d, column %d)", plain.text,
            spot.line, spot.column);
    }
    if (source->refused != NULL)
        *source->refused = (struct json_place){
            .value = place->parent == NULL ? NULL : place->parent->value,
            .key = place->key,
            .index = place->index,
        };
}

enum status json_refuse(const struct json_place *place, struct error *err, const char *format, ...)
{
    struct buffer path = {0};
    const struct json_place *root = place;
    va_list args;
    while (root->parent != NULL)
        root = root->parent;
    va_start(args, format);
    (void)error_set_list(err, STATUS_REFUSED, REASON_BAD_VALUE, format, args);
    va_end(args);
    if (root->source != NULL)
        note_spot(place, root->source, err);
    append_path(&path, place);
    if (path.length != 0)
        error_prefix(err, buffer_string(&path));
    if (root->key != NULL)
        error_prefix(err, root->key);
    buffer_free(&path);
    return STATUS_REFUSED;
}

enum status json_require(
    const struct json_place *parent, const char *key, struct json_place *member, struct error *err)
{
    if (json_member(parent, key, member))
        return STATUS_OK;
    struct json_place missing = {.parent = parent, .key = key};
    return json_refuse(&missing, err, "this key is missing; add it");
}

static bool is_among(const char *key, const char *const *keys)
{
    for (; *keys != NULL; keys++) {
        if (strcmp(key, *keys) == 0)
            return true;
    }
    return false;
}

static enum status refuse_key(
    const struct json_place *place, const char *const *keys, struct error *err)
{
    struct buffer known = {0};
    for (size_t i = 0; keys[i] != NULL; i++)
        buffer_printf(&known, "%s%s", i == 0 ? "" : ", ", keys[i]);
    enum status status = json_refuse(place, err,
        "unknown key; correct its spelling or remove it (known here: %s)", buffer_string(&known));
    buffer_free(&known);
    return status;
}

enum status json_expect_object(
    const struct json_place *place, const char *const *keys, struct error *err)
{
    const char *key;
    json_t *value;
    if (!json_is_object(place->value))
        return json_refuse(place, err, "an object is expected: {…}");
    if (keys == NULL)
        return STATUS_OK;
    json_object_foreach(place->value, key, value)
    {
        struct json_place member = {.value = value, .parent = place, .key = key};
        if (!is_among(key, keys))
            return refuse_key(&member, keys, err);
    }
    return STATUS_OK;
}

enum status json_expect_array(
    const struct json_place *place, size_t max, size_t *count, struct error *err)
{
    if (!json_is_array(place->value))
        return json_refuse(place, err, "a list is expected: […]");
    *count = json_array_size(place->value);
    if (*count > max)
        return json_refuse(
            place, err, "the list has %zu elements; at most %zu are allowed", *count, max);
    return STATUS_OK;
}

enum status json_expect_string(
    const struct json_place *place, size_t max, bool newlines, const char **text, struct error *err)
{
    if (!json_is_string(place->value))
        return json_refuse(place, err, "a text in quotation marks is expected: \"…\"");
    size_t length = json_string_length(place->value);
    if (length > max)
        return json_refuse(place, err, "the text has %zu bytes; shorten it to %zu", length, max);
    if (!text_is_plain(json_string_value(place->value), length, newlines))
        return json_refuse(place, err,
            "the text holds a control character or an invisible character; type it anew instead of "
            "pasting it");
    *text = json_string_value(place->value);
    return STATUS_OK;
}

enum status json_copy_string(
    const struct json_place *place, char *text, size_t size, bool newlines, struct error *err)
{
    const char *string;
    TRY(json_expect_string(place, size - 1, newlines, &string, err));
    memset(text, 0, size);
    memcpy(text, string, strlen(string));
    return STATUS_OK;
}

enum status json_expect_integer(const struct json_place *place, uint64_t least, uint64_t most,
    uint64_t *number, struct error *err)
{
    json_int_t value = json_integer_value(place->value);
    if (!json_is_integer(place->value) || value < 0 || (uint64_t)value < least ||
        (uint64_t)value > most)
        return json_refuse(place, err, "a whole number from %llu to %llu is expected",
            (unsigned long long)least, (unsigned long long)most);
    *number = (uint64_t)value;
    return STATUS_OK;
}

enum status json_require_array(const struct json_place *parent, const char *key, size_t max,
    struct json_place *member, size_t *count, struct error *err)
{
    TRY(json_require(parent, key, member, err));
    return json_expect_array(member, max, count, err);
}

enum status json_require_object(const struct json_place *parent, const char *key,
    const char *const *keys, struct json_place *member, struct error *err)
{
    TRY(json_require(parent, key, member, err));
    return json_expect_object(member, keys, err);
}

enum status json_judge_id(const struct json_place *place, const char *id, struct error *err)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789-";
    if (id[0] == '\0' || id[strspn(id, letters)] != '\0')
        return json_refuse(place, err, "an id of a to z, 0 to 9 and hyphens is expected");
    return STATUS_OK;
}

enum status json_require_text(
    const struct json_place *parent, const char *key, char *text, size_t size, struct error *err)
{
    struct json_place member;
    TRY(json_require(parent, key, &member, err));
    return json_copy_string(&member, text, size, false, err);
}

enum status json_require_string(const struct json_place *parent, const char *key, size_t max,
    const char **text, struct error *err)
{
    struct json_place member;
    TRY(json_require(parent, key, &member, err));
    return json_expect_string(&member, max, false, text, err);
}

enum status json_require_integer(const struct json_place *parent, const char *key, uint64_t least,
    uint64_t most, uint64_t *number, struct error *err)
{
    struct json_place member;
    TRY(json_require(parent, key, &member, err));
    return json_expect_integer(&member, least, most, number, err);
}

enum status json_expect_hex(
    const struct json_place *place, uint8_t *bytes, size_t length, struct error *err)
{
    const char *text = NULL;
    TRY(json_expect_string(place, 2 * length, false, &text, err));
    if (!hex_decode(bytes, length, text, strlen(text)))
        return json_refuse(place, err, "expected %zu lower-case hexadecimal digits", 2 * length);
    return STATUS_OK;
}

enum status json_require_hex(const struct json_place *parent, const char *key, uint8_t *bytes,
    size_t length, struct error *err)
{
    struct json_place place;
    TRY(json_require(parent, key, &place, err));
    return json_expect_hex(&place, bytes, length, err);
}

enum status json_require_hex_or_null(const struct json_place *parent, const char *key, bool *any,
    uint8_t *bytes, size_t length, struct error *err)
{
    struct json_place place;
    TRY(json_require(parent, key, &place, err));
    *any = !json_is_null(place.value);
    return *any ? json_expect_hex(&place, bytes, length, err) : STATUS_OK;
}

enum status json_require_moment(
    const struct json_place *parent, const char *key, int64_t *seconds, struct error *err)
{
    const char *text = NULL;
    struct json_place place;
    TRY(json_require(parent, key, &place, err));
    TRY(json_expect_string(&place, MOMENT_SIZE, false, &text, err));
    if (!moment_parse(text, strlen(text), seconds))
        return json_refuse(&place, err, "expected a moment YYYY-MM-DDTHH:MM:SSZ");
    return STATUS_OK;
}

enum status json_require_day(
    const struct json_place *parent, const char *key, int64_t *seconds, struct error *err)
{
    const char *text = NULL;
    struct json_place place;
    TRY(json_require(parent, key, &place, err));
    TRY(json_expect_string(&place, DAY_SIZE, false, &text, err));
    if (!day_parse(text, strlen(text), seconds))
        return json_refuse(&place, err, "expected a day YYYY-MM-DD");
    return STATUS_OK;
}
