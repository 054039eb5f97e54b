/* Days and moments, in UTC, in the one form that the documents use. */
#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MOMENT_SIZE 21 /* "2021-09-30T12:00:00Z" and a NUL */
#define DAY_SIZE 11    /* "2021-09-30" and a NUL */

/* Seconds since 1970-01-01T00:00:00Z. */
int64_t clock_now(void);

/* Years 1970 to 9999; anything outside is written as the nearest end. */
void moment_format(char text[MOMENT_SIZE], int64_t seconds);
void day_format(char text[DAY_SIZE], int64_t seconds);

/* Exactly the form above, a day that exists, seconds 00 to 59; false for anything else. */
bool moment_parse(const char *text, size_t length, int64_t *seconds);

/* Exactly "YYYY-MM-DD"; *seconds is the day's beginning. */
bool day_parse(const char *text, size_t length, int64_t *seconds);

/* The beginning of the same day so many months later; of the first day after that month, if it has
 * no such day. */
int64_t day_months_later(int64_t seconds, unsigned months);

#endif
