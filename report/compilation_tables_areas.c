/* The tables by area: shares, points, and counts above each level. */
#include "format/edition.h"
#include "report/cell_stats.h"
#include "report/compilation_notes.h"
#include "report/compilation_tables_parts.h"
#include "report/remarks.h"

/* ---- shares with a level ---- */

/* In whole percent, as a number that programs can read. */
static struct cell percent_cell(const struct stats_cell *part, const struct stats_cell *whole)
{
    bool known = part->show == STATS_NUMBER && whole->show == STATS_NUMBER && whole->value > 0;
    if (known)
        return cell_number(cell_percent(part->value, whole->value));
    return part->show == STATS_NONE || part->show == STATS_NUMBER ? cell_none()
                                                                  : cell_part(CELL_HIDDEN, 0, 0);
}

static void add_shares(struct compiling *compiling)
{
    const struct compilation *compilation = compiling->compilation;
    struct table *table = compiling_numbered(
        compiling, tr(compiling->catalog, "How large a part of each group reaches a level in each "
                                          "area, per cent"));
    table_column(table, TABLE_WORDS, tr(compiling->catalog, "Area"), 31);
    for (size_t i = 0; i < compilation->groups; i++)
        table_column(
            table, TABLE_FIGURES, compiling_group_name(compiling, &compilation->group[i]), 0)
            ->group = true;
    for (unsigned area = 0; area < compiling->edition->model.areas; area++) {
        table_put(table, cell_text(compiling->edition->area[area].name));
        for (size_t i = 0; i < compilation->groups; i++) {
            const struct stats_area *found = &compilation->group[i].stats->area[area];
            table_put(table, percent_cell(&found->above[0], &found->whole));
        }
    }
}

/* ---- points of typical members ---- */

static void note_few(
    struct compiling *compiling, struct table *table, const struct compilation_group *group)
{
    struct buffer others = {0};
    compilation_notes_others(&others, compiling->compilation, group);
    unsigned long long own = (unsigned long long)group->stats->response.counted.value;
    table_note(table, others.length == 0
                          ? report_keep(compiling->report,
                                tr(compiling->catalog, "It rests on few answers: %llu."), own)
                          : report_keep(compiling->report,
                                tr(compiling->catalog,
                                    "It rests on few answers: %llu. Answers of other groups: %s."),
                                own, buffer_string(&others)));
    buffer_free(&others);
}

/* What rounding leaves open in answers that are decided on rounded counts. */
static void note_rounding(
    struct compiling *compiling, struct table *table, const struct compilation_benchmark *benchmark)
{
    const struct model *model = &compiling->edition->model;
    unsigned long close = 0;
    if (benchmark->why != COMPILATION_THERE)
        return;
    for (unsigned i = 0; i < model->questions; i++)
        close += benchmark->result->close[i];
    if (close > 0)
        table_note(table,
            report_keep(compiling->report,
                tr_count(compiling->catalog,
                    "%lu answer of the typical member could have come out otherwise if counts were "
                    "rounded otherwise.",
                    "%lu answers of the typical member could have come out otherwise if counts "
                    "were rounded otherwise.",
                    close),
                close));
    if (benchmark_left_out(model, &benchmark->result->benchmark) > 0)
        table_note(
            table, tr(compiling->catalog,
                       "Answers that rounding could reveal are withheld, and give no points."));
}

static void note_best(
    struct compiling *compiling, struct table *table, const struct compilation_group *group)
{
    const struct catalog *catalog = compiling->catalog;
    struct buffer outliers = {0};
    if (group->best.why == COMPILATION_TOO_FEW)
        table_note(
            table, report_keep(compiling->report,
                       tr(catalog, "The %u best are not shown: the group is too small for them."),
                       compiling->compilation->best));
    if (group->outliers.show == STATS_NUMBER) {
        compilation_notes_outliers(&outliers, catalog, compiling->compilation, group);
        table_note(table, report_keep(compiling->report, "%s", buffer_string(&outliers)));
    }
    buffer_free(&outliers);
}

void compiling_note_benchmarks(
    struct compiling *compiling, struct table *table, const struct compilation_group *group)
{
    if (group->few)
        note_few(compiling, table, group);
    note_best(compiling, table, group);
    note_rounding(compiling, table, &group->typical);
}

static void put_points_row(
    struct table *table, const char *label, unsigned typical, const unsigned *best, unsigned most)
{
    table_put(table, cell_text(label));
    table_put(table, cell_number(typical));
    if (best != NULL)
        table_put(table, cell_number(*best));
    table_put(table, cell_number(most));
}

static void put_points_rows(
    struct compiling *compiling, struct table *table, const struct compilation_group *group)
{
    const struct edition *edition = compiling->edition;
    const struct score *typical = &group->typical.result->benchmark.score;
    const struct score *best =
        group->best.why == COMPILATION_THERE ? &group->best.result->benchmark.score : NULL;
    unsigned most = 0;
    for (unsigned i = 0; i < edition->model.areas; i++) {
        put_points_row(table, edition->area[i].name, typical->area[i].points,
            best == NULL ? NULL : &best->area[i].points, edition->area_points[i]);
        most += edition->area_points[i];
    }
    put_points_row(table, tr(compiling->catalog, "All areas, added"),
        typical->standing.figure[STANDING_AREA_POINTS],
        best == NULL ? NULL : &best->standing.figure[STANDING_AREA_POINTS], most);
}

