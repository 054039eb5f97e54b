/* The example keys, which lie in keys-example/ with their secrets for everyone to read (S10).
 *
 * Their public parts are built into the programs from keys-example/public-keys.txt and recognised
 * one by one: one example key among others is enough to make a card or a directory an example. */
#ifndef FORMAT_EXAMPLE_KEYS_H
#define FORMAT_EXAMPLE_KEYS_H

#include "crypto/minisign_key.h"
#include "format/card.h"
#include "format/keydir.h"

#include <stdbool.h>

/* Compares the Ed25519 key; under another number it is the same key. */
bool example_sign_key(const struct minisign_public *key);

/* text: age1pq1…, as age_recipient_encode writes it. */
bool example_recipient(const char *text);

/* Whether any of them, or of its keys, is an example. */
bool example_identities(const struct age_identities *identities);
bool example_card(const struct card *card);
bool example_keydir(const struct keydir *dir);

#endif
