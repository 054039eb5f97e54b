/* The tables of a round that stand in files of their own, for stats_tables alone. */
#ifndef REPORT_STATS_TABLES_PARTS_H
#define REPORT_STATS_TABLES_PARTS_H

#include "format/edition.h"
#include "report/stats_tables.h"

struct stats_making {
    struct report *report;
    const struct catalog *catalog;
    const struct stats_table *stats;
    const struct edition *edition;
};

/* A further table with the groups as columns, whose shares are of those counted. label: the heading
 * of what names the rows. */
struct table *stats_tables_add(
    const struct stats_making *making, const char *title, const char *label);

/* One row: the figure of each group, given as that of the first; whole: what shares are of,
 * likewise, or NULL. */
void stats_tables_row(const struct stats_making *making, struct table *table, const char *label,
    const struct stats_cell *at, const struct stats_cell *whole);

/* How much was answered, and of each field yes and no of all asked, how far a yes has come, and the
 * levels of maturity; nothing of an edition without fields. */
void stats_tables_fields(const struct stats_making *making);

#endif
