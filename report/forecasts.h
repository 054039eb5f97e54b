/* Who rises by itself when ways of working under development have lasted a whole period. For the
 * authority's own eyes: it names organisations. */
#ifndef REPORT_FORECASTS_H
#define REPORT_FORECASTS_H

#include "analysis/result_forecast.h"
#include "report/report.h"

#include <jansson.h>

/* How many rise or may, in words; those who rise, and those who may. The result must stay as long
 * as the report. */
void forecasts_tables(struct report *report, const struct forecasts *forecasts);

/* scope_json's keys, and {"n","partly","rises","may_rise","organisations":[{"number",
 * "organisation","group","partly","rise":"rises"|"may-rise","now":{"level","points"},
 * "least":{…},"most":{…}}]} */
json_t *forecasts_json(const struct forecasts *forecasts);

#endif
