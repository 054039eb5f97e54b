/* The answers' document while people fill it in, in whatever form: a file, a workbook, a page, a
 * conversation. A draft is the document of docs/format.md, "Answers", as a json_t that the caller
 * releases with json_decref:
 * - every member that a template has, in the template's order; {} for a question that is not
 *   answered; in an answer `yes`, `no`, `assessment`, `note` in that order, as far as they are
 *   there;
 * - the words that are sealed in the place of others that mean the same (format/answer_words.h),
 *   organisation numbers in their one form; what was not understood as it was written, so that
 *   draft_answers finds it;
 * - notes, but no `about`: draft_print writes these anew.
 * Any function of Jansson may change a draft, as long as its texts are plain and of the lengths in
 * format/answers.h: whatever is wrong is found by draft_answers. */
#ifndef FORMAT_DRAFT_H
#define FORMAT_DRAFT_H

#include "format/answers.h"

#include <jansson.h>

/* What a template has: the edition's id, empty texts, and every question unanswered. A new
 * reference. */
json_t *draft_new(const struct edition *edition);

/* Reads a file that people wrote; the refusals of answers_parse, and no others: what answers_check
 * finds is kept. *draft is a new reference, NULL on failure. */
enum status draft_parse(const struct edition *edition, const void *bytes, size_t length,
    const char *name, json_t **draft, struct error *err) MUST_USE;

/* What a record holds, which has no notes. A new reference. */
json_t *draft_of_answers(const struct edition *edition, const struct answers *answers);

/* The record and its findings, as answers_parse gives them for the draft's file, without lines and
 * columns. place names the draft in front of error texts; it may be NULL. */
enum status draft_answers(const struct edition *edition, json_t *draft, const char *name,
    struct answers *out, struct findings *findings, struct error *err) MUST_USE;

/* Appends the draft as a file for people, one final newline: at the top and in each question an
 * `about` with its wording and what may be written, in the language of the catalog. */
enum status draft_print(const struct edition *edition, json_t *draft, const struct catalog *catalog,
    struct buffer *out, struct error *err) MUST_USE;

/* The object of a question's answer, by the question's place in the edition. Borrowed. */
json_t *draft_question(json_t *draft, const struct edition *edition, unsigned place);

/* Puts an answer in the place of what the question had, all but its note. */
void draft_set_answer(
    json_t *draft, const struct edition *edition, unsigned place, const struct answer *answer);

/* Makes last time's draft one to be answered this time: answers, notes, organisation and marking
 * stay; each assessment, the period, who took part, background answers and the approval are of that
 * time alone, and are taken away. */
void draft_renew(json_t *draft, const struct edition *edition);

/* A text by where it stands, keys with points between: "organisation.name", "period.from",
 * "circumstances", "background.ID"; the note of a question is "answers.7.note". "" if there is
 * none. Borrowed until the draft changes. */
const char *draft_text(const json_t *draft, const char *where);

/* Puts a plain text there; "" takes a note away. False, and nothing changed, where a draft has no
 * text of that name, or the text is not UTF-8. */
bool draft_set_text(json_t *draft, const char *where, const char *text);

#endif
