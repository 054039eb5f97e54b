/* The findings of a look through a register, collected for printing. */
#ifndef CMD_AUTHORITY_FSCK_REPORT_H
#define CMD_AUTHORITY_FSCK_REPORT_H

#include "base/buffer.h"
#include "base/error.h"
#include "cmd/authority/opened_register.h"
#include "cmd/ui/app.h"
#include "cmd/ui/progress.h"
#include "register/fsck.h"

#include <jansson.h>
#include <stdbool.h>

/* Lists of {"code", "subject", "message"}. */
struct fsck_report {
    json_t *findings;
    json_t *leftovers; /* the harmless ones */
};

void fsck_report_start(struct fsck_report *report);
void fsck_report_free(struct fsck_report *report);

/* A look through an opened register that reports into here, without progress. */
struct fsck fsck_report_prepare(struct opened_register *opened, struct fsck_report *report);

/* Appends the findings as lines for people, and an empty line after them. */
void fsck_report_put(const struct app *app, const struct fsck_report *report, struct buffer *out);

/* Whether nothing is amiss but receipts that are not there, which a full disk or a killed run
 * leaves: no reason to restore, nor not to. */
bool fsck_lacks_receipts_alone(const struct fsck_counts *counts);

/* Appends how many these are, and the commands that write them, as far as the files are in the
 * register as they came. */
void fsck_report_put_unreceipted(const struct app *app, const struct fsck_counts *counts,
    const char *register_path, const char *keys, struct buffer *out);

#endif
