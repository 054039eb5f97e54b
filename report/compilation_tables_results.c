/* What typical members and the best of each group reach, and the ends of each group. */
#include "format/edition.h"
#include "format/target.h"
#include "report/cell_stats.h"
#include "report/compilation_tables_parts.h"
#include "report/stats_tables.h"

/* ---- response ---- */

static void add_response_columns(struct compiling *compiling, struct table *table)
{
    static const char *const HEADINGS[] = {N_("Asked"), N_("Received"), N_("Left out: late"),
        N_("Left out: not asked"), N_("Counted"), N_("Response rate, per cent")};
    static const char *const COVERED[] = {
        N_("Covered by others"), N_("Answered for"), N_("Share answered for, per cent")};
    bool covered = stats_tables_show_covered(compiling->compilation->stats);
    unsigned media = covered ? TABLE_ALL : TABLE_SHEET | TABLE_DATA;
    table_column(table, TABLE_WORDS, tr(compiling->catalog, "Group"), 20);
    for (size_t i = 0; i < sizeof HEADINGS / sizeof HEADINGS[0]; i++)
        table_column(table, TABLE_FIGURES, tr(compiling->catalog, HEADINGS[i]), 8);
    for (size_t i = 0; i < sizeof COVERED / sizeof COVERED[0]; i++)
        table_column(table, TABLE_FIGURES, tr(compiling->catalog, COVERED[i]), 8)->media = media;
}

static struct cell whole_percent(const struct stats_share *share)
{
    struct cell cell = cell_stats_share(share);
    if (cell.kind != CELL_SHARE)
        return cell;
    return cell.whole == 0 ? cell_none() : cell_number(cell_percent(cell.value, cell.whole));
}

/* All that came is what was in time, late, and of those who were not asked. */
static void put_response_row(
    struct compiling *compiling, struct table *table, const struct compilation_group *group)
{
    const struct stats_response *response = &group->stats->response;
    const struct stats_cell came[] = {response->on_time, response->late, response->outside};
    const struct stats_cell received = result_stats_sum(came, sizeof came / sizeof came[0]);
    const struct stats_cell none = {0, STATS_NUMBER};
    bool late = compiling->compilation->stats->late_included;
    table_put(table, cell_text(compiling_group_name(compiling, group)));
    table_put(table, cell_stats(&response->population, NULL));
    table_put(table, cell_stats(&received, NULL));
    table_put(table, cell_stats(late ? &none : &response->late, NULL));
    table_put(table, cell_stats(&response->outside, NULL));
    table_put(table, cell_stats(&response->counted, NULL));
    table_put(table, whole_percent(&response->rate));
    table_put(table, cell_stats(&response->covered, NULL));
    table_put(table, cell_stats(&response->reach.part, NULL));
    table_put(table, whole_percent(&response->reach));
}

static void add_compiled_response(struct compiling *compiling)
{
    struct table *table = compiling_plain(
        compiling, tr(compiling->catalog, "Who was asked, who has answered"), "svar");
    add_response_columns(compiling, table);
    for (size_t i = 0; i < compiling->compilation->groups; i++)
        put_response_row(compiling, table, &compiling->compilation->group[i]);
}

/* ---- benchmarks ---- */

static void put_benchmark_row(struct compiling *compiling, struct table *table, const char *name,
    const struct compilation_benchmark *benchmark)
{
    table_put(table, cell_text(name));
    if (benchmark->why != COMPILATION_THERE) {
        for (size_t i = 1; i < table->columns; i++)
            table_put(table, cell_part(CELL_HIDDEN, 0, 0));
        return;
    }
    const struct benchmark *found = &benchmark->result->benchmark;
    table_put(table, cell_number(found->members));
    table_put(table, cell_number(found->score.level));
    table_put(table, cell_number(found->score.points));
    table_put(table, cell_number(found->score.measures));
    table_put(table, cell_number(compiling->edition->measures));
    if (compiling->compilation->target != NULL)
        table_put(table, cell_stats(&benchmark->left, NULL));
}

static const char *about_target(const struct compiling *compiling)
{
    return report_keep(compiling->report,
        tr(compiling->catalog,
            "Measures left: those of the target that the answers lack. The target is: %s. It is a "
            "yardstick and no supervision."),
        compiling->compilation->target->name);
}

