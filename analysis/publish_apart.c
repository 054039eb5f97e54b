/* A round trip of one comes by each value and each group at most once, so it lowers how many of a
 * pair are apart by at most two: where two more are than are known, no round trip needs a look. */
#include "analysis/publish_apart.h"

enum { SPARE = 2 };

/* ---- how many are apart ---- */

static const struct publish_network_arc *arc_of(
    const struct publish_network *network, size_t value, size_t group)
{
    return &network->arc[publish_network_of_cell(network, value, group)];
}

/* More than are known of a pair; less than nothing if too few. */
static long spare_of(const struct publish_crossing *crossing, const struct publish_network *network,
    size_t value, size_t group)
{
    long spare = -crossing->apart[value][group];
    for (size_t v = 0; v < crossing->values; v++)
        spare += v == value ? 0 : arc_of(network, v, group)->flow;
    for (size_t g = 0; g < crossing->groups; g++)
        spare += g == group ? 0 : arc_of(network, value, g)->flow;
    return spare;
}

/* Whether it is not known otherwise, by the rows or by cells, that as many are apart. */
static bool is_tied(const struct publish_crossing *crossing, const struct publish_network *network,
    size_t value, size_t group)
{
    const struct publish_network_arc *of_value = &network->arc[publish_network_of_value(value)];
    const struct publish_network_arc *of_group =
        &network->arc[publish_network_of_group(network->values, group)];
    long apart = crossing->apart[value][group];
    long both = arc_of(network, value, group)->most;
    if (apart <= of_value->least - of_group->most || apart <= of_group->least - of_value->most ||
        apart <= of_value->least + of_group->least - 2 * both)
        return false;
    for (size_t v = 0; v < crossing->values; v++)
        apart -= v == value ? 0 : arc_of(network, v, group)->least;
    for (size_t g = 0; g < crossing->groups; g++)
        apart -= g == group ? 0 : arc_of(network, value, g)->least;
    return apart > 0;
}

/* How many are lacking, so that of each pair that something is known of there are so many more. */
static long lacking(
    const struct publish_crossing *crossing, const struct publish_network *network, long more)
{
    long sum = 0;
    for (size_t v = 0; v < crossing->values; v++) {
        for (size_t g = 0; g < crossing->groups; g++) {
            if (crossing->apart[v][g] == 0 || !is_tied(crossing, network, v, g))
                continue;
            long spare = spare_of(crossing, network, v, g);
            sum += spare < more ? more - spare : 0;
        }
    }
    return sum;
}

/* ---- other flows ---- */

/* The network after a round trip of one by an arc. False if there is none, or if fewer are apart
 * than are known, and not more than before. */
static bool round_trip(const struct publish_crossing *crossing,
    const struct publish_network *network, size_t place, bool up, struct publish_network *after)
{
    size_t from = 0;
    size_t to = 0;
    publish_network_ends(network, place, &from, &to);
    *after = *network;
    if (!(up ? publish_network_push(after, from, to, 1) : publish_network_push(after, to, from, 1)))
        return false;
    long left = lacking(crossing, after, 0);
    return left == 0 || left < lacking(crossing, network, 0);
}

/* One round trip, by a cell, after which less is lacking. */
static bool lack_less(
    const struct publish_crossing *crossing, struct publish_network *network, long more)
{
    long before = lacking(crossing, network, more);
    for (size_t v = 0; before > 0 && v < crossing->values; v++) {
        for (size_t g = 0; g < crossing->groups; g++) {
            struct publish_network after;
            if (round_trip(
                    crossing, network, publish_network_of_cell(network, v, g), true, &after) &&
                lacking(crossing, &after, more) < before) {
                *network = after;
                return true;
            }
        }
    }
    return false;
}

/* The first pair of which no more are apart than are known; SIZE_MAX for none. */
static size_t tight_pair(
    const struct publish_crossing *crossing, const struct publish_network *network)
{
    for (size_t i = 0; i < crossing->values * crossing->groups; i++) {
        size_t v = i / crossing->groups;
        size_t g = i % crossing->groups;
        if (crossing->apart[v][g] > 0 && is_tied(crossing, network, v, g) &&
            spare_of(crossing, network, v, g) <= 0)
            return i;
    }
    return SIZE_MAX;
}

bool publish_apart_is_tight(
    const struct publish_crossing *crossing, const struct publish_network *network)
{
    return tight_pair(crossing, network) != SIZE_MAX;
}

void publish_apart_widen(
    const struct publish_crossing *crossing, struct publish_network *network, size_t *pair)
{
    while (lack_less(crossing, network, SPARE))
        continue;
    *pair = tight_pair(crossing, network);
}

bool publish_apart_can_move(
    const struct publish_crossing *crossing, const struct publish_network *network, size_t place)
{
    struct publish_network after;
    if (lacking(crossing, network, SPARE) == 0)
        return publish_network_can_move(network, place);
    return round_trip(crossing, network, place, true, &after) ||
           round_trip(crossing, network, place, false, &after);
}

bool publish_apart_mend(
    const struct publish_crossing *crossing, struct publish_network *network, size_t place)
{
    struct publish_network_arc *arc = &network->arc[place];
    arc->least = arc->most = arc->flow;
    publish_network_open(network, place);
    while (lack_less(crossing, network, 0))
        continue;
    return lacking(crossing, network, 0) == 0;
}
