/* Counts rounded to a multiple of three, the one below or above, such that nobody without the
 * register's key knows which, that the same organisations always give the same, and that the mean
 * over many cells is the true one (docs/format.md, "Rounding"). */
#ifndef ANALYSIS_PUBLISH_ROUNDING_H
#define ANALYSIS_PUBLISH_ROUNDING_H

#include "format/manifest.h"
#include "register/vault.h"

#include <sodium.h>
#include <stdint.h>

#define PUBLISH_ROUNDING_STEP 3
/* The most by which a rounded count differs from the true one. */
#define PUBLISH_ROUNDING_MOST 2

/* One cell while its contributors are added. It stands at a multiple of 64 bytes. */
struct publish_rounding {
    crypto_generichash_state state;
    unsigned count;
};

/* The subkey of the register's key that rounding has for itself. subkey: secret memory of
 * VAULT_KEY_SIZE bytes. */
void publish_rounding_key(
    const uint8_t register_key[VAULT_KEY_SIZE], uint8_t subkey[VAULT_KEY_SIZE]);

/* edition: the id of the round's, and not the round's own, which may be another one tomorrow. cell:
 * table and column, such as "levels 2 with". */
void publish_rounding_begin(struct publish_rounding *rounding, const uint8_t subkey[VAULT_KEY_SIZE],
    const char *edition, const char *cell);

/* Contributors come in the order of their numbers, each once. */
void publish_rounding_add(struct publish_rounding *rounding,
    const char number[MANIFEST_NUMBER_SIZE], const uint8_t id[MANIFEST_ID_SIZE]);

/* The rounded count: 0 of nobody. It is wiped. */
unsigned publish_rounding_end(struct publish_rounding *rounding);

#endif
