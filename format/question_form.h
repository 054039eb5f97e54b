/* How a question of each kind, and an answer to it, is written in files: one table, with one row a
 * kind (question_form.c), beside the one that says what a kind does (scoring/question.h). */
#ifndef FORMAT_QUESTION_FORM_H
#define FORMAT_QUESTION_FORM_H

#include "base/buffer.h"
#include "base/error.h"
#include "format/edition.h"
#include "format/findings.h"
#include "format/json.h"
#include "scoring/question.h"

#define QUESTION_FORM_LETTERS_MAX 26 /* options are named by the letters a to z */

#define QUESTION_FORM_NUMBER_MAX 1000000000 /* the most that a number can be */

/* The kind of a question and what it takes (how many options, or which numbers or days), from its
 * object in an edition's model, whose keys are checked too. A kind that is not known is refused by
 * its name: it may be one of a newer program. */
enum status question_form_read_model(
    const struct json_place *place, struct model_question *question, struct error *err) MUST_USE;

/* The keys of its object in the wording, ended by NULL, and the words of its options, or its unit,
 * from there. scales: the lists of steps that several questions share. The words borrow from the
 * document. */
const char *const *question_form_wording_keys(const struct model_question *question);
enum status question_form_read_wording(const struct json_place *place,
    const struct json_place *scales, const struct model_question *question,
    struct edition_question *words, struct error *err) MUST_USE;

/* Who names options: an organisation that has them, or a target profile that demands them. */
enum question_form_reading { QUESTION_FORM_ANSWER, QUESTION_FORM_DEMAND };

/* A yes as an answers' file has it, ["a","c"], 3, "a" or "2026-01-31", into *answer, which has none
 * yet. Refused are a value of another type and an option that stands twice. An option or a value
 * that the question lacks is marked as unknown in an answer, and refused in a demand, as is a
 * demand of nothing, or of a question without points. */
enum status question_form_read_yes(const struct json_place *place,
    const struct model_question *question, enum question_form_reading reading,
    struct answer *answer, struct error *err) MUST_USE;

/* The yes of an answer that question_offers accepts, as an answers' file has it. A new reference.
 */
json_t *question_form_write_yes(const struct model_question *question, const struct answer *answer);

/* Adds what is to be said where an answer names an option or a value that the question lacks. */
void question_form_add_unknown(const struct model_question *question, struct findings *findings);

/* A value as answers have it: "250", or of a day "2026-01-31". Of a question with a value. */
#define QUESTION_FORM_VALUE_SIZE 16
void question_form_value_text(
    const struct model_question *question, uint32_t value, char text[QUESTION_FORM_VALUE_SIZE]);

/* The value that somebody wrote: digits with what may stand between them (format/typed.h), or a day
 * (format/typed_day.h). False for what is none, or beyond what the question takes. */
bool question_form_typed_value(
    const struct model_question *question, const char *written, uint32_t *value);

/* Appends what a follow-up is asked after: "a yes to question 3", "\"a\" or \"c\" to question 3".
 */
void question_form_asked_after(
    const struct model *model, unsigned place, const struct catalog *catalog, struct buffer *out);

/* The letters of a set of options, in order and each once: of such questions as name theirs by
 * letters. False for anything else and for none at all. */
bool question_form_letters(
    const struct model_question *question, const char *letters, uint32_t *options);

#endif
