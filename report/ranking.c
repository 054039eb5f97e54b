#include "report/ranking.h"

#include "report/json_parts.h"
#include "report/scope.h"

void ranking_tables(struct report *report, const struct ranking *ranking)
{
    const struct catalog *catalog = report->catalog;
    scope_heading(report, &ranking->scope);
    struct table *table = report_table(report, NULL);
    table->empty = tr(catalog, "No submissions: there is nobody to rank.");
    table->left_out = ranking->scope.members - ranking->shown;
    table_column(table, TABLE_FIGURES, tr(catalog, "Place"), 5);
    table_column(table, TABLE_WORDS, tr(catalog, "Organisation"), 26);
    table_column(table, TABLE_WORDS, tr(catalog, "Number"), 11);
    table_column(table, TABLE_WORDS, tr(catalog, "Group"), 10);
    table_column(table, TABLE_FIGURES, tr(catalog, "Level"), 5);
    table_column(table, TABLE_FIGURES, tr(catalog, "Sum of area levels"), 5)->brief =
        tr(catalog, "Areas");
    table_column(table, TABLE_FIGURES, tr(catalog, "Points"), 6);
    table_column(table, TABLE_FIGURES, tr(catalog, "Sum of area points"), 5)->brief =
        tr(catalog, "A.pts");
    for (size_t i = 0; i < ranking->shown; i++) {
        const struct ranked *ranked = &ranking->ranked[i];
        table_put(table, cell_number(ranked->place));
        table_put(table, cell_text(ranked->name));
        table_put(table, cell_text(ranked->number));
        table_put(table, cell_text(ranked->group));
        for (unsigned place = 0; place < STANDING_FIGURES; place++)
            table_put(table, cell_number(ranked->standing.figure[place]));
    }
    table_note(table,
        tr(catalog, "Areas: sum of the areas' levels. A.pts: sum of the areas' points. The first "
                    "figure that differs decides, from left to right."));
}

static json_t *organisations(const struct ranking *ranking)
{
    json_t *list = json_array();
    for (size_t i = 0; i < ranking->shown; i++) {
        const struct ranked *ranked = &ranking->ranked[i];
        json_parts_append(
            list, json_pack("{s:i, s:s, s:s, s:s, s:i, s:i, s:o}", "place", (int)ranked->place,
                      "number", ranked->number, "organisation", ranked->name, "group",
                      ranked->group, "level", (int)ranked->standing.figure[STANDING_LEVEL],
                      "points", (int)ranked->standing.figure[STANDING_POINTS], "standing",
                      json_parts_standing(&ranked->standing)));
    }
    return list;
}

json_t *ranking_json(const struct ranking *ranking)
{
    return json_parts_joined(
        scope_json(&ranking->scope), json_pack("{s:i, s:o}", "n", (int)ranking->scope.members,
                                         "organisations", organisations(ranking)));
}
