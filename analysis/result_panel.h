/* Two rounds, part by part: those who have answered in both, and those only in the first or only in
 * the second. A result may rise because those who answer both times have come further, or because
 * weak ones answer no more: levels, areas, points and answers of each part tell which.
 *
 * Whoever has answered in both is known by its number. A part is by the group that an organisation
 * has in the round: of one that changed its group in between the two rounds' groups differ. So of
 * each round and group both parts add up to all who are counted.
 *
 * The rounds may be of two editions, if the second's follows the first's (format/succession.h).
 * Then each round's figures are those of its own edition, and comparable are the questions and
 * areas that are the same; levels and points as a whole are not. Who rises, and who was expected
 * to, is told by the points on all that goes on, of changed questions too. */
#ifndef ANALYSIS_RESULT_PANEL_H
#define ANALYSIS_RESULT_PANEL_H

#include "analysis/result_stats.h"
#include "base/error.h"
#include "scoring/forecast.h"

#include <stdbool.h>
#include <stddef.h>

struct collection; /* analysis/collection.h */
struct editions;   /* format/editions.h */
struct succession; /* format/succession.h */

enum { PANEL_FIRST, PANEL_SECOND, PANEL_ROUNDS };

enum panel_part {
    PANEL_BOTH,  /* in both rounds */
    PANEL_APART, /* in this one, and not in the other */
    PANEL_WHOLE, /* all of the round: the two together */
    PANEL_PARTS,
};

struct panel_figures {
    struct stats_cell counted;
    struct stats_cell level[MODEL_LEVELS_MAX + 1];
    struct stats_cell level_whole; /* what shares of levels are of */
    struct stats_cell with_level;  /* level 1 or higher */
    struct stats_cell median;      /* of points, the lower; STATS_NONE of nobody */
    struct stats_cell area[MODEL_AREAS_MAX][MODEL_LEVELS_MAX + 1];
    struct stats_cell yes[MODEL_QUESTIONS_MAX]; /* a yes with points */
};

/* Sums over those in both of the points on what two editions have in common. */
struct panel_common {
    uint64_t of; /* the most that they can have */
    uint64_t reach[PANEL_ROUNDS];
    uint64_t least; /* expected at the least */
    uint64_t most;  /* and at the most */
};

/* What the first round let expect of those in both, and what came. Not in what is published. What
 * rises is the overall level; of two editions the points on what they have in common. */
struct panel_rise {
    bool there;
    unsigned both;                                      /* those that are counted here */
    unsigned higher, same, lower;                       /* from round to round */
    unsigned expected[FORECAST_RISES + 1];              /* by enum forecast_rise, of the first */
    unsigned came[FORECAST_RISES + 1];                  /* of these, who is higher */
    unsigned reach[PANEL_ROUNDS][MODEL_LEVELS_MAX + 1]; /* at that level or higher, in each round */
    unsigned least[MODEL_LEVELS_MAX + 1];               /* expected there at the least */
    unsigned most[MODEL_LEVELS_MAX + 1];                /* and at the most */
    struct panel_common common; /* of two editions; of one, 0 like levels of two */
};

struct panel_group {
    const char *id;   /* borrowed from the edition; NULL for all together */
    const char *name; /* likewise */
    bool
        withheld[PANEL_ROUNDS]; /* to be published, and nothing of the parts of that round may be */
    struct panel_figures figures[PANEL_ROUNDS][PANEL_PARTS];
    struct panel_rise rise; /* of those who are of the group in the first round */
};

/* It is large: an object for the heap. */
struct panel {
    const struct edition *edition[PANEL_ROUNDS]; /* borrowed, like the next */
    const char *round[PANEL_ROUNDS];
    struct succession *since; /* owned: from the first's to the second's; NULL if it is one */
    bool late;
    bool published;
    bool rounded;
    unsigned min_group; /* 0 if it is not published */
    size_t groups; /* those of the second's edition, and last all together: also who is of none */
    struct panel_group group[STATS_GROUPS_MAX];
};

/* Counts two rounds. known: where editions between the two are found. late: late ones too.
 * STATUS_REFUSED: REASON_BAD_VALUE for a round and itself; as succession_between. *out borrows from
 * the collections, and is the caller's (result_panel_free), also on failure. */
enum status result_panel(const struct editions *known, const struct collection *first,
    const struct collection *second, bool late, struct panel *out, struct error *err) MUST_USE;
void result_panel_free(struct panel *panel);

/* Whether an organisation of a round is counted in the other too. */
bool result_panel_is_in(const struct collection *other, const char *number, bool late);

/* The place that a question, or an area, of the second's edition has in that of a round, where it
 * is the same; else -1. */
int result_panel_question(const struct panel *panel, size_t round, unsigned place);
int result_panel_area(const struct panel *panel, size_t round, unsigned place);

/* Leaves only the group of that id. */
void result_panel_keep_group(struct panel *panel, const char *group);

#endif
