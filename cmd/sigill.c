/* sigill: the subcommands of the program of an organisation that answers. */
#include "cmd/commands.h"
#include "cmd/programs.h"

static const struct command *const ANSWERS[] = {&template_command, &questions_command,
    &answer_command, &check_command, &score_command, &gap_command, &plan_command, &support_command,
    &compare_command, &convert_command, NULL};

static const struct command *const KEYS[] = {&keygen_command, &passwd_command, &card_command,
    &fingerprint_command, &trust_command, &distrust_command, NULL};

static const struct command *const BUNDLES[] = {&guide_command, &seal_command, &slip_command,
    &inspect_command, &open_command, &receipt_command, NULL};

static const struct command_group GROUPS[] = {
    {N_("Keys:"), KEYS},
    {N_("Answers:"), ANSWERS},
    {N_("Bundles:"), BUNDLES},
    {NULL, NULL},
};

const struct program sigill_program = {
    .name = "sigill",
    .summary = N_("Checks, scores and seals an organisation's answers to Infosäkkollen."),
    .begin = N_("Begin with `sigill guide`, which goes with you from keys to a sealed bundle."),
    .group = GROUPS,
};
