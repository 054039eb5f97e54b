/* Whether the tables of a register agree with its audit, before anything is believed of them.
 *
 * All tables but the answers lie in the clear. By a card an organisation is believed and answered;
 * by the digest of a submission's file a receipt is signed; by rounds, population lists and marks
 * it is decided whose answers are counted together, and what may then be shown of them. Who can
 * write to the register could choose all of these. The audit cannot be written without the
 * register's key; so the tables are compared with it whenever a register is opened. What is only
 * told by the signed original, as which submission another one replaces, is compared by fsck. */
#ifndef REGISTER_AGREEMENT_H
#define REGISTER_AGREEMENT_H

#include "base/error.h"
#include "register/audit.h"

/* How the rows of submissions are compared. */
enum agreement_rows {
    AGREEMENT_NOW,
    AGREEMENT_WALKED, /* by the walk that comes next, for whoever goes by nothing of theirs before
                         (record_walk): so they are read once. All that is read until its end is of
                         one moment. Of senders their index is read, where the register has it: who
                         goes by a card reads its row and compares that then
                         (senders_of_submission, senders_each) */
};

/* After audit_check: walks the whole chain, and compares with it every row of senders (fingerprint,
 * number, both times and the reason), of submissions (what an import's words name, the time, the
 * order and the marks), of rounds, of the population lists and of editions. STATUS_REFUSED:
 * REASON_BROKEN_CHAIN; REASON_DAMAGED for a row that is otherwise, put in or missing. */
enum status agreement_check(
    struct audit *audit, enum agreement_rows rows, struct error *err) MUST_USE;

#endif
