#include "report/ranking.h"

#include "report/json_parts.h"
#include "report/scope.h"

static void fill_row(const void *context, size_t row, struct cell *cells)
{
    const struct ranking *ranking = context;
    const struct ranked *ranked = &ranking->ranked[row];
    *cells++ = cell_number(ranked->place);
    *cells++ = cell_text(ranked->name);
    *cells++ = cell_text(ranked->number);
    *cells++ = cell_text(ranked->group);
    for (unsigned place = 0; place < STANDING_FIGURES; place++)
        *cells++ = cell_number(ranked->standing.figure[place]);
}

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
    table_feed(table, ranking->shown, fill_row, ranking);
    table_note(table,
        tr(catalog, "Areas: sum of the areas' levels. A.pts: sum of the areas' points. The first "
                    "figure that differs decides, from left to right."));
}

json_t *ranking_json(const struct ranking *ranking)
{
    return json_parts_joined(scope_json(&ranking->scope),
        json_pack("{s:i, s:[]}", "n", (int)ranking->scope.members, "organisations"));
}

void ranking_put_json(struct buffer *out, unsigned depth, const struct ranked *ranked)
{
    const unsigned *figure = ranked->standing.figure;
    const struct {
        const char *key;
        const char *text; /* NULL: a number */
        unsigned number;
    } member[] = {
        {"place", NULL, ranked->place},
        {"number", ranked->number, 0},
        {"organisation", ranked->name, 0},
        {"group", ranked->group, 0},
        {"level", NULL, figure[STANDING_LEVEL]},
        {"points", NULL, figure[STANDING_POINTS]},
    };
    json_parts_put_line(out, depth, NULL);
    buffer_append(out, "{", 1);
    for (size_t i = 0; i < sizeof member / sizeof member[0]; i++) {
        json_parts_put_line(out, depth + 1, member[i].key);
        if (member[i].text != NULL)
            json_parts_put_string(out, member[i].text);
        else
            json_parts_put_number(out, member[i].number);
        buffer_append(out, ",", 1);
    }
    json_parts_put_line(out, depth + 1, "standing");
    for (unsigned i = 0; i < STANDING_FIGURES; i++) {
        buffer_append(out, i == 0 ? "[" : ",", 1);
        json_parts_put_line(out, depth + 2, NULL);
        json_parts_put_number(out, figure[i]);
    }
    json_parts_put_line(out, depth + 1, NULL);
    buffer_append(out, "]", 1);
    json_parts_put_line(out, depth, NULL);
    buffer_append(out, "}", 1);
}
