/* sigill-msb rewrap: seals what a register holds to new keys of the authority, so that the old ones
 * open it no more (register/rewrap.h). The old keys are those of --keys, or an offline backup. */
#include "base/clock.h"
#include "base/file.h"
#include "cmd/commands.h"
#include "cmd/ui/cards.h"
#include "cmd/ui/keys.h"
#include "cmd/ui/passphrase.h"
#include "cmd/ui/progress.h"
#include "crypto/secret.h"
#include "format/bundle.h"
#include "register/changes.h"
#include "register/rewrap.h"
#include "register/vault.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static const struct option_spec OPTION_TO_KEYS = {
    "to", 0, N_("DIR"), N_("the key directory whose recipients it is sealed to"), false};
static const struct option_spec OPTION_IDENTITY = {"identity", 0, N_("FILE"),
    N_("open with the age identities in FILE, such as an offline backup, not with --keys"), false};
static const struct option_spec OPTION_TO_PASSPHRASE = {"to-passphrase-file", 0, N_("FILE"),
    N_("take the passphrase of --to from the first line of FILE; else as --passphrase-file"),
    false};

static const struct option_spec OPTION_CARD = {"card", 0, N_("CARD"),
    N_("with --identity: the authority's card whose keys were lost, which its receipts bear"),
    false};

/* All that is opened for the work. */
struct rewrapping {
    struct store store;
    struct keydir from;                 /* of --keys; empty with --identity */
    struct keydir_secrets from_secrets; /* its sign key only */
    struct age_identities old;
    struct keydir to;
    struct keydir_secrets to_secrets; /* likewise */
    struct age_identities present;    /* those of --to that its recipients belong to */
    uint8_t *key;                     /* the register's, in secret memory */
    struct audit audit;               /* as the new keys will find it */
    struct rewrap rewrap;
    struct submission *list; /* owned */
    size_t count;
    uint64_t bytes; /* of all originals, about */
    size_t done;
    size_t already;
    size_t failed;
};

/* ---- the keys ---- */

static enum status ask(
    struct app *app, const char *path, struct secret *passphrase, struct error *err)
{
    struct buffer what = {0};
    buffer_printf(&what, text_of(app, "Passphrase for the keys in %s"), path);
    enum status status = passphrase_read(app, buffer_string(&what), passphrase, err);
    buffer_free(&what);
    return status;
}

/* The passphrase is asked for only if the file wants one. */
static enum status open_backup(
    struct app *app, const char *path, struct age_identities *old, struct error *err)
{
    struct secret passphrase = {0};
    enum status status = keydir_open_identities(path, NULL, old, err);
    if (status == STATUS_REFUSED && err->reason == REASON_WRONG_PASSPHRASE) {
        error_init(err, app->catalog);
        status = ask(app, path, &passphrase, err);
        if (status == STATUS_OK)
            status = keydir_open_identities(path, &passphrase, old, err);
    }
    secret_clear(&passphrase);
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
    if (backup != NULL)
        return open_backup(app, backup, &work->old, err);
    enum status status = keys_load(app, &work->from, err);
    if (status == STATUS_OK)
        status = keys_unlock(app, &work->from, &work->from_secrets, err);
    if (status == STATUS_OK) {
        work->old = work->from_secrets.receive;
        work->from_secrets.receive = (struct age_identities){0};
    }
    return status;
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
    struct secret passphrase = {0};
    struct buffer what = {0};
    enum status status = option_require(app->options, &OPTION_TO_KEYS, &path, err);
    if (status == STATUS_OK)
        status = keys_load_at(app, path, &work->to, err);
    if (status == STATUS_OK && work->to.encrypted) {
        buffer_printf(&what, text_of(app, "Passphrase for the keys in %s"), path);
        status = passphrase_read_with(
            app, &OPTION_TO_PASSPHRASE, buffer_string(&what), &passphrase, err);
    }
    if (status == STATUS_OK)
        status = keydir_unlock(&work->to, &passphrase, &work->to_secrets, err);
    if (status == STATUS_OK)
        keep_present(&work->to, &work->to_secrets.receive, &work->present);
    secret_clear(&passphrase);
    buffer_free(&what);
    return status;
}

