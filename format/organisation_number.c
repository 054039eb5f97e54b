#include "format/organisation_number.h"

#include "format/typed.h"

#include <string.h>

enum { DIGITS = 10, BEFORE_HYPHEN = 6, CENTURY = 2 };

/* The Luhn formula: every other digit, from the first on, counts double, by the sum of its digits.
 */
static bool check_digit_holds(const char digits[DIGITS])
{
    int sum = 0;
    for (int i = 0; i < DIGITS; i++) {
        int value = (digits[i] - '0') * (i % 2 == 0 ? 2 : 1);
        sum += value / 10 + value % 10;
    }
    return sum % 10 == 0;
}

bool organisation_number_canonical(
    const char *text, size_t length, char out[ORGANISATION_NUMBER_SIZE])
{
    char digits[DIGITS];
    bool hyphen = length == DIGITS + 1;
    out[0] = '\0';
    if (length != DIGITS && !(hyphen && text[BEFORE_HYPHEN] == '-'))
        return false;
    memcpy(digits, text, BEFORE_HYPHEN);
    memcpy(digits + BEFORE_HYPHEN, text + BEFORE_HYPHEN + hyphen, DIGITS - BEFORE_HYPHEN);
    for (int i = 0; i < DIGITS; i++) {
        if (digits[i] < '0' || digits[i] > '9')
            return false;
    }
    if (digits[2] < '2' || !check_digit_holds(digits))
        return false;
    memcpy(out, digits, BEFORE_HYPHEN);
    out[BEFORE_HYPHEN] = '-';
    memcpy(out + BEFORE_HYPHEN + 1, digits + BEFORE_HYPHEN, DIGITS - BEFORE_HYPHEN);
    out[DIGITS + 1] = '\0';
    return true;
}

bool organisation_number_typed(const char *text, size_t length, char out[ORGANISATION_NUMBER_SIZE])
{
    char compact[CENTURY + DIGITS + 1];
    out[0] = '\0';
    if (!typed_compact(text, length, compact, sizeof compact))
        return false;
    bool century = strlen(compact) == CENTURY + DIGITS && memcmp(compact, "16", CENTURY) == 0;
    const char *number = century ? compact + CENTURY : compact;
    return organisation_number_canonical(number, strlen(number), out);
}

bool organisation_number_is_canonical(const char *text, size_t length)
{
    char canonical[ORGANISATION_NUMBER_SIZE];
    return organisation_number_canonical(text, length, canonical) && length == sizeof canonical - 1;
}
