/* The counts of a column by value and by group (analysis/publish_crossing.h) as a flow.
 *
 * An arc goes from outside to each value and from each group to outside, whose flow is the row's
 * count, and one from each value to each group, whose flow is the cell's. A flow can be raised by
 * one where a path of others leads back from its end to its beginning, which are raised along their
 * direction and lowered against it. */
#ifndef ANALYSIS_PUBLISH_NETWORK_H
#define ANALYSIS_PUBLISH_NETWORK_H

#include "analysis/publish_crossing.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    PUBLISH_NETWORK_NODES = PUBLISH_UNIONS_VALUES + PUBLISH_UNIONS_GROUPS + 1,
    PUBLISH_NETWORK_ARCS = PUBLISH_NETWORK_NODES + PUBLISH_UNIONS_VALUES * PUBLISH_UNIONS_GROUPS,
};

struct publish_network_arc {
    long least;
    long most;
    long flow;
};

struct publish_network {
    size_t values;
    size_t groups;
    size_t outside;                       /* a node; before it stand the values, then the groups */
    uint64_t next[PUBLISH_NETWORK_NODES]; /* to which nodes one more can go */
    struct publish_network_arc arc[PUBLISH_NETWORK_ARCS];
};

/* With the true counts as flows. */
void publish_network_begin(
    struct publish_network *network, const struct publish_crossing *crossing);

/* Places of arcs: of the values' rows first, then of the groups', then of the cells. values: how
 * many there are. */
size_t publish_network_of_value(size_t value);
size_t publish_network_of_group(size_t values, size_t group);
size_t publish_network_of_cell(const struct publish_network *network, size_t value, size_t group);

/* The nodes that an arc is between. */
void publish_network_ends(
    const struct publish_network *network, size_t arc, size_t *from, size_t *to);

/* To be called when an arc was changed. */
void publish_network_open(struct publish_network *network, size_t place);

/* Whether the flow of an arc can be another one. */
bool publish_network_can_move(const struct publish_network *network, size_t place);

/* Sends from one end of an arc to the other, by the arc itself, and back by others, as much as a
 * path takes, but no more than most. False if there is none. */
bool publish_network_push(struct publish_network *network, size_t from, size_t to, long most);

#endif
