/* The overall level, and what holds it back (docs/edition.md, "Model"). Levels are numbered from 1;
 * level 0 is to have reached none. */
#ifndef SCORING_LEVELS_H
#define SCORING_LEVELS_H

#include "scoring/model.h"
#include "scoring/points.h"
#include "scoring/question.h"

/* What a level asks for beyond what is there; all zero if its own demands are met. */
struct levels_missing {
    unsigned questions; /* how many of the entries below are in use, in question order */
    struct {
        uint16_t question; /* index in the model */
        uint8_t points;    /* missing to the level's min_points_each; at least 1 */
    } question[MODEL_QUESTIONS_MAX];
    unsigned
        total; /* points missing to min_total, as things are; closing the gaps above may cover it */
    unsigned unsure; /* assessments that are unsure beyond what the level allows */
};

/* Whether the question at an index belongs to the level: it gives points, and is in one of the
 * level's sections. Of those that were not asked nothing is demanded. 1 <= level <= model->levels.
 */
static inline bool levels_has_question(const struct model *model, unsigned level, unsigned question)
{
    uint32_t section = (uint32_t)1 << (model->question[question].section - 1);
    return question_is_scored(&model->question[question]) &&
           (model->level[level - 1].sections & section) != 0;
}

/* How many answers to the level's questions may be unsure: the greatest whole number that is at
 * most max_uncertain_percent of its questions, answered or not. 1 <= level <= model->levels. */
unsigned levels_unsure_allowed(const struct model *model, unsigned level);

/* Compares question[0 .. model->questions-1] and their sum of points with the demands of one level
 * alone, not of those below it. 1 <= level <= model->levels. */
void levels_missing(const struct model *model, unsigned level, const struct points question[],
    unsigned total_points, struct levels_missing *out);

/* The highest level such that its demands and those of every level below it are met. */
unsigned levels_overall(
    const struct model *model, const struct points question[], unsigned total_points);

#endif
