#include "report/ranking.h"

#include "report/json_parts.h"
#include "report/ranked_next.h"
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
    ranked_next_cells(ranked, cells);
}

static void add_standing_columns(struct table *table, const struct catalog *catalog, unsigned media)
{
    static const struct {
        const char *heading;
        const char *brief; /* NULL: the heading itself */
        unsigned width;
    } COLUMN[] = {
        {N_("Sum of area levels"), N_("Areas"), 5},
        {N_("Points"), NULL, 6},
        {N_("Sum of area points"), N_("A.pts"), 5},
    };
    for (size_t i = 0; i < sizeof COLUMN / sizeof COLUMN[0]; i++) {
        struct table_column *column =
            table_column(table, TABLE_FIGURES, tr(catalog, COLUMN[i].heading), COLUMN[i].width);
        column->brief = COLUMN[i].brief == NULL ? NULL : tr(catalog, COLUMN[i].brief);
        column->media = media;
    }
}

void ranking_tables(struct report *report, const struct ranking *ranking, bool next)
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
    add_standing_columns(table, catalog, next ? TABLE_ALL & ~(unsigned)TABLE_TERMINAL : TABLE_ALL);
    ranked_next_columns(table, catalog, next ? TABLE_ALL : TABLE_ALL & ~(unsigned)TABLE_TERMINAL);
    table_feed(table, ranking->shown, fill_row, ranking);
    if (next)
        table_note(table,
            tr(catalog,
                "Next: the next level. Left: measures left to it, as boxes to tick. Below: "
                "questions with fewer points than it asks of each. Pts: points that the total "
                "lacks, which the measures may give. Uns: assessments that are unsure beyond what "
                "it allows."));
    else
        table_note(table,
            tr(catalog, "Areas: sum of the areas' levels. A.pts: sum of the areas' points. The "
                        "first figure that differs decides, from left to right."));
}

json_t *ranking_json(const struct ranking *ranking)
{
    return json_parts_joined(scope_json(&ranking->scope),
        json_pack("{s:i, s:[]}", "n", (int)ranking->scope.members, "organisations"));
}

static void put_next_json(struct buffer *out, unsigned depth, const struct ranked_next *next)
{
    const struct {
        const char *key;
        unsigned number;
    } member[] = {
        {"level", next->level},
        {"measures", next->measures},
        {"questions", next->questions},
        {"points", next->points},
        {"unsure", next->unsure},
    };
    json_parts_put_line(out, depth, "next");
    if (next->level == 0) {
        buffer_text(out, "null");
        return;
    }
    for (size_t i = 0; i < sizeof member / sizeof member[0]; i++) {
        buffer_append(out, i == 0 ? "{" : ",", 1);
        json_parts_put_line(out, depth + 1, member[i].key);
        json_parts_put_number(out, member[i].number);
    }
    json_parts_put_line(out, depth, NULL);
    buffer_append(out, "}", 1);
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
    buffer_append(out, "],", 2);
    put_next_json(out, depth + 1, &ranked->next);
    json_parts_put_line(out, depth, NULL);
    buffer_append(out, "}", 1);
}
