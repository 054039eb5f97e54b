#include "analysis/publish_unions.h"

/* How many of a value are in a union of groups. */
static unsigned within(const struct publish_unions *unions, size_t value, uint32_t groups)
{
    unsigned inside = 0;
    for (size_t i = 0; i < unions->groups; i++)
        inside += (groups >> i & 1) != 0 ? unions->count[value][i] : 0;
    return inside;
}

static unsigned members_of(const struct publish_unions *unions, size_t value)
{
    return within(unions, value, UINT32_MAX) + unions->outside[value];
}

/* The value as the other choice puts it, if that is nearer to the groups than what was found. */
static void try_other(struct publish_unions_pair *found, const struct publish_unions_pair *same,
    size_t value, unsigned members)
{
    if (members == 0 || (found->apart > 0 && found->apart <= members))
        return;
    *found = *same;
    found->apart = members;
    found->values ^= (uint32_t)1 << value;
}

/* Where a union of values is the same as that of the groups, the next one has a value more or less,
 * and differs by all that are in that. */
static void try_next(const struct publish_unions *unions, struct publish_unions_pair *found,
    const struct publish_unions_pair *same)
{
    for (size_t i = 0; i < unions->values; i++)
        try_other(found, same, i, members_of(unions, i));
}

static struct publish_unions_pair nearest_to(const struct publish_unions *unions, uint32_t groups)
{
    struct publish_unions_pair pair = {.groups = groups};
    for (size_t i = 0; i < unions->values; i++) {
        unsigned inside = within(unions, i, groups);
        unsigned beside = members_of(unions, i) - inside;
        pair.apart += inside < beside ? inside : beside;
        pair.values |= inside > beside ? (uint32_t)1 << i : 0;
    }
    return pair;
}

struct publish_unions_pair publish_unions_nearest(const struct publish_unions *unions)
{
    struct publish_unions_pair found = {0};
    for (uint32_t groups = 0; groups < (uint32_t)1 << unions->groups; groups++) {
        struct publish_unions_pair pair = nearest_to(unions, groups);
        if (pair.apart == 0)
            try_next(unions, &found, &pair);
        else if (found.apart == 0 || pair.apart < found.apart)
            found = pair;
    }
    return found;
}
