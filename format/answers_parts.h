/* What the files of format/answers.h share among themselves. */
#ifndef FORMAT_ANSWERS_PARTS_H
#define FORMAT_ANSWERS_PARTS_H

#include "format/answers.h"
#include "format/json.h"

/* The background questions that stand at the top of the file and not in "background". */
#define ANSWERS_CIRCUMSTANCES "circumstances"
#define ANSWERS_OBSTACLES "obstacles"

/* Whether a background question stands at the top of the file. */
bool answers_on_top(const char *id);

/* Fills *out wholly from a document, or fails as json_refuse does (format/json.h), or with
 * REASON_UNKNOWN_EDITION. */
enum status answers_from_json(const struct edition *edition, const struct json_place *root,
    struct answers *out, struct error *err) MUST_USE;

/* The document of a record whose strings are terminated and UTF-8, in the order in which people
 * read it. A new reference. */
json_t *answers_to_json(const struct edition *edition, const struct answers *answers);

/* Adds an error for each option, step, no and assessment in a document that the question does not
 * have, which names it, and those that the question has; with the codes of answers_check. */
void answers_name_unknown(
    const struct edition *edition, const struct json_place *root, struct findings *named);

#endif
