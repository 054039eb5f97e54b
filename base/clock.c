#include "base/clock.h"

#include <string.h>
#include <time.h>

enum { MINUTE = 60, HOUR = 3600, DAY = 86400 };

static const int64_t LAST_SECOND = 253402300799; /* 9999-12-31T23:59:59Z */

int64_t clock_now(void)
{
    return (int64_t)time(NULL);
}

static bool is_leap(int year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static int days_in_month(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return days[month - 1] + (month == 2 && is_leap(year) ? 1 : 0);
}

struct day {
    int year;
    int month;
    int day;
};

/* Of the years from 1970 on; 477 of those before it were leap years. */
static int days_before(int year)
{
    int last = year - 1;
    return 365 * (year - 1970) + last / 4 - last / 100 + last / 400 - 477;
}

static struct day day_of(int64_t seconds)
{
    int left = (int)(seconds / DAY);
    struct day found = {1970 + left / 366, 1, 1};
    while (days_before(found.year + 1) <= left)
        found.year++;
    left -= days_before(found.year);
    for (; left >= days_in_month(found.year, found.month); found.month++)
        left -= days_in_month(found.year, found.month);
    found.day += left;
    return found;
}

static int64_t within(int64_t seconds)
{
    return seconds < 0 ? 0 : seconds > LAST_SECOND ? LAST_SECOND : seconds;
}

static void clock_put_number(char *place, int number, size_t digits)
{
    for (size_t i = digits; i > 0; i--) {
        place[i - 1] = (char)('0' + number % 10);
        number /= 10;
    }
}

/* Not the library's functions: they read the machine's time zone from a file, which a confined
 * process may not. */
static void put_day(char *text, int64_t seconds)
{
    struct day day = day_of(seconds);
    clock_put_number(text, day.year, 4);
    clock_put_number(text + 5, day.month, 2);
    clock_put_number(text + 8, day.day, 2);
}

void moment_format(char text[MOMENT_SIZE], int64_t seconds)
{
    int64_t moment = within(seconds);
    int second = (int)(moment % DAY);
    memcpy(text, "0000-00-00T00:00:00Z", MOMENT_SIZE);
    put_day(text, moment);
    clock_put_number(text + 11, second / HOUR, 2);
    clock_put_number(text + 14, second % HOUR / MINUTE, 2);
    clock_put_number(text + 17, second % MINUTE, 2);
}

void day_format(char text[DAY_SIZE], int64_t seconds)
{
    memcpy(text, "0000-00-00", DAY_SIZE);
    put_day(text, within(seconds));
}

/* Digits where the pattern has '0', the pattern's own character elsewhere. */
static bool matches(const char *text, const char *pattern, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        bool digit = text[i] >= '0' && text[i] <= '9';
        if (pattern[i] == '0' ? !digit : text[i] != pattern[i])
            return false;
    }
    return true;
}

static int number_at(const char *text, size_t digits)
{
    int number = 0;
    for (size_t i = 0; i < digits; i++)
        number = number * 10 + (text[i] - '0');
    return number;
}

static int64_t seconds_of(const struct day *day)
{
    int64_t days = days_before(day->year) + day->day - 1;
    for (int month = 1; month < day->month; month++)
        days += days_in_month(day->year, month);
    return days * DAY;
}

int64_t day_months_later(int64_t seconds, unsigned months)
{
    struct day day = day_of(within(seconds));
    unsigned month = (unsigned)day.month - 1 + months;
    day.year += (int)(month / 12);
    day.month = (int)(month % 12) + 1;
    return seconds_of(&day);
}

bool day_parse(const char *text, size_t length, int64_t *seconds)
{
    static const char pattern[] = "0000-00-00";
    if (length != sizeof pattern - 1 || !matches(text, pattern, length))
        return false;
    struct day day = {number_at(text, 4), number_at(text + 5, 2), number_at(text + 8, 2)};
    if (day.year < 1970 || day.month < 1 || day.month > 12 || day.day < 1 ||
        day.day > days_in_month(day.year, day.month))
        return false;
    *seconds = seconds_of(&day);
    return true;
}

bool moment_parse(const char *text, size_t length, int64_t *seconds)
{
    static const char pattern[] = "0000-00-00T00:00:00Z";
    int64_t day;
    if (length != sizeof pattern - 1 || !matches(text, pattern, length) ||
        !day_parse(text, DAY_SIZE - 1, &day))
        return false;
    int hour = number_at(text + 11, 2);
    int minute = number_at(text + 14, 2);
    int second = number_at(text + 17, 2);
    if (hour > 23 || minute > 59 || second > 59)
        return false;
    *seconds = day + hour * HOUR + minute * MINUTE + second;
    return true;
}
