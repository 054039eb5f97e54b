/* What is computed of the members of a collection that a selection takes. */
#ifndef ANALYSIS_COLLECTED_H
#define ANALYSIS_COLLECTED_H

#include "analysis/collection.h"
#include "analysis/result_benchmark.h"
#include "base/error.h"
#include "scoring/standing.h"

#include <stddef.h>

/* Members of a collection by standing. */
struct collected_order {
    size_t count;
    size_t *member;  /* places in the collection: best first, equals by their number; owned */
    unsigned *place; /* of the member at the same index, from 1; equals share it; owned */
};

/* *order is the caller's (collected_order_free), also on failure. */
enum status collected_order(const struct collection *collection, const struct selection *selection,
    struct collected_order *order, struct error *err) MUST_USE;
void collected_order_free(struct collected_order *order);

/* Only the standings, in that order. *standing is allocated, also for nobody; the caller frees it.
 * NULL on failure. */
enum status collected_standings(const struct collection *collection,
    const struct selection *selection, struct standing **standing, size_t *count,
    struct error *err) MUST_USE;

/* Of the best so many of the members selected (all, if there are no more); 0: of all. Exactly so
 * many are taken: where several share the last place, those of the lowest number. Every count
 * of yes-answers is a number, until disclosure_benchmark has judged it. *out borrows from the
 * collection and the selection. */
enum status collected_benchmark(const struct collection *collection,
    const struct selection *selection, unsigned best, struct benchmark_result *out,
    struct error *err) MUST_USE;

#endif
