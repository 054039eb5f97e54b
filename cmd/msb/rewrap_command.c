/* sigill-msb rewrap: seals what a register holds to new keys of the authority, so that the old ones
 * open it no more (register/rewrap.h). The old keys are those of --keys, or an offline backup. */
#include "base/clock.h"
#include "base/shown.h"
#include "cmd/authority/opened_register.h"
#include "cmd/authority/register_clock.h"
#include "cmd/commands.h"
#include "cmd/ui/cards.h"
#include "cmd/ui/keys.h"
#include "cmd/ui/passphrase.h"
#include "cmd/ui/progress.h"
#include "crypto/secret.h"
#include "format/example_keys.h"
#include "register/changes.h"
#include "register/proof.h"
#include "register/rewrap.h"
#include "register/vault.h"

#include <stdio.h>

static const struct option_spec OPTION_TO_KEYS = {
    "to", 0, N_("DIR"), N_("the key directory whose recipients it is sealed to"), false};
static const struct option_spec OPTION_IDENTITY = {"identity", 0, N_("FILE"),
    N_("open with the age identities in FILE, such as an offline backup, not with --keys"), false};
static const struct option_spec OPTION_TO_PASSPHRASE = {"to-passphrase-file", 0, N_("FILE"),
    N_("take the passphrase of --to from the first line of FILE; else as --passphrase-file"),
    false};

static const struct option_spec OPTION_CARD = {"card", 0, N_("CARD"),
    N_("with --identity: the card of the authority whose keys were lost, with --fingerprint: its key "
       "has signed the register's head, and its receipts"),
    false};

/* All that is opened for the work. */
struct rewrapping {
    struct store store;
    struct keydir from;                 /* of --keys; empty with --identity */
    struct keydir_secrets from_secrets; /* its sign key only */
    struct age_identities old;
    bool former_known;             /* whose the register was until now: */
    struct minisign_public former; /* the sign key of --keys, or of --card */
    struct keydir to;
    struct keydir_secrets to_secrets; /* likewise */
    struct age_identities present;    /* those of --to that its recipients belong to */
    bool example;                     /* there are example keys among all these */
    uint8_t *key;                     /* the register's, in secret memory */
    struct audit audit;               /* as the new keys will find it */
    struct rewrap_counts counts;
};

/* ---- the keys ---- */

struct backup_opening {
    const char *path;
    struct age_identities *old;
};

static enum status open_backup_with(
    void *context, const struct secret *passphrase, struct error *err)
{
    struct backup_opening *opening = context;
    return keydir_open_identities(opening->path, passphrase, opening->old, err);
}

/* The passphrase is asked for only if the file wants one. */
static enum status read_backup(
    struct app *app, const char *path, struct age_identities *old, struct error *err)
{
    struct buffer what = {0};
    struct backup_opening opening = {path, old};
    enum status status = keydir_open_identities(path, NULL, old, err);
    if (status != STATUS_REFUSED || err->reason != REASON_WRONG_PASSPHRASE)
        return status;
    error_init(err, app->catalog);
    shown_printf(&what, text_of(app, "Passphrase for the keys in %s"), path);
    status = passphrase_open(
        app, &OPTION_PASSPHRASE_FILE, buffer_string(&what), open_backup_with, &opening, err);
    buffer_free(&what);
    return status;
}

/* What example keys open or vouch for can have been made by everyone; those of a key directory are
 * judged when it is loaded. */
static enum status judge_example(
    struct app *app, bool example, const char *path, struct rewrapping *work, struct error *err)
{
    work->example = work->example || example;
    return keys_judge_example(app, example, path, err);
}

static enum status open_backup(
    struct app *app, const char *path, struct rewrapping *work, struct error *err)
{
    TRY(read_backup(app, path, &work->old, err));
    return judge_example(app, example_identities(&work->old), path, work, err);
}

/* The card of --card, which is believed by its fingerprint alone, as one that is enrolled. */
static enum status open_former_card(struct app *app, struct rewrapping *work, struct error *err)
{
    struct card card;
    struct fingerprint_given given;
    struct fingerprint fingerprint;
    struct buffer frame = {0};
    const char *path = option_text(app->options, &OPTION_CARD);
    enum status status;
    TRY_OUT(cards_fingerprint_given(app, &given, err));
    TRY_OUT(cards_read(path, &frame, err));
    TRY_OUT(card_open(frame.data, frame.length, &given, &card, &fingerprint, err));
    if (card.role != CARD_AUTHORITY)
        TRY_OUT(error_set(
            err, STATUS_REFUSED, REASON_WRONG_TYPE, "%s: is not the card of an authority", path));
    TRY_OUT(judge_example(app, example_card(&card), path, work, err));
    work->former = card.sign;
    work->former_known = true;
out:
    buffer_free(&frame);
    return status;
}

