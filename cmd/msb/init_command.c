/* sigill-msb init: an empty register, and keys where there are none. */
#include "base/file.h"
#include "base/new_directory.h"
#include "base/system/paste.h"
#include "base/system/place.h"
#include "base/undo.h"
#include "cmd/commands.h"
#include "cmd/ui/keys.h"
#include "register/creation.h"
#include "register/store.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* What there was before and what was made, so that a failure can take back the latter. The register
 * itself has a temporary name until it is whole. */
struct setup {
    const char *keys;
    const char *store;
    bool had_keys_directory;
    bool made_keys;
    bool made_head;
    struct head head; /* the first one, which the key directory keeps */
    struct minisign_secret *sign;
    struct new_directory directory;
};

static bool has(const char *directory, const char *name)
{
    char *path = path_join(directory, name);
    bool found = file_exists(path);
    free(path);
    return found;
}

/* Takes back what this run made in the key directory, also when there is no memory. Nothing can
 * have been sealed to its keys yet. If the register has its name, and only the last sync failed, it
 * stays with what opens it. */
static void take_back(void *context)
{
    const struct setup *setup = context;
    enum place_kind kind;
    static const char *const keys[] = {
        KEYDIR_SIGN_KEY, KEYDIR_RECEIVE_KEY, KEYDIR_SIGN_PUB, KEYDIR_RECEIVE_PUB, NULL};
    char path[PATH_MAX];
    if (place_look(setup->store, true, &kind))
        return;
    if (setup->made_head)
        head_take_back(setup->keys, setup->head.id);
    for (const char *const *name = keys; setup->made_keys && *name != NULL; name++) {
        int length = snprintf(path, sizeof path, "%s/%s", setup->keys, *name);
        if (length > 0 && (size_t)length < sizeof path)
            (void)unlink(path);
    }
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
    if (file_exists(setup->store))
        return error_set(err, STATUS_FAILED, REASON_EXISTS,
            "%s: the register cannot be made here, where something is already; name a directory "
            "that is not there yet",
            setup->store);
    setup->had_keys_directory = file_exists(setup->keys);
    return STATUS_OK;
}

/* The key to sign with is opened here: it signs the register's first head. */
static enum status open_keys(
    struct app *app, struct setup *setup, struct keydir *dir, struct error *err)
{
    if (keydir_has_keys(setup->keys)) {
        TRY(keys_load(app, dir, err));
        return keys_unlock_sign(app, dir, &setup->sign, err);
    }
    setup->made_keys = true;
    TRY(keys_create(app, setup->keys, &setup->sign, err));
    return keys_load(app, dir, err);
}

/* The head lasts before the register has its name. */
static enum status make_register(
    struct app *app, struct setup *setup, const struct keydir *dir, struct error *err)
{
    bool demo = option_given(app->options, &OPTION_EXAMPLE_KEYS);
    TRY(creation_fill(
        setup->directory.temporary, demo, &dir->recipients, setup->sign, &setup->head, err));
    setup->made_head = true;
    TRY(head_keep(setup->keys, &setup->head, setup->sign, false, err));
    TRY(new_directory_commit(&setup->directory, err));
    if (demo)
        warn(app, "%s: the register is marked as a demonstration for ever", setup->store);
    return STATUS_OK;
}

static void print_next_steps(struct app *app, const struct setup *setup)
{
    struct buffer store = {0};
    struct buffer keys = {0};
    const char *program = app->program->name;
    const char *keys_path = paste_path(&keys, setup->keys);
    keys_warn_of_others(app, setup->store);
    say(app, "An empty register was made in %s.\n", setup->store);
    if (setup->made_keys)
        say(app, "Keys were made in %s.\n", setup->keys);
    if (has(setup->keys, KEYDIR_OWN_CARD))
        say(app, "Next, enrol the organisations:\n  %s enrol -r %s -k %s CARD --fingerprint F\n",
            program, paste_path(&store, setup->store), keys_path);
    else
        say(app, "Next, make the authority's card:\n  %s card -k %s --name NAME\n", program,
            keys_path);
    say(app, "Keep copies of both directories in a safe, apart from the passphrase: without the "
             "keys nobody can read the register.\n");
    buffer_free(&store);
    buffer_free(&keys);
}

static enum status run(struct app *app, struct error *err)
{
    struct setup setup = {.directory = NEW_DIRECTORY_NONE};
    struct keydir dir = {0};
    enum status status;
    TRY(look(app, &setup, err));
    struct undo *undo = undo_add(take_back, &setup);
    TRY_OUT(new_directory_create(&setup.directory, setup.store, err));
    TRY_OUT(open_keys(app, &setup, &dir, err));
    TRY_OUT(make_register(app, &setup, &dir, err));
    print_next_steps(app, &setup);
out:
    undo_drop(undo);
    if (status != STATUS_OK)
        new_directory_rename_error(&setup.directory, err);
    new_directory_abandon(&setup.directory);
    if (status != STATUS_OK)
        take_back(&setup);
    minisign_key_free(setup.sign);
    keydir_free(&dir);
    return status;
}

static const struct option_spec *const OPTIONS[] = {&OPTION_REGISTER, &OPTION_KEYS,
    &OPTION_PASSPHRASE_FILE, &OPTION_NO_PASSPHRASE, &OPTION_EXAMPLE_KEYS, NULL};

const struct command init_command = {
    .name = "init",
    .summary = N_("Makes an empty register, and keys if the key directory has none."),
    .example = N_("-r register -k keys"),
    .options = {OPTIONS, "", 0, 0},
    .run = run,
};
