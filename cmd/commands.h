/* The subcommands. NAME_command stands in NAME_command.c; what both programs have, NAME_command
 * and NAME_authority_command, in NAME_command.c. */
#ifndef CMD_COMMANDS_H
#define CMD_COMMANDS_H

#include "cmd/ui/app.h"

/* sigill: answers */
extern const struct command template_command;
extern const struct command questions_command;
extern const struct command answer_command;
extern const struct command check_command;
extern const struct command score_command;
extern const struct command gap_command;
extern const struct command plan_command;
extern const struct command support_command;
extern const struct command compare_command;
extern const struct command convert_command;

/* sigill: keys */
extern const struct command keygen_command;
extern const struct command card_command;
extern const struct command fingerprint_command; /* of both programs */
extern const struct command trust_command;
extern const struct command distrust_command;

/* sigill: bundles */
extern const struct command guide_command;
extern const struct command seal_command;
extern const struct command slip_command;
extern const struct command inspect_command;
extern const struct command open_command;
extern const struct command receipt_command;

/* sigill-msb: keys and senders */
extern const struct command init_command;
extern const struct command keygen_authority_command;
extern const struct command passwd_command;
extern const struct command rotate_command;
extern const struct command add_recipient_command;
extern const struct command keys_command;
extern const struct command rewrap_command;
extern const struct command doctor_command;
extern const struct command card_authority_command;
extern const struct command enrol_command;
extern const struct command revoke_command;

/* sigill-msb: bundles */
extern const struct command receive_command;
extern const struct command receipts_command;
extern const struct command list_command;
extern const struct command show_command;
extern const struct command extract_command;
extern const struct command choose_command;

/* sigill-msb: analysis */
extern const struct command round_command;
extern const struct command population_command;
extern const struct command stats_command;
extern const struct command benchmark_command;
extern const struct command rank_command;
extern const struct command gap_member_command;
extern const struct command cooperate_command;
extern const struct command trend_command;
extern const struct command panel_command;
extern const struct command forecast_command;
extern const struct command counts_command;
extern const struct command texts_command;
extern const struct command export_command;
extern const struct command report_command;
extern const struct command feedback_command;

/* sigill-msb: the register */
extern const struct command edition_command;
extern const struct command kit_command;
extern const struct command audit_command;
extern const struct command fsck_command;
extern const struct command backup_command;
extern const struct command clock_command;
extern const struct command amend_command;
extern const struct command restore_command;

#endif
