#include "analysis/publish_apart.h"

void publish_apart_know(struct publish_crossing *crossing, size_t value, size_t group)
{
    long most = 0;
    long *least = NULL;
    for (size_t v = 0; v < crossing->values; v++) {
        for (size_t g = 0; g < crossing->groups; g++) {
            if ((v == value) == (g == group))
                continue;
            if (crossing->least[v][g] > 0)
                return;
            /* Of the cell that has most, so that the one takes the least from what can be else. */
            if (crossing->count[v][g] > most) {
                most = crossing->count[v][g];
                least = &crossing->least[v][g];
            }
        }
    }
    if (least != NULL)
        *least = 1;
}
