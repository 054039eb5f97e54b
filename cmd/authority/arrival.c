#include "cmd/authority/arrival.h"

#include "base/clock.h"
#include "base/text.h"
#include "register/submissions.h"

#include <string.h>

const struct option_spec OPTION_ARRIVED = {
    "arrived", 0, N_("DATE"), N_("the day on which the media arrived, as YYYY-MM-DD"), false};
const struct option_spec OPTION_REFERENCE = {
    "reference", 0, N_("REFERENCE"), N_("the authority's own reference, for the receipts"), false};

/* Seconds by which a day has begun somewhere before it does in UTC. */
enum { EASTERNMOST = 14 * 3600 };

enum status arrival_options(
    const struct app *app, int64_t now, struct arrival *arrival, struct error *err)
{
    *arrival = (struct arrival){.day = option_text(app->options, &OPTION_ARRIVED),
        .reference = option_text(app->options, &OPTION_REFERENCE)};
    const char *day = arrival->day;
    const char *reference = arrival->reference;
    if (day != NULL && !day_parse(day, strlen(day), &arrival->from))
        return error_set(
            err, STATUS_USAGE, REASON_BAD_VALUE, "--arrived takes a day as YYYY-MM-DD");
    if (day != NULL && arrival->from > now + EASTERNMOST)
        return error_set(err, STATUS_USAGE, REASON_BAD_VALUE,
            "--arrived %s: that day is still to come by the clock of this machine; give the day on "
            "which the media came",
            day);
    if (reference != NULL && (strlen(reference) >= SUBMISSION_NOTE_SIZE ||
                                 !text_is_plain(reference, strlen(reference), false)))
        return error_set(err, STATUS_USAGE, REASON_BAD_VALUE,
            "--reference takes at most %d bytes of plain text", SUBMISSION_NOTE_SIZE - 1);
    return STATUS_OK;
}
