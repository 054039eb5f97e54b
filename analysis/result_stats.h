/* The tables of a round: response rate, levels, areas, points, what holds back, for each group and
 * for all. Every way to show them (text, JSON, CSV, HTML, workbook) reads this one struct, so that
 * what is hidden in one is hidden in all. */
#ifndef ANALYSIS_RESULT_STATS_H
#define ANALYSIS_RESULT_STATS_H

#include "scoring/model.h"
#include "scoring/tables.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum stats_show {
    STATS_NUMBER, /* the value may be shown */
    STATS_SMALL,  /* shown as "<3": it is 1 or 2 */
    STATS_HIDDEN, /* not shown: it would reveal something small */
    STATS_NONE,   /* there is no such figure: no population list, or nobody to have a median */
};

/* The most that is small. */
#define STATS_SMALL_MOST 2

/* A figure. Whoever shows it looks at show first; value is 0 unless show is STATS_NUMBER. */
struct stats_cell {
    uint64_t value;
    enum stats_show show;
};

/* Most groups that a table has: those of the edition (EDITION_GROUPS_MAX), and all together. */
#define STATS_GROUPS_MAX 17

struct collection; /* analysis/collection.h */
struct edition;    /* format/edition.h */
struct selection;

struct stats_area {
    struct stats_cell at_level[MODEL_LEVELS_MAX + 1]; /* exactly that level */
    struct stats_cell above[MODEL_LEVELS_MAX]; /* a level above n, at n; the first levels - 1 are in
                                                  use, for none is above the highest but one */
    struct stats_cell whole;                   /* what shares of them are of */
};

struct stats_class {
    unsigned from, to; /* points, both included */
    struct stats_cell count;
};

/* Of those whose next level this is and whose points suffice for it (scoring/tables.h). */
struct stats_held {
    struct stats_cell enough;
    struct stats_cell lacks[TABLES_LACKS_MAX]; /* n measures at n - 1 */
    struct stats_cell more;
    struct stats_cell unsure_only;
};

/* Of all levels together: whose points suffice for the next level; who of these lacks at most
 * TABLES_LACKS_MAX measures, and at least one; who of these lacks no two of one question. */
struct stats_next {
    struct stats_cell enough;
    struct stats_cell near;
    struct stats_cell as_many;
};

struct stats_holding {
    unsigned question; /* place in the model */
    struct stats_cell count;
};

/* A part of a whole. There is a share where both are numbers, and the whole is not 0. */
struct stats_share {
    struct stats_cell part;
    struct stats_cell whole;
};

/* How many of those who were asked have answered, and how. */
struct stats_response {
    struct stats_cell population; /* STATS_NONE without a population list, like missing and reach */
    struct stats_cell on_time;
    struct stats_cell late;
    struct stats_cell outside; /* not in the population list; never counted */
    struct stats_cell
        covered; /* have not answered, and the answers of one that is counted cover them */
    struct stats_cell
        covered_late;          /* likewise, where late ones are not counted: of one that is late */
    struct stats_cell missing; /* neither answered nor covered */
    struct stats_cell counted; /* whom the figures are about: on_time, and late if they are
                                  included */
    struct stats_share rate;   /* the response rate: counted of population */
    struct stats_share reach;  /* counted and covered, of population */
};

/* What is said of a field (scoring/maturity.h). */
struct stats_field {
    struct stats_cell yes;
    struct stats_cell no;
    struct stats_cell unanswered;                       /* neither, of those counted */
    struct stats_cell follow_asked;                     /* who were asked how far they have come */
    struct stats_cell follow_up[MODEL_FIELD_STEPS_MAX]; /* option n at n - 1 */
    struct stats_cell follow_unanswered;
    struct stats_cell level[MODEL_FIELD_STEPS_MAX]; /* exactly level n, at n - 1 */
    struct stats_cell level_unanswered;
    struct stats_cell level_whole; /* who chose a level: what shares of levels are of */
    struct stats_cell reached;     /* the target or above */
};

