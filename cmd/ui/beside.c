#include "cmd/ui/beside.h"

#include "base/file.h"
#include "base/memory.h"
#include "base/paste.h"
#include "cmd/ui/cards.h"
#include "format/json.h"
#include "isolate/opening_card.h"
#include "report/layout.h"

#include <libgen.h>
#include <stdlib.h>
#include <string.h>

/* "DIRECTORY/sender.card" for the bundle's directory, allocated. */
static char *path_beside(const char *bundle)
{
    char *copy = memory_text(bundle);
    char *path = path_join(dirname(copy), BESIDE_NAME);
    free(copy);
    return path;
}

void beside_look(const struct receiver *receiver, const char *bundle, const struct verdict *verdict,
    struct beside *beside)
{
    *beside = (struct beside){0};
    bool renewed = verdict->reason == REASON_SENDER_MISMATCH && verdict->sender_known;
    if (verdict->reason != REASON_UNKNOWN_SENDER && verdict->reason != REASON_BAD_SIGNATURE &&
        !renewed)
        return;
    char *path = path_beside(bundle);
    if (!file_exists(path)) {
        free(path);
        return;
    }
    beside->path = path;
    beside->readable = opening_card(receiver->spawner, path, &beside->card, &beside->fingerprint,
                           NULL) == STATUS_OK;
    beside->renewed =
        renewed && beside->readable && strcmp(beside->card.number, verdict->number) == 0;
    if (renewed && !beside->renewed) {
        beside_free(beside);
        return;
    }
    beside->signer = beside->readable && verdict_signed_with(verdict, &beside->card.sign);
    if (!beside->signer && verdict->reason == REASON_BAD_SIGNATURE)
        beside_free(beside);
}

void beside_free(struct beside *beside)
{
    free(beside->path);
    *beside = (struct beside){0};
}

static void describe_card(
    const struct app *app, const struct beside *beside, const char *indent, struct buffer *out)
{
    struct buffer text = {0};
    layout_paragraph(out, indent, text_of(app, "beside it lies sender.card, UNVERIFIED; it says:"));
    cards_describe(app, &beside->card, &beside->fingerprint, &text);
    for (char *line = (char *)text.data, *end = NULL; line != NULL; line = end) {
        end = memchr(line, '\n', text.length - (size_t)(line - (char *)text.data));
        if (end != NULL)
            buffer_printf(out, "%s%.*s\n", indent, (int)(end - line), line);
        end = end == NULL ? NULL : end + 1;
    }
    buffer_free(&text);
}

void beside_describe(
    const struct app *app, const struct beside *beside, const char *indent, struct buffer *out)
{
    struct buffer path = {0};
    if (beside->path == NULL)
        return;
    if (!beside->readable) {
        layout_paragraph(out, indent,
            text_of(app, "beside it lies sender.card, which is not a card that can be read"));
        return;
    }
    describe_card(app, beside, indent, out);
    if (beside->renewed) {
        layout_paragraph(out, indent,
            text_of(app, "the card was renewed: enrol it, which holds only if it follows the one "
                         "that is enrolled, with the same -r and -k:"));
        buffer_printf(
            out, "%s%ssigill-msb enrol %s\n", indent, indent, paste_path(&path, beside->path));
        buffer_printf(out, "%s%ssigill-msb receive --retry\n", indent, indent);
        buffer_free(&path);
        return;
    }
    if (!beside->signer)
        layout_paragraph(
            out, indent, text_of(app, "but the bundle is not signed with the key of that card"));
    layout_paragraph(out, indent,
        text_of(app, "ring back on a number that you know, compare the fingerprint, then, with "
                     "the same -r and -k:"));
    buffer_printf(out, "%s%ssigill-msb enrol %s --fingerprint F\n", indent, indent,
        paste_path(&path, beside->path));
    buffer_printf(out, "%s%ssigill-msb receive --retry\n", indent, indent);
    buffer_free(&path);
}

json_t *beside_json(const struct beside *beside)
{
    if (beside->path == NULL)
        return json_null();
    json_t *card = beside->readable ? cards_json(&beside->card, &beside->fingerprint)
                                    : json_pack("{s:n,s:n,s:n,s:n,s:n}", "name", "number", "role",
                                          "fingerprint", "fingerprint_text");
    json_object_set_new(card, "file", json_shown(beside->path));
    json_object_set_new(card, "group",
        beside->readable && beside->card.group[0] != '\0' ? json_string(beside->card.group)
                                                          : json_null());
    json_object_set_new(card, "signer",
        beside->readable && !beside->renewed ? json_boolean(beside->signer) : json_null());
    json_object_set_new(card, "verified", json_false());
    return card;
}
