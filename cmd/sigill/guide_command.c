/* sigill guide: from nothing to a sealed bundle. */
#include "cmd/commands.h"
#include "cmd/ui/guide.h"

static const struct option_spec *const OPTIONS[] = {
    &OPTION_KEYS, &OPTION_EDITION, &OPTION_EXAMPLE_KEYS, NULL};

const struct command guide_command = {
    .name = "guide",
    .summary = N_("Goes with you from keys to a sealed bundle, step by step, on the terminal."),
    .example = N_("answers.xlsx"),
    .options = {OPTIONS, N_("[FILE]"), 0, 1},
    .run = guide,
    .confined_later = true, /* each step is, to what its own command line names */
};
