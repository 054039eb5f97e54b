/* Support as JSON. */
#ifndef REPORT_JSON_SUPPORT_H
#define REPORT_JSON_SUPPORT_H

#include "format/edition.h"
#include "format/support.h"
#include "report/support_choice.h"
#include "scoring/score.h"

#include <jansson.h>

/* {"id","section","name","issuer","category","level","cost","year","areas":[ID],"questions":[N],
 * "judged":[…],"source","description"}: as in the file, but source is the document's name; null for
 * what is not said. A new reference. */
json_t *json_support_item(
    const struct edition *edition, const struct support *support, const struct support_item *item);

/* Puts what is chosen into a result: "support":[ID] into each element of its list under key, which
 * have a "question", and "support":[item] into the result itself: those that are chosen, then the
 * starting points and networks; [] where nothing is chosen. */
void json_support_put(json_t *result, const char *key, const struct edition *edition,
    const struct support *support, const struct score *score, const struct support_chosen *chosen);

#endif
