#include "analysis/publish_source.h"

#include "base/memory.h"
#include "base/text.h"
#include "register/submissions.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SET_DIGEST = 32 };

enum status publish_source_load(struct store *store, const uint8_t *register_key,
    const struct collection *collection, struct publish_source *out, struct error *err)
{
    *out = (struct publish_source){
        .collection = collection,
        .register_key = register_key,
        .id = memory_new(collection->members, sizeof *out->id),
    };
    for (size_t i = 0; i < collection->members; i++) {
        struct submission submission;
        TRY(submissions_by_serial(store, collection->member[i].serial, &submission, err));
        memcpy(out->id[i], submission.id, sizeof out->id[i]);
    }
    return STATUS_OK;
}

void publish_source_free(struct publish_source *source)
{
    free(source->id);
    *source = (struct publish_source){0};
}

static void add_text(crypto_generichash_state *state, const char *text)
{
    (void)crypto_generichash_update(state, (const uint8_t *)text, strlen(text) + 1);
}

void publish_source_set(
    const struct publish_source *source, bool late, unsigned least, char hex[PUBLISH_SET_SIZE])
{
    const struct selection selection = {.late = late};
    crypto_generichash_state state;
    uint8_t digest[SET_DIGEST];
    char digits[16];
    (void)snprintf(digits, sizeof digits, "%u", least);
    (void)crypto_generichash_init(&state, NULL, 0, sizeof digest);
    add_text(&state, digits);
    for (size_t i = 0; i < source->collection->members; i++) {
        const struct member *member = &source->collection->member[i];
        if (!collection_selects(&selection, member))
            continue;
        add_text(&state, member->number);
        add_text(&state, member->group);
        (void)crypto_generichash_update(&state, source->id[i], sizeof source->id[i]);
    }
    (void)crypto_generichash_final(&state, digest, sizeof digest);
    hex_encode(hex, digest, sizeof digest);
}

struct round_history_member *publish_source_counted(
    const struct publish_source *source, bool late, size_t *members)
{
    const struct collection *collection = source->collection;
    const struct selection selection = {.late = late};
    struct round_history_member *counted = memory_new(collection->members + 1, sizeof *counted);
    *members = 0;
    for (size_t i = 0; i < collection->members; i++) {
        if (!collection_selects(&selection, &collection->member[i]))
            continue;
        struct round_history_member *one = &counted[(*members)++];
        text_copy(one->number, sizeof one->number, collection->member[i].number);
        memcpy(one->id, source->id[i], sizeof one->id);
    }
    return counted;
}
