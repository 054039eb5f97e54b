#include "cmd/authority/beside.h"

#include "base/file.h"
#include "base/memory.h"
#include "base/system/paste.h"
#include "cmd/authority/arrival.h"
#include "cmd/ui/card_names.h"
#include "cmd/ui/cards.h"
#include "format/json.h"
#include "isolate/opening_card.h"
#include "report/layout.h"

#include <libgen.h>
#include <stdlib.h>
#include <string.h>

/* The bundle names another card of a key that is enrolled. */
static bool looks_for_renewed(const struct verdict *verdict)
{
    return verdict->reason == REASON_SENDER_MISMATCH && verdict->sender_known;
}

/* Reads a card. Whether it is that of the bundle: its key made the signature, or it is the renewed
 * one that is looked for. */
static bool read_beside(const struct receiver *receiver, const struct verdict *verdict,
    const char *path, struct beside *beside)
{
    *beside = (struct beside){.path = memory_text(path)};
    beside->readable = opening_card(receiver->spawner, path, &beside->card, &beside->fingerprint,
                           NULL) == STATUS_OK;
    beside->renewed = looks_for_renewed(verdict) && beside->readable &&
                      strcmp(beside->card.number, verdict->number) == 0;
    beside->signer = beside->readable && verdict_signed_with(verdict, &beside->card.sign);
    return looks_for_renewed(verdict) ? beside->renewed : beside->signer;
}

/* The first that is the bundle's takes the place of what was found. */
static void look_at_others(const struct receiver *receiver, const struct verdict *verdict,
    const char *folder, struct beside *beside)
{
    struct list names = card_names(folder, BESIDE_CARDS_MAX);
    char **path = names.items;
    struct beside other;
    bool found = false;
    for (size_t i = 0; !found && i < names.count; i++) {
        if (strcmp(path_name(path[i]), BESIDE_NAME) == 0)
            continue;
        found = read_beside(receiver, verdict, path[i], &other);
        if (!found)
            beside_free(&other);
    }
    list_free_texts(&names);
    if (!found)
        return;
    beside_free(beside);
    *beside = other;
}

void beside_look(const struct receiver *receiver, const char *bundle, const struct verdict *verdict,
    struct beside *beside)
{
    *beside = (struct beside){0};
    bool unknown = verdict->reason == REASON_UNKNOWN_SENDER;
    if (!unknown && verdict->reason != REASON_BAD_SIGNATURE && !looks_for_renewed(verdict))
        return;
    char *copy = memory_text(bundle);
    const char *folder = dirname(copy);
    char *path = path_join(folder, BESIDE_NAME);
    bool found = file_exists(path) && read_beside(receiver, verdict, path, beside);
    if (!found && !unknown)
        beside_free(beside);
    if (!found)
        look_at_others(receiver, verdict, folder, beside);
    free(path);
    free(copy);
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
    layout_say(out, indent, text_of(app, "beside it lies %s, UNVERIFIED; it says:"),
        path_name(beside->path));
    cards_describe(app, &beside->card, &beside->fingerprint, &text);
    for (char *line = (char *)text.data, *end = NULL; line != NULL; line = end) {
        end = memchr(line, '\n', text.length - (size_t)(line - (char *)text.data));
        if (end != NULL)
            buffer_printf(out, "%s%.*s\n", indent, (int)(end - line), line);
        end = end == NULL ? NULL : end + 1;
    }
    buffer_free(&text);
}

/* What was said of the medium goes with it, or the receipt would not have it. */
static void put_retry(const struct app *app, const char *indent, struct buffer *out)
{
    static const struct option_spec *const said[] = {&OPTION_ARRIVED, &OPTION_REFERENCE};
    buffer_printf(out, "%s%ssigill-msb receive --retry", indent, indent);
    for (size_t i = 0; i < sizeof said / sizeof said[0]; i++) {
        struct buffer pasted = {0};
        const char *text = option_text(app->options, said[i]);
        if (text != NULL)
            buffer_printf(out, " --%s %s", said[i]->name, paste_path(&pasted, text));
        buffer_free(&pasted);
    }
    buffer_text(out, "\n");
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
        put_retry(app, indent, out);
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
    put_retry(app, indent, out);
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
