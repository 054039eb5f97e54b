#include "analysis/publish_digest.h"
#include "analysis/publish_panel.h"

void publish_panel_digest(const struct collection *collection, const struct collection *other,
    bool late, char hex[PUBLISH_SET_SIZE])
{
    const struct selection selection = {.late = late};
    struct publish_digest digest;
    publish_digest_begin(&digest);
    for (size_t i = 0; i < collection->members; i++) {
        const char *number = collection->member[i].number;
        if (!collection_selects(&selection, &collection->member[i]))
            continue;
        publish_digest_word(&digest, number);
        publish_digest_word(&digest, result_panel_is_in(other, number, late) ? "both" : "apart");
    }
    publish_digest_end(&digest, hex);
}
