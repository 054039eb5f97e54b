#include "report/score_tables.h"

#include "report/remarks.h"

static void put_total(
    struct report *report, struct table *table, const char *label, unsigned value, unsigned most)
{
    table_put(table, cell_text(label));
    table_put(table, cell_number(value));
    table_put(table, cell_text(report_keep(report, "%s %u", tr(report->catalog, "of"), most)));
}

struct table *score_tables_totals(
    struct report *report, const struct edition *edition, const struct score *score, bool unsure)
{
    const struct catalog *catalog = report->catalog;
    struct table *table = report_table(report, NULL);
    table->media = TABLE_READ;
    table_column(table, TABLE_WORDS, NULL, 19);
    table_column(table, TABLE_FIGURES, NULL, 4);
    table_column(table, TABLE_WORDS, NULL, 0);
    put_total(report, table, tr(catalog, "Level"), score->level, edition->model.levels);
    put_total(report, table, tr(catalog, "Points"), score->points, edition->points);
    put_total(report, table, tr(catalog, "Measures"), score->measures, edition->measures);
    if (unsure)
        put_total(report, table, tr(catalog, "Unsure answers"), score->unsure, score->assessed);
    return table;
}

static void put_area_row(struct report *report, struct table *table, const struct edition *edition,
    const struct score *score, const struct score_areas *with, unsigned place)
{
    const struct areas_result *area = &score->area[place];
    const char *name = edition->area[place].name;
    table_put(
        table, cell_text(with->numbered ? report_keep(report, "%u. %s", place + 1, name) : name));
    table_put(table, cell_part(CELL_BAR, area->points, edition->area_points[place]));
    table_put(table, cell_part(CELL_OF, area->points, edition->area_points[place]));
    if (with->measures != NULL)
        table_put(table, cell_number(with->measures[place]));
    for (unsigned i = 0; i < with->references; i++)
        table_put(table, cell_number(with->reference[i].score->area[place].points));
    table_put(table, cell_number(area->level));
}

struct table *score_tables_areas(struct report *report, const struct edition *edition,
    const struct score *score, const struct score_areas *with)
{
    const struct catalog *catalog = report->catalog;
    struct table *table = report_table(report, NULL);
    table->media = TABLE_READ;
    table_column(table, TABLE_WORDS, tr(catalog, "Area"), 0);
    table_column(table, TABLE_BARS, NULL, 12);
    table_column(table, TABLE_FIGURES, tr(catalog, "Points"), 7);
    if (with->measures != NULL)
        table_column(table, TABLE_FIGURES, tr(catalog, "Measures"), 9);
    for (unsigned i = 0; i < with->references; i++)
        table_column(table, TABLE_FIGURES, with->reference[i].label, 9);
    table_column(table, TABLE_FIGURES, tr(catalog, "Level"), 5)->strong = true;
    for (unsigned i = 0; i < edition->model.areas; i++)
        put_area_row(report, table, edition, score, with, i);
    table_note(table, remark_area_levels(catalog));
    return table;
}