static void fill_points(
    struct compiling *compiling, struct table *table, const struct compilation_group *group)
{
    const struct catalog *catalog = compiling->catalog;
    table_column(table, TABLE_WORDS, tr(catalog, "Area"), 31);
    table_column(table, TABLE_FIGURES,
        compilation_typical_name(compiling->report, group, compiling->edition), 12);
    if (group->best.why == COMPILATION_THERE)
        table_column(table, TABLE_FIGURES,
            report_keep(
                compiling->report, tr(catalog, "The %u best"), compiling->compilation->best),
            12);
    table_column(table, TABLE_FIGURES, tr(catalog, "Highest possible"), 12);
    table->empty = group->typical.why == COMPILATION_NOBODY
                       ? tr(catalog, "nobody has answered")
                       : tr(catalog, "not shown: the group is too small");
    if (group->typical.why != COMPILATION_THERE)
        return;
    put_points_rows(compiling, table, group);
    compiling_note_benchmarks(compiling, table, group);
}

/* ---- counts above each level ---- */

static void fill_counts(
    struct compiling *compiling, struct table *table, const struct compilation_group *group)
{
    const struct edition *edition = compiling->edition;
    unsigned above = edition->model.levels - 1U;
    table_column(table, TABLE_WORDS, tr(compiling->catalog, "Area"), 31);
    for (unsigned level = 0; level < above; level++)
        table_column(table, TABLE_FIGURES,
            report_keep(compiling->report, tr(compiling->catalog, "above level %u"), level), 12);
    for (unsigned i = 0; i < edition->model.areas; i++) {
        table_put(table, cell_text(edition->area[i].name));
        for (unsigned level = 0; level < above; level++)
            table_put(table, cell_stats(&group->stats->area[i].above[level], NULL));
    }
}

/* ---- a group's two tables ---- */

static void add_group_areas(struct compiling *compiling, const struct compilation_group *group)
{
    const struct catalog *catalog = compiling->catalog;
    struct report *report = compiling->report;
    const char *name = compiling_group_name(compiling, group);
    const char *points =
        report_keep(report, tr(catalog, "%s: area points of the typical member"), name);
    const char *counts =
        report_keep(report, tr(catalog, "%s: organisations above each level in each area"), name);
    if (compiling_is_sum(compiling, group)) {
        fill_points(compiling,
            compiling_plain(compiling, points,
                report_keep(compiling->report, "omradespoang-%s", compilation_group_word(group))),
            group);
        fill_counts(compiling,
            compiling_plain(compiling, counts,
                report_keep(compiling->report, "omradesantal-%s", compilation_group_word(group))),
            group);
    } else {
        fill_points(compiling, compiling_numbered(compiling, points), group);
        fill_counts(compiling, compiling_numbered(compiling, counts), group);
    }
}

/* ---- levels of typical members ---- */

static void add_level_column(
    struct table *table, const char *name, const struct compilation_benchmark *benchmark)
{
    if (benchmark->why == COMPILATION_THERE)
        table_column(table, TABLE_FIGURES, name, 0)->group = true;
}

static void put_level(
    struct table *table, const struct compilation_benchmark *benchmark, unsigned area)
{
    if (benchmark->why == COMPILATION_THERE)
        table_put(table, cell_number(benchmark->result->benchmark.score.area[area].level));
}

static void add_typical_levels(struct compiling *compiling)
{
    const struct compilation *compilation = compiling->compilation;
    struct table *table = compiling_plain(compiling,
        tr(compiling->catalog, "Area levels of typical members and the best"), "omradesnivaer");
    table_column(table, TABLE_WORDS, tr(compiling->catalog, "Area"), 31);
    for (size_t i = 0; i < compilation->groups; i++) {
        const struct compilation_group *group = &compilation->group[i];
        add_level_column(table,
            compilation_typical_name(compiling->report, group, compiling->edition),
            &group->typical);
        add_level_column(
            table, compilation_best_name(compiling->report, group, compilation), &group->best);
    }
    for (unsigned area = 0; area < compiling->edition->model.areas && table->columns > 1; area++) {
        table_put(table, cell_text(compiling->edition->area[area].name));
        for (size_t i = 0; i < compilation->groups; i++) {
            put_level(table, &compilation->group[i].typical, area);
            put_level(table, &compilation->group[i].best, area);
        }
    }
}

void compiling_areas(struct compiling *compiling)
{
    if (compiling->edition->model.areas == 0)
        return;
    report_section(compiling->report, COMPILATION_AREAS, tr(compiling->catalog, "Tables by area"),
        remark_area_levels(compiling->catalog));
    add_shares(compiling);
    for (size_t i = 0; i < compiling->compilation->groups; i++)
        add_group_areas(compiling, &compiling->compilation->group[i]);
    add_typical_levels(compiling);
}
