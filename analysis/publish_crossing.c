/* A sum of cells has one feasible value just where it is the difference of sums of rows that have
 * one each. A union of groups with known counts, without one of values with known counts, is known
 * where what the values have in other groups is known cell by cell; and the other way round. So not
 * all unions of cells are tried, but for each union of groups which values can be taken away. */
#include "analysis/publish_crossing.h"

#include "analysis/publish_apart.h"
#include "analysis/publish_network.h"
#include "analysis/publish_solver.h"

#include <limits.h>

/* ---- narrowing ---- */

/* Raises the flow of an arc, or lowers it, with a round trip. False if it cannot be. */
static bool push(struct publish_network *network, size_t place, bool up, long most)
{
    size_t from = 0;
    size_t to = 0;
    publish_network_ends(network, place, &from, &to);
    return up ? publish_network_push(network, from, to, most)
              : publish_network_push(network, to, from, most);
}

/* The most that can go along an arc, or the least; where then fewer are apart than are known to
 * be, what comes next to that. */
static long end_of_range(const struct publish_crossing *crossing, size_t place, bool most)
{
    struct publish_network network;
    publish_network_begin(&network, crossing);
    const struct publish_network_arc *arc = &network.arc[place];
    long count = arc->flow;
    while (push(&network, place, most, LONG_MAX))
        continue;
    while (arc->flow != count) {
        struct publish_network mended = network;
        if (publish_apart_mend(crossing, &mended, place))
            break;
        (void)push(&network, place, !most, 1);
    }
    return arc->flow;
}

static bool narrow_row(
    const struct publish_crossing *crossing, size_t place, struct publish_range *range)
{
    const struct publish_range narrow = {
        end_of_range(crossing, place, false), end_of_range(crossing, place, true)};
    bool narrower = narrow.least > range->least || narrow.most < range->most;
    *range = narrow;
    return narrower;
}

bool publish_crossing_narrow(struct publish_crossing *crossing)
{
    bool narrower = false;
    for (size_t v = 0; v < crossing->values; v++)
        narrower |= narrow_row(crossing, publish_network_of_value(v), &crossing->value[v]);
    for (size_t g = 0; g < crossing->groups; g++)
        narrower |= narrow_row(
            crossing, publish_network_of_group(crossing->values, g), &crossing->group[g]);
    return narrower;
}

/* ---- what is told ---- */

/* One column, while it is judged. */
struct crossing_judge {
    const struct publish_crossing *crossing;
    struct publish_network network;
    long in[PUBLISH_UNIONS_VALUES][PUBLISH_UNIONS_GROUPS];    /* insiders in the column */
    long rest[PUBLISH_UNIONS_VALUES][PUBLISH_UNIONS_GROUPS];  /* in the column, without insiders */
    bool known[PUBLISH_UNIONS_VALUES][PUBLISH_UNIONS_GROUPS]; /* a cell that cannot move */
    uint32_t known_values;                                    /* rows that cannot move */
    uint32_t known_groups;
    uint32_t values; /* that are found */
};

static bool is_small(long rest)
{
    return rest >= 1 && rest <= PUBLISH_SOLVER_SMALL;
}

/* Bit n where the value has somebody left in a union of groups. */
static uint32_t values_in(const struct crossing_judge *judge, size_t value, uint32_t groups)
{
    for (size_t g = 0; g < judge->crossing->groups; g++) {
        if ((groups >> g & 1) != 0 && judge->rest[value][g] > 0)
            return (uint32_t)1 << value;
    }
    return 0;
}

static long rest_in(const struct crossing_judge *judge, size_t value, uint32_t groups)
{
    long rest = 0;
    for (size_t g = 0; g < judge->crossing->groups; g++)
        rest += (groups >> g & 1) != 0 ? judge->rest[value][g] : 0;
    return rest;
}

static bool all_known_in(const struct crossing_judge *judge, size_t value, uint32_t groups)
{
    for (size_t g = 0; g < judge->crossing->groups; g++) {
        if ((groups >> g & 1) != 0 && !judge->known[value][g])
            return false;
    }
    return true;
}

/* A union of which the values in must are a part, and each of may can be one. inside: the groups in
 * which it is counted. */
static bool union_is_small(
    struct crossing_judge *judge, uint32_t must, uint32_t may, uint32_t inside)
{
    long rest = 0;
    uint32_t found = 0;
    for (size_t v = 0; v < judge->crossing->values; v++) {
        if ((must >> v & 1) == 0)
            continue;
        rest += rest_in(judge, v, inside);
        found |= values_in(judge, v, inside);
    }
    for (size_t v = 0; rest == 0 && v < judge->crossing->values; v++) {
        if ((may >> v & 1) == 0 || !is_small(rest_in(judge, v, inside)))
            continue;
        judge->values = (uint32_t)1 << v;
        return true;
    }
    judge->values = found;
    return is_small(rest);
}

