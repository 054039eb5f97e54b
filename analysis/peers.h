/* Those whom an organisation is compared with in its feedback: the counted members of its group.
 *
 * Nobody is singled out by it: of a group with fewer than PEERS_LEAST members nothing is told, and
 * of its best only where the group is at least PEERS_BEST_TIMES as large. What is told is a
 * benchmark, which has no counts, and a quarter, never a rank: where a quarter would be a single
 * place, in a group of fewer than PEERS_QUARTER_LEAST, it is not told either. */
#ifndef ANALYSIS_PEERS_H
#define ANALYSIS_PEERS_H

#include "analysis/collected_publish.h"
#include "base/error.h"
#include "scoring/benchmark.h"
#include "scoring/standing.h"

#include <stdbool.h>
#include <stddef.h>

#define PEERS_LEAST DISCLOSURE_LEAST
#define PEERS_BEST_TIMES COLLECTED_BEST_TIMES
#define PEERS_QUARTER_LEAST 8 /* so that every quarter has two places */

struct peers {
    size_t members;            /* that are counted: listed where there is a list, and on time */
    struct standing *standing; /* theirs, best first; owned */
    bool told;                 /* whether there are enough of them to tell the next one */
    struct benchmark group;
    unsigned best; /* how many the best are; 0 if there are too few to tell of them */
    struct benchmark of_best;
};

/* best: how many shall count as the best; at least PEERS_LEAST. *peers is the caller's
 * (peers_free), also on failure. */
enum status peers_load(const struct collection *collection, const char *group, unsigned best,
    struct peers *peers, struct error *err) MUST_USE;
void peers_free(struct peers *peers);

/* The quarter of the group that a standing lies in, its own or that of one who is not counted: 1,
 * the highest, to 4. Of those who stand alike all are in the same. 0 if fewer than
 * PEERS_QUARTER_LEAST are counted. */
unsigned peers_quarter(const struct peers *peers, const struct standing *standing);

#endif
