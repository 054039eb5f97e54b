#include "format/json.h"

#include "base/memory.h"
#include "base/text.h"
#include "format/json_faults.h"

#include <stdlib.h>
#include <string.h>

void json_start(void)
{
    json_set_alloc_funcs(memory_allocate, free);
}

/* ---- reading ---- */

struct spot {
    int line;
    int column;
};

/* Where arrays and objects first lie too deep within each other, if they do. Jansson parses by
 * recursion and would go further, so this is looked at before it. */
static bool find_too_deep(const char *text, size_t length, struct spot *spot)
{
    size_t depth = 0;
    bool in_string = false;
    *spot = (struct spot){.line = 1};
    for (size_t i = 0; i < length; i++) {
        spot->column += ((unsigned char)text[i] & 0xC0U) != 0x80;
        if (text[i] == '\n')
            *spot = (struct spot){.line = spot->line + 1};
        else if (text[i] == '"')
            in_string = !in_string;
        else if (in_string && text[i] == '\\' && i + 1 < length)
            spot->column += ((unsigned char)text[++i] & 0xC0U) != 0x80;
        else if (!in_string && (text[i] == '{' || text[i] == '['))
            depth++;
        else if (!in_string && (text[i] == '}' || text[i] == ']'))
            depth -= depth > 0;
        if (depth > JSON_DEPTH_MAX)
            return true;
    }
    return false;
}

/* What Jansson has no words for, in those of the first fault, where something closer is known of
 * it; false if there is none. */
static bool name_fault(const char *text, size_t length, struct error *err)
{
    struct findings faults;
    bool named = false;
    if (err == NULL)
        return false;
    findings_init(&faults, err->catalog);
    json_faults(text, length, &faults);
    named = faults.count > 0 && strcmp(faults.list[0].code, "syntax") == 0;
    if (named)
        (void)error_set(err, STATUS_REFUSED, REASON_BAD_SYNTAX, "%s", faults.list[0].text);
    findings_free(&faults);
    return named;
}

/* Jansson's own words are English and for programmers; these are ours for the same codes. */
static enum status refuse_syntax(const json_error_t *found, struct error *err)
{
    const enum status status = STATUS_REFUSED;
    const enum reason reason = REASON_BAD_SYNTAX;
    switch (json_error_code(found)) {
    case json_error_duplicate_key:
        return error_set(err, status, reason,
            "line %d, column %d: this name stands twice in the same object; keep one of the two",
            found->line, found->column);
    case json_error_invalid_utf8:
        return error_set(err, status, reason,
            "line %d, column %d: this is not UTF-8; save the file with the encoding UTF-8",
            found->line, found->column);
    case json_error_null_character:
    case json_error_null_byte_in_key:
        return error_set(err, status, reason,
            "line %d, column %d: \\u0000 is not allowed in a text; remove it", found->line,
            found->column);
    case json_error_numeric_overflow:
        return error_set(err, status, reason,
            "line %d, column %d: this number is too large; write a smaller one", found->line,
            found->column);
    case json_error_premature_end_of_input:
        return error_set(err, status, reason,
            "line %d, column %d: the file ends too early; a quotation mark, ] or } is missing",
            found->line, found->column);
    case json_error_end_of_input_expected:
        return error_set(err, status, reason,
            "line %d, column %d: the file should end here; remove what follows", found->line,
            found->column);
    default:
        return error_set(err, status, reason,
            "line %d, column %d: this is not JSON; look for a missing or superfluous comma, colon, "
            "quotation mark or bracket just before this place",
            found->line, found->column);
    }
}

static bool is_blank(const char *text, size_t length)
{
    size_t at = 0;
    while (at < length && text[at] != '\0' && strchr(" \t\r\n", text[at]) != NULL)
        at++;
    return at == length;
}

/* A workbook that was given instead has any bytes, brackets among them. */
static bool is_packed(const char *text, size_t length)
{
    static const char zip[] = "PK\x03\x04";
    return length >= sizeof zip - 1 && memcmp(text, zip, sizeof zip - 1) == 0;
}

/* typed: by a person, who wants to know what was mistyped. */
static enum status read_text(
    const char *text, size_t length, bool typed, json_t **json, struct error *err)
{
    static const char mark[] = "\xEF\xBB\xBF";
    struct spot spot;
    json_error_t found;
    *json = NULL;
    if (length > JSON_LENGTH_MAX)
        return error_set(err, STATUS_REFUSED, REASON_TOO_LARGE,
            "the file has %zu bytes, more than the %zu that are allowed; make it smaller", length,
            JSON_LENGTH_MAX);
    if (length >= sizeof mark - 1 && memcmp(text, mark, sizeof mark - 1) == 0) {
        text += sizeof mark - 1;
        length -= sizeof mark - 1;
    }
    if (is_blank(text, length))
        return error_set(err, STATUS_REFUSED, REASON_BAD_SYNTAX,
            "line %d, column %d: the file is empty; was it saved?", 1, 0);
    if (is_packed(text, length))
        return error_set(err, STATUS_REFUSED, REASON_BAD_SYNTAX,
            "line %d, column %d: this is a workbook, or another file that is packed, and not JSON; "
            "give a file of JSON",
            1, 1);
    if (find_too_deep(text, length, &spot))
        return error_set(err, STATUS_REFUSED, REASON_BAD_SYNTAX,
            "line %d, column %d: more than %d brackets lie within each other; a closing bracket may "
            "be missing before this place",
            spot.line, spot.column, JSON_DEPTH_MAX);
    *json = json_loadb(text, length, JSON_REJECT_DUPLICATES, &found);
    if (*json != NULL)
        return STATUS_OK;
    if (typed && json_error_code(&found) == json_error_invalid_syntax &&
        name_fault(text, length, err))
        return STATUS_REFUSED;
    return refuse_syntax(&found, err);
}

