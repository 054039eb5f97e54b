/* A register that a subcommand works with, opened with the keys of --keys. */
#ifndef CMD_OPENED_REGISTER_H
#define CMD_OPENED_REGISTER_H

#include "base/error.h"
#include "cmd/app.h"
#include "cmd/editions.h"
#include "format/keydir.h"
#include "register/store.h"
#include "register/worker_process.h"

#include <stddef.h>
#include <stdint.h>

struct opened_register {
    struct keydir keys;
    struct keydir_secrets secrets;
    struct card own; /* the authority's */
    struct fingerprint own_fingerprint;
    struct keydir_trusted *history; /* all cards that the authority ever had */
    size_t history_count;
    struct store store;
    struct spawner spawner; /* of workers; none unless it was asked for */
    uint8_t *key;           /* the register's, in secret memory */
    struct editions editions;
};

/* What a subcommand opens a register for. */
enum opened_for {
    OPENED_TO_READ,
    OPENED_TO_CHANGE,  /* the lock is taken */
    OPENED_TO_UNPACK,  /* to read, with workers for bundles */
    OPENED_TO_RECEIVE, /* to change, with workers */
};

/* Opens own card, register, workers' spawner, keys and register key, in this order: the passphrase
 * is asked for only when the rest is there, and the spawner is there before it. Example keys that
 * are allowed mark the register as a demo. *opened is the caller's (opened_register_close), also on
 * failure. */
enum status opened_register_open(struct app *app, enum opened_for purpose,
    struct opened_register *opened, struct error *err) MUST_USE;
void opened_register_close(struct opened_register *opened);

/* The lines that a report of a demo register begins with; nothing for another one. */
void opened_register_mark(
    const struct app *app, const struct opened_register *opened, struct buffer *out);

#endif
