#include "register/creation.h"

#include "base/clock.h"
#include "crypto/secret.h"
#include "register/proof.h"
#include "register/store.h"
#include "register/vault.h"

#include <string.h>

static enum status make_first_head(
    const char *path, const uint8_t key[VAULT_KEY_SIZE], struct head *first, struct error *err)
{
    struct store store;
    TRY(store_open(path, false, &store, err));
    *first = (struct head){.time = clock_now()};
    memcpy(first->id, store.id, HEAD_REGISTER_SIZE);
    vault_commitment(key, store.id, first->key);
    store_close(&store);
    return STATUS_OK;
}

enum status creation_fill(const char *path, bool demo, const struct age_recipients *recipients,
    const struct minisign_secret *sign, struct head *first, struct error *err)
{
    uint8_t *key = NULL;
    enum status status;
    TRY_OUT(vault_create(path, recipients, &key, err));
    TRY_OUT(store_create(path, demo, err));
    TRY_OUT(make_first_head(path, key, first, err));
    TRY_OUT(proof_write(path, first, sign, err));
out:
    secret_free(key);
    return status;
}
