/* What a target has that the answers lack, as JSON. */
#ifndef REPORT_JSON_DIFFERENCE_H
#define REPORT_JSON_DIFFERENCE_H

#include "format/edition.h"
#include "scoring/difference.h"

#include <jansson.h>

/* {"target","points","measures","questions":[{"question","topic","areas":[ids],"points","measures",
 * "options":[letters]|null,"from":step|null,"to":step|null}],"areas":[{"id","points","measures"}]}:
 * only the questions that lack something, but every area. Of a checklist the options are given, of
 * a scale the steps. A new reference. */
json_t *json_difference(
    const struct edition *edition, const struct difference *difference, const char *target);

#endif
