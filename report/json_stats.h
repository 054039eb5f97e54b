/* The tables of a round as JSON. The keys are a contract: more may come, none is renamed.
 *
 * {"round":{"id","edition","opens":day|null,"closes":day|null},"late_included","published",
 *  "min_group":N|null,"groups":[{"group":id|null for all,"name":name|null,"withheld",
 *  "population","on_time","late","outside","missing","counted",
 *  "levels":[n at level 0, …],"any_level",
 *  "areas":[{"id","at_level":[n at level 0, …],"above":[n above level 0, …]}],
 *  "points":{"sum","lowest","median","highest","classes":[{"from","to","count"}]},
 *  "measures":{"sum"},
 *  "held":[{"level","enough","lacks":[{"left","count"}],"more","unsure_only"}],
 *  "next_level":{"enough","near","as_many"},
 *  "holding":[{"question","count"}],
 *  "background":{"security_role":{"with":[n at level 0, …],"without":[…]}}}]}
 *
 * Every figure is a number; null where there is none, or where it is hidden because it would reveal
 * a small one; and the string "<3" for a hidden 1 or 2. "holding" is null where not even the
 * questions may be shown. */
#ifndef REPORT_JSON_STATS_H
#define REPORT_JSON_STATS_H

#include "analysis/result_stats.h"

#include <jansson.h>

/* A new reference. */
json_t *json_stats(const struct stats_table *table);

#endif
