/* Days as people write them, in the one form that documents have (base/clock.h). */
#ifndef FORMAT_TYPED_DAY_H
#define FORMAT_TYPED_DAY_H

#include "base/clock.h"

#include <stdbool.h>

/* Understands year, month and day in this order, as digits (a month and a day of one too) with a
 * separator (format/typed.h), a dot or a slash between, or as eight digits; and day, month in
 * Swedish or English, and year. What may be two days, such as 3/4 2026, is none. false, and nothing
 * of use in day, if it is no day between 1970 and 9999. */
bool typed_day(const char *text, char day[DAY_SIZE]);

#endif
