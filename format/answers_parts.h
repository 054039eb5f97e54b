/* What the files of format/answers.h share among themselves. */
#ifndef FORMAT_ANSWERS_PARTS_H
#define FORMAT_ANSWERS_PARTS_H

#include "format/answers.h"
#include "format/json.h"

/* The background questions that stand at the top of the file and not in "background". */
#define ANSWERS_CIRCUMSTANCES "circumstances"
#define ANSWERS_OBSTACLES "obstacles"

/* Whatever the document's layer calls it, to the one who asked these are invalid answers. */
enum status answers_judged(enum status status, struct error *err);

/* Puts what is sealed in the place of what people may write for it (format/answer_words.h), and
 * organisation numbers into their one form, and takes each `about` away. What is not understood
 * stays as it is, of whatever shape the document is. */
void answers_understand(const struct edition *edition, json_t *document);

/* Fills *out wholly from a document, or fails as json_refuse does (format/json.h), or with
 * REASON_UNKNOWN_EDITION. */
enum status answers_from_json(const struct edition *edition, const struct json_place *root,
    struct answers *out, struct error *err) MUST_USE;

/* The document of a record whose strings are terminated and UTF-8, in the order in which people
 * read it. A new reference. */
json_t *answers_to_json(const struct edition *edition, const struct answers *answers);

#define ANSWERS_KEY_SIZE 8 /* of a question's number as a key */

/* The key of a question, by its number. */
void answers_question_key(char key[ANSWERS_KEY_SIZE], unsigned id);

/* An answer that question_offers accepts, without a note. A new reference. */
json_t *answers_answer_json(const struct model_question *question, const struct answer *answer);

/* Adds an error for each option, step, no and assessment in a document that the question does not
 * have, which names it, and those that the question has; with the codes of answers_check, and with
 * line and column if the root has a source. */
void answers_name_unknown(
    const struct edition *edition, const struct json_place *root, struct findings *named);

#endif
