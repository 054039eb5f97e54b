#include "base/system/zone.h"

#include <stdlib.h>
#include <time.h>

void zone_prepare(void)
{
    tzset();
}

bool zone_choose_utc(void)
{
    bool chosen = setenv("TZ", "UTC0", 1) == 0;
    tzset();
    return chosen;
}

/* localtime_r, unlike localtime, does not read the zone's file anew. */
int64_t zone_ahead(int64_t seconds)
{
    const time_t when = (time_t)seconds;
    struct tm here;
    return localtime_r(&when, &here) == NULL ? 0 : (int64_t)here.tm_gmtoff;
}
