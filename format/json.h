/* JSON as the documents use it, on Jansson.
 *
 * Two readers: json_read for what people write (any white space and order), json_read_canonical for
 * what was signed. The canonical form (docs/format.md, "Canonical JSON") is RFC 8785 restricted to
 * objects, arrays, strings, null and integers 0 to 2^53-1, with ASCII keys, no control character
 * but \n and \t, depth at most 8, and no final newline. Booleans and fractions are not in it.
 *
 * Jansson seeds its hash tables from /dev/urandom when the first object is made. A process that
 * will lose its file system calls Jansson's json_object_seed(0) before that. */
#ifndef FORMAT_JSON_H
#define FORMAT_JSON_H

#include "base/buffer.h"
#include "base/error.h"

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define JSON_LENGTH_MAX ((size_t)1 << 20)          /* of any document (docs/format.md, "Limits") */
#define JSON_DEPTH_MAX 8                           /* arrays and objects within each other */
#define JSON_INTEGER_MAX ((UINT64_C(1) << 53) - 1) /* RFC 8785, section 3.2.2.3 */

/* Gives Jansson the memory of base/memory.h: from then on none of its calls fails for want of
 * memory. To be called once, before all others, in every program. */
void json_start(void);

/* Reads what a person wrote: UTF-8, any white space, a byte order mark at the beginning passed
 * over. name is put in front of error texts. Fails with STATUS_REFUSED and
 * - REASON_TOO_LARGE over JSON_LENGTH_MAX;
 * - REASON_BAD_SYNTAX, with line and column, for what is not JSON, is not UTF-8, is deeper than
 *   JSON_DEPTH_MAX, holds a NUL character, or names a member twice in one object.
 * *json is the caller's, to be released with json_decref; NULL on failure. */
enum status json_read(
    const void *bytes, size_t length, const char *name, json_t **json, struct error *err) MUST_USE;

/* Reads only what json_write_canonical would have written, byte for byte; everything else is
 * STATUS_REFUSED with REASON_BAD_SYNTAX. *json as above. */
enum status json_read_canonical(
    const void *bytes, size_t length, const char *name, json_t **json, struct error *err) MUST_USE;

/* Appends the canonical form. STATUS_REFUSED with REASON_BAD_VALUE, and nothing appended, if the
 * value is outside it, or is NULL: what Jansson gives for a text that is not UTF-8. */
enum status json_write_canonical(json_t *json, struct buffer *out, struct error *err) MUST_USE;

/* Appends the value for people: one space of indentation a level, members in the order in which
 * they were put in, one final newline. NULL is refused as above. */
enum status json_write_pretty(json_t *json, struct buffer *out, struct error *err) MUST_USE;

/* Appends the value on one line, with a final newline. */
void json_write_line(json_t *json, struct buffer *out);

/* A string of what need not be plain UTF-8, such as a path, as it would be shown (text_show). Never
 * NULL. */
json_t *json_shown(const char *text);

struct json_source;

/* A value together with how it was reached, so that an error can say `answers.7.yes[2]`. It borrows
 * everything: value, key and parent must outlive it. */
struct json_place {
    json_t *value;
    const struct json_place *parent; /* NULL at the root */
    const char *key; /* in the parent object; at the root the document's name or NULL */
    size_t index;    /* in the parent array, if key is NULL */
    const struct json_source *source; /* at the root alone, and NULL there too if it is not known */
};

/* What a document was read from. What is refused in it is then said with line and column, and
 * *refused, if it is not NULL, is the place that was refused last: value and key borrow from the
 * document, and parent is NULL. */
struct json_source {
    const char *text;
    size_t length;
    struct json_place *refused; /* its value is the array or object that holds the place */
};

struct json_place json_root(json_t *value, const char *name);

/* The member of an object; false, and *member untouched, if there is none. The parent must be an
 * object. */
bool json_member(const struct json_place *parent, const char *key, struct json_place *member);

/* The element of an array; the index must be within it. */
struct json_place json_element(const struct json_place *parent, size_t index);

/* Fills *err: "NAME: PATH: " and then the text, with STATUS_REFUSED and REASON_BAD_VALUE; line and
 * column in parentheses after it, if the root has a source. All of
 * the following fail in this way and no other. */
enum status json_refuse(const struct json_place *place, struct error *err, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* The member of an object, which must be there. */
enum status json_require(const struct json_place *parent, const char *key,
    struct json_place *member, struct error *err) MUST_USE;

/* That the value is an object with none but these keys; keys ends with NULL. keys itself may be
 * NULL: then any key will do. */
enum status json_expect_object(
    const struct json_place *place, const char *const *keys, struct error *err) MUST_USE;

/* That the value is an array of at most max elements; their number is put into *count. */
enum status json_expect_array(
    const struct json_place *place, size_t max, size_t *count, struct error *err) MUST_USE;

/* A string of at most max bytes that text_is_plain (base/text.h) accepts. *text borrows from the
 * value. */
enum status json_expect_string(const struct json_place *place, size_t max, bool newlines,
    const char **text, struct error *err) MUST_USE;

/* The same, copied into size bytes with its NUL; what is left over is zeroed. */
enum status json_copy_string(const struct json_place *place, char *text, size_t size, bool newlines,
    struct error *err) MUST_USE;

/* That a text which was read there is an id that names of files can be made of: of a to z, 0 to 9
 * and hyphens, and not empty. */
enum status json_judge_id(
    const struct json_place *place, const char *id, struct error *err) MUST_USE;

/* An integer from least to most, both included. */
enum status json_expect_integer(const struct json_place *place, uint64_t least, uint64_t most,
    uint64_t *number, struct error *err) MUST_USE;

/* json_require and the expectation in one. */
enum status json_require_object(const struct json_place *parent, const char *key,
    const char *const *keys, struct json_place *member, struct error *err) MUST_USE;
enum status json_require_array(const struct json_place *parent, const char *key, size_t max,
    struct json_place *member, size_t *count, struct error *err) MUST_USE;
enum status json_require_string(const struct json_place *parent, const char *key, size_t max,
    const char **text, struct error *err) MUST_USE; /* one line */
enum status json_require_text(const struct json_place *parent, const char *key, char *text,
    size_t size, struct error *err) MUST_USE; /* one line, copied */
enum status json_require_integer(const struct json_place *parent, const char *key, uint64_t least,
    uint64_t most, uint64_t *number, struct error *err) MUST_USE;

/* A string of exactly 2*length lower-case hexadecimal digits, and the same for the member of an
 * object, which must be there. */
enum status json_expect_hex(
    const struct json_place *place, uint8_t *bytes, size_t length, struct error *err) MUST_USE;
enum status json_require_hex(const struct json_place *parent, const char *key, uint8_t *bytes,
    size_t length, struct error *err) MUST_USE;

/* The same, or null: then bytes is left alone, and *any is false. */
enum status json_require_hex_or_null(const struct json_place *parent, const char *key, bool *any,
    uint8_t *bytes, size_t length, struct error *err) MUST_USE;

/* A moment or a day (base/clock.h) in seconds since 1970; the beginning of the day. */
enum status json_require_moment(
    const struct json_place *parent, const char *key, int64_t *seconds, struct error *err) MUST_USE;
enum status json_require_day(
    const struct json_place *parent, const char *key, int64_t *seconds, struct error *err) MUST_USE;

#endif
