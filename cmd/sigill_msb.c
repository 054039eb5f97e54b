/* sigill-msb: the subcommands of the authority's program. */
#include "cmd/commands.h"
#include "cmd/programs.h"

static const struct command *const KEYS[] = {&init_command, &keygen_authority_command,
    &passwd_command, &card_authority_command, &fingerprint_command, &rotate_command,
    &add_recipient_command, &rewrap_command, &keys_command, &enrol_command, &revoke_command,
    &doctor_command, NULL};

static const struct command *const BUNDLES[] = {&receive_command, &receipts_command, &list_command,
    &show_command, &extract_command, &choose_command, NULL};

static const struct command *const ANALYSIS[] = {&round_command, &population_command,
    &stats_command, &benchmark_command, &rank_command, &gap_member_command, &cooperate_command,
    &trend_command, &panel_command, &forecast_command, &counts_command, &texts_command,
    &export_command, &report_command, &feedback_command, NULL};

static const struct command *const REGISTER[] = {&edition_command, &kit_command, &audit_command,
    &fsck_command, &backup_command, &restore_command, &clock_command, &amend_command, NULL};

static const struct command_group GROUPS[] = {
    {N_("Keys and senders:"), KEYS},
    {N_("Bundles:"), BUNDLES},
    {N_("Analysis:"), ANALYSIS},
    {N_("The register:"), REGISTER},
    {NULL, NULL},
};

const struct program sigill_msb_program = {
    .name = "sigill-msb",
    .summary =
        N_("Receives, verifies, keeps and analyses the answers that organisations have sealed."),
    .begin = N_("Begin with `sigill-msb init`, which makes the register and the authority's keys."),
    .group = GROUPS,
};
