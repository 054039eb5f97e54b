#include "analysis/result_stats.h"

const struct stats_cell *stats_holding_of(const struct stats_group *group, unsigned question)
{
    static const struct stats_cell nobody = {0, STATS_NUMBER};
    static const struct stats_cell hidden = {0, STATS_HIDDEN};
    for (unsigned i = 0; i < group->holdings; i++) {
        if (group->holding[i].question == question)
            return &group->holding[i].count;
    }
    return group->holding_hidden ? &hidden : &nobody;
}

struct stats_cell stats_sum(const struct stats_cell cell[], unsigned cells)
{
    struct stats_cell sum = {0, STATS_NUMBER};
    for (unsigned i = 0; i < cells; i++) {
        if (cell[i].show != STATS_NUMBER)
            return (struct stats_cell){0, STATS_HIDDEN};
        sum.value += cell[i].value;
    }
    return sum;
}
