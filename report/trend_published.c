#include "report/trend_published.h"

#include "format/edition.h"
#include "report/cell_stats.h"
#include "report/json_parts.h"
#include "report/json_stats.h"
#include "report/remarks.h"
#include "report/trend.h"
#include "report/trend_editions.h"

/* The levels that any of the rounds has. */
static unsigned most_levels(struct stats_table *const *table, size_t rounds)
{
    unsigned most = 0;
    for (size_t i = 0; i < rounds; i++) {
        unsigned levels = table[i]->edition->model.levels;
        most = levels > most ? levels : most;
    }
    return most;
}

static void put_published_rounds(struct report *report, const struct trend_round *round,
    struct stats_table *const *table, size_t rounds)
{
    const struct catalog *catalog = report->catalog;
    unsigned levels = most_levels(table, rounds);
    struct table *shown = report_table(report, NULL);
    table_column(shown, TABLE_WORDS, tr(catalog, "Round"), 20);
    table_column(shown, TABLE_WORDS, tr(catalog, "Opens"), 10);
    table_column(shown, TABLE_FIGURES, tr(catalog, "Organisations"), 5)->brief =
        tr(catalog, "Org.");
    for (unsigned level = 0; level <= levels; level++)
        table_column(shown, TABLE_FIGURES, report_keep(report, tr(catalog, "Level %u"), level), 5)
            ->brief = report_keep(report, "%u", level);
    table_column(shown, TABLE_FIGURES, tr(catalog, "Median"), 7);
    for (size_t i = 0; i < rounds; i++) {
        const struct stats_group *group = &table[i]->group[0];
        table_put(shown, cell_text(round[i].id));
        table_put(shown, cell_text(round[i].opens));
        table_put(shown, cell_stats(&group->response.counted, NULL));
        for (unsigned level = 0; level <= levels; level++)
            table_put(shown, level > table[i]->edition->model.levels
                                 ? cell_none()
                                 : cell_stats(&group->level[level], NULL));
        table_put(shown, cell_stats(&group->median, NULL));
    }
    table_note(shown, tr(catalog, "0, 1 and so on: how many have exactly that level."));
}

static void put_published_areas(struct report *report, const struct trend_round *round,
    struct stats_table *const *table, size_t rounds)
{
    const struct catalog *catalog = report->catalog;
    const struct edition *edition = table[rounds - 1]->edition;
    struct table *shown = report_table(report, tr(catalog, "Area level above 0"));
    table_column(shown, TABLE_WORDS, tr(catalog, "Area"), 0);
    for (size_t i = 0; i < rounds; i++)
        table_column(shown, TABLE_FIGURES, round[i].id, 0)->group = true;
    for (unsigned i = 0; i < edition->model.areas; i++) {
        table_put(shown, cell_text(edition->area[i].name));
        for (size_t k = 0; k < rounds; k++) {
            int at = trend_same_area(&round[k], i);
            table_put(shown,
                at < 0 ? cell_none() : cell_stats(&table[k]->group[0].area[at].above[0], NULL));
        }
    }
    table_note(shown, remark_area_levels(catalog));
}

void trend_published_tables(
    struct report *report, const struct trend *trend, struct stats_table *const *table)
{
    size_t skipped = trend->rounds > TREND_ROUNDS_SHOWN ? trend->rounds - TREND_ROUNDS_SHOWN : 0;
    size_t rounds = trend->rounds - skipped;
    trend_heading(report, trend);
    if (trend->rounds == 0) {
        report_remark(report, tr(report->catalog, "No submissions: there is no round to show."));
        return;
    }
    report_remark(report,
        tr(report->catalog, "For publication: of each round only what its own tables may show."));
    if (trend->several)
        trend_editions_remark(report, trend->round + skipped, rounds);
    put_published_rounds(report, trend->round + skipped, table + skipped, rounds);
    put_published_areas(report, trend->round + skipped, table + skipped, rounds);
}

json_t *trend_published_json(const struct trend *trend, struct stats_table *const *table)
{
    json_t *rounds = json_array();
    for (size_t i = 0; i < trend->rounds; i++)
        json_parts_append(rounds, json_stats(table[i]));
    return json_pack("{s:n, s:s?, s:o}", "organisation", "group", trend->group, "rounds", rounds);
}
