/* Whether the cards in a register are those that were enrolled.
 *
 * What an organisation signs is believed, and what it is told is sealed, by the card in its row of
 * senders, which lies in the clear. Who can write to the register could put in a card of his own,
 * give one another's number, take one away, or take a revocation back. The audit cannot be written
 * without the register's key; so the rows are compared with it whenever a register is opened. */
#ifndef REGISTER_ENROLMENTS_H
#define REGISTER_ENROLMENTS_H

#include "base/error.h"
#include "register/audit.h"

/* After audit_check: walks the whole chain, and compares every row of senders with what it says of
 * enrolling and revoking: fingerprint, number and both times. STATUS_REFUSED: REASON_BROKEN_CHAIN;
 * REASON_DAMAGED for a card that was enrolled otherwise, or not at all, or that is missing. */
enum status enrolments_check(struct audit *audit, struct error *err) MUST_USE;

#endif
