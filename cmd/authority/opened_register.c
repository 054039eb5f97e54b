#include "cmd/authority/opened_register.h"

#include "base/clock.h"
#include "cmd/authority/register_clock.h"
#include "cmd/ui/cards.h"
#include "cmd/ui/keys.h"
#include "cmd/ui/progress.h"
#include "cmd/ui/workers.h"
#include "crypto/secret.h"
#include "format/example_keys.h"
#include "register/agreement.h"
#include "register/changes.h"
#include "register/kept_editions.h"
#include "register/record_walk.h"
#include "register/vault.h"
#include "report/csv_write.h"
#include "report/remarks.h"

#include <stdlib.h>
#include <string.h>

/* What a purpose takes beside the keys and the register. */
struct needs {
    bool write;   /* the lock */
    bool card;    /* the authority's own */
    bool workers; /* for bundles */
    bool judge;   /* the audit must agree with its head; that this is the authority's own register
                     must be proven whatever it is opened for */
    bool walked;  /* its rows are compared as they are counted (register/agreement.h) */
};

static const struct needs NEEDS[] = {
    [OPENED_TO_READ] = {.judge = true},
    [OPENED_TO_COUNT] = {.judge = true, .walked = true},
    [OPENED_TO_CHANGE] = {.write = true, .judge = true},
    [OPENED_TO_UNPACK] = {.workers = true, .judge = true},
    [OPENED_TO_RECEIVE] = {.write = true, .card = true, .workers = true, .judge = true},
    [OPENED_TO_ANSWER] = {.write = true, .card = true, .judge = true},
    [OPENED_TO_SET_CLOCK] = {.write = true, .judge = true},
    [OPENED_TO_AUDIT] = {0},
    [OPENED_TO_EXAMINE] = {.workers = true},
};

void opened_register_note_demo(struct app *app, const struct store *store)
{
    if (store->demo && !app->demo)
        warn(app,
            "%s: the register has been used with example keys; nothing in it can be relied on",
            store->path);
    app->demo = app->demo || store->demo;
}

/* Receipts are signed by the authority's card. */
static enum status refuse_ended_card(
    const struct opened_register *opened, int64_t now, struct error *err)
{
    if (card_valid_on(&opened->own, now))
        return STATUS_OK;
    return error_set(err, STATUS_REFUSED, REASON_EXPIRED_KEY,
        "the authority's own card is not valid today by the clock of this machine; "
        "check the clock, or make a new card");
}

/* What a wrong clock writes stays, so it is questioned first. */
static enum status judge_clock(
    struct app *app, enum opened_for purpose, struct opened_register *opened, struct error *err)
{
    int64_t now = clock_now();
    TRY(audit_check_clock(&opened->audit, now, err));
    if (purpose == OPENED_TO_RECEIVE)
        TRY(refuse_ended_card(opened, now, err));
    return register_clock_doubt(app, now, &opened->audit, err);
}

/* Example keys may still have to be noted, for which no other transaction can be at work. */
static enum agreement_rows rows_of(enum opened_for purpose, const struct opened_register *opened)
{
    return NEEDS[purpose].walked && !example_keydir(&opened->keys) ? AGREEMENT_WALKED
                                                                   : AGREEMENT_NOW;
}

/* The head is brought up to date only where the lock keeps others from writing. */
static enum status judge_audit(
    struct app *app, enum opened_for purpose, struct opened_register *opened, struct error *err)
{
    struct audit *audit = &opened->audit;
    TRY(audit_check(audit, err));
    TRY(agreement_check(audit, rows_of(purpose, opened), err));
    if (!NEEDS[purpose].write)
        return STATUS_OK;
    if (purpose != OPENED_TO_SET_CLOCK)
        TRY(judge_clock(app, purpose, opened, err));
    return audit_keep_head(audit, false, err);
}

enum status opened_register_begin(
    struct app *app, struct opened_register *opened, struct error *err)
{
    const char *path = NULL;
    *opened = OPENED_REGISTER_NONE;
    TRY(option_require(app->options, &OPTION_REGISTER, &path, err));
    keys_warn_of_others(app, path);
    return keys_load(app, &opened->keys, err);
}

