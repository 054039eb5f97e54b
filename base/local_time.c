#include "base/local_time.h"

#include "base/clock.h"
#include "base/system/zone.h"

#include <stdio.h>
#include <string.h>

void local_time_prepare(void)
{
    zone_prepare();
}

void local_time_format(char text[LOCAL_TIME_SIZE], int64_t seconds)
{
    char moment[MOMENT_SIZE];
    int64_t parsed = 0;
    moment_format(moment, seconds); /* within the years that the documents have */
    (void)moment_parse(moment, strlen(moment), &parsed);
    int64_t ahead = zone_ahead(parsed);
    if (ahead != 0) {
        moment_format(moment, parsed + ahead);
        (void)snprintf(text, LOCAL_TIME_SIZE, "%.10s %.5s", moment, moment + 11);
        return;
    }
    (void)snprintf(text, LOCAL_TIME_SIZE, "%.10s %.5s UTC", moment, moment + 11);
}
