/* A register that a subcommand works with, opened with the keys of --keys. */
#ifndef CMD_AUTHORITY_OPENED_REGISTER_H
#define CMD_AUTHORITY_OPENED_REGISTER_H

#include "base/error.h"
#include "cmd/ui/app.h"
#include "format/editions.h"
#include "format/keydir.h"
#include "isolate/spawner.h"
#include "register/audit.h"
#include "register/store.h"

#include <stddef.h>
#include <stdint.h>

struct opened_register {
    struct keydir keys;
    struct keydir_secrets secrets;
    struct card own; /* the authority's; zeros where none is needed */
    struct fingerprint own_fingerprint;
    struct keydir_trusted *history; /* all cards that the authority ever had */
    size_t history_count;
    struct store store;
    struct spawner spawner; /* of workers; none unless it was asked for */
    uint8_t *key;           /* the register's, in secret memory */
    struct audit audit;
    struct editions editions; /* built in, kept by the register, and that of --edition */
};

#define OPENED_REGISTER_NONE                                                                       \
    ((struct opened_register){.store = {.lock = -1}, .spawner = SPAWNER_NONE})

/* What a subcommand opens a register for. */
enum opened_for {
    OPENED_TO_READ,
    OPENED_TO_COUNT,     /* to read, and the next thing is a walk through all records
                            (register/record_walk.h): its refusals are those of opening */
    OPENED_TO_CHANGE,    /* the lock is taken */
    OPENED_TO_UNPACK,    /* to read, with workers for bundles */
    OPENED_TO_RECEIVE,   /* to change, with workers */
    OPENED_TO_ANSWER,    /* to change, with the own card, to seal to organisations */
    OPENED_TO_SET_CLOCK, /* to change, though the clock is behind the audit */
    OPENED_TO_AUDIT,     /* to read, though the audit may not be whole */
    OPENED_TO_EXAMINE,   /* likewise, with workers */
};

/* Opens own card, register, workers' spawner, keys and register key, in this order: the passphrase
 * is asked for only when the rest is there, and the spawner is there before it. Then, before
 * anything else is decrypted, the key directory's signed head must prove that this is the
 * authority's own register under its own key (audit_prove); the audit is compared with it
 * (audit_check), the tables with the audit (agreement_check), the editions that it keeps are read
 * and handed to the workers, and if the register is to be changed
 * the clock with the audit (audit_check_clock, register_clock_doubt); whoever receives has a card
 * that is valid today (STATUS_REFUSED, REASON_EXPIRED_KEY). Example keys that are allowed mark the
 * register as a demo. *opened is the caller's (opened_register_close), also on failure. */
enum status opened_register_open(struct app *app, enum opened_for purpose,
    struct opened_register *opened, struct error *err) MUST_USE;
void opened_register_close(struct opened_register *opened);

/* The same in two steps, for a subcommand that judges something in between: the public part of the
 * keys, and all the rest. */
enum status opened_register_begin(
    struct app *app, struct opened_register *opened, struct error *err) MUST_USE;
enum status opened_register_finish(struct app *app, enum opened_for purpose,
    struct opened_register *opened, struct error *err) MUST_USE;

/* For a register that is not yet in its place: starts workers (if they are wanted) and unlocks the
 * keys; and, when the store was opened by the caller, opens the register key and the audit, which
 * is not judged. */
enum status opened_register_unlock(
    struct app *app, bool workers, struct opened_register *opened, struct error *err) MUST_USE;
enum status opened_register_attach(struct opened_register *opened, struct error *err) MUST_USE;

/* For a register that was opened so and proven: adds the editions that it keeps, as far as its
 * audit holds and vouches for them, and hands them to the workers (kept_editions_examine). */
enum status opened_register_examine(struct opened_register *opened, struct error *err) MUST_USE;

/* What holds for a demo register, and nothing for another one: a warning, once a run, and from then
 * on "demo": true in all that is printed as JSON. opened_register_finish does it; a subcommand that
 * opens a register otherwise, or marks it, does it itself. */
void opened_register_note_demo(struct app *app, const struct store *store);

/* The lines that a report of a demo register begins with; nothing for another one. */
void opened_register_mark(
    const struct app *app, const struct opened_register *opened, struct buffer *out);

/* The same for CSV: a last line of one field, so that the headings stay the first. */
void opened_register_mark_csv(
    const struct app *app, const struct opened_register *opened, struct buffer *out);

#endif
