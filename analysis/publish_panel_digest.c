#include "analysis/publish_panel.h"
#include "base/text.h"

#include <sodium.h>
#include <string.h>

enum { PARTS_DIGEST = 32 };

static void add_word(crypto_generichash_state *state, const char *word)
{
    (void)crypto_generichash_update(state, (const uint8_t *)word, strlen(word) + 1);
}

void publish_panel_digest(const struct collection *collection, const struct collection *other,
    bool late, char hex[PUBLISH_SET_SIZE])
{
    const struct selection selection = {.late = late};
    crypto_generichash_state state;
    uint8_t digest[PARTS_DIGEST];
    (void)crypto_generichash_init(&state, NULL, 0, sizeof digest);
    for (size_t i = 0; i < collection->members; i++) {
        const char *number = collection->member[i].number;
        if (!collection_selects(&selection, &collection->member[i]))
            continue;
        add_word(&state, number);
        add_word(&state, result_panel_is_in(other, number, late) ? "both" : "apart");
    }
    (void)crypto_generichash_final(&state, digest, sizeof digest);
    hex_encode(hex, digest, sizeof digest);
}
