/* sigill-msb clock: takes a register on that was changed while the clock was ahead. */
#include "base/clock.h"
#include "cmd/authority/opened_register.h"
#include "cmd/commands.h"
#include "cmd/ui/clock_doubt.h"
#include "register/changes.h"

static const struct option_spec WAS_WRONG = {"was-wrong", 0, NULL,
    N_("the clock was ahead when the register was last changed; it is right now"), false};

static enum status take_on(
    struct app *app, struct opened_register *opened, int64_t now, struct error *err)
{
    int64_t last = 0;
    char before[MOMENT_SIZE];
    char after[MOMENT_SIZE];
    TRY(changes_clock(&opened->audit, now, &last, err));
    moment_format(before, last);
    moment_format(after, now);
    say(app,
        "The register was last changed at %s by a clock that was ahead. From now on what is done "
        "with it has the time of this machine's clock, %s. What was done before keeps its time; "
        "`sigill-msb amend` corrects the day on which a submission arrived.\n",
        before, after);
    return STATUS_OK;
}

static enum status run(struct app *app, struct error *err)
{
    struct opened_register opened = OPENED_REGISTER_NONE;
    int64_t now = clock_now();
    enum status status;
    if (!option_given(app->options, &WAS_WRONG))
        return error_set(err, STATUS_USAGE, REASON_BAD_SYNTAX,
            "expected on the command line: --was-wrong, which says that the clock was ahead when "
            "the register was last changed, and is right now");
    TRY(clock_doubt(app, now, NULL, 0, err));
    TRY_OUT(opened_register_open(app, OPENED_TO_SET_CLOCK, &opened, err));
    TRY_OUT(take_on(app, &opened, now, err));
out:
    opened_register_close(&opened);
    return status;
}

static const struct option_spec *const TAKES[] = {&WAS_WRONG, &OPTION_REGISTER, &OPTION_KEYS,
    &OPTION_PASSPHRASE_FILE, &OPTION_EXAMPLE_KEYS, &OPTION_CLOCK_RIGHT, NULL};

const struct command clock_command = {
    .name = "clock",
    .summary = N_("Takes a register on that was changed while the clock was ahead."),
    .options = {TAKES, "", 0, 0},
    .run = run,
};
