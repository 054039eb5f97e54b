/* For tests: a clock that stands still at FAKE_CLOCK seconds after 1970-01-01. Preloaded. */
#include <dlfcn.h>
#include <stdlib.h>
#include <time.h>

static time_t standing(void)
{
    const char *seconds = getenv("FAKE_CLOCK");
    return seconds == NULL ? 0 : (time_t)strtoll(seconds, NULL, 10);
}

time_t time(time_t *out)
{
    time_t now = standing();
    if (out != NULL)
        *out = now;
    return now;
}

int clock_gettime(clockid_t clock, struct timespec *out)
{
    int (*real)(clockid_t, struct timespec *) = dlsym(RTLD_NEXT, "clock_gettime");
    int result = real(clock, out);
    if (result == 0 && clock == CLOCK_REALTIME)
        *out = (struct timespec){standing(), 0};
    return result;
}
