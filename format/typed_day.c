#include "format/typed_day.h"

#include "base/text_fold.h"
#include "format/typed.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* By Swedish and English, in full and in short. */
static const char *const MONTHS[][6] = {
    {"januari", "january", "jan"},
    {"februari", "february", "feb", "febr"},
    {"mars", "march", "mar"},
    {"april", "apr"},
    {"maj", "may"},
    {"juni", "june", "jun"},
    {"juli", "july", "jul"},
    {"augusti", "august", "aug"},
    {"september", "sep", "sept"},
    {"oktober", "october", "okt", "oct"},
    {"november", "nov"},
    {"december", "dec"},
};

enum { MONTH_COUNT = sizeof MONTHS / sizeof MONTHS[0], PARTS = 3 };

struct day_part {
    const char *text; /* in the folded text */
    size_t length;
};

static bool is_digit(char letter)
{
    return letter >= '0' && letter <= '9';
}

static size_t between(const char *text)
{
    return *text == '/' || *text == '.' || *text == ',' ? 1 : typed_separator(text, strlen(text));
}

/* How many parts there are, PARTS + 1 for more. */
static size_t split(const char *text, struct day_part part[PARTS])
{
    size_t count = 0;
    while (*text != '\0') {
        size_t length = 0, gap = between(text);
        if (gap > 0) {
            text += gap;
            continue;
        }
        if (count == PARTS)
            return PARTS + 1;
        while (text[length] != '\0' && between(text + length) == 0)
            length++;
        part[count++] = (struct day_part){text, length};
        text += length;
    }
    return count;
}

/* A number of so many digits at least and at most; -1 for anything else. */
static int number(const char *text, size_t length, size_t least, size_t most)
{
    int value = 0;
    if (length < least || length > most)
        return -1;
    for (size_t i = 0; i < length; i++) {
        if (!is_digit(text[i]))
            return -1;
        value = value * 10 + (text[i] - '0');
    }
    return value;
}

static int month_named(const struct day_part *part)
{
    for (int month = 0; month < MONTH_COUNT; month++) {
        for (const char *const *name = MONTHS[month]; *name != NULL; name++) {
            if (strlen(*name) == part->length && strncmp(*name, part->text, part->length) == 0)
                return month + 1;
        }
    }
    return -1;
}

static bool is_day(int year, int month, int date, char day[DAY_SIZE])
{
    int64_t seconds;
    if (year < 0 || month < 0 || date < 0)
        return false;
    (void)snprintf(day, DAY_SIZE, "%04d-%02d-%02d", year % 10000, month % 100, date % 100);
    return day_parse(day, strlen(day), &seconds);
}

static bool read_parts(const struct day_part *part, size_t count, char day[DAY_SIZE])
{
    if (count == 1)
        return part->length == 8 &&
               is_day(number(part->text, 4, 4, 4), number(part->text + 4, 2, 2, 2),
                   number(part->text + 6, 2, 2, 2), day);
    if (count != PARTS)
        return false;
    return is_day(number(part[0].text, part[0].length, 4, 4),
               number(part[1].text, part[1].length, 1, 2),
               number(part[2].text, part[2].length, 1, 2), day) ||
           is_day(number(part[2].text, part[2].length, 4, 4), month_named(&part[1]),
               number(part[0].text, part[0].length, 1, 2), day);
}

bool typed_day(const char *text, char day[DAY_SIZE])
{
    struct day_part part[PARTS];
    char *folded = text_fold(text);
    size_t count = split(folded, part);
    bool found = read_parts(part, count, day);
    free(folded);
    return found;
}
