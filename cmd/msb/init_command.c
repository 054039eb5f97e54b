/* sigill-msb init: an empty register, and keys where there are none. */
#include "base/file.h"
#include "base/undo.h"
#include "cmd/commands.h"
#include "cmd/ui/keys.h"
#include "register/store.h"
#include "register/vault.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* What there was before and what was made, so that a failure can take back the latter. */
struct setup {
    const char *keys;
    const char *store;
    bool had_keys_directory;
    bool had_store_directory;
    bool made_keys;
    bool made_register_key;
};

static bool has(const char *directory, const char *name)
{
    char *path = path_join(directory, name);
    bool found = file_exists(path);
    free(path);
    return found;
}

static void remove_each(
    const char *directory, const char *const *name, int (*remove_it)(const char *))
{
    char path[PATH_MAX];
    for (; *name != NULL; name++) {
        int length = snprintf(path, sizeof path, "%s/%s", directory, *name);
        if (length > 0 && (size_t)length < sizeof path)
            (void)remove_it(path);
    }
}

/* Takes back what this run made, also when there is no memory. Nothing can have been sealed to its
 * keys yet. */
static void take_back(void *context)
{
    const struct setup *setup = context;
    static const char *const keys[] = {
        KEYDIR_SIGN_KEY, KEYDIR_RECEIVE_KEY, KEYDIR_SIGN_PUB, KEYDIR_RECEIVE_PUB, NULL};
    static const char *const files[] = {
        STORE_KEY, STORE_DATABASE, STORE_DATABASE "-wal", STORE_DATABASE "-shm", NULL};
    static const char *const directories[] = {
        STORE_ORIGINALS, STORE_INCOMING, STORE_QUARANTINE, STORE_RECEIPTS, NULL};
    if (setup->made_register_key) {
        remove_each(setup->store, files, unlink);
        remove_each(setup->store, directories, rmdir);
    }
    if (!setup->had_store_directory)
        (void)rmdir(setup->store);
    if (setup->made_keys)
        remove_each(setup->keys, keys, unlink);
    if (!setup->had_keys_directory)
        (void)rmdir(setup->keys);
}

static enum status look(struct app *app, struct setup *setup, struct error *err)
{
    TRY(option_require(app->options, &OPTION_REGISTER, &setup->store, err));
    TRY(option_require(app->options, &OPTION_KEYS, &setup->keys, err));
    if (has(setup->store, STORE_DATABASE) || has(setup->store, STORE_KEY))
        return error_set(err, STATUS_FAILED, REASON_EXISTS,
            "%s: holds a register already, which is left as it is; name another directory",
            setup->store);
    setup->had_keys_directory = file_exists(setup->keys);
    setup->had_store_directory = file_exists(setup->store);
    return STATUS_OK;
}

static enum status make_keys(
    struct app *app, struct setup *setup, struct keydir *dir, struct error *err)
{
    if (!keydir_has_keys(setup->keys)) {
        TRY(keys_create(app, setup->keys, err));
        setup->made_keys = true;
    }
    return keys_load(app, dir, err);
}

/* The database comes last: where it is, the register is whole. */
static enum status make_register(
    struct app *app, struct setup *setup, const struct keydir *dir, struct error *err)
{
    bool demo = option_given(app->options, &OPTION_EXAMPLE_KEYS);
    TRY(vault_create(setup->store, &dir->recipients, err));
    setup->made_register_key = true;
    TRY(store_create(setup->store, demo, err));
    if (demo)
        warn(app, "%s: the register is marked as a demonstration for ever", setup->store);
    return STATUS_OK;
}

static void print_next_steps(struct app *app, const struct setup *setup)
{
    const char *program = app->program->name;
    say(app, "An empty register was made in %s.\n", setup->store);
    if (setup->made_keys)
        say(app, "Keys were made in %s.\n", setup->keys);
    if (has(setup->keys, KEYDIR_OWN_CARD))
        say(app, "Next, enrol the organisations: %s enrol -r %s -k %s CARD --fingerprint F\n",
            program, setup->store, setup->keys);
    else
        say(app, "Next, make the authority's card: %s card -k %s --name NAME\n", program,
            setup->keys);
    say(app, "Keep copies of both directories in a safe, apart from the passphrase: without the "
             "keys nobody can read the register.\n");
}

static enum status run(struct app *app, struct error *err)
{
    struct setup setup = {0};
    struct keydir dir = {0};
    enum status status;
    TRY(look(app, &setup, err));
    struct undo *undo = undo_add(take_back, &setup);
    TRY_OUT(directory_make(setup.store, err));
    TRY_OUT(make_keys(app, &setup, &dir, err));
    TRY_OUT(make_register(app, &setup, &dir, err));
out:
    undo_drop(undo);
    if (status == STATUS_OK)
        print_next_steps(app, &setup);
    else
        take_back(&setup);
    keydir_free(&dir);
    return status;
}

static const struct option_spec *const OPTIONS[] = {&OPTION_REGISTER, &OPTION_KEYS,
    &OPTION_PASSPHRASE_FILE, &OPTION_NO_PASSPHRASE, &OPTION_EXAMPLE_KEYS, NULL};

const struct command init_command = {
    .name = "init",
    .summary = N_("Makes an empty register, and keys if the key directory has none."),
    .options = {OPTIONS, "", 0, 0},
    .run = run,
};
