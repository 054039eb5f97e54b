/* The time zone of the machine. */
#ifndef BASE_SYSTEM_ZONE_H
#define BASE_SYSTEM_ZONE_H

#include <stdbool.h>
#include <stdint.h>

/* Reads it, from a file where the system has it in one: once, before the process is confined. */
void zone_prepare(void);

/* Takes UTC for it, without any file. False, with errno, if that cannot be. */
bool zone_choose_utc(void);

/* How many seconds the clock on the wall is ahead of UTC at a moment of the years 1970 to 9999; 0
 * if no zone is known. */
int64_t zone_ahead(int64_t seconds);

#endif
