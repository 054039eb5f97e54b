/* The support for the areas that measures are about, as JSON. */
#ifndef REPORT_JSON_SUPPORT_H
#define REPORT_JSON_SUPPORT_H

#include "format/edition.h"
#include "format/support.h"
#include "report/question_areas.h"
#include "scoring/score.h"

#include <jansson.h>

/* [{"area","level":"basic"|"advanced"|"management","items":[{"kind","name","description"}]}]: what
 * text_support shows, that for the management with each area it is for; [] if there is nothing. A
 * new reference. */
json_t *json_support(const struct edition *edition, const struct support *support,
    const struct score *score, const struct touched_areas *touched);

#endif
