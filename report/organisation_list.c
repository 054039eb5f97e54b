#include "report/organisation_list.h"

#include "report/ranked_next.h"

struct table *organisation_list_table(struct report *report, const struct edition *edition)
{
    static const char *const FIGURES[] = {N_("Level"), N_("Sum of area levels"), N_("Points"),
        N_("Sum of area points"), N_("Measures"), N_("Unsure")};
    const struct catalog *catalog = report->catalog;
    report_section(report, "organisations", tr(catalog, "Organisations"), NULL);
    struct table *table =
        report_table(report, tr(catalog, "By standing; the last columns are the levels of areas"));
    table_column(table, TABLE_FIGURES, tr(catalog, "Place"), 0);
    table_column(table, TABLE_WORDS, tr(catalog, "Organisation"), 0);
    table_column(table, TABLE_WORDS, tr(catalog, "Number"), 0);
    table_column(table, TABLE_WORDS, tr(catalog, "Group"), 0);
    for (size_t i = 0; i < sizeof FIGURES / sizeof FIGURES[0]; i++)
        table_column(table, TABLE_FIGURES, tr(catalog, FIGURES[i]), 0);
    ranked_next_columns(table, catalog, TABLE_ALL);
    for (unsigned i = 0; i < edition->model.areas; i++)
        table_column(table, TABLE_FIGURES, edition->area[i].name, 0);
    return table;
}

void organisation_list_fill(struct cell *cells, const struct edition *edition,
    const struct ranked *ranked, const struct score *score)
{
    *cells++ = cell_number(ranked->place);
    *cells++ = cell_text(ranked->name);
    *cells++ = cell_text(ranked->number);
    *cells++ = cell_text(ranked->group);
    for (unsigned i = 0; i < STANDING_FIGURES; i++)
        *cells++ = cell_number(score->standing.figure[i]);
    *cells++ = cell_number(score->measures);
    *cells++ = cell_number(score->unsure);
    ranked_next_cells(ranked, cells);
    cells += RANKED_NEXT_COLUMNS;
    for (unsigned i = 0; i < edition->model.areas; i++)
        *cells++ = cell_number(score->area[i].level);
}
