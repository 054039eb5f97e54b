/* The support for the areas that measures are about, for people. */
#ifndef REPORT_TEXT_SUPPORT_H
#define REPORT_TEXT_SUPPORT_H

#include "base/buffer.h"
#include "base/messages.h"
#include "format/edition.h"
#include "format/support.h"
#include "report/question_areas.h"
#include "scoring/score.h"

/* By area, in the edition's order, the support that suits the area's own level (support_for); then
 * that for the management, for the areas whose foundations are touched, each item once; then how
 * far the catalogue can be relied on. Nothing at all if no area is touched or the catalogue is for
 * another edition. Begins with an empty line. */
void text_support(struct buffer *out, const struct catalog *catalog, const struct edition *edition,
    const struct support *support, const struct score *score, const struct touched_areas *touched);

#endif
