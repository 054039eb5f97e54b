/* Numbers and days: what stands for them in the rows of the table of question_form.c, and is called
 * through it only. */
#ifndef FORMAT_QUESTION_VALUE_H
#define FORMAT_QUESTION_VALUE_H

#include "format/question_form.h"

enum status question_value_number_model(
    const struct json_place *place, struct model_question *question, struct error *err) MUST_USE;
enum status question_value_number_wording(const struct json_place *place,
    const struct json_place *scales, const struct model_question *question,
    struct edition_question *words, struct error *err) MUST_USE;
enum status question_value_number_yes(const struct json_place *place,
    const struct model_question *question, enum question_form_reading reading,
    struct answer *answer, struct error *err) MUST_USE;
json_t *question_value_number_json(
    const struct model_question *question, const struct answer *answer);
void question_value_number_unknown(
    const struct model_question *question, struct findings *findings);
void question_value_number_text(uint32_t value, char text[QUESTION_FORM_VALUE_SIZE]);
bool question_value_number_typed(const char *written, uint64_t *value);
enum status question_value_date_model(
    const struct json_place *place, struct model_question *question, struct error *err) MUST_USE;
enum status question_value_date_wording(const struct json_place *place,
    const struct json_place *scales, const struct model_question *question,
    struct edition_question *words, struct error *err) MUST_USE;
enum status question_value_date_yes(const struct json_place *place,
    const struct model_question *question, enum question_form_reading reading,
    struct answer *answer, struct error *err) MUST_USE;
json_t *question_value_date_json(
    const struct model_question *question, const struct answer *answer);
void question_value_date_unknown(const struct model_question *question, struct findings *findings);
void question_value_date_text(uint32_t value, char text[QUESTION_FORM_VALUE_SIZE]);
bool question_value_date_typed(const char *written, uint64_t *value);

#endif
