/* Whom an organisation could learn from and teach, as JSON. */
#ifndef REPORT_EXCHANGE_JSON_H
#define REPORT_EXCHANGE_JSON_H

#include "analysis/result_exchange.h"
#include "format/edition.h"

#include <jansson.h>

/* [{"area":ID,"teachers":[{"number","organisation","group","questions":[…]}],"learners":[…]}]:
 * every area; null where the organisation has not consented. A new reference. */
json_t *exchange_json(const struct edition *edition, const struct exchange *exchange);

#endif
