#include "report/ranked_next.h"

void ranked_next_columns(struct table *table, const struct catalog *catalog, unsigned media)
{
    static const struct {
        const char *heading;
        const char *brief;
        unsigned width;
    } COLUMN[RANKED_NEXT_COLUMNS] = {
        {N_("Next level"), N_("Next"), 5},
        {N_("Measures left"), N_("Left"), 4},
        {N_("Questions below the minimum"), N_("Below"), 5},
        {N_("Points left"), N_("Pts"), 3},
        {N_("Too many unsure"), N_("Uns"), 3},
    };
    for (size_t i = 0; i < RANKED_NEXT_COLUMNS; i++) {
        struct table_column *column =
            table_column(table, TABLE_FIGURES, tr(catalog, COLUMN[i].heading), COLUMN[i].width);
        column->brief = tr(catalog, COLUMN[i].brief);
        column->media = media;
    }
}

void ranked_next_cells(const struct ranked *ranked, struct cell cell[RANKED_NEXT_COLUMNS])
{
    const struct ranked_next *next = &ranked->next;
    const unsigned figure[RANKED_NEXT_COLUMNS] = {
        next->level, next->measures, next->questions, next->points, next->unsure};
    for (size_t i = 0; i < RANKED_NEXT_COLUMNS; i++)
        cell[i] = next->level == 0 ? cell_none() : cell_number(figure[i]);
}
