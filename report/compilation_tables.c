#include "report/compilation_tables.h"

#include "base/memory.h"
#include "format/edition.h"
#include "report/benchmark_list.h"
#include "report/compilation_tables_parts.h"
#include "report/cooperation.h"
#include "report/stats_tables.h"

#include <stdlib.h>
#include <string.h>

enum {
    STANDINGS_MOST = 10000, /* rows of a workbook, which is held in memory whole */
};

/* ---- names ---- */

const char *compiling_group_name(
    const struct compiling *compiling, const struct compilation_group *group)
{
    return stats_tables_group(compiling->catalog, group->stats);
}

const char *compilation_group_word(const struct compilation_group *group)
{
    return group->stats->id == NULL ? EDITION_ALL_GROUPS : group->stats->id;
}

const char *compilation_typical_name(
    struct report *report, const struct compilation_group *group, const struct edition *edition)
{
    const char *id = group->stats->id;
    const char *typical = id == NULL ? NULL : edition_typical(edition, id);
    if (typical != NULL)
        return typical;
    return id == NULL ? tr(report->catalog, "All, the typical member")
                      : report_keep(report, tr(report->catalog, "%s, the typical member"),
                            group->stats->name);
}

const char *compilation_best_name(struct report *report, const struct compilation_group *group,
    const struct compilation *compilation)
{
    return report_keep(report, tr(report->catalog, "%s, the %u best"),
        stats_tables_group(report->catalog, group->stats), compilation->best);
}

/* ---- tables ---- */

bool compiling_is_sum(const struct compiling *compiling, const struct compilation_group *group)
{
    return group->stats->id == NULL && compiling->compilation->groups > 1;
}

struct table *compiling_numbered(struct compiling *compiling, const char *title)
{
    struct report *report = compiling->report;
    unsigned number = ++compiling->numbered;
    struct table *table = report_table(
        report, report_keep(report, tr(compiling->catalog, "Table %u. %s"), number, title));
    table->file = report_keep(report, "tabell-%02u", number);
    return table;
}

struct table *compiling_plain(struct compiling *compiling, const char *title, const char *file)
{
    struct table *table = report_table(compiling->report, title);
    table->file = file;
    return table;
}

/* ---- the tables of the round ---- */

/* The files of tables that the report had already, by their sections. */
static void name_stats_tables(struct compiling *compiling)
{
    static const char *const NAMES[][2] = {{STATS_SECTION_OVERVIEW, "svarande"},
        {STATS_SECTION_LEVELS, "nivaer"}, {STATS_SECTION_AREAS, "omraden"},
        {STATS_SECTION_POINTS, "poang"}, {STATS_SECTION_HELD, "nasta-niva"},
        {STATS_SECTION_ROLES, "roller"}};
    for (size_t i = 0; i < sizeof NAMES / sizeof NAMES[0]; i++) {
        unsigned number = 0;
        for (size_t k = 0; k < compiling->report->tables.count; k++) {
            struct table *table = report_nth(compiling->report, k);
            if ((table->media & TABLE_DATA) != 0 && strcmp(table->section, NAMES[i][0]) == 0)
                table->file = report_keep(compiling->report, "%s-%u", NAMES[i][1], ++number);
        }
    }
}

/* ---- typical answers ---- */

static void list_benchmark(struct benchmark_listed *list, size_t *count, const char *name,
    const struct compilation_benchmark *benchmark)
{
    if (benchmark->why != COMPILATION_THERE)
        return;
    struct benchmark_listed *listed = &list[(*count)++];
    *listed = (struct benchmark_listed){.name = name, .benchmark = benchmark->result->benchmark};
    memcpy(listed->close, benchmark->result->close, sizeof listed->close);
}

static void add_typical_answers(struct compiling *compiling)
{
    const struct compilation *compilation = compiling->compilation;
    struct report *report = compiling->report;
    struct benchmark_listed *list = memory_new(2 * STATS_GROUPS_MAX, sizeof *list);
    size_t first = report->tables.count;
    size_t count = 0;
    for (size_t i = 0; i < compilation->groups; i++) {
        const struct compilation_group *group = &compilation->group[i];
        list_benchmark(list, &count, compilation_typical_name(report, group, compiling->edition),
            &group->typical);
        list_benchmark(
            list, &count, compilation_best_name(report, group, compilation), &group->best);
    }
    benchmark_list_tables(report, compiling->edition, list, count);
    free(list);
    for (size_t i = first; count > 0 && i < report->tables.count; i++)
        report_nth(report, i)->file = report_keep(report, "typiska-svar-%zu", i - first + 1);
}

/* ---- cooperation ---- */

static void note_hidden_questions(struct compiling *compiling, struct table *table, unsigned hidden)
{
    if (hidden > 0)
        table_note(
            table, report_keep(compiling->report,
                       tr_count(compiling->catalog,
                           "%u question is left out: its counts would reveal something small.",
                           "%u questions are left out: their counts would reveal something small.",
                           hidden),
                       hidden));
}

