/* Who rises by itself when ways of working under development have lasted a whole period. For the
 * authority's own eyes: it names organisations. */
#ifndef REPORT_FORECASTS_H
#define REPORT_FORECASTS_H

#include "analysis/result_forecast.h"
#include "base/buffer.h"
#include "base/messages.h"
#include "report/scope.h"

#include <jansson.h>

void text_forecasts(
    struct buffer *out, const struct catalog *catalog, const struct forecasts *forecasts);

/* json_scope's keys, and {"n","partly","rises","may_rise","organisations":[{"number",
 * "organisation","group","partly","rise":"rises"|"may-rise","now":{"level","points"},
 * "least":{…},"most":{…}}]} */
json_t *json_forecasts(const struct forecasts *forecasts);

#endif
