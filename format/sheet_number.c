#include "format/sheet_number.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { WRITTEN_MAX = 400, DIGITS_MAX = 40, EXPONENT_MAX = 400 };

/* A number taken apart: the digits without zeros at either end, and where the point stands, counted
 * from the first digit. */
struct decimal {
    bool negative;
    char digit[WRITTEN_MAX + 1];
    int digits;
    int point;
};

static bool is_digit(char letter)
{
    return letter >= '0' && letter <= '9';
}

/* Takes the exponent at the end; false if what is left is none. */
static bool read_exponent(const char *text, struct decimal *decimal)
{
    char *end;
    if (*text == '\0')
        return true;
    if ((*text != 'e' && *text != 'E') || text[1 + strspn(text + 1, "+-")] == '\0' ||
        strspn(text + 1, "+-") > 1 || !is_digit(text[1 + strspn(text + 1, "+-")]))
        return false;
    long exponent = strtol(text + 1, &end, 10);
    if (*end != '\0' || exponent < -EXPONENT_MAX || exponent > EXPONENT_MAX)
        return false;
    decimal->point += (int)exponent;
    return true;
}

static void strip_zeros(struct decimal *decimal)
{
    int leading = 0;
    while (leading < decimal->digits && decimal->digit[leading] == '0')
        leading++;
    memmove(decimal->digit, decimal->digit + leading, (size_t)(decimal->digits - leading));
    decimal->digits -= leading;
    decimal->point -= leading;
    while (decimal->digits > 0 && decimal->digit[decimal->digits - 1] == '0')
        decimal->digits--;
    if (decimal->digits == 0)
        *decimal = (struct decimal){0};
}

static bool read_decimal(const char *text, struct decimal *decimal)
{
    bool fraction = false, any = false;
    *decimal = (struct decimal){.negative = *text == '-'};
    text += *text == '-' || *text == '+';
    for (; is_digit(*text) || (*text == '.' && !fraction); text++) {
        fraction = fraction || *text == '.';
        if (*text == '.')
            continue;
        any = true;
        decimal->digit[decimal->digits++] = *text;
        decimal->point += !fraction;
    }
    if (!any || !read_exponent(text, decimal))
        return false;
    strip_zeros(decimal);
    return true;
}

static void write_decimal(const struct decimal *decimal, char number[SHEET_NUMBER_SIZE])
{
    char *to = number;
    int last = decimal->digits > decimal->point ? decimal->digits : decimal->point;
    if (decimal->negative)
        *to++ = '-';
    if (decimal->point <= 0)
        *to++ = '0';
    for (int i = decimal->point < 0 ? decimal->point : 0; i < last; i++) {
        if (i == decimal->point)
            *to++ = '.';
        *to++ = i >= 0 && i < decimal->digits ? decimal->digit[i] : '0';
    }
    *to = '\0';
}

bool sheet_number_text(const char *text, size_t length, char number[SHEET_NUMBER_SIZE])
{
    char written[WRITTEN_MAX + 1];
    struct decimal decimal;
    while (length > 0 && isspace((unsigned char)text[length - 1]))
        length--;
    while (length > 0 && isspace((unsigned char)*text)) {
        text++;
        length--;
    }
    if (length == 0 || length > WRITTEN_MAX)
        return false;
    memcpy(written, text, length);
    written[length] = '\0';
    if (strlen(written) != length || !read_decimal(written, &decimal))
        return false;
    bool fits = decimal.digits <= DIGITS_MAX && decimal.point <= DIGITS_MAX &&
                decimal.digits - decimal.point <= DIGITS_MAX;
    if (fits)
        write_decimal(&decimal, number);
    else
        (void)snprintf(number, SHEET_NUMBER_SIZE, "%.*s", SHEET_NUMBER_SIZE - 1, written);
    return true;
}

bool sheet_number_day(const char *number, bool since_1904, char day[DAY_SIZE])
{
    enum { LAST = 2958465, SINCE_1904 = 1462, UNIX = 25569, SECONDS = 86400 };
    char *end;
    if (!is_digit(*number))
        return false;
    unsigned long serial = strtoul(number, &end, 10);
    if ((*end != '\0' && *end != '.') || serial > LAST)
        return false;
    serial += since_1904 ? SINCE_1904 : 0;
    if (serial < UNIX || serial > LAST)
        return false;
    day_format(day, ((int64_t)serial - UNIX) * SECONDS);
    return true;
}
