/* Swedish organisation numbers, NNNNNN-NNNN.
 *
 * Ten digits, the third at least 2 (so that it is no personal number), the last a check digit by
 * the Luhn formula (Swedish Tax Agency, SKV 709, "Organisationsnummer"). */
#ifndef FORMAT_ORGANISATION_NUMBER_H
#define FORMAT_ORGANISATION_NUMBER_H

#include <stdbool.h>
#include <stddef.h>

#define ORGANISATION_NUMBER_SIZE 12 /* "212999-0004" and a NUL */

/* Reads a number as people write it, with or without the hyphen, and gives the form with it. On
 * false (not a number, or a wrong check digit) out is "". */
bool organisation_number_canonical(
    const char *text, size_t length, char out[ORGANISATION_NUMBER_SIZE]);

/* Reads a number as it is typed and pasted: with any separators (format/typed.h) or none, and with
 * the 16 in front that stands for the century where a register or spreadsheet wants twelve digits.
 * out as above. */
bool organisation_number_typed(const char *text, size_t length, char out[ORGANISATION_NUMBER_SIZE]);

/* Whether text is a valid number in exactly the form with the hyphen. */
bool organisation_number_is_canonical(const char *text, size_t length);

#endif
