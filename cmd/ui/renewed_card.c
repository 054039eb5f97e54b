#include "cmd/ui/renewed_card.h"

#include "base/file.h"
#include "base/memory.h"
#include "base/system/paste.h"
#include "cmd/ui/card_names.h"
#include "format/card.h"

#include <stdlib.h>
#include <string.h>

enum { LOOKED_AT_MOST = 64 }; /* cards beside one bundle */

/* The newest that was found. */
struct newest {
    char *path; /* owned; NULL if none was */
    struct card card;
};

static bool follows_one(const struct buffer *frame, const struct keydir_trusted *trusted,
    size_t count, struct card *card)
{
    struct fingerprint fingerprint;
    for (size_t i = 0; i < count; i++) {
        if (card_open_successor(frame->data, frame->length, &trusted[i].card, card, &fingerprint,
                NULL) == STATUS_OK)
            return true;
    }
    return false;
}

static void look_at_card(
    const char *path, const struct keydir_trusted *trusted, size_t count, struct newest *newest)
{
    struct buffer frame = {0};
    struct card card;
    if (file_read(path, CARD_FILE_MAX, &frame, NULL) == STATUS_OK &&
        follows_one(&frame, trusted, count, &card) &&
        (newest->path == NULL || card.series > newest->card.series)) {
        free(newest->path);
        *newest = (struct newest){memory_text(path), card};
    }
    buffer_free(&frame);
}

static void look_beside(
    const char *folder, const struct keydir_trusted *trusted, size_t count, struct newest *newest)
{
    struct list names = card_names(folder, LOOKED_AT_MOST);
    char **path = names.items;
    for (size_t i = 0; i < names.count; i++)
        look_at_card(path[i], trusted, count, newest);
    list_free_texts(&names);
}

void renewed_card_offer(
    struct app *app, const char *bundle, const struct keydir_trusted *trusted, size_t count)
{
    struct newest newest = {0};
    struct buffer pasted = {0};
    char *folder = path_parent(bundle);
    look_beside(folder, trusted, count, &newest);
    if (newest.path != NULL)
        hint(app,
            "Beside it lies the newer card of %s, which follows the one that is trusted here. Take "
            "it, with the same -k, and open the bundle again:\n  sigill trust %s",
            newest.card.name, paste_path(&pasted, newest.path));
    buffer_free(&pasted);
    free(newest.path);
    free(folder);
}
