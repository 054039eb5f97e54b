#include "base/local_time.h"

#include "base/clock.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

void local_time_prepare(void)
{
    tzset();
}

/* localtime_r, unlike localtime, does not read the zone's file anew. */
void local_time_format(char text[LOCAL_TIME_SIZE], int64_t seconds)
{
    char moment[MOMENT_SIZE];
    struct tm here;
    int64_t parsed = 0;
    moment_format(moment, seconds); /* within the years that the documents have */
    (void)moment_parse(moment, strlen(moment), &parsed);
    const time_t when = (time_t)parsed;
    if (localtime_r(&when, &here) != NULL && here.tm_gmtoff != 0) {
        moment_format(moment, parsed + here.tm_gmtoff);
        (void)snprintf(text, LOCAL_TIME_SIZE, "%.10s %.5s", moment, moment + 11);
        return;
    }
    (void)snprintf(text, LOCAL_TIME_SIZE, "%.10s %.5s UTC", moment, moment + 11);
}
