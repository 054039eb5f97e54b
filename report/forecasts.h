/* Who rises by itself when ways of working under development have lasted a whole period. For the
 * authority's own eyes: it names organisations. */
#ifndef REPORT_FORECASTS_H
#define REPORT_FORECASTS_H

#include "base/buffer.h"
#include "base/messages.h"
#include "report/scope.h"
#include "scoring/forecast.h"

#include <jansson.h>
#include <stddef.h>

struct forecast_totals {
    unsigned level;
    unsigned points;
};

/* One organisation whose level rises, or may. */
struct forecasted {
    const char *number;
    const char *name;
    const char *group; /* an id */
    unsigned partly;   /* answers under development, or only part of the period */
    uint8_t rise;      /* enum forecast_rise, not FORECAST_STAYS */
    struct forecast_totals now;
    struct forecast_totals least;
    struct forecast_totals most;
};

struct forecasts {
    struct scope scope;
    size_t partly;                       /* organisations with any such answer */
    size_t rises;                        /* whose level is higher even at the least */
    size_t may_rise;                     /* only at the most */
    size_t listed;                       /* of forecasted: the sum of the two */
    const struct forecasted *forecasted; /* those that rise first, each by number */
};

void text_forecasts(
    struct buffer *out, const struct catalog *catalog, const struct forecasts *forecasts);

/* json_scope's keys, and {"n","partly","rises","may_rise","organisations":[{"number",
 * "organisation","group","partly","rise":"rises"|"may-rise","now":{"level","points"},
 * "least":{…},"most":{…}}]} */
json_t *json_forecasts(const struct forecasts *forecasts);

#endif
