/* Whether a record of answers that came from an untrusted process is what answers_from_json makes.
 */
#include "base/text.h"
#include "format/answers.h"
#include "scoring/question.h"

#include <string.h>

/* Each byte is compared with the one after it: a record is large, and most of it zeros. */
static bool is_zero(const void *bytes, size_t length)
{
    const unsigned char *byte = bytes;
    return length == 0 || (byte[0] == 0 && memcmp(byte, byte + 1, length - 1) == 0);
}

static bool string_is_valid(const char *text, size_t size, bool newlines)
{
    size_t length = strnlen(text, size);
    return length < size && is_zero(text + length, size - length) &&
           text_is_plain(text, length, newlines);
}

#define LINE_IS_VALID(array) string_is_valid(array, sizeof(array), false)

static bool organisation_is_valid(const struct answers_organisation *organisation)
{
    if (!LINE_IS_VALID(organisation->name) || !LINE_IS_VALID(organisation->number) ||
        !LINE_IS_VALID(organisation->group) || organisation->covers > ANSWERS_COVERS_MAX)
        return false;
    for (uint32_t i = 0; i < organisation->covers; i++) {
        if (!LINE_IS_VALID(organisation->covered[i].name) ||
            !LINE_IS_VALID(organisation->covered[i].number))
            return false;
    }
    size_t rest = ANSWERS_COVERS_MAX - organisation->covers;
    return is_zero(
        organisation->covered + organisation->covers, rest * sizeof organisation->covered[0]);
}

static bool participants_are_valid(const struct answers *answers)
{
    if (answers->participants > ANSWERS_PARTICIPANTS_MAX)
        return false;
    for (uint32_t i = 0; i < answers->participants; i++) {
        if (!LINE_IS_VALID(answers->participant[i]))
            return false;
    }
    size_t rest = ANSWERS_PARTICIPANTS_MAX - answers->participants;
    return is_zero(
        answers->participant + answers->participants, rest * sizeof answers->participant[0]);
}

static bool approval_is_valid(const struct answers_approval *approval)
{
    return LINE_IS_VALID(approval->by) && LINE_IS_VALID(approval->role) &&
           LINE_IS_VALID(approval->date) && LINE_IS_VALID(approval->reference);
}

/* A byte other than 0 and 1 must not be read as a bool at all. */
static bool is_flag(const bool *flag)
{
    unsigned char byte;
    memcpy(&byte, flag, 1);
    return byte <= 1;
}

static bool answer_is_valid(const struct model_question *question, const struct answer *answer)
{
    if (!is_flag(&answer->yes) || !is_flag(&answer->unknown_option) ||
        answer->no > ANSWER_NO_PARTLY || answer->assessment > ASSESSMENT_UNSURE)
        return false;
    return question_offers(question, answer) &&
           (answer->yes || (answer->options == 0 && answer->step == 0)) &&
           (question_is_scored(question) || answer->assessment == ASSESSMENT_ABSENT);
}

static bool set_is_valid(const struct model *model, const struct answer_set *set)
{
    for (size_t i = 0; i < model->questions; i++) {
        if (!answer_is_valid(&model->question[i], &set->answer[i]))
            return false;
    }
    size_t rest = MODEL_QUESTIONS_MAX - model->questions;
    return is_zero(set->answer + model->questions, rest * sizeof set->answer[0]);
}

static bool background_is_valid(const struct edition *edition, const struct answers *answers)
{
    for (size_t i = 0; i < edition->backgrounds; i++) {
        if (!string_is_valid(answers->background[i], ANSWERS_TEXT_SIZE, true))
            return false;
    }
    size_t rest = EDITION_BACKGROUND_MAX - edition->backgrounds;
    return is_zero(answers->background + edition->backgrounds, rest * ANSWERS_TEXT_SIZE);
}

static bool bounds_hold(const struct edition *edition, const struct answers *answers)
{
    return LINE_IS_VALID(answers->edition) && organisation_is_valid(&answers->organisation) &&
           LINE_IS_VALID(answers->period_from) && LINE_IS_VALID(answers->period_to) &&
           LINE_IS_VALID(answers->marking) && participants_are_valid(answers) &&
           set_is_valid(&edition->model, &answers->set) && background_is_valid(edition, answers) &&
           approval_is_valid(&answers->approval);
}

static enum status refuse_first_error(const struct findings *findings, struct error *err)
{
    size_t i = 0;
    while (findings->list[i].severity != FINDING_ERROR)
        i++;
    return error_set(err, STATUS_REFUSED, REASON_INVALID_ANSWERS, "%s", findings->list[i].text);
}

enum status answers_validate_record(
    const struct edition *edition, const struct answers *answers, struct error *err)
{
    struct findings findings;
    if (!bounds_hold(edition, answers))
        return error_set(err, STATUS_REFUSED, REASON_INVALID_ANSWERS,
            "the answers are outside the bounds of their format; let the sender seal them anew");
    findings_init(&findings, err != NULL ? err->catalog : NULL);
    answers_check(edition, answers, &findings);
    enum status status = findings.errors > 0 ? refuse_first_error(&findings, err) : STATUS_OK;
    findings_free(&findings);
    return status;
}
