/* sigill-msb rotate: a new key to be received with. */
#include "cmd/commands.h"
#include "cmd/ui/rotate.h"

static const struct option_spec *const OPTIONS[] = {
    &OPTION_KEYS, &OPTION_PASSPHRASE_FILE, &OPTION_EXAMPLE_KEYS, NULL};

const struct command rotate_command = {
    .name = "rotate",
    .summary = N_("Makes a new key to receive with, and keeps the older ones."),
    .options = {OPTIONS, "", 0, 0},
    .run = rotate_keys,
};
