#include "base/system/zone.h"

#include <stdlib.h>
#include <time.h>
#include <windows.h>

/* The system tells it at any time, without a file. */
void zone_prepare(void)
{
}

/* For the C library, and with it for libraries that ask it. */
bool zone_choose_utc(void)
{
    bool chosen = _putenv_s("TZ", "UTC0") == 0;
    _tzset();
    return chosen;
}

/* From 1601-01-01 to 1970-01-01, in steps of 100 nanoseconds. */
static const int64_t EPOCH = 116444736000000000;
static const int64_t STEPS = 10000000;

static bool to_system_time(int64_t seconds, SYSTEMTIME *time)
{
    ULARGE_INTEGER steps = {.QuadPart = (ULONGLONG)(seconds * STEPS + EPOCH)};
    FILETIME moment = {steps.LowPart, steps.HighPart};
    return FileTimeToSystemTime(&moment, time) != 0;
}

static bool to_seconds(const SYSTEMTIME *time, int64_t *seconds)
{
    FILETIME moment;
    if (SystemTimeToFileTime(time, &moment) == 0)
        return false;
    ULARGE_INTEGER steps = {.LowPart = moment.dwLowDateTime, .HighPart = moment.dwHighDateTime};
    *seconds = ((int64_t)steps.QuadPart - EPOCH) / STEPS;
    return true;
}

int64_t zone_ahead(int64_t seconds)
{
    SYSTEMTIME there;
    SYSTEMTIME here;
    int64_t wall = 0;
    bool known = to_system_time(seconds, &there) &&
                 SystemTimeToTzSpecificLocalTime(NULL, &there, &here) != 0 &&
                 to_seconds(&here, &wall);
    return known ? wall - seconds : 0;
}