static enum status open_old(struct app *app, struct rewrapping *work, struct error *err)
{
    const char *backup = option_text(app->options, &OPTION_IDENTITY);
    if (backup == NULL && option_given(app->options, &OPTION_CARD))
        return error_set(err, STATUS_USAGE, REASON_BAD_SYNTAX,
            "--card goes with --identity; the directory of --keys has its own card");
    if ((backup != NULL) == option_given(app->options, &OPTION_KEYS))
        return error_set(err, STATUS_USAGE, REASON_BAD_SYNTAX,
            "give either --keys=DIR, the old key directory, or --identity=FILE, a backup of its keys");
    if (backup != NULL) {
        if (option_given(app->options, &OPTION_CARD))
            TRY(open_former_card(app, work, err));
        return open_backup(app, backup, work, err);
    }
    TRY(keys_load(app, &work->from, err));
    work->example = example_keydir(&work->from);
    work->former = work->from.sign;
    work->former_known = true;
    TRY(keys_unlock(app, &work->from, &work->from_secrets, err));
    work->old = work->from_secrets.receive;
    work->from_secrets.receive = (struct age_identities){0};
    return STATUS_OK;
}

/* Moves the identities whose recipients are in receive.pub to *present; the others are wiped. */
static void keep_present(
    const struct keydir *dir, struct age_identities *all, struct age_identities *present)
{
    size_t kept = 0;
    for (size_t i = 0; i < all->count; i++) {
        if (keydir_is_present(dir, &all->items[i]))
            all->items[kept++] = all->items[i];
        else
            age_identity_clear(&all->items[i]);
    }
    all->count = kept;
    *present = *all;
    *all = (struct age_identities){0};
}

/* The new keys are opened too: before anything is sealed to them, it is known that they open it. */
static enum status open_new(struct app *app, struct rewrapping *work, struct error *err)
{
    const char *path = NULL;
    TRY(option_require(app->options, &OPTION_TO_KEYS, &path, err));
    TRY(keys_load_at(app, path, &work->to, err));
    work->example = work->example || example_keydir(&work->to);
    TRY(keys_unlock_with(app, &work->to, &OPTION_TO_PASSPHRASE, &work->to_secrets, err));
    keep_present(&work->to, &work->to_secrets.receive, &work->present);
    return STATUS_OK;
}

/* ---- the register ---- */

/* Opens the register key with the old keys, or with the new ones if an earlier run was completed.
 */
static enum status open_key(struct rewrapping *work, struct error *err)
{
    struct error first;
    error_init(&first, NULL);
    if (vault_open(work->store.path, &work->old, &work->key, &first) == STATUS_OK)
        return STATUS_OK;
    return vault_open(work->store.path, &work->present, &work->key, err);
}

/* What the old key directory knows of the register, if it knows anything. */
static enum status judge_old_head(
    struct rewrapping *work, struct head *old, bool *found, struct error *err)
{
    struct audit audit;
    enum status status;
    audit_open(&audit, &work->store, work->from.path, work->from_secrets.sign, work->key);
    TRY_OUT(audit_find_head(&audit, err));
    *found = audit.head_found;
    if (*found)
        TRY_OUT(audit_check(&audit, err));
    *old = audit.head;
out:
    audit_close(&audit);
    return status;
}

/* By the old key directory's head, or by the one that lies in the register and that the authority
 * has signed until now. */
static enum status adopt(
    struct rewrapping *work, const struct head *old, bool old_found, struct error *err)
{
    struct head proof;
    if (old_found)
        return audit_adopt(&work->audit, old, err);
    if (!work->former_known)
        return error_set(err, STATUS_REFUSED, REASON_UNPROVEN_REGISTER,
            "nothing proves that the register in %s is the authority's own; give the card of the "
            "authority whose keys were lost with --card, and the fingerprint that it is known by "
            "with --fingerprint",
            work->store.path);
    TRY(proof_read(work->store.path, &work->former, &proof, err));
    return audit_adopt(&work->audit, &proof, err);
}

/* The register must be proven by a head of the authority's: one that the new key directory keeps or
 * else gets now, and not behind what the old one knows. */
static enum status judge_audit(struct app *app, struct rewrapping *work, struct error *err)
{
    struct head old;
    bool old_found = false;
    if (work->from_secrets.sign != NULL)
        TRY(judge_old_head(work, &old, &old_found, err));
    audit_open(&work->audit, &work->store, work->to.path, work->to_secrets.sign, work->key);
    TRY(audit_find_head(&work->audit, err));
    if (work->audit.head_found)
        TRY(audit_check(&work->audit, err));
    else
        TRY(adopt(work, &old, old_found, err));
    int64_t now = clock_now();
    TRY(audit_check_clock(&work->audit, now, err));
    TRY(register_clock_doubt(app, now, &work->audit, err));
    return audit_keep_head(&work->audit, false, err);
}

