/* The tables of a compilation: those that the published report numbers, and those that it has
 * beside them, as sections of one report, so that page, CSV and workbook show the same.
 *
 * Sections, in this order (report/table.h, section):
 * - those of report/stats_tables.h: response, levels, areas, points, held back, roles;
 * - COMPILATION_RESULTS: of each typical member and the best of each group level, points, measures,
 *   and measures left to the target; the fewest and the most measures of single members;
 * - COMPILATION_AREAS: table 1, then two tables a group, then the same of all together, then the
 *   levels of areas that the typical members have;
 * - the typical answers (report/benchmark_list.h);
 * - COMPILATION_COOPERATION: by group the questions split evenly, and those that few can teach;
 * - COMPILATION_STANDINGS: every member's standing; why not in what is published;
 * - COMPILATION_MODEL: what each level demands, and the two worked examples of a benchmark. */
#ifndef REPORT_COMPILATION_TABLES_H
#define REPORT_COMPILATION_TABLES_H

#include "analysis/result_compilation.h"
#include "report/report.h"

#define COMPILATION_RESULTS "results"
#define COMPILATION_AREAS "compiled-areas"
#define COMPILATION_COOPERATION "cooperation"
#define COMPILATION_STANDINGS "standings"
#define COMPILATION_MODEL "model"

/* Appends them all, each with the name of its file (report/table.h, file): "tabell-01" and so on of
 * those with a number, the same whatever the language. The compilation must stay as long as the
 * report. */
void compilation_tables(struct report *report, const struct compilation *compilation);

/* The word for a group in ids, names of files, and places of texts. */
const char *compilation_group_word(const struct compilation_group *group);

/* What the benchmark of a group is called, and that of its best. Kept by the report. */
const char *compilation_typical_name(
    struct report *report, const struct compilation_group *group, const struct edition *edition);
const char *compilation_best_name(struct report *report, const struct compilation_group *group,
    const struct compilation *compilation);

#endif
