#include "analysis/publish_digest.h"

#include "base/text.h"

#include <string.h>

enum { DIGEST = (PUBLISH_SET_SIZE - 1) / 2 };

void publish_digest_begin(struct publish_digest *digest)
{
    (void)crypto_generichash_init(&digest->state, NULL, 0, DIGEST);
}

void publish_digest_word(struct publish_digest *digest, const char *word)
{
    (void)crypto_generichash_update(&digest->state, (const uint8_t *)word, strlen(word) + 1);
}

void publish_digest_end(struct publish_digest *digest, char hex[PUBLISH_SET_SIZE])
{
    uint8_t bytes[DIGEST];
    (void)crypto_generichash_final(&digest->state, bytes, sizeof bytes);
    hex_encode(hex, bytes, sizeof bytes);
}