/* What is in these groups and not in some values: a value can be taken away if its row is known,
 * and all that it has in other groups. */
static bool groups_without_values(struct crossing_judge *judge, uint32_t groups)
{
    uint32_t may = 0;
    uint32_t must = 0;
    for (size_t v = 0; v < judge->crossing->values; v++) {
        bool away = (judge->known_values >> v & 1) != 0 && all_known_in(judge, v, ~groups);
        may |= (uint32_t)away << v;
        must |= (uint32_t)!away << v;
    }
    return union_is_small(judge, must, may, groups);
}

/* What is in some values and not in these groups: a value can be one of them if its row is known,
 * and must be unless all that it has in the groups is. */
static bool values_without_groups(struct crossing_judge *judge, uint32_t groups)
{
    uint32_t may = 0;
    uint32_t must = 0;
    for (size_t v = 0; v < judge->crossing->values; v++) {
        bool can = (judge->known_values >> v & 1) != 0;
        bool need = !all_known_in(judge, v, groups);
        if (need && !can)
            return false;
        may |= (uint32_t)(can && !need) << v;
        must |= (uint32_t)need << v;
    }
    return union_is_small(judge, must, may, ~groups);
}

/* Who is left beside the insiders; nobody in a row of which all are in the column, but the insiders
 * who are known not to be. */
static void find_rests(struct crossing_judge *judge)
{
    const struct publish_crossing *crossing = judge->crossing;
    const struct publish_network_arc *cell =
        &judge->network.arc[publish_network_of_cell(&judge->network, 0, 0)];
    long of_value[PUBLISH_UNIONS_VALUES] = {0};
    long of_group[PUBLISH_UNIONS_GROUPS] = {0};
    for (size_t i = 0; i < crossing->values * crossing->groups; i++) {
        of_value[i / crossing->groups] += cell[i].most;
        of_group[i % crossing->groups] += cell[i].most;
    }
    for (size_t i = 0; i < crossing->values * crossing->groups; i++) {
        size_t v = i / crossing->groups;
        size_t g = i % crossing->groups;
        bool told =
            crossing->value[v].least == of_value[v] || crossing->group[g].least == of_group[g];
        judge->rest[v][g] = told ? 0 : cell[i].flow - judge->in[v][g];
    }
}

/* Whether an arc has one feasible flow, by itself and by what else the counts can be. */
static bool is_known(
    const struct crossing_judge *judge, const struct publish_network *other, size_t place)
{
    return other->arc[place].flow == judge->network.arc[place].flow &&
           !publish_apart_can_move(judge->crossing, &judge->network, place) &&
           !publish_apart_can_move(judge->crossing, other, place);
}

/* False if of a pair no more than the known ones can be apart: that is told then. */
static bool find_known(struct crossing_judge *judge)
{
    const struct publish_crossing *crossing = judge->crossing;
    struct publish_network other = judge->network;
    size_t pair = 0;
    publish_apart_widen(crossing, &other, &pair);
    if (pair != SIZE_MAX) {
        judge->values = (uint32_t)1 << (pair / crossing->groups);
        return false;
    }
    judge->known_values = judge->known_groups = 0;
    for (size_t g = 0; g < crossing->groups; g++)
        judge->known_groups |=
            (uint32_t)is_known(judge, &other, publish_network_of_group(crossing->values, g)) << g;
    for (size_t v = 0; v < crossing->values; v++) {
        judge->known_values |= (uint32_t)is_known(judge, &other, publish_network_of_value(v)) << v;
        for (size_t g = 0; g < crossing->groups; g++)
            judge->known[v][g] = is_known(judge, &other, publish_network_of_cell(&other, v, g));
    }
    return true;
}

static bool tells_cell(struct crossing_judge *judge)
{
    for (size_t v = 0; v < judge->crossing->values; v++) {
        for (size_t g = 0; g < judge->crossing->groups; g++) {
            judge->values = (uint32_t)1 << v;
            if (judge->known[v][g] && is_small(judge->rest[v][g]))
                return true;
        }
    }
    return false;
}

static bool tells_anything(struct crossing_judge *judge)
{
    if (!find_known(judge))
        return true;
    find_rests(judge);
    if (tells_cell(judge))
        return true;
    if ((judge->known_values | judge->known_groups) == 0)
        return false;
    uint32_t groups = judge->known_groups;
    for (;;) {
        if (groups_without_values(judge, groups) || values_without_groups(judge, groups))
            return true;
        if (groups == 0)
            return false;
        groups = (groups - 1) & judge->known_groups;
    }
}

