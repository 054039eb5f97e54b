/* What a target has that the answers lack, for people. */
#ifndef REPORT_TEXT_DIFFERENCE_H
#define REPORT_TEXT_DIFFERENCE_H

#include "base/buffer.h"
#include "base/messages.h"
#include "format/edition.h"
#include "format/support.h"
#include "scoring/difference.h"
#include "scoring/score.h"

/* What the answers are compared with, as the one who calls names it, and how much is lacking; then
 * by question its topic, the areas that gain, the support for it (report/support_choice.h; support
 * may be NULL) and the options, or the step of the scale, that are lacking; then how much each area
 * gains. One sentence if nothing is lacking. */
void text_difference(struct buffer *out, const struct catalog *catalog,
    const struct edition *edition, const struct difference *difference, const char *target,
    const struct support *support, const struct score *score);

/* How much is lacking: "Lacking: 5 measures, 6 points, in 4 questions." */
void text_difference_totals(
    struct buffer *out, const struct catalog *catalog, const struct difference *difference);

#endif
