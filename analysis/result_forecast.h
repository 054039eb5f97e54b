/* Who rises by itself when ways of working under development have lasted a whole period. For the
 * authority's own eyes: it names organisations. */
#ifndef ANALYSIS_RESULT_FORECAST_H
#define ANALYSIS_RESULT_FORECAST_H

#include "analysis/result_scope.h"
#include "scoring/forecast.h"

#include <stddef.h>
#include <stdint.h>

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
    size_t partly;                 /* organisations with any such answer */
    size_t rises;                  /* whose level is higher even at the least */
    size_t may_rise;               /* only at the most */
    size_t listed;                 /* of forecasted: the sum of the two */
    struct forecasted *forecasted; /* owned; those that rise first, each by number */
};

/* Of the members selected. Borrows from the collection and the selection; the caller frees it
 * (result_forecast_free). */
void result_forecast(
    const struct collection *collection, const struct selection *selection, struct forecasts *out);
void result_forecast_free(struct forecasts *forecasts);

#endif