enum status opened_register_unlock(
    struct app *app, bool workers, struct opened_register *opened, struct error *err)
{
    TRY(editions_load(option_text(app->options, &OPTION_EDITION), &opened->editions, err));
    if (workers)
        TRY(workers_start(app, &opened->spawner, err));
    return keys_unlock(app, &opened->keys, &opened->secrets, err);
}

enum status opened_register_attach(struct opened_register *opened, struct error *err)
{
    TRY(vault_open(opened->store.path, &opened->secrets.receive, &opened->key, err));
    audit_open(
        &opened->audit, &opened->store, opened->keys.path, opened->secrets.sign, opened->key);
    return STATUS_OK;
}

enum status opened_register_examine(struct opened_register *opened, struct error *err)
{
    TRY(kept_editions_examine(&opened->audit, &opened->editions, err));
    return spawner_tell(&opened->spawner, &opened->editions, err);
}

/* The audit vouches for them now; where they are read is the spawner's affair, too. */
static enum status take_kept_editions(struct opened_register *opened, struct error *err)
{
    TRY(kept_editions_load(&opened->store, &opened->editions, err));
    return spawner_tell(&opened->spawner, &opened->editions, err);
}

/* What an older register lacks, or somebody took away, is made of what the register has. */
static enum status renew_records(struct app *app, struct opened_register *opened, struct error *err)
{
    struct progress progress;
    uint64_t rows = 0;
    TRY(store_take_over(&opened->store, err));
    TRY(record_renewal_rows(&opened->store, &rows, err));
    if (rows == 0)
        return STATUS_OK;
    progress_start_counting(&progress, app, text_of(app, "Reading submissions"), rows);
    struct stream_progress advance = progress_stream(&progress);
    enum status status =
        record_renewal(&opened->store, opened->key, &opened->editions, &advance, err);
    progress_finish(&progress);
    return status;
}

enum status opened_register_finish(
    struct app *app, enum opened_for purpose, struct opened_register *opened, struct error *err)
{
    const struct needs *needs = &NEEDS[purpose];
    const char *path = option_text(app->options, &OPTION_REGISTER);
    TRY(store_open(path, needs->write, &opened->store, err));
    if (needs->card) {
        TRY(keydir_own_card(&opened->keys, &opened->own, &opened->own_fingerprint, err));
        cards_warn_of_end(app, &opened->own, true, clock_now());
        TRY(keydir_history(&opened->keys, &opened->history, &opened->history_count, err));
    }
    TRY(opened_register_unlock(app, needs->workers, opened, err));
    TRY(opened_register_attach(opened, err));
    if (needs->judge) {
        TRY(judge_audit(app, purpose, opened, err));
        TRY(take_kept_editions(opened, err));
        TRY(changes_demo(&opened->audit, &opened->keys, clock_now(), err));
        if (needs->write)
            TRY(renew_records(app, opened, err));
    } else {
        TRY(audit_prove(&opened->audit, err));
        if (needs->workers)
            TRY(opened_register_examine(opened, err));
    }
    opened_register_note_demo(app, &opened->store);
    return STATUS_OK;
}

enum status opened_register_open(
    struct app *app, enum opened_for purpose, struct opened_register *opened, struct error *err)
{
    TRY(opened_register_begin(app, opened, err));
    return opened_register_finish(app, purpose, opened, err);
}

void opened_register_close(struct opened_register *opened)
{
    editions_free(&opened->editions);
    free(opened->history);
    audit_close(&opened->audit);
    secret_free(opened->key);
    spawner_stop(&opened->spawner);
    store_close(&opened->store);
    keydir_lock(&opened->secrets);
    keydir_free(&opened->keys);
    *opened = OPENED_REGISTER_NONE;
}

void opened_register_mark(
    const struct app *app, const struct opened_register *opened, struct buffer *out)
{
    if (opened->store.demo)
        buffer_printf(out, "%s\n\n",
            text_of(app, "DEMO: this register has been used with example keys; "
                         "nothing in it can be relied on."));
}

void opened_register_mark_csv(
    const struct app *app, const struct opened_register *opened, struct buffer *out)
{
    const char *const line[] = {remark_demo(app->catalog), NULL};
    if (opened->store.demo)
        csv_write_line(out, line);
}
