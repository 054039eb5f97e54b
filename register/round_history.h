/* What rounds held at an earlier row of the audit: days of rounds and of arrival may have been
 * changed since, and a round may have been declared, but the rows still report it all. */
#ifndef REGISTER_ROUND_HISTORY_H
#define REGISTER_ROUND_HISTORY_H

#include "base/list.h"
#include "format/manifest.h"
#include "register/audit.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A submission that is asked for; its number's only one. */
struct round_history_member {
    char number[MANIFEST_NUMBER_SIZE];
    uint8_t id[MANIFEST_ID_SIZE];
};

struct round_history {
    const struct round_history_member *member; /* borrowed; by number */
    struct round_history_arrival *arrival;     /* owned; of each member */
    size_t members;
    struct list rounds; /* struct round: declared so far, by opening day */
};

/* Before the first row. The caller releases it (round_history_free). */
void round_history_begin(
    struct round_history *history, const struct round_history_member *member, size_t members);
void round_history_free(struct round_history *history);

/* Takes a row's words over; the rows come in their order. */
void round_history_add(struct round_history *history, const struct audit_row *row);

/* Whether a round of that edition held any of the members after the last row that was added: what
 * was late for it only if late. A round's id that was not declared is the implicit round's, if it
 * is the edition's. */
bool round_history_held(
    const struct round_history *history, const char *edition, const char *round, bool late);

#endif
