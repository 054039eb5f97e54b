/* Recommendations with the figures behind them: how many of a group lack what each rests on. */
#ifndef REPORT_COMPILATION_ADVICE_H
#define REPORT_COMPILATION_ADVICE_H

#include "analysis/result_benchmark.h"
#include "analysis/result_stats.h"
#include "base/buffer.h"
#include "base/messages.h"
#include "format/recommendations.h"
#include "format/target.h"

/* Whose figures they are. All borrowed. */
struct compilation_advice {
    const struct recommendations *recommendations;
    const struct edition *edition;
    const char *group;                      /* an id: its own; NULL: those for all */
    const struct stats_group *stats;        /* of that group, or of all together */
    const struct benchmark_result *typical; /* likewise; NULL where none may be shown */
    const struct stats_cell *left; /* measures of the target that the typical answers lack */
    const struct target *target;   /* NULL: none, and left and demanded are not in use */
    unsigned demanded;             /* measures of the target */
};

/* Appends, as plain text, how many of the group lack a ground; a dash for what may not be shown. */
void compilation_advice_figure(struct buffer *out, const struct catalog *catalog,
    const struct compilation_advice *advice, const struct recommendation_ground *ground);

/* Appends the recommendations for the group, each with its heading of that level (2 to 6), as
 * markup; nothing if there are none. */
void compilation_advice(struct buffer *out, const struct catalog *catalog,
    const struct compilation_advice *advice, unsigned level);

#endif
