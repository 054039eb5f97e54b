#include "analysis/publish_rounding.h"

#include <string.h>

#define SUBKEY "siground"

enum { DIGEST = 32, CHOICE = 8 };

void publish_rounding_key(
    const uint8_t register_key[VAULT_KEY_SIZE], uint8_t subkey[VAULT_KEY_SIZE])
{
    vault_subkey(register_key, SUBKEY, subkey);
}

static void rounding_text(struct publish_rounding *rounding, const char *text)
{
    (void)crypto_generichash_update(&rounding->state, (const uint8_t *)text, strlen(text) + 1);
}

void publish_rounding_begin(struct publish_rounding *rounding, const uint8_t subkey[VAULT_KEY_SIZE],
    const char *edition, const char *cell)
{
    rounding->count = 0;
    (void)crypto_generichash_init(&rounding->state, subkey, VAULT_KEY_SIZE, DIGEST);
    rounding_text(rounding, edition);
    rounding_text(rounding, cell);
}

void publish_rounding_add(struct publish_rounding *rounding,
    const char number[MANIFEST_NUMBER_SIZE], const uint8_t id[MANIFEST_ID_SIZE])
{
    rounding->count++;
    rounding_text(rounding, number);
    (void)crypto_generichash_update(&rounding->state, id, MANIFEST_ID_SIZE);
}

/* 2^64 is 1 more than a multiple of three: the choice is as even as needs be. */
unsigned publish_rounding_end(struct publish_rounding *rounding)
{
    uint8_t digest[DIGEST];
    uint64_t choice = 0;
    unsigned over = rounding->count % PUBLISH_ROUNDING_STEP;
    unsigned below = rounding->count - over;
    (void)crypto_generichash_final(&rounding->state, digest, sizeof digest);
    for (size_t i = 0; i < CHOICE; i++)
        choice = choice << 8 | digest[i];
    sodium_memzero(rounding, sizeof *rounding);
    return choice % PUBLISH_ROUNDING_STEP < over ? below + PUBLISH_ROUNDING_STEP : below;
}
