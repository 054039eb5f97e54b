/* What one answer is worth: its status, its points and its measures (docs/edition.md, "Model"). */
#ifndef SCORING_POINTS_H
#define SCORING_POINTS_H

#include "scoring/model.h"

struct points {
    uint8_t status;     /* enum answer_status */
    uint8_t assessment; /* enum answer_assessment, as it was given, whatever the status; none of
                           what was not asked */
    uint8_t points;     /* ticked options, or the step; 0 unless the status is ANSWER_YES */
    uint8_t measures;   /* ticked options, or 1 for a scale with points; 0 likewise */
};

/* Judges one answer to one question. An option, step or no that the question does not have is
 * ANSWER_UNKNOWN_OPTION even where the reader of the answers did not mark it as unknown; an answer
 * with neither a yes nor a no is ANSWER_UNANSWERED, whatever its assessment. */
struct points points_of(const struct model_question *question, const struct answer *answer);

/* The same; returns the options that give the points (question_held), none unless the status is
 * ANSWER_YES. */
uint32_t points_judge(
    const struct model_question *question, const struct answer *answer, struct points *out);

/* The same of an answer among the others, which say whether its question was asked
 * (scoring/asked.h): else it is ANSWER_NOT_ASKED, or ANSWER_UNCALLED if it was answered all the
 * same. Where only one answer is known, those above judge it by itself. */
struct points points_at(
    const struct model *model, const struct answer_set *answers, unsigned place);
uint32_t points_judge_at(const struct model *model, const struct answer_set *answers,
    unsigned place, struct points *out);

/* Whether the question was asked, as points_at found it. */
static inline bool points_asked(const struct points *points)
{
    return points->status != ANSWER_NOT_ASKED && points->status != ANSWER_UNCALLED;
}

/* Whether the assessment is unsure. It counts against the levels whatever the answer's status. */
static inline bool points_unsure(const struct points *points)
{
    return points->assessment == ASSESSMENT_UNSURE;
}

/* Whether the status is an error in the answers: neither yes, no, unanswered nor not asked. */
bool points_invalid(const struct points *points);

/* The status as JSON results write it, such as "no-assessment". Static text. */
const char *points_status_code(enum answer_status status);

#endif
