/* Numbers and days as workbooks store them. */
#ifndef FORMAT_SHEET_NUMBER_H
#define FORMAT_SHEET_NUMBER_H

#include "base/clock.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SHEET_NUMBER_SIZE 48

/* The one form of a number that is written with a dot, perhaps with an exponent, such as "1E0":
 * plain decimals without needless zeros; as it stands where that would be longer than 40 digits.
 * false for what is no number or is longer than 400 bytes. */
bool sheet_number_text(const char *text, size_t length, char number[SHEET_NUMBER_SIZE]);

/* The day of a serial number (ISO/IEC 29500-1, 18.17.4): a number as above, of which the part of a
 * day is passed over. 1904: by that date system. false for what is before 1970 or after 9999. */
bool sheet_number_day(const char *number, bool since_1904, char day[DAY_SIZE]);

#endif
