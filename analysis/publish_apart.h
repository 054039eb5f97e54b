/* What follows where a value of a tag and a group show different counts of a column: the same
 * organisations are rounded alike, so somebody of one of the two, but not of both, is in it. How
 * many are known to be apart so, crossing->apart says. That ties cells together otherwise than a
 * network does; so other counts that could be are looked for, and where none are found it is taken
 * that there are none. */
#ifndef ANALYSIS_PUBLISH_APART_H
#define ANALYSIS_PUBLISH_APART_H

#include "analysis/publish_crossing.h"
#include "analysis/publish_network.h"

#include <stdbool.h>
#include <stddef.h>

/* Whether of any pair no more are apart than are known to be. */
bool publish_apart_is_tight(
    const struct publish_crossing *crossing, const struct publish_network *network);

/* Changes the flows, of which as many as are known are apart, until more are wherever that can be
 * found. *pair: the place (value by value, and in it by group) of the first pair of which no more
 * than known could be; SIZE_MAX if there is none. */
void publish_apart_widen(
    const struct publish_crossing *crossing, struct publish_network *network, size_t *pair);

/* Whether the flow of an arc can be another one, while as many are apart. */
bool publish_apart_can_move(
    const struct publish_crossing *crossing, const struct publish_network *network, size_t place);

/* Changes the flows but for one arc's until as many are apart as are known. False if that is not
 * found. */
bool publish_apart_mend(
    const struct publish_crossing *crossing, struct publish_network *network, size_t place);

#endif