/* ---- the register ---- */

/* Opens the register key with the old keys, or with the new ones if an earlier run was completed.
 */
static enum status open_key(struct rewrapping *work, struct error *err)
{
    struct error first;
    error_init(&first, NULL);
    enum status status = vault_open(work->store.path, &work->old, &work->key, &first);
    return status == STATUS_OK ? status
                               : vault_open(work->store.path, &work->present, &work->key, err);
}

/* The register must be the one that the old keys know, and not behind what the new ones know. */
static enum status judge_audit(struct rewrapping *work, struct error *err)
{
    if (work->from_secrets.sign != NULL) {
        struct audit old;
        audit_open(&old, &work->store, work->from.path, work->from_secrets.sign, work->key);
        enum status status = audit_check(&old, err);
        audit_close(&old);
        TRY(status);
    }
    audit_open(&work->audit, &work->store, work->to.path, work->to_secrets.sign, work->key);
    TRY(audit_check(&work->audit, err));
    return audit_check_clock(&work->audit, clock_now(), err);
}

static enum status open_all(struct app *app, struct rewrapping *work, struct error *err)
{
    const char *path = NULL;
    enum status status = option_require(app->options, &OPTION_REGISTER, &path, err);
    if (status == STATUS_OK)
        status = store_open(path, true, &work->store, err);
    if (status == STATUS_OK)
        status = open_old(app, work, err);
    if (status == STATUS_OK)
        status = open_new(app, work, err);
    if (status == STATUS_OK)
        status = open_key(work, err);
    if (status == STATUS_OK)
        status = judge_audit(work, err);
    if (status != STATUS_OK)
        return status;
    work->rewrap.store = &work->store;
    work->rewrap.old = &work->old;
    work->rewrap.recipients = &work->to.recipients;
    work->rewrap.check = &work->present;
    rewrap_target(&work->to.recipients, &work->rewrap.target);
    return STATUS_OK;
}

/* ---- the work ---- */

static enum status take_row(void *context, const struct submission *submission, struct error *err)
{
    struct rewrapping *work = context;
    struct stat about;
    struct submission *list = realloc(work->list, (work->count + 1) * sizeof *list);
    if (list == NULL)
        return error_memory(err);
    work->list = list;
    list[work->count++] = *submission;
    char *path = store_file(&work->store, STORE_ORIGINALS, submission->sealed.bytes, BUNDLE_SUFFIX);
    if (path != NULL && lstat(path, &about) == 0)
        work->bytes += (uint64_t)about.st_size;
    free(path);
    return STATUS_OK;
}

/* Seals one original to the new keys. One that cannot be opened is counted and the others go on. */
static enum status rewrap_one(
    struct app *app, struct rewrapping *work, const struct submission *row, struct error *err)
{
    bool done = false;
    struct error why;
    error_init(&why, app->catalog);
    enum status status = rewrap_is_done(&work->rewrap, row, &done, &why);
    if (status == STATUS_OK && done) {
        work->already++;
        return STATUS_OK;
    }
    if (status == STATUS_OK)
        status = rewrap_original(&work->rewrap, row, &why);
    if (status == STATUS_OK) {
        work->done++;
        return STATUS_OK;
    }
    if (status == STATUS_FAILED) {
        *err = why;
        return status;
    }
    work->failed++;
    hint(app, "%s", why.text);
    return STATUS_OK;
}

