/* sigill-msb doctor: says what protects this machine, and what to do where something is wanting. */
#include "base/clock.h"
#include "cmd/authority/doctor_checks.h"
#include "cmd/commands.h"
#include "cmd/ui/keys.h"
#include "format/example_keys.h"
#include "format/head.h"
#include "register/audit.h"
#include "register/store.h"

/* A key directory's own: modes, and keys that everyone has. */
static enum status look_at_keys(struct doctor *doctor, const char *path, struct error *err)
{
    struct keydir dir;
    enum status status = keydir_load(path, &dir, err);
    if (status != STATUS_OK)
        return status;
    doctor_modes(doctor, "keys", path);
    bool example = example_keydir(&dir);
    doctor_add(doctor, "example-keys", !example,
        example ? text_of(doctor->app, "these are example keys, which everyone has and which "
                                       "protect nothing; make keys of your own")
                : text_of(doctor->app, "the keys are no example keys"));
    if (!dir.encrypted)
        doctor_add(doctor, "passphrase", false,
            text_of(doctor->app,
                "the keys have no passphrase: whoever reads the files has the keys; set one with "
                "`passwd -k DIR`"));
    else
        doctor_add(doctor, "passphrase", true, text_of(doctor->app, "the keys have a passphrase"));
    keydir_free(&dir);
    return STATUS_OK;
}

/* Whether the key directory knows the register: no key is opened, so whether the register's own key
 * is the right one is not looked at. */
static enum status look_at_head(
    struct doctor *doctor, const struct store *store, const char *keys, struct error *err)
{
    struct keydir dir;
    struct head head;
    struct error why;
    bool found = false;
    error_init(&why, doctor->app->catalog);
    TRY(keydir_load(keys, &dir, err));
    bool good =
        head_load(dir.path, store->id, &dir.sign, &found, &head, &why) == STATUS_OK && found;
    doctor_add(doctor, "head", good,
        good ? text_of(doctor->app, "the key directory has a signed head of the register")
             : text_of(doctor->app,
                   "the key directory has no signed head of the register, so nothing proves that "
                   "the register is the authority's own, and no subcommand reads it"));
    keydir_free(&dir);
    return STATUS_OK;
}

static enum status look_at_register(
    struct doctor *doctor, const char *path, const char *keys, int64_t *latest, struct error *err)
{
    struct store store;
    enum status status;
    TRY(store_open(path, false, &store, err));
    TRY_OUT(audit_time_noted(&store, latest, err));
    if (store.demo)
        doctor_add(doctor, "demo", false,
            text_of(doctor->app, "the register has been used with example keys; nothing in it can "
                                 "be relied on: make another one"));
    doctor_modes(doctor, "register", path);
    if (keys != NULL)
        TRY_OUT(look_at_head(doctor, &store, keys, err));
out:
    store_close(&store);
    return status;
}

static enum status print(struct doctor *doctor, struct error *err)
{
    struct app *app = doctor->app;
    if (app->json)
        return app_print_json(app, json_incref(doctor->json), err);
    buffer_text(&doctor->text, "\n");
    if (doctor->wanting == 0)
        buffer_printf(&doctor->text, "%s\n", text_of(app, "Nothing is wanting."));
    else
        buffer_printf(&doctor->text,
            tr_count(app->catalog, "%u thing is wanting.\n", "%u things are wanting.\n",
                doctor->wanting),
            doctor->wanting);
    return app_print(app, &doctor->text, err);
}

/* The worker comes first: whatever else this process does, the worker has not seen it. */
static enum status run(struct app *app, struct error *err)
{
    int64_t latest = 0;
    const char *keys = option_text(app->options, &OPTION_KEYS);
    const char *store = option_text(app->options, &OPTION_REGISTER);
    if (keys != NULL)
        keys_warn_of_others(app, keys);
    if (store != NULL)
        keys_warn_of_others(app, store);
    struct doctor doctor = {.app = app, .json = json_array()};
    enum status status = STATUS_OK;
    doctor_sandbox(&doctor);
    doctor_landlock(&doctor);
    doctor_memory(&doctor);
    doctor_core(&doctor);
    doctor_swap(&doctor);
    doctor_sodium(&doctor);
    doctor_libraries(&doctor);
    if (keys != NULL)
        TRY_OUT(look_at_keys(&doctor, keys, err));
    if (store != NULL)
        TRY_OUT(look_at_register(&doctor, store, keys, &latest, err));
    doctor_clock(&doctor, clock_now(), latest);
    TRY_OUT(print(&doctor, err));
    if (doctor.wanting > 0)
        status = STATUS_REFUSED;
out:
    json_decref(doctor.json);
    buffer_free(&doctor.text);
    return status;
}

static const struct option_spec *const TAKES[] = {
    &OPTION_REGISTER, &OPTION_KEYS, &OPTION_JSON, NULL};

const struct command doctor_command = {
    .name = "doctor",
    .summary = N_("Shows what protects this machine, and what is wanting."),
    .options = {TAKES, "", 0, 0},
    .run = run,
    .confined_later = true,
};
