#include "analysis/publish_network.h"

_Static_assert(PUBLISH_NETWORK_NODES <= 64, "a set of nodes is a word");

/* ---- arcs ---- */

size_t publish_network_of_value(size_t value)
{
    return value;
}

size_t publish_network_of_group(size_t values, size_t group)
{
    return values + group;
}

size_t publish_network_of_cell(const struct publish_network *network, size_t value, size_t group)
{
    return network->values + network->groups + value * network->groups + group;
}

void publish_network_ends(
    const struct publish_network *network, size_t arc, size_t *from, size_t *to)
{
    size_t rows = network->values + network->groups;
    if (arc < network->values) {
        *from = network->outside;
        *to = arc;
    } else if (arc < rows) {
        *from = arc;
        *to = network->outside;
    } else {
        *from = (arc - rows) / network->groups;
        *to = network->values + (arc - rows) % network->groups;
    }
}

/* The arc between two nodes, in whichever direction. */
static size_t arc_between(const struct publish_network *network, size_t one, size_t other)
{
    size_t low = one < other ? one : other;
    size_t high = one < other ? other : one;
    return high == network->outside ? low
                                    : publish_network_of_cell(network, low, high - network->values);
}

void publish_network_open(struct publish_network *network, size_t place)
{
    const struct publish_network_arc *arc = &network->arc[place];
    size_t from = 0;
    size_t to = 0;
    publish_network_ends(network, place, &from, &to);
    network->next[from] &= ~((uint64_t)1 << to);
    network->next[to] &= ~((uint64_t)1 << from);
    network->next[from] |= (uint64_t)(arc->flow < arc->most) << to;
    network->next[to] |= (uint64_t)(arc->flow > arc->least) << from;
}

static void set_arc(
    struct publish_network *network, size_t place, const struct publish_range *range, long flow)
{
    network->arc[place] = (struct publish_network_arc){range->least, range->most, flow};
    publish_network_open(network, place);
}

void publish_network_begin(struct publish_network *network, const struct publish_crossing *crossing)
{
    long of_group[PUBLISH_UNIONS_GROUPS] = {0};
    *network = (struct publish_network){.values = crossing->values,
        .groups = crossing->groups,
        .outside = crossing->values + crossing->groups};
    for (size_t v = 0; v < crossing->values; v++) {
        long of_value = 0;
        for (size_t g = 0; g < crossing->groups; g++) {
            const struct publish_range range = {crossing->least[v][g], crossing->members[v][g]};
            set_arc(network, publish_network_of_cell(network, v, g), &range, crossing->count[v][g]);
            of_value += crossing->count[v][g];
            of_group[g] += crossing->count[v][g];
        }
        set_arc(network, publish_network_of_value(v), &crossing->value[v], of_value);
    }
    for (size_t g = 0; g < crossing->groups; g++)
        set_arc(network, publish_network_of_group(network->values, g), &crossing->group[g],
            of_group[g]);
}

/* ---- paths ---- */

/* A path of further flow from one node to another but for the arc between them. before: the node
 * that each was come to from. */
static bool find_path(const struct publish_network *network, size_t from, size_t to,
    size_t before[PUBLISH_NETWORK_NODES])
{
    uint64_t seen = (uint64_t)1 << from;
    uint64_t open = network->next[from] & ~((uint64_t)1 << to);
    for (uint64_t left = open; left != 0; left &= left - 1)
        before[__builtin_ctzll(left)] = from;
    seen |= open;
    while (open != 0) {
        size_t node = (size_t)__builtin_ctzll(open);
        uint64_t further = network->next[node] & ~seen;
        open &= open - 1;
        for (uint64_t left = further; left != 0; left &= left - 1)
            before[__builtin_ctzll(left)] = node;
        if ((further >> to & 1) != 0)
            return true;
        seen |= further;
        open |= further;
    }
    return false;
}

bool publish_network_can_move(const struct publish_network *network, size_t place)
{
    const struct publish_network_arc *arc = &network->arc[place];
    size_t before[PUBLISH_NETWORK_NODES];
    size_t from = 0;
    size_t to = 0;
    publish_network_ends(network, place, &from, &to);
    return (arc->flow < arc->most && find_path(network, to, from, before)) ||
           (arc->flow > arc->least && find_path(network, from, to, before));
}

/* How much more can go from one node to a neighbour. */
static long room_between(const struct publish_network *network, size_t from, size_t to)
{
    size_t begins = 0;
    size_t ends = 0;
    size_t place = arc_between(network, from, to);
    const struct publish_network_arc *arc = &network->arc[place];
    publish_network_ends(network, place, &begins, &ends);
    return begins == from ? arc->most - arc->flow : arc->flow - arc->least;
}

static void push_between(struct publish_network *network, size_t from, size_t to, long more)
{
    size_t begins = 0;
    size_t ends = 0;
    size_t place = arc_between(network, from, to);
    publish_network_ends(network, place, &begins, &ends);
    network->arc[place].flow += begins == from ? more : -more;
    publish_network_open(network, place);
}

bool publish_network_push(struct publish_network *network, size_t from, size_t to, long most)
{
    size_t before[PUBLISH_NETWORK_NODES];
    long room = room_between(network, from, to);
    room = most < room ? most : room;
    if (room <= 0 || !find_path(network, to, from, before))
        return false;
    for (size_t node = from; node != to; node = before[node]) {
        long there = room_between(network, before[node], node);
        room = there < room ? there : room;
    }
    for (size_t node = from; node != to; node = before[node])
        push_between(network, before[node], node, room);
    push_between(network, from, to, room);
    return true;
}