struct stats_group {
    const char *id;   /* borrowed from the edition; NULL for all groups together; of a value of a
                         tag its text, "" for those who lack the tag */
    const char *name; /* likewise; NULL for all: whoever shows it has a word for it */
    bool withheld; /* to be published, but the group is too small, or would reveal one that is, by
                      subtraction: only the response rate is here, the rest is hidden */

    struct stats_response response;
    struct stats_cell level[MODEL_LEVELS_MAX + 1]; /* exactly that overall level */
    struct stats_cell any_level;                   /* level 1 or higher */
    struct stats_cell level_whole; /* what shares of these are of: those counted, or, where counts
                                      are rounded, the sum of the levels, as of each area */
    struct stats_area area[MODEL_AREAS_MAX];
    struct stats_cell points; /* sum over the members */
    struct stats_cell lowest; /* STATS_NONE, like the next two, in a group without members */
    struct stats_cell median; /* the lower one */
    struct stats_cell highest;
    unsigned classes;
    struct stats_class class[TABLES_CLASSES_MAX];
    struct stats_cell measures;               /* sum over the members */
    struct stats_held held[MODEL_LEVELS_MAX]; /* level n at n - 1 */
    struct stats_next next;
    struct stats_cell held_whole; /* what shares of these are of */
    bool holding_hidden;          /* not even the questions are shown; holdings is 0 */
    unsigned holdings;            /* questions that hold back any who are near their next level */
    struct stats_holding holding[MODEL_QUESTIONS_MAX]; /* as result_stats_sort_holding has them */
    struct stats_cell role[2][MODEL_LEVELS_MAX + 1]; /* without (0) and with (1) a security role */

    /* Of an edition with fields. Those counted have answered all that they were asked, or a part;
     * none: asked, and not counted, STATS_NONE without a population list. */
    struct stats_cell whole;
    struct stats_cell partial;
    struct stats_cell none;
    struct stats_cell asked; /* what shares of all asked are of: the population, or without a list
                                those counted */
    struct stats_field field[MODEL_FIELDS_MAX]; /* the first fields of the model are in use */
};

/* It is large: an object for the heap. */
struct stats_table {
    const struct edition *edition; /* borrowed, like the next four */
    const char *round;
    const char *opens; /* a day, or "" */
    const char *closes;
    const char *tag; /* the groups are those of its values; NULL: those of the edition */
    bool late_included;
    bool published;     /* disclosure_stats or publish_stats was applied */
    bool rounded;       /* it was publish_stats */
    unsigned min_group; /* what it was applied with; 0 if it was not */
    size_t groups;      /* the groups asked for, in the edition's order, and last all together */
    struct stats_group group[STATS_GROUPS_MAX];
};

/* The numbers first, the highest before the others, ties in question order; then what is not shown,
 * in question order. */
void result_stats_sort_holding(struct stats_group *group);

/* How many of the group a question holds back: hidden where none of them is shown, 0 where the
 * question is not among them. */
const struct stats_cell *result_stats_holding(const struct stats_group *group, unsigned question);

/* The sum of cells; hidden unless every one of them is a number. */
struct stats_cell result_stats_sum(const struct stats_cell cell[], unsigned cells);

/* Counts every group of the edition and, last, all together; with together only these. Of the
 * selection counts the tag, and whether late ones are counted; its group is for
 * result_stats_keep_group, for what is published is protected with all groups together. Fills all
 * of *out, which borrows from the collection. */
void result_stats(const struct collection *collection, const struct selection *selection,
    bool together, struct stats_table *out);

/* Shares of the tables are of those counted, as the response now has them. */
void result_stats_share_of_counted(struct stats_group *group, const struct edition *edition);

/* Leaves only the group of that id, if there is one. */
void result_stats_keep_group(struct stats_table *table, const char *group);

/* Puts the response of those who have a value of a tag, "" those in the population list who lack
 * it, in a place of the table, and nothing else of them: what is published takes the other places.
 */
void result_stats_value(struct stats_table *table, size_t place,
    const struct collection *collection, const char *tag, const char *value);

/* Leaves only a group of that id, which table borrows and the edition lacks: nobody is in it. */
void result_stats_nobody_of(struct stats_table *table, const char *group);

#endif