static enum status rewrap_all(struct app *app, struct rewrapping *work, struct error *err)
{
    struct progress progress;
    enum status status = submissions_each(&work->store, take_row, work, err);
    progress_start(&progress, app, text_of(app, "Sealing"), work->bytes);
    for (size_t i = 0; status == STATUS_OK && i < work->count; i++) {
        status = rewrap_one(app, work, &work->list[i], err);
        progress_advance(&progress, work->bytes / work->count);
    }
    progress_finish(&progress);
    if (status == STATUS_OK)
        status =
            vault_reseal(work->store.path, work->key, &work->to.recipients, &work->present, err);
    return status;
}

/* The sign key of the authority until now, for the receipts that are there. */
static enum status former_key(struct app *app, const struct rewrapping *work,
    char line[MINISIGN_PUBLIC_LINE_SIZE], struct error *err)
{
    struct card card;
    struct fingerprint fingerprint;
    struct buffer frame = {0};
    const char *path = option_text(app->options, &OPTION_CARD);
    (void)snprintf(line, MINISIGN_PUBLIC_LINE_SIZE, "unknown");
    if (work->from.path != NULL)
        minisign_public_line(line, &work->from.sign);
    if (path == NULL)
        return STATUS_OK;
    enum status status = cards_read(path, &frame, err);
    if (status == STATUS_OK)
        status = card_open(frame.data, frame.length, NULL, &card, &fingerprint, err);
    if (status == STATUS_OK && card.role != CARD_AUTHORITY)
        status = error_set(
            err, STATUS_REFUSED, REASON_WRONG_TYPE, "%s: is not the card of an authority", path);
    if (status == STATUS_OK)
        minisign_public_line(line, &card.sign);
    buffer_free(&frame);
    return status;
}

static bool has_quarantine(const struct store *store)
{
    struct dirent **entry = NULL;
    char *path = path_join(store->path, STORE_QUARANTINE);
    int count = path == NULL ? 0 : scandir(path, &entry, NULL, NULL);
    for (int i = 0; i < count; i++)
        free(entry[i]);
    free(entry);
    free(path);
    return count > 2; /* more than "." and ".." */
}

static enum status print(struct app *app, const struct rewrapping *work, struct error *err)
{
    if (app->json)
        return app_print_json(app,
            json_pack("{s:I,s:I,s:I}", "rewrapped", (json_int_t)work->done, "already",
                (json_int_t)work->already, "failed", (json_int_t)work->failed),
            err);
    say(app, "Originals sealed to the keys in %s: %zu, already before: %zu, failed: %zu.\n",
        work->to.path, work->done, work->already, work->failed);
    if (work->failed == 0)
        say(app, "The register opens with them alone. Copies of it made before still open with the "
                 "old keys.\n");
    if (has_quarantine(&work->store))
        say(app, "What lies in quarantine stays sealed as it came.\n");
    return STATUS_OK;
}

static void close_all(struct rewrapping *work)
{
    free(work->list);
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
    char former[MINISIGN_PUBLIC_LINE_SIZE];
    enum status status = open_all(app, &work, err);
    if (status == STATUS_OK)
        status = former_key(app, &work, former, err);
    if (status == STATUS_OK)
        status =
            changes_rewrap(&work.audit, &work.to, &work.rewrap.target, former, clock_now(), err);
    if (status == STATUS_OK)
        status = rewrap_all(app, &work, err);
    if (status == STATUS_OK)
        status = print(app, &work, err);
    if (status == STATUS_OK && work.failed > 0)
        status = STATUS_REFUSED;
    close_all(&work);
    return status;
}

static const struct option_spec *const TAKES[] = {&OPTION_REGISTER, &OPTION_KEYS, &OPTION_IDENTITY,
    &OPTION_CARD, &OPTION_TO_KEYS, &OPTION_PASSPHRASE_FILE, &OPTION_TO_PASSPHRASE,
    &OPTION_EXAMPLE_KEYS, &OPTION_JSON, NULL};

const struct command rewrap_command = {
    .name = "rewrap",
    .summary = N_("Seals what the register holds to new keys of the authority."),
    .options = {TAKES, "", 0, 0},
    .run = run,
};
