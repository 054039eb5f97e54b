/* Whether the day of the approval can be the one that was meant. What makes it no day is in
 * answers_check.c. */
#include "base/clock.h"
#include "format/answers.h"

#include <string.h>

/* A day begins at most this much earlier elsewhere than by the clock, which is in UTC. */
static const int64_t ELSEWHERE_AT_MOST = (int64_t)14 * 3600;

void answers_check_approved_day(
    const struct answers *answers, int64_t now, struct findings *findings)
{
    const char *date = answers->approval.date;
    char today[DAY_SIZE];
    int64_t day, from;
    if (!day_parse(date, strlen(date), &day))
        return;
    if (day_parse(answers->period_from, strlen(answers->period_from), &from) && day < from)
        findings_add(findings, FINDING_WARNING, 0, "approval",
            "approval.date: %s is before the period begins (%s); correct one of the two", date,
            answers->period_from);
    if (day <= now + ELSEWHERE_AT_MOST)
        return;
    day_format(today, now);
    findings_add(findings, FINDING_WARNING, 0, "approval",
        "approval.date: %s has not come yet by this computer's clock (%s); correct the day, or the "
        "clock",
        date, today);
}