/* ---- insiders ---- */

/* Somebody of a cell, who is in the column or not. */
struct crossing_insider {
    size_t value;
    size_t group;
    bool in;
};

/* Where it may matter whether an insider is such a one: who is in the column where so few are that
 * they may be a rest, or nobody else; who is not, where nobody else is not. */
static bool insider_matters(
    const struct publish_crossing *crossing, const struct crossing_insider *insider)
{
    long in = crossing->count[insider->value][insider->group];
    long out = crossing->members[insider->value][insider->group] - in;
    if (insider->in)
        return in >= 1 && in <= PUBLISH_SOLVER_SMALL + PUBLISH_SOLVER_INSIDERS;
    return out >= 1 && out <= PUBLISH_SOLVER_INSIDERS;
}

/* amount: 1 to know what such a one adds, -1 to forget it. False if there is nobody left. */
static bool know_insider(
    struct crossing_judge *judge, const struct crossing_insider *insider, int amount)
{
    size_t place = publish_network_of_cell(&judge->network, insider->value, insider->group);
    struct publish_network_arc *arc = &judge->network.arc[place];
    long known = judge->crossing->least[insider->value][insider->group];
    long *in = &judge->in[insider->value][insider->group];
    if (amount > 0 && (insider->in ? *in == arc->flow : arc->most == arc->flow))
        return false;
    if (insider->in) {
        *in += amount;
        arc->least = *in > known ? *in : known;
    } else {
        arc->most -= amount;
    }
    publish_network_open(&judge->network, place);
    return true;
}

static size_t next_insider(
    const struct crossing_judge *judge, size_t place, struct crossing_insider *insider)
{
    size_t cells = judge->crossing->values * judge->crossing->groups;
    for (; place < 2 * cells; place++) {
        *insider = (struct crossing_insider){.value = place / 2 / judge->crossing->groups,
            .group = place / 2 % judge->crossing->groups,
            .in = place % 2 == 0};
        if (insider_matters(judge->crossing, insider))
            return place;
    }
    return SIZE_MAX;
}

/* With each insider from that one on, and so many more. */
static bool tells_insiders(struct crossing_judge *judge, size_t from, unsigned more)
{
    struct crossing_insider insider;
    bool told = false;
    for (size_t i = next_insider(judge, from, &insider); !told && i != SIZE_MAX;
         i = next_insider(judge, i + 1, &insider)) {
        if (!know_insider(judge, &insider, 1))
            continue;
        told = tells_anything(judge) || (more > 1 && tells_insiders(judge, i, more - 1));
        (void)know_insider(judge, &insider, -1);
    }
    return told;
}

/* Whether nobody could know more if as many as may be insiders were known in each cell at once, in
 * the column and not: then those who know less do not either. */
static bool tells_nobody(struct crossing_judge *judge)
{
    const struct publish_crossing *crossing = judge->crossing;
    for (size_t place = 0; place < 2 * crossing->values * crossing->groups; place++) {
        struct crossing_insider insider = {
            place / 2 / crossing->groups, place / 2 % crossing->groups, place % 2 == 0};
        for (unsigned i = 0; i < PUBLISH_SOLVER_INSIDERS; i++)
            (void)know_insider(judge, &insider, 1);
    }
    bool nobody = find_known(judge) && (judge->known_values | judge->known_groups) == 0;
    for (size_t v = 0; nobody && v < crossing->values; v++) {
        for (size_t g = 0; nobody && g < crossing->groups; g++)
            nobody = !judge->known[v][g] || crossing->count[v][g] == 0 ||
                     crossing->count[v][g] > PUBLISH_SOLVER_SMALL + PUBLISH_SOLVER_INSIDERS;
    }
    return nobody;
}

/* ---- the whole ---- */

static void begin_judge(struct crossing_judge *judge, const struct publish_crossing *crossing)
{
    *judge = (struct crossing_judge){.crossing = crossing};
    publish_network_begin(&judge->network, crossing);
}

bool publish_crossing_reveals(const struct publish_crossing *crossing, uint32_t *values)
{
    struct crossing_judge judge;
    begin_judge(&judge, crossing);
    if (!publish_apart_is_tight(crossing, &judge.network) && tells_nobody(&judge))
        return false;
    begin_judge(&judge, crossing);
    bool told = tells_anything(&judge) || tells_insiders(&judge, 0, PUBLISH_SOLVER_INSIDERS);
    *values = judge.values;
    return told;
}
