#include "scoring/points.h"

#include "scoring/asked.h"
#include "scoring/question.h"

static bool no_is_offered(const struct model_question *question, const struct answer *answer)
{
    const bool offered[] = {
        [ANSWER_NO_ABSENT] = true,
        [ANSWER_NO_PLAIN] = question_traits(question)->refusable,
        [ANSWER_NO_NONE] = question->offers_none,
        [ANSWER_NO_PARTLY] = question->offers_partly,
    };
    return answer->no < sizeof offered / sizeof offered[0] && offered[answer->no];
}

/* Of several faults the one that is looked for last counts. No look depends on another one: which
 * answers come is nothing that a processor could guess, and this runs for each of all
 * organisations.
 */
static enum answer_status status_of(
    const struct model_question *question, const struct answer *answer)
{
    const bool scored = question_is_scored(question);
    const bool yes = answer->yes;
    const bool no = answer->no != ANSWER_NO_ABSENT;
    const bool assessed =
        (answer->assessment == ASSESSMENT_SURE) | (answer->assessment == ASSESSMENT_UNSURE);
    const bool says = question_says_something(question, answer);
    enum answer_status status = yes ? ANSWER_YES : ANSWER_NO;
    if (scored & !assessed)
        status = ANSWER_NO_ASSESSMENT;
    if (yes & !says)
        status = ANSWER_EMPTY;
    if (yes & no)
        status = ANSWER_CONTRADICTORY;
    if (!(yes | no))
        status = ANSWER_UNANSWERED;
    if (answer->unknown_option || !no_is_offered(question, answer) ||
        !question_offers(question, answer) || (!scored && answer->assessment != ASSESSMENT_ABSENT))
        status = ANSWER_UNKNOWN_OPTION;
    return status;
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
