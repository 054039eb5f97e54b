/* What follows where a value of a tag and a group show different counts of one column: the same
 * organisations are rounded alike, so somebody of one of the two, but not of both, is in it. */
#ifndef ANALYSIS_PUBLISH_APART_H
#define ANALYSIS_PUBLISH_APART_H

#include "analysis/publish_crossing.h"

#include <stddef.h>

/* Raises the least of one cell to one, unless one of those apart is known of already. Whoever reads
 * does not know of which cell that one is; so this leaves less than a reader must think possible,
 * and what then can still be otherwise can be so for the reader too. */
void publish_apart_know(struct publish_crossing *crossing, size_t value, size_t group);

#endif
