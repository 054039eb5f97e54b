/* Moments as people read them, by the clock on their wall. What is kept or compared by programs is
 * in UTC (base/clock.h). */
#ifndef BASE_LOCAL_TIME_H
#define BASE_LOCAL_TIME_H

#include <stdint.h>

#define LOCAL_TIME_SIZE 32

/* Reads the machine's time zone, from a file: once, before the process is confined. */
void local_time_prepare(void);

/* "2021-09-30 14:00", or "2021-09-30 12:00 UTC" where that is the machine's zone or none is known.
 */
void local_time_format(char text[LOCAL_TIME_SIZE], int64_t seconds);

#endif