static void add_group_lists(struct compiling *compiling, const struct compilation_group *group)
{
    const struct cooperation *cooperation = &group->cooperation;
    const struct cooperate_limits *limits = &compiling->edition->even;
    const struct catalog *catalog = compiling->catalog;
    struct report *report = compiling->report;
    const char *name = compiling_group_name(compiling, group);
    if (group->typical.why != COMPILATION_THERE)
        return;
    struct table *even = cooperation_even_table(report, cooperation,
        report_keep(report, tr(catalog, "%s: from %u/%u to %u/%u have points on the question"),
            name, limits->from, limits->from_of, limits->to, limits->to_of));
    even->file = report_keep(report, "jamna-%s", compilation_group_word(group));
    note_hidden_questions(compiling, even, cooperation->hidden);
    struct table *few = cooperation_few_table(report, cooperation,
        report_keep(report,
            tr(catalog, "%s: fewer than %u/%u have points on the question, or nobody"), name,
            limits->from, limits->from_of));
    few->file = report_keep(report, "fa-%s", compilation_group_word(group));
    note_hidden_questions(compiling, few, cooperation->hidden);
}

static void add_cooperation(struct compiling *compiling)
{
    const struct catalog *catalog = compiling->catalog;
    size_t before = compiling->report->tables.count;
    report_section(compiling->report, COMPILATION_COOPERATION, tr(catalog, "Cooperation"),
        tr(catalog, "Questions on which members of a group can teach each other, and questions on "
                    "which few can teach the others, so that help from outside does most good. "
                    "Each organisation answers for its own work."));
    for (size_t i = 0; i < compiling->compilation->groups; i++)
        add_group_lists(compiling, &compiling->compilation->group[i]);
    if (compiling->report->tables.count == before)
        report_table(compiling->report, NULL)->empty =
            tr(catalog, "No group is large enough for its lists to be shown.");
}

/* ---- standings ---- */

/* The group in which a row lies; *row becomes its place there. */
static const struct compilation_group *standing_group(
    const struct compilation *compilation, size_t *row)
{
    const struct compilation_group *group = compilation->group;
    while (*row >= group->standings)
        *row -= group++->standings;
    return group;
}

static void fill_standing(const void *context, size_t row, struct cell *cells)
{
    const struct compilation *compilation = context;
    const struct compilation_group *group = standing_group(compilation, &row);
    *cells++ = cell_text(group->stats->id == NULL ? "" : group->stats->name);
    *cells++ = cell_number(row + 1);
    for (unsigned i = 0; i < STANDING_FIGURES; i++)
        *cells++ = cell_number(group->standing[row].figure[i]);
}

/* Those of each group, and of all together only where there is no group. */
static size_t standing_rows(const struct compilation *compilation)
{
    size_t rows = 0;
    for (size_t i = 0; i < compilation->groups; i++) {
        const struct compilation_group *group = &compilation->group[i];
        if (group->stats->id != NULL || compilation->groups == 1)
            rows += group->standings;
    }
    return rows;
}

/* What the sheet has instead. */
static void add_standings_elsewhere(struct compiling *compiling)
{
    struct table *table = report_table(compiling->report, NULL);
    table->media = TABLE_SHEET;
    table->empty =
        tr(compiling->catalog, "too many for a workbook; tabeller/resultattal.csv has them");
}

static void add_standings(struct compiling *compiling)
{
    const struct catalog *catalog = compiling->catalog;
    report_section(compiling->report, COMPILATION_STANDINGS, tr(catalog, "Result numbers"),
        tr(catalog, "Each organisation, without its name, the best of its group first: by overall "
                    "level, then sum of area levels, points, and area points."));
    struct table *table = compiling_plain(compiling, NULL, "resultattal");
    if (compiling->compilation->stats->published) {
        table->empty = tr(catalog, "not shown: each is that of a single organisation");
        return;
    }
    table->media = TABLE_DATA;
    if (standing_rows(compiling->compilation) <= STANDINGS_MOST)
        table->media |= TABLE_SHEET;
    else
        add_standings_elsewhere(compiling);
    table_column(table, TABLE_WORDS, tr(catalog, "Group"), 0);
    table_column(table, TABLE_FIGURES, tr(catalog, "Place"), 0);
    table_column(table, TABLE_FIGURES, tr(catalog, "Level"), 0);
    table_column(table, TABLE_FIGURES, tr(catalog, "Area levels, added"), 0);
    table_column(table, TABLE_FIGURES, tr(catalog, "Points"), 0);
    table_column(table, TABLE_FIGURES, tr(catalog, "Area points, added"), 0);
    table_feed(table, standing_rows(compiling->compilation), fill_standing, compiling->compilation);
}

/* ---- the whole ---- */

void compilation_tables(struct report *report, const struct compilation *compilation)
{
    struct compiling compiling = {.report = report,
        .catalog = report->catalog,
        .compilation = compilation,
        .edition = compilation->edition};
    stats_tables(report, compilation->stats);
    name_stats_tables(&compiling);
    compiling_results(&compiling);
    compiling_areas(&compiling);
    add_typical_answers(&compiling);
    add_cooperation(&compiling);
    add_standings(&compiling);
    compiling_model(&compiling);
}
