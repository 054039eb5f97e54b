/* What the files have in common that people write for the programs, an edition, a catalogue of
 * support or a target profile: a JSON object whose "format" says what it is. */
#ifndef FORMAT_JSON_FILE_H
#define FORMAT_JSON_FILE_H

#include "format/json.h"

/* Reads such a file; name is put in front of error texts. STATUS_REFUSED with the reasons of
 * json_read for what is not JSON, REASON_UNKNOWN_FORMAT for another format, REASON_BAD_VALUE
 * where none is named. root->value is the caller's, to be released with json_decref; NULL on
 * failure. */
enum status json_file_read(const void *bytes, size_t length, const char *name, const char *format,
    struct json_place *root, struct error *err) MUST_USE;

/* A member that must be there: one line of 1 to max bytes. *text borrows from the document. */
enum status json_file_line(const struct json_place *parent, const char *key, size_t max,
    const char **text, struct error *err) MUST_USE;

/* The member "id", which must be there: small letters a to z, digits and hyphens, fewer than size
 * of them. */
enum status json_file_id(
    const struct json_place *parent, size_t size, const char **id, struct error *err) MUST_USE;

/* json_refuse for another reason. */
enum status json_file_refused_as(struct error *err, enum reason reason);

#endif
