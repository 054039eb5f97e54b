#include "format/question_value.h"

#include "base/clock.h"
#include "format/json_file.h"
#include "format/typed.h"
#include "format/typed_day.h"
#include "scoring/points.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { UNIT_MAX_BYTES = 63, SECONDS_OF_DAY = 86400 };

/* ---- numbers ---- */

enum status question_value_number_model(
    const struct json_place *place, struct model_question *question, struct error *err)
{
    uint64_t least, most;
    TRY(json_require_integer(place, "least", 0, QUESTION_FORM_NUMBER_MAX, &least, err));
    TRY(json_require_integer(place, "most", least, QUESTION_FORM_NUMBER_MAX, &most, err));
    question->least = (uint32_t)least;
    question->most = (uint32_t)most;
    return STATUS_OK;
}

enum status question_value_number_wording(const struct json_place *place,
    const struct json_place *scales, const struct model_question *question,
    struct edition_question *words, struct error *err)
{
    struct json_place unit;
    (void)scales;
    (void)question;
    if (!json_member(place, "unit", &unit))
        return STATUS_OK;
    return json_file_line(place, "unit", UNIT_MAX_BYTES, &words->unit, err);
}

enum status question_value_number_yes(const struct json_place *place,
    const struct model_question *question, enum question_form_reading reading,
    struct answer *answer, struct error *err)
{
    (void)reading;
    if (!json_is_integer(place->value))
        return json_refuse(place, err,
            "a whole number from %u to %u is expected, without quotation marks",
            (unsigned)question->least, (unsigned)question->most);
    json_int_t number = json_integer_value(place->value);
    if (number < question->least || number > question->most)
        answer->unknown_option = true;
    else
        answer->value = (uint32_t)number;
    return STATUS_OK;
}

json_t *question_value_number_json(
    const struct model_question *question, const struct answer *answer)
{
    (void)question;
    return json_integer(answer->value);
}

void question_value_number_unknown(const struct model_question *question, struct findings *findings)
{
    findings_add(findings, FINDING_ERROR, question->id, points_status_code(ANSWER_UNKNOWN_OPTION),
        "question %u: a number or a no is given that the question does not take; write a whole "
        "number from %u to %u",
        (unsigned)question->id, (unsigned)question->least, (unsigned)question->most);
}

void question_value_number_text(uint32_t value, char text[QUESTION_FORM_VALUE_SIZE])
{
    (void)snprintf(text, QUESTION_FORM_VALUE_SIZE, "%u", (unsigned)value);
}

/* Spaces alone may stand between the digits: with a dash it is negative, or a span. */
bool question_value_number_typed(const char *written, uint64_t *value)
{
    char digits[QUESTION_FORM_VALUE_SIZE];
    if (!typed_is_digits(written, strlen(written)) || typed_has_dash(written, strlen(written)) ||
        !typed_compact(written, strlen(written), digits, sizeof digits))
        return false;
    *value = strtoull(digits, NULL, 10);
    return true;
}

/* ---- days ---- */

static bool day_value(const char *text, uint32_t *value)
{
    int64_t seconds;
    if (!day_parse(text, strlen(text), &seconds))
        return false;
    *value = (uint32_t)(seconds / SECONDS_OF_DAY);
    return true;
}

static enum status day_bound(
    const struct json_place *parent, const char *key, uint32_t *value, struct error *err)
{
    struct json_place place;
    const char *day;
    if (!json_member(parent, key, &place))
        return STATUS_OK;
    TRY(json_expect_string(&place, DAY_SIZE - 1, false, &day, err));
    return day_value(day, value) ? STATUS_OK
                                 : json_refuse(&place, err, "a day as YYYY-MM-DD is expected");
}

enum status question_value_date_model(
    const struct json_place *place, struct model_question *question, struct error *err)
{
    (void)day_value("9999-12-31", &question->most);
    TRY(day_bound(place, "earliest", &question->least, err));
    TRY(day_bound(place, "latest", &question->most, err));
    if (question->least > question->most)
        return json_refuse(place, err, "the latest day is before the earliest");
    return STATUS_OK;
}

enum status question_value_date_wording(const struct json_place *place,
    const struct json_place *scales, const struct model_question *question,
    struct edition_question *words, struct error *err)
{
    (void)place;
    (void)scales;
    (void)question;
    (void)words;
    (void)err;
    return STATUS_OK;
}

enum status question_value_date_yes(const struct json_place *place,
    const struct model_question *question, enum question_form_reading reading,
    struct answer *answer, struct error *err)
{
    const char *day = json_string_value(place->value);
    uint32_t value;
    (void)reading;
    if (day == NULL || !day_value(day, &value))
        return json_refuse(place, err, "a day as YYYY-MM-DD is expected");
    if (value < question->least || value > question->most)
        answer->unknown_option = true;
    else
        answer->value = value;
    return STATUS_OK;
}

void question_value_date_text(uint32_t value, char text[QUESTION_FORM_VALUE_SIZE])
{
    day_format(text, (int64_t)value * SECONDS_OF_DAY);
}

bool question_value_date_typed(const char *written, uint64_t *value)
{
    char day[DAY_SIZE];
    uint32_t found;
    if (!typed_day(written, day) || !day_value(day, &found))
        return false;
    *value = found;
    return true;
}

json_t *question_value_date_json(const struct model_question *question, const struct answer *answer)
{
    char text[QUESTION_FORM_VALUE_SIZE];
    (void)question;
    question_value_date_text(answer->value, text);
    return json_string(text);
}

void question_value_date_unknown(const struct model_question *question, struct findings *findings)
{
    char least[QUESTION_FORM_VALUE_SIZE], most[QUESTION_FORM_VALUE_SIZE];
    question_value_date_text(question->least, least);
    question_value_date_text(question->most, most);
    findings_add(findings, FINDING_ERROR, question->id, points_status_code(ANSWER_UNKNOWN_OPTION),
        "question %u: a day or a no is given that the question does not take; write a day from %s "
        "to %s",
        (unsigned)question->id, least, most);
}
