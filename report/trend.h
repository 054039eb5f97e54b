/* One organisation, or a group of them, from round to round. */
#ifndef REPORT_TREND_H
#define REPORT_TREND_H

#include "analysis/result_trend.h"
#include "report/report.h"

#include <jansson.h>

#define TREND_ROUNDS_SHOWN 8

/* Whose rounds these are. */
void trend_heading(struct report *report, const struct trend *trend);

/* Points of each round as a bar, with the level; the areas as rows of small blocks, one for each
 * round, and their levels. Of a group the lower median of points, how many have each level, and the
 * areas' means. At most the last eight rounds. The result must stay as long as the report. */
void trend_tables(struct report *report, const struct trend *trend);

/* {"organisation":{"number","name"}|null,"group":id|null,"rounds":[…]}; a round of an organisation
 * is {"round","edition","opens":day|null,"closes":day|null,"n":1,"level","points","points_max",
 * "measures","areas":[{"id","points","max","level"}]}, or has only the keys up to "n" where n is 0;
 * of a group {…,"n","levels":[n at level 0, …],"points":{"sum","lowest","median","highest"},
 * "points_max","measures":{"sum"},"areas":[{"id","points","max","levels":[…]}]}, points summed. Where
 * the rounds are of several editions one with members has "same" too (trend_editions_json). */
json_t *trend_json(const struct trend *trend);

#endif
