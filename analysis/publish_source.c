#include "analysis/publish_source.h"

#include "base/memory.h"
#include "base/text.h"
#include "register/submissions.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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

void publish_source_set(
    const struct publish_source *source, bool late, unsigned least, char hex[PUBLISH_SET_SIZE])
{
    const struct selection selection = {.late = late};
    struct publish_digest digest;
    char digits[16];
    (void)snprintf(digits, sizeof digits, "%u", least);
    publish_digest_begin(&digest);
    publish_digest_word(&digest, digits);
    for (size_t i = 0; i < source->collection->members; i++) {
        const struct member *member = &source->collection->member[i];
        if (!collection_selects(&selection, member))
            continue;
        publish_digest_word(&digest, member->number);
        publish_digest_word(&digest, member->group);
        (void)crypto_generichash_update(&digest.state, source->id[i], sizeof source->id[i]);
    }
    publish_digest_end(&digest, hex);
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
