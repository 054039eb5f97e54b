#include "scoring/standing.h"

int standing_compare(const struct standing *a, const struct standing *b)
{
    for (unsigned i = 0; i < STANDING_FIGURES; i++) {
        if (a->figure[i] != b->figure[i])
            return a->figure[i] < b->figure[i] ? -1 : 1;
    }
    return 0;
}
