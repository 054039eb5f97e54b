/* The rows of what is published rounded, each of some organisations: how their base cells are
 * rounded, and which tables of a row are withheld for what the row by itself would tell. */
#ifndef ANALYSIS_PUBLISH_ROWS_H
#define ANALYSIS_PUBLISH_ROWS_H

#include "analysis/publish_cells.h"
#include "analysis/publish_source.h"
#include "analysis/result_stats.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct publish_row {
    size_t members;
    size_t *member; /* owned: places in the collection, by number */
    bool shown;
    unsigned *value; /* owned: by variable; of base cells, and what is displayed of their sums */
    bool *withheld;  /* owned: by table */
};

/* What making rows needs. */
struct publish_making {
    const struct publish_source *source;
    const struct collection *collection;
    struct publish_cells *cells;   /* borrowed; its solver is used for each row */
    uint8_t *key;                  /* owned: to round with; secret memory */
    struct publish_facts *facts;   /* owned: of a member */
    const struct publish_row *row; /* that is judged */
};

void publish_making_begin(struct publish_making *making, const struct publish_source *source,
    struct publish_cells *cells);
void publish_making_end(struct publish_making *making);

/* A row of nobody with room for all. It is released by publish_row_free, as is one of zeros. */
void publish_row_begin(const struct publish_making *making, struct publish_row *row);
void publish_row_add(struct publish_row *row, size_t member);
void publish_row_free(struct publish_row *row);

/* Rounds the row's base cells, and adds up what is displayed of their sums. The counts of the
 * solver's variables are the row's then. */
void publish_row_round(struct publish_making *making, struct publish_row *row);

/* Adds up the sums of base cells that are displayed. value: by variable. */
void publish_row_add_up(const struct publish_cells *cells, unsigned value[]);

/* Withholds tables of a row that was rounded just now, until nothing is worked out from it. */
void publish_row_judge(struct publish_making *making, struct publish_row *row);

/* What may be shown of a variable; hidden where its table is withheld. */
struct stats_cell publish_row_cell(
    const struct publish_cells *cells, const struct publish_row *row, uint32_t variable);

/* What a member adds, in making->cells->amount. */
void publish_row_member(struct publish_making *making, size_t member);

/* Whether an insider of a row with the solver's bounds and counts works something out, and of which
 * table (publish_solver_reveals). */
bool publish_row_reveals(
    struct publish_making *making, const struct publish_row *row, unsigned *table);

/* The table that is withheld for one that is worked out: that one, or, if it is withheld already
 * and follows from the others, the last of them that is not: they stand with the weightiest first.
 * The table itself if all are withheld. */
unsigned publish_row_to_withhold(
    const struct publish_cells *cells, const struct publish_row *row, unsigned table);

#endif