static void add_benchmark_results(struct compiling *compiling)
{
    const struct compilation *compilation = compiling->compilation;
    const struct catalog *catalog = compiling->catalog;
    struct table *table =
        compiling_plain(compiling, tr(catalog, "Typical members and the best"), "typiska");
    table_column(table, TABLE_WORDS, tr(catalog, "Benchmark"), 0);
    table_column(table, TABLE_FIGURES, tr(catalog, "Made of"), 8);
    table_column(table, TABLE_FIGURES, tr(catalog, "Level"), 6);
    table_column(table, TABLE_FIGURES, tr(catalog, "Points"), 6);
    table_column(table, TABLE_FIGURES, tr(catalog, "Measures"), 9);
    table_column(table, TABLE_FIGURES, tr(catalog, "Highest possible"), 8);
    if (compilation->target != NULL)
        table_column(table, TABLE_FIGURES, tr(catalog, "Left to the target"), 9);
    for (size_t i = 0; i < compilation->groups; i++) {
        const struct compilation_group *group = &compilation->group[i];
        put_benchmark_row(compiling, table,
            compilation_typical_name(compiling->report, group, compiling->edition),
            &group->typical);
        put_benchmark_row(compiling, table,
            compilation_best_name(compiling->report, group, compilation), &group->best);
    }
    table_note(table, report_keep(compiling->report,
                          tr(catalog, "There is no benchmark of the %u best of a group that does "
                                      "not have at least %u times as many."),
                          compilation->best, COMPILATION_TIMES));
    if (compilation->stats->published)
        table_note(
            table, tr(catalog, "Nor is there one of a group that is too small for its benchmark "
                               "to be published."));
    if (compilation->target != NULL)
        table_note(table, about_target(compiling));
}

/* ---- the ends ---- */

static void put_ends(struct table *table, const struct stats_cell end[COMPILATION_ENDS])
{
    for (size_t i = 0; i < COMPILATION_ENDS; i++)
        table_put(table, cell_stats(&end[i], NULL));
}

static void add_ends(struct compiling *compiling)
{
    static const char *const HEADINGS[] = {N_("Fewest"), N_("second fewest"), N_("third fewest"),
        N_("Most"), N_("second most"), N_("third most")};
    const struct compilation *compilation = compiling->compilation;
    const struct catalog *catalog = compiling->catalog;
    struct table *table =
        compiling_plain(compiling, tr(catalog, "The fewest and the most measures"), "atgarder");
    if (compilation->stats->published) {
        table->empty = tr(catalog, "not shown: they would be measures of single organisations");
        return;
    }
    table_column(table, TABLE_WORDS, tr(catalog, "Group"), 0);
    for (size_t i = 0; i < sizeof HEADINGS / sizeof HEADINGS[0]; i++)
        table_column(table, TABLE_FIGURES, tr(catalog, HEADINGS[i]), 7);
    for (size_t i = 0; i < compilation->groups; i++) {
        table_put(table, cell_text(compiling_group_name(compiling, &compilation->group[i])));
        put_ends(table, compilation->group[i].fewest);
        put_ends(table, compilation->group[i].most);
    }
}

/* ---- behind the target ---- */

static void add_behind(struct compiling *compiling)
{
    const struct compilation *compilation = compiling->compilation;
    const struct catalog *catalog = compiling->catalog;
    if (compilation->target == NULL || compilation->stats->published)
        return;
    struct table *table = compiling_plain(
        compiling, tr(catalog, "Members with measures left to the target"), "malet");
    table_column(table, TABLE_WORDS, tr(catalog, "Group"), 0);
    table_column(table, TABLE_FIGURES, tr(catalog, "Counted"), 9);
    table_column(table, TABLE_FIGURES, tr(catalog, "With measures left"), 9);
    for (size_t i = 0; i < compilation->groups; i++) {
        const struct compilation_group *group = &compilation->group[i];
        table_put(table, cell_text(compiling_group_name(compiling, group)));
        table_put(table, cell_stats(&group->stats->response.counted, NULL));
        table_put(table, cell_stats(&group->behind, NULL));
    }
    table_note(table, about_target(compiling));
}

void compiling_results(struct compiling *compiling)
{
    const struct catalog *catalog = compiling->catalog;
    report_section(compiling->report, COMPILATION_RESULTS, tr(catalog, "Results"),
        tr(catalog, "A typical member answers each question as most of its group do. It need not "
                    "be like any of them, and does not show how they spread."));
    add_compiled_response(compiling);
    add_benchmark_results(compiling);
    add_ends(compiling);
    add_behind(compiling);
}