enum status json_read(
    const void *bytes, size_t length, const char *name, json_t **json, struct error *err)
{
    enum status status = read_text(bytes, length, true, json, err);
    if (status != STATUS_OK && name != NULL)
        error_prefix(err, name);
    return status;
}

static enum status compare_canonical(
    json_t *json, const void *bytes, size_t length, struct error *err)
{
    struct buffer again = {0};
    enum status status;
    TRY_OUT(json_write_canonical(json, &again, err));
    if (again.length != length || memcmp(again.data, bytes, length) != 0)
        status = error_set(err, STATUS_REFUSED, REASON_BAD_SYNTAX,
            "this is not in the canonical form that is signed; it was written by another program or altered");
out:
    if (status == STATUS_REFUSED && err != NULL)
        err->reason = REASON_BAD_SYNTAX;
    buffer_free(&again);
    return status;
}

enum status json_read_canonical(
    const void *bytes, size_t length, const char *name, json_t **json, struct error *err)
{
    enum status status;
    TRY_OUT(read_text(bytes, length, false, json, err));
    TRY_OUT(compare_canonical(*json, bytes, length, err));
out:
    if (status != STATUS_OK) {
        json_decref(*json);
        *json = NULL;
        if (name != NULL)
            error_prefix(err, name);
    }
    return status;
}

/* ---- writing ---- */

static bool key_is_canonical(const char *key)
{
    for (; *key != '\0'; key++) {
        if (*key < 0x20 || *key >= 0x7F)
            return false;
    }
    return true;
}

/* Control characters are C0, DEL and C1; Jansson holds nothing but valid UTF-8. */
static bool string_is_canonical(const json_t *json)
{
    const unsigned char *text = (const unsigned char *)json_string_value(json);
    size_t length = json_string_length(json);
    for (size_t i = 0; i < length; i++) {
        bool low = text[i] < 0x20 && text[i] != '\n' && text[i] != '\t';
        bool high = text[i] == 0xC2 && i + 1 < length && text[i + 1] < 0xA0;
        if (low || high || text[i] == 0x7F)
            return false;
    }
    return true;
}

static enum status check_canonical(const struct json_place *place, size_t depth, struct error *err);

static enum status check_members(const struct json_place *place, size_t depth, struct error *err)
{
    const char *key;
    json_t *value;
    json_object_foreach(place->value, key, value)
    {
        struct json_place member = {.value = value, .parent = place, .key = key};
        if (!key_is_canonical(key))
            return json_refuse(&member, err, "a key must be printable ASCII");
        TRY(check_canonical(&member, depth, err));
    }
    return STATUS_OK;
}

static enum status check_elements(const struct json_place *place, size_t depth, struct error *err)
{
    for (size_t i = 0; i < json_array_size(place->value); i++) {
        struct json_place element = json_element(place, i);
        TRY(check_canonical(&element, depth, err));
    }
    return STATUS_OK;
}

static enum status check_canonical(const struct json_place *place, size_t depth, struct error *err)
{
    switch (json_typeof(place->value)) {
    case JSON_OBJECT:
    case JSON_ARRAY:
        if (depth == JSON_DEPTH_MAX)
            return json_refuse(
                place, err, "more than %d levels lie within each other", JSON_DEPTH_MAX);
        return json_is_object(place->value) ? check_members(place, depth + 1, err)
                                            : check_elements(place, depth + 1, err);
    case JSON_STRING:
        if (!string_is_canonical(place->value))
            return json_refuse(place, err, "the text holds a control character");
        return STATUS_OK;
    case JSON_INTEGER:
        if (json_integer_value(place->value) < 0 ||
            (uint64_t)json_integer_value(place->value) > JSON_INTEGER_MAX)
            return json_refuse(place, err, "the number is not from 0 to 2^53-1");
        return STATUS_OK;
    case JSON_NULL:
        return STATUS_OK;
    default:
        return json_refuse(place, err, "neither fractions nor true and false are allowed");
    }
}

static int append(const char *text, size_t length, void *context)
{
    buffer_append(context, text, length);
    return 0;
}

/* Jansson fails only where our callback does, or want of memory would make it. */
static void write_json(json_t *json, size_t flags, struct buffer *out)
{
    (void)json_dump_callback(json, append, out, flags | JSON_ENCODE_ANY);
}

static enum status refuse_missing(struct error *err)
{
    return error_set(err, STATUS_REFUSED, REASON_BAD_VALUE,
        "a text that was to be written is not UTF-8; look at the names and texts that were given");
}

enum status json_write_canonical(json_t *json, struct buffer *out, struct error *err)
{
    if (json == NULL)
        return refuse_missing(err);
    struct json_place root = json_root(json, NULL);
    TRY(check_canonical(&root, 0, err));
    write_json(json, JSON_COMPACT | JSON_SORT_KEYS, out);
    return STATUS_OK;
}

enum status json_write_pretty(json_t *json, struct buffer *out, struct error *err)
{
    if (json == NULL)
        return refuse_missing(err);
    write_json(json, JSON_INDENT(1), out);
    buffer_text(out, "\n");
    return STATUS_OK;
}

void json_write_line(json_t *json, struct buffer *out)
{
    write_json(json, JSON_COMPACT, out);
    buffer_text(out, "\n");
}

json_t *json_shown(const char *text)
{
    struct buffer shown = {0};
    text_show(&shown, text, strlen(text), false);
    json_t *json = json_string(buffer_string(&shown));
    buffer_free(&shown);
    return json;
}
