#include "cmd/ui/clock_doubt.h"

#include "base/clock.h"
#include "base/release.h"
#include "cmd/ui/confirm.h"

const struct option_spec OPTION_CLOCK_RIGHT = {"clock-is-right", 0, NULL,
    N_("go on though this machine's clock is far from what is known here"), false};

/* Asks, after the sentence that says what speaks against the clock. */
static enum status ask_about_clock(struct app *app, const struct error *doubt, struct error *err)
{
    if (option_given(app->options, &OPTION_CLOCK_RIGHT))
        return STATUS_OK;
    if (!confirm_possible()) {
        *err = *doubt;
        return STATUS_FAILED;
    }
    hint(app, "%s", doubt->text);
    return confirm_unless(
        app, &OPTION_CLOCK_RIGHT, text_of(app, "Is the clock of this machine right?"), err);
}

static enum status doubt_behind(
    struct app *app, int64_t now, const struct clock_witness *witness, struct error *err)
{
    struct error doubt;
    char here[MOMENT_SIZE];
    char there[MOMENT_SIZE];
    error_init(&doubt, app->catalog);
    moment_format(here, now);
    moment_format(there, witness->moment);
    (void)error_set(&doubt, STATUS_FAILED, REASON_CLOCK_DOUBTED,
        "the clock of this machine says %s, but %s at %s; set the clock right, or if it is right "
        "give --clock-is-right",
        here, text_of(app, witness->what), there);
    return ask_about_clock(app, &doubt, err);
}

static const struct clock_witness RELEASE = {RELEASE_DAY, N_("this program was made")};

struct clock_witness clock_doubt_newest(const struct clock_witness *witness, size_t count)
{
    struct clock_witness newest = RELEASE;
    for (size_t i = 0; i < count; i++) {
        if (witness[i].moment > newest.moment)
            newest = witness[i];
    }
    return newest;
}

enum status clock_doubt(struct app *app, int64_t now, const struct clock_witness *witness,
    size_t count, struct error *err)
{
    if (now < RELEASE.moment)
        return doubt_behind(app, now, &RELEASE, err);
    const struct clock_witness newest = clock_doubt_newest(witness, count);
    if (now < newest.moment - CLOCK_DOUBT_BEHIND)
        return doubt_behind(app, now, &newest, err);
    return STATUS_OK;
}

enum status clock_doubt_ahead(
    struct app *app, int64_t now, const struct clock_witness *newest, struct error *err)
{
    if (now <= newest->moment + CLOCK_DOUBT_AHEAD)
        return STATUS_OK;
    struct error doubt;
    char here[MOMENT_SIZE];
    char there[MOMENT_SIZE];
    error_init(&doubt, app->catalog);
    moment_format(here, now);
    moment_format(there, newest->moment);
    (void)error_set(&doubt, STATUS_FAILED, REASON_CLOCK_DOUBTED,
        "the clock of this machine says %s, %lld days after what is newest here: %s at %s; set the "
        "clock right, or if it is right give --clock-is-right",
        here, (long long)((now - newest->moment) / 86400), text_of(app, newest->what), there);
    return ask_about_clock(app, &doubt, err);
}