static enum status open_all(struct app *app, struct rewrapping *work, struct error *err)
{
    const char *path = NULL;
    TRY(option_require(app->options, &OPTION_REGISTER, &path, err));
    keys_warn_of_others(app, path);
    TRY(store_open(path, true, &work->store, err));
    TRY(open_old(app, work, err));
    TRY(open_new(app, work, err));
    TRY(open_key(work, err));
    return judge_audit(app, work, err);
}

/* ---- the work ---- */

static void hint_failed(void *context, const char *why)
{
    hint(context, "%s", why);
}

static enum status rewrap_all(struct app *app, struct rewrapping *work, struct error *err)
{
    struct progress progress;
    progress_start(&progress, app, text_of(app, "Sealing"),
        store_directory_size(work->store.path, STORE_ORIGINALS));
    struct stream_progress told = progress_stream(&progress);
    struct rewrap rewrap = {
        .store = &work->store,
        .key = work->key,
        .old = &work->old,
        .recipients = &work->to.recipients,
        .check = &work->present,
        .progress = &told,
        .failed = hint_failed,
        .context = app,
    };
    enum status status = rewrap_register(&rewrap, &work->counts, err);
    progress_finish(&progress);
    return status;
}

/* The sign key of the authority until now, for the receipts that are there. */
static void former_key(const struct rewrapping *work, char line[MINISIGN_PUBLIC_LINE_SIZE])
{
    (void)snprintf(line, MINISIGN_PUBLIC_LINE_SIZE, "unknown");
    if (work->former_known)
        minisign_public_line(line, &work->former);
}

static enum status print(struct app *app, const struct rewrapping *work, struct error *err)
{
    const struct rewrap_counts *counts = &work->counts;
    if (app->json)
        return app_print_json(app,
            json_pack("{s:I,s:I,s:I}", "rewrapped", (json_int_t)counts->done, "already",
                (json_int_t)counts->already, "failed", (json_int_t)counts->failed),
            err);
    say(app, "Originals sealed to the keys in %s: %zu, already before: %zu, failed: %zu.\n",
        work->to.path, counts->done, counts->already, counts->failed);
    if (counts->failed == 0)
        say(app, "The register opens with them alone. Copies of it made before still open with the "
                 "old keys.\n");
    if (store_directory_size(work->store.path, STORE_QUARANTINE) > 0)
        say(app, "What lies in quarantine stays sealed as it came.\n");
    return STATUS_OK;
}

static void close_all(struct rewrapping *work)
{
    audit_close(&work->audit);
    secret_free(work->key);
    age_identities_free(&work->old);
    age_identities_free(&work->present);
    keydir_lock(&work->from_secrets);
    keydir_lock(&work->to_secrets);
    keydir_free(&work->from);
    keydir_free(&work->to);
    store_close(&work->store);
}

static enum status run(struct app *app, struct error *err)
{
    struct rewrapping work = {.store = {.lock = -1}};
    struct fingerprint target;
    char former[MINISIGN_PUBLIC_LINE_SIZE];
    enum status status;
    TRY_OUT(open_all(app, &work, err));
    former_key(&work, former);
    rewrap_target(&work.to.recipients, &target);
    TRY_OUT(changes_rewrap(&work.audit, work.example, &target, former, clock_now(), err));
    opened_register_note_demo(app, &work.store);
    TRY_OUT(rewrap_all(app, &work, err));
    TRY_OUT(proof_write(work.store.path, &work.audit.head, work.to_secrets.sign, err));
    TRY_OUT(print(app, &work, err));
    status = work.counts.failed > 0 ? STATUS_REFUSED : STATUS_OK;
out:
    close_all(&work);
    return status;
}

static const struct option_spec *const TAKES[] = {&OPTION_REGISTER, &OPTION_KEYS, &OPTION_IDENTITY,
    &OPTION_CARD, &OPTION_FINGERPRINT, &OPTION_TO_KEYS, &OPTION_PASSPHRASE_FILE,
    &OPTION_TO_PASSPHRASE, &OPTION_EXAMPLE_KEYS, &OPTION_JSON, &OPTION_CLOCK_RIGHT, NULL};

const struct command rewrap_command = {
    .name = "rewrap",
    .summary = N_("Seals what the register holds to new keys of the authority."),
    .options = {TAKES, "", 0, 0},
    .run = run,
};
