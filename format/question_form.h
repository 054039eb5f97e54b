/* How a question of each kind, and an answer to it, is written in files: one table, with one row a
 * kind (question_form.c), beside the one that says what a kind does (scoring/question.h). */
#ifndef FORMAT_QUESTION_FORM_H
#define FORMAT_QUESTION_FORM_H

#include "base/error.h"
#include "format/findings.h"
#include "format/json.h"
#include "scoring/question.h"

#define QUESTION_FORM_LETTERS_MAX 26 /* options are named by the letters a to z */

/* The kind of a question and how many options it has, from its object in an edition's model, whose
 * keys are checked too. */
enum status question_form_read_model(
    const struct json_place *place, struct model_question *question, struct error *err) MUST_USE;

/* The keys of its object in the wording, ended by NULL, and the words of its options from there,
 * option[0 .. question->options-1]. scales: the lists of steps that several questions share. The
 * words borrow from the document. */
const char *const *question_form_wording_keys(const struct model_question *question);
enum status question_form_read_wording(const struct json_place *place,
    const struct json_place *scales, const struct model_question *question, const char **option,
    struct error *err) MUST_USE;

/* Who names options: an organisation that has them, or a target profile that demands them. */
enum question_form_reading { QUESTION_FORM_ANSWER, QUESTION_FORM_DEMAND };

/* A yes as an answers' file has it, ["a","c"] or 3, into *answer, which has none yet. Refused are a
 * value of another type and an option that stands twice. An option that the question lacks is
 * marked as unknown in an answer, and refused in a demand, as is a demand of nothing. */
enum status question_form_read_yes(const struct json_place *place,
    const struct model_question *question, enum question_form_reading reading,
    struct answer *answer, struct error *err) MUST_USE;

/* The yes of an answer that question_offers accepts, as an answers' file has it. A new reference.
 */
json_t *question_form_write_yes(const struct model_question *question, const struct answer *answer);

/* Adds what is to be said where an answer names an option that the question lacks. */
void question_form_add_unknown(const struct model_question *question, struct findings *findings);

/* The letters of a set of options, in order and each once: of such questions as name theirs by
 * letters. False for anything else and for none at all. */
bool question_form_letters(
    const struct model_question *question, const char *letters, uint32_t *options);

#endif
