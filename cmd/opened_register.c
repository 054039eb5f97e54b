#include "cmd/opened_register.h"

#include "cmd/keys.h"
#include "crypto/secret.h"
#include "format/example_keys.h"
#include "register/vault.h"

#include <string.h>

/* What is done with keys that everyone has can never be trusted afterwards. */
static enum status mark_demo(struct opened_register *opened, struct error *err)
{
    if (opened->store.demo || !example_keydir(&opened->keys))
        return STATUS_OK;
    return store_mark_demo(&opened->store, err);
}

const struct option_spec OPTION_NO_SANDBOX = {"allow-no-sandbox", 0, NULL,
    N_("read bundles in this process if the system cannot confine another one"), false};

static enum status start_workers(struct app *app, struct opened_register *opened, struct error *err)
{
    enum status status = spawner_start(option_text(app->options, &OPTION_EDITION),
        app->catalog == NULL ? "en" : "sv", &opened->spawner, err);
    if (status == STATUS_OK || !option_given(app->options, &OPTION_NO_SANDBOX))
        return status;
    opened->spawner = SPAWNER_UNPROTECTED;
    warn(app, "the process that reads bundles is not confined; it holds the keys");
    return STATUS_OK;
}

enum status opened_register_open(
    struct app *app, enum opened_for purpose, struct opened_register *opened, struct error *err)
{
    const char *path = NULL;
    bool write = purpose == OPENED_TO_CHANGE || purpose == OPENED_TO_RECEIVE;
    *opened = (struct opened_register){.store = {.lock = -1}, .spawner = SPAWNER_NONE};
    enum status status = option_require(app->options, &OPTION_REGISTER, &path, err);
    if (status == STATUS_OK)
        status = keys_load(app, &opened->keys, err);
    if (status == STATUS_OK)
        status = store_open(path, write, &opened->store, err);
    if (status == STATUS_OK)
        status = keydir_own_card(&opened->keys, &opened->own, &opened->own_fingerprint, err);
    if (status == STATUS_OK)
        status = editions_load(option_text(app->options, &OPTION_EDITION), &opened->editions, err);
    if (status == STATUS_OK)
        status = mark_demo(opened, err);
    if (status == STATUS_OK && (purpose == OPENED_TO_UNPACK || purpose == OPENED_TO_RECEIVE))
        status = start_workers(app, opened, err);
    if (status == STATUS_OK)
        status = keys_unlock(app, &opened->keys, &opened->secrets, err);
    if (status == STATUS_OK)
        status = vault_open(path, &opened->secrets.receive, &opened->key, err);
    return status;
}

void opened_register_close(struct opened_register *opened)
{
    editions_free(&opened->editions);
    secret_free(opened->key);
    spawner_stop(&opened->spawner);
    store_close(&opened->store);
    keydir_lock(&opened->secrets);
    keydir_free(&opened->keys);
    *opened = (struct opened_register){.store = {.lock = -1}, .spawner = SPAWNER_NONE};
}

void opened_register_mark(
    const struct app *app, const struct opened_register *opened, struct buffer *out)
{
    if (opened->store.demo)
        buffer_printf(out, "%s\n\n",
            text_of(app, "DEMO: this register has been used with example keys; "
                         "nothing in it can be relied on."));
}
