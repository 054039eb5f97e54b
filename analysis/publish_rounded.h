/* The counts of a round as they may be published rounded: the judge of them all, whatever command
 * shows which.
 *
 * - Base cells (analysis/publish_cells.h) are rounded (analysis/publish_rounding.h), and everything
 *   else is computed from them and never rounded again. How many were asked and are counted is
 *   exact.
 * - Of a group of fewer than `least` nothing is shown. What is shown of all together is the sum of
 *   the groups shown and of what those too small make together; nothing, if these have members but
 *   fewer than `least`.
 * - Before anything is shown the solver (analysis/publish_solver.h) runs over every table of every
 *   row, also those that a command leaves out, with what ties the tables together. Where an
 *   outsider, a member, or two members together can work out that the others in a cell are one or
 *   two, that table of that row is withheld; and of all together too, or it would follow.
 *
 * So the same members give the same figures in every command and every run. */
#ifndef ANALYSIS_PUBLISH_ROUNDED_H
#define ANALYSIS_PUBLISH_ROUNDED_H

#include "analysis/publish_rows.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PUBLISH_ROUNDED_LEAST 10 /* members of a group that shows anything; never fewer */

struct publish_rounded {
    struct publish_cells cells;
    unsigned least;
    size_t groups; /* the edition's; row[groups] is all, and the next the groups too small */
    struct publish_row row[EDITION_GROUPS_MAX + 2];
};

/* Counts those whom the selection's late lets through. least below PUBLISH_ROUNDED_LEAST
 * counts as that. STATUS_REFUSED, REASON_BAD_VALUE for a member whose group the edition lacks
 * (disclosure_stats_judge). *out, an object for the heap, is the caller's
 * (publish_rounded_free), also on failure. */
enum status publish_rounded_make(const struct publish_source *source,
    const struct selection *selection, unsigned least, struct publish_rounded *out,
    struct error *err) MUST_USE;
void publish_rounded_free(struct publish_rounded *rounded);

/* The rounded counts of the `best` highest of those selected, in the row of all: to decide by, not
 * to be shown, since they could be subtracted from those of the group. Not judged by the solver. As
 * above. */
enum status publish_rounded_best(const struct publish_source *source,
    const struct selection *selection, size_t best, struct publish_rounded *out,
    struct error *err) MUST_USE;

/* The rounded counts of those members, places in the collection in ascending order, in the row of
 * all; the solver's counts are the true ones. Not judged by the solver. As above. */
enum status publish_rounded_those(const struct publish_source *source, const size_t member[],
    size_t members, struct publish_rounded *out, struct error *err) MUST_USE;

/* The row of a group, an id; NULL: of all. */
size_t publish_rounded_row(const struct publish_rounded *rounded, const char *group);

#endif
