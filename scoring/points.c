#include "scoring/points.h"

#include "scoring/asked.h"
#include "scoring/question.h"

static bool no_is_offered(const struct model_question *question, const struct answer *answer)
{
    switch (answer->no) {
    case ANSWER_NO_ABSENT:
        return true;
    case ANSWER_NO_PLAIN:
        return question_traits(question)->refusable;
    case ANSWER_NO_NONE:
        return question->offers_none;
    case ANSWER_NO_PARTLY:
        return question->offers_partly;
    default:
        return false;
    }
}

static enum answer_status status_of(
    const struct model_question *question, const struct answer *answer)
{
    const bool scored = question_is_scored(question);
    if (answer->unknown_option || !no_is_offered(question, answer) ||
        !question_offers(question, answer) || (!scored && answer->assessment != ASSESSMENT_ABSENT))
        return ANSWER_UNKNOWN_OPTION;
    if (!answer->yes && answer->no == ANSWER_NO_ABSENT)
        return ANSWER_UNANSWERED;
    if (answer->yes && answer->no != ANSWER_NO_ABSENT)
        return ANSWER_CONTRADICTORY;
    if (answer->yes && !question_says_something(question, answer))
        return ANSWER_EMPTY;
    if (scored && answer->assessment != ASSESSMENT_SURE && answer->assessment != ASSESSMENT_UNSURE)
        return ANSWER_NO_ASSESSMENT;
    return answer->yes ? ANSWER_YES : ANSWER_NO;
}

uint32_t points_judge(
    const struct model_question *question, const struct answer *answer, struct points *out)
{
    *out = (struct points){
        .status = (uint8_t)status_of(question, answer), .assessment = answer->assessment};
    if (out->status != ANSWER_YES)
        return 0;
    uint32_t held = question_held(question, question_chosen(question, answer));
    out->points = (uint8_t)question_count(held);
    out->measures = (uint8_t)question_measures(question, out->points);
    return held;
}

struct points points_of(const struct model_question *question, const struct answer *answer)
{
    struct points points;
    (void)points_judge(question, answer, &points);
    return points;
}

uint32_t points_judge_at(
    const struct model *model, const struct answer_set *answers, unsigned place, struct points *out)
{
    uint32_t held = points_judge(&model->question[place], &answers->answer[place], out);
    if (model->question[place].asked_if == 0 || asked_at(model, answers, place))
        return held;
    bool given = out->status != ANSWER_UNANSWERED;
    *out = (struct points){.status = given ? ANSWER_UNCALLED : ANSWER_NOT_ASKED};
    return 0;
}

struct points points_at(const struct model *model, const struct answer_set *answers, unsigned place)
{
    struct points points;
    (void)points_judge_at(model, answers, place, &points);
    return points;
}

bool points_invalid(const struct points *points)
{
    return points->status != ANSWER_YES && points->status != ANSWER_NO &&
           points->status != ANSWER_UNANSWERED && points->status != ANSWER_NOT_ASKED;
}

const char *points_status_code(enum answer_status status)
{
    switch (status) {
    case ANSWER_UNANSWERED:
        return "unanswered";
    case ANSWER_YES:
        return "yes";
    case ANSWER_NO:
        return "no";
    case ANSWER_CONTRADICTORY:
        return "contradictory";
    case ANSWER_EMPTY:
        return "empty";
    case ANSWER_NO_ASSESSMENT:
        return "no-assessment";
    case ANSWER_NOT_ASKED:
        return "not-asked";
    case ANSWER_UNCALLED:
        return "uncalled";
    case ANSWER_UNKNOWN_OPTION:
    case ANSWER_STATUSES:
        break;
    }
    return "unknown-option";
}
