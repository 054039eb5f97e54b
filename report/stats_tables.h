/* The tables of a round: response rate, levels, areas, points, what holds back, and security roles,
 * with the groups as columns. */
#ifndef REPORT_STATS_TABLES_H
#define REPORT_STATS_TABLES_H

#include "analysis/result_stats.h"
#include "report/report.h"

/* The ids of the sections in which they stand. */
#define STATS_SECTION_OVERVIEW "overview"
#define STATS_SECTION_LEVELS "levels"
#define STATS_SECTION_AREAS "areas"
#define STATS_SECTION_POINTS "points"
#define STATS_SECTION_HELD "held"
#define STATS_SECTION_ROLES "roles"
#define STATS_SECTION_FIELDS "fields"
#define STATS_SECTION_YES_NO "field-answers"
#define STATS_SECTION_FOLLOW_UPS "field-follow-ups"
#define STATS_SECTION_MATURITY "field-maturity"

/* Appends them all, with what must be known to read them. The first one, whose rows are the groups,
 * is the response rate. A share is of the organisations that are counted. The result must stay as
 * long as the report. */
void stats_tables(struct report *report, const struct stats_table *stats);

/* What people call a group; all groups together have a word. */
const char *stats_tables_group(const struct catalog *catalog, const struct stats_group *group);

/* Whether any are shown as covered: else those who read a table are spared columns of zeros. */
bool stats_tables_show_covered(const struct stats_table *stats);

#endif
