/* The shortest way to a level, for people. */
#ifndef REPORT_TEXT_GAP_H
#define REPORT_TEXT_GAP_H

#include "base/buffer.h"
#include "base/messages.h"
#include "format/edition.h"
#include "format/support.h"
#include "scoring/gap.h"
#include "scoring/model.h"
#include "scoring/score.h"

/* The steps, those that a question itself needs apart from those that the total needs, each with
 * the areas that its question is about (report/question_areas.h), the support for it
 * (report/support_choice.h; support may be NULL) and the options that are not ticked yet, or the
 * steps of the scale; then the assessments to make sure. The gap must be one that gap_find found
 * for these answers. */
void text_gap(struct buffer *out, const struct catalog *catalog, const struct edition *edition,
    const struct answer_set *answers, const struct score *score, const struct gap *gap,
    const struct support *support);

/* The gap in two sentences, without a newline: from where to where, how many steps and new
 * measures, and what a step is. */
void text_gap_summary(struct buffer *out, const struct catalog *catalog, const struct gap *gap);

/* How many assessments must become sure besides; one sentence without a newline. */
void text_gap_unsure(struct buffer *out, const struct catalog *catalog, const struct gap *gap);

#endif
