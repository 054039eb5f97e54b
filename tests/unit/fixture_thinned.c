#include "fixture_thinned.h"

#include <stdlib.h>

size_t fixture_thinned(size_t step)
{
    const char *thinned = getenv("THINNED");
    size_t times = thinned == NULL ? 1 : strtoul(thinned, NULL, 10);
    return step * (times == 0 ? 1 : times);
}
