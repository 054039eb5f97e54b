/* What of a panel may leave the authority.
 *
 * Of each round and group the two parts add up to the round's own row, which `stats` and
 * `benchmark` publish. So the three are judged together, by the solver that judges the rounds
 * (analysis/publish_solver.h): of each round and group it has the cells of both parts and of the
 * whole, each with what ties its tables together, and between them that the parts are the whole.
 * Where somebody can work out that one or two are in a cell of a part, that table is withheld of
 * both parts.
 *
 * - A group shows the parts of a round only where each of them has nobody, or as many as a group
 *   must have to show anything: else subtraction would show the results of those few.
 * - Rounded: parts are rounded as groups are, the same members always alike; the attacker is an
 *   outsider, a member, or two together, and how many are in each part is exact.
 * - Hidden: counts of one or two are marked, and the attacker, an outsider, is given more of the
 *   whole than is published: every count of none or of three and more, and which are small. Both
 *   rounds of a group show their parts, or neither.
 * - Levels, areas and yes-answers are shown of parts. Medians are not, nor what was expected and
 *   came, for which members are followed from one round to the other.
 * - All together are, in each round, the sum of the groups whose parts are shown. */
#ifndef ANALYSIS_PUBLISH_PANEL_H
#define ANALYSIS_PUBLISH_PANEL_H

#include "analysis/publish_rounded.h"
#include "analysis/publish_source.h"
#include "analysis/result_panel.h"

/* One of the two rounds. */
struct publish_panel_round {
    const struct publish_source *source;
    const struct publish_rounded *rounded; /* of the same; NULL: the form is hidden */
    const struct stats_table *stats;       /* protected, of the same: each group, and last all */
};

/* Replaces what must not be shown by what may. least: the members of a group that shows anything.
 * STATUS_REFUSED as publish_rounded_make. */
enum status publish_panel(const struct publish_panel_round round[PANEL_ROUNDS], unsigned least,
    struct panel *panel, struct error *err) MUST_USE;

/* The digest of who is in which part of a round: BLAKE2b-256 over number and part of each who is
 * counted in the order of the numbers, each with a NUL. It is the same whichever of the two rounds
 * is the first. */
void publish_panel_digest(const struct collection *collection, const struct collection *other,
    bool late, char hex[PUBLISH_SET_SIZE]);

#endif
