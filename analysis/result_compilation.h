/* The compilation of a round: everything that its published report shows, gathered once. What shows
 * it (report/compilation_tables.h and others) reads this one struct and decides nothing of what may
 * be shown: what is to leave the authority was judged before it came here.
 *
 * Where what stands:
 * - Of each group, and last of all together: how many were asked and answered, levels, areas,
 *   points, what holds back from the next level: stats, a group of the round's tables.
 * - The typical member, and the representative of the best: typical and best, or why there is none.
 *   result->benchmark has its answers and their score (level, points and measures, and of each area
 *   level and points; the most is edition->area_points), result->close and a left_out answer what
 *   rounding leaves open; left has how many measures it leaves to the target.
 * - Questions that are split evenly, and that few can teach: cooperation.
 * - The fewest and the most measures, and the standing of every member: fewest, most, standing.
 * - What must be said beside it: few, outliers. */
#ifndef ANALYSIS_RESULT_COMPILATION_H
#define ANALYSIS_RESULT_COMPILATION_H

#include "analysis/result_benchmark.h"
#include "analysis/result_cooperation.h"
#include "analysis/result_stats.h"
#include "base/error.h"
#include "scoring/standing.h"

#include <stdbool.h>
#include <stddef.h>

struct target; /* format/target.h */

/* So many of the fewest measures, and of the most, are shown one by one. */
#define COMPILATION_ENDS 3

/* The best are shown of a group of at least so many times as many, published or not: of fewer they
 * are a large part of the group (DISCLOSURE_BENCHMARK_TIMES). */
#define COMPILATION_TIMES 3

enum compilation_why {
    COMPILATION_THERE,
    COMPILATION_NOBODY,  /* no member is counted */
    COMPILATION_TOO_FEW, /* the group is too small for it, to be published or at all */
};

struct compilation_benchmark {
    enum compilation_why why;
    struct benchmark_result *result; /* owned; NULL unless it is there */
    /* Measures that the target demands and these answers lack. STATS_NONE without a target or a
     * benchmark; hidden where a question that the target names is withheld. */
    struct stats_cell left;
};

struct compilation_group {
    const struct stats_group *stats;      /* its id is NULL for all together */
    struct compilation_benchmark typical; /* of all its members */
    struct compilation_benchmark best;    /* of its `best` first by standing */
    /* Of typical; without questions where that is not there. Of what is published only the
     * questions whose counts may be shown. */
    struct cooperation cooperation;
    /* Measures of single members, the fewest first and the most first. STATS_NONE where there are
     * not so many members; hidden in what is published. */
    struct stats_cell fewest[COMPILATION_ENDS];
    struct stats_cell most[COMPILATION_ENDS];
    /* Members who lack any measure of the target. STATS_NONE without a target; hidden in what is
     * published, which no rule protects by it. */
    struct stats_cell behind;
    struct standing *standing; /* owned: of each member, the best first; NULL if published */
    size_t standings;
    /* Its results rest on few answers: some, but fewer than the best are. */
    bool few;
    /* Of the best, those who lack at most TABLES_LACKS_MAX of all measures, where they are fewer
     * than half of them: they pull up what the best have. STATS_NONE where there are none or that
     * many, or no best; hidden in what is published. */
    struct stats_cell outliers;
};

/* It is large: an object for the heap. */
struct compilation {
    const struct edition *edition;   /* borrowed, like the next two */
    const struct stats_table *stats; /* its groups are those of group, in the same order */
    const struct target *target;     /* NULL without one */
    unsigned demanded;               /* measures of the target; 0 without one */
    unsigned best;                   /* how many the best are */
    size_t groups;
    struct compilation_group group[STATS_GROUPS_MAX];
};

/* Judges whether a benchmark of a selection may be shown as it is to be, and makes it so.
 * STATUS_REFUSED with REASON_TOO_FEW: the compilation goes without it. */
typedef enum status compilation_judge(void *context, const struct selection *selection,
    unsigned best, struct benchmark_result *benchmark, struct error *err);

/* How it is to be gathered. */
struct compilation_request {
    const struct collection *collection;
    const struct selection *selection; /* its tag and late count, its group does not */
    const struct stats_table *stats;   /* of the same; protected if it is to be published */
    const struct target *target;       /* NULL: none */
    unsigned best;                     /* at least 1 */
    compilation_judge *judge;          /* NULL if it is not to be published */
    void *context;
};

/* Fills all of *out, which borrows from what is requested and is the caller's
 * (result_compilation_free), also on failure. Fails as the judge does. */
enum status result_compilation(
    const struct compilation_request *request, struct compilation *out, struct error *err) MUST_USE;
void result_compilation_free(struct compilation *compilation);

#endif
