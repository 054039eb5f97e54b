/* Whether the period of answers can be the one that was meant. What makes it no period at all is in
 * answers_check.c. */
#include "base/clock.h"
#include "format/answers.h"

#include <string.h>

enum { SECONDS_OF_DAY = 86400, MONTH_SIZE = 8 /* of "2024-10-" */ };

/* The questionnaire of 2021 was collected from May on for a period that ended in September, and
 * comes every second year. */
static const int64_t AHEAD_AT_MOST = (int64_t)184 * SECONDS_OF_DAY;
static const int64_t BACK_AT_MOST = (int64_t)731 * SECONDS_OF_DAY;

static void check_length(const struct edition *edition, const char *first, int64_t from, int64_t to,
    struct findings *findings)
{
    char expected[DAY_SIZE];
    int64_t last = day_months_later(from, edition->period_months) - SECONDS_OF_DAY;
    if (edition->period_months == 0 || to == last)
        return;
    if (strcmp(first + MONTH_SIZE, "01") != 0) {
        findings_add(findings, FINDING_WARNING, 0, "period",
            "period.from: the questions are about %u whole months, so the period begins on the first "
            "day of a month, such as %.*s01; correct the day",
            edition->period_months, MONTH_SIZE, first);
        return;
    }
    day_format(expected, last);
    findings_add(findings, FINDING_WARNING, 0, "period",
        "period: the questions are about %u whole months, and a period with this first day would end "
        "on %s; correct one of the days",
        edition->period_months, expected);
}

static void check_today(
    const struct answers *answers, int64_t from, int64_t to, int64_t now, struct findings *findings)
{
    char today[DAY_SIZE];
    day_format(today, now);
    if (from > now)
        findings_add(findings, FINDING_WARNING, 0, "period",
            "period.from: %s has not come yet by this computer's clock (%s); correct the day, or the "
            "clock",
            answers->period_from, today);
    else if (to - now > AHEAD_AT_MOST)
        findings_add(findings, FINDING_WARNING, 0, "period",
            "period.to: %s is more than half a year ahead by this computer's clock (%s); correct the "
            "day, or the clock",
            answers->period_to, today);
    else if (now - to > BACK_AT_MOST)
        findings_add(findings, FINDING_WARNING, 0, "period",
            "period.to: %s is more than two years back by this computer's clock (%s); if these are "
            "not old answers, correct the day, or the clock",
            answers->period_to, today);
}

void answers_check_period(const struct edition *edition, const struct answers *answers, int64_t now,
    struct findings *findings)
{
    int64_t from, to;
    if (!day_parse(answers->period_from, strlen(answers->period_from), &from) ||
        !day_parse(answers->period_to, strlen(answers->period_to), &to) || from > to)
        return;
    check_length(edition, answers->period_from, from, to, findings);
    check_today(answers, from, to, now, findings);
}
