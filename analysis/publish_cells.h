/* The counts of a group that are published rounded: which cells there are, what each member adds to
 * them, and what ties them together.
 *
 * A base cell is a finest column of a table, of which each member is in one; of a table of two
 * columns only the yes. Only base cells are rounded. Everything else that is published is computed
 * from them: level n is the sum of those with and those without a security role at it. What a
 * reader may add up or subtract is a variable too, so that the solver (analysis/publish_solver.h)
 * follows it: sums from a level on, those who say no, those who chose something else.
 *
 * Across tables it is known that whoever has a level has at least that level in each area, the
 * points for it, and a yes to each question that it demands; how levels, points and those held
 * back hang together; and that a yes to a checklist chooses something. */
#ifndef ANALYSIS_PUBLISH_CELLS_H
#define ANALYSIS_PUBLISH_CELLS_H

#include "analysis/publish_solver.h"
#include "format/edition.h"
#include "scoring/held.h"
#include "scoring/score.h"
#include "scoring/tables.h"

#include <stdbool.h>
#include <stdint.h>

#define PUBLISH_CELLS_NAME_SIZE (EDITION_WORD_SIZE + 32)

/* What those held back lack: n measures at n - 1, then more, then only assessments. */
#define PUBLISH_CELLS_LACKS (TABLES_LACKS_MAX + 2)
#define PUBLISH_CELLS_MORE TABLES_LACKS_MAX
#define PUBLISH_CELLS_UNSURE (TABLES_LACKS_MAX + 1)

/* Tables, each of which may be withheld for a row: levels by role, points, those held back, then
 * each area, then each question as one that holds back, then each question's answers. */
enum publish_table_place {
    PUBLISH_TABLE_LEVELS,
    PUBLISH_TABLE_POINTS,
    PUBLISH_TABLE_HELD,
    PUBLISH_TABLE_AREAS /* the first */
};

struct publish_base {
    uint32_t variable;
    char name[PUBLISH_CELLS_NAME_SIZE]; /* table and column, as docs/format.md has them */
};

/* The variables by what they are. Index n of those by level: exactly it, or from it on. */
struct publish_cells {
    const struct edition *edition;
    unsigned classes;
    unsigned tables;
    uint32_t all;
    uint32_t role[MODEL_LEVELS_MAX + 1][2]; /* without, with */
    uint32_t level[MODEL_LEVELS_MAX + 1];
    uint32_t from[MODEL_LEVELS_MAX + 2]; /* those at level 1 or higher at 1; 0 is not in use */
    uint32_t class[TABLES_CLASSES_MAX];
    uint32_t points_for[MODEL_LEVELS_MAX + 1]; /* whoever has them */
    uint32_t held[MODEL_LEVELS_MAX + 1][PUBLISH_CELLS_LACKS];
    uint32_t held_from[MODEL_LEVELS_MAX + 1]; /* all of that level */
    uint32_t held_any;
    uint32_t near;    /* of these, who lack few measures */
    uint32_t as_many; /* of these, who lack no two of one question */
    uint32_t not_as_many;
    uint32_t not_held;
    uint32_t area[MODEL_AREAS_MAX][MODEL_LEVELS_MAX + 1];
    uint32_t area_from[MODEL_AREAS_MAX][MODEL_LEVELS_MAX + 2];
    uint32_t holds[MODEL_QUESTIONS_MAX];
    uint32_t holds_not[MODEL_QUESTIONS_MAX];
    uint32_t yes[MODEL_QUESTIONS_MAX];
    uint32_t no[MODEL_QUESTIONS_MAX]; /* whoever says no valid yes */
    uint32_t chosen[MODEL_QUESTIONS_MAX][MODEL_OPTIONS_MAX];
    uint32_t left[MODEL_QUESTIONS_MAX][MODEL_OPTIONS_MAX]; /* a yes without that option */
    struct list base;                                      /* struct publish_base */
    struct list rest; /* struct publish_rest: what makes rules of inequalities */
    struct publish_solver solver;
    int32_t *amount; /* what a member adds, by variable */
};

/* What a member's answers say. */
struct publish_facts {
    struct score score;
    struct held held;
    bool held_back;
    bool security_role;
    uint32_t chosen[MODEL_QUESTIONS_MAX]; /* of valid yes-answers */
};

/* It is some 80 kB: an object for the heap. The edition is borrowed. */
void publish_cells_begin(struct publish_cells *cells, const struct edition *edition);
void publish_cells_free(struct publish_cells *cells);

unsigned publish_cells_question_table(const struct publish_cells *cells, unsigned question);

void publish_cells_facts(const struct edition *edition, const struct answer_set *answers,
    bool security_role, struct publish_facts *out);

/* Fills cells->amount. A rule that a member shows to be untrue is one no longer. */
void publish_cells_member(struct publish_cells *cells, const struct publish_facts *facts);

/* The same, as parts (publish_member_parts). */
void publish_cells_parts(
    struct publish_cells *cells, const struct publish_facts *facts, struct list *parts);

/* The bounds that are known of a row at first, by what is shown of it. value: by variable, of base
 * cells; withheld: by table. The counts of the solver's variables are the row's. */
void publish_cells_bounds(
    struct publish_cells *cells, const unsigned value[], const bool withheld[]);

#endif
