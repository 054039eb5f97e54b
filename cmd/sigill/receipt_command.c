/* sigill receipt: what became of a bundle that was handed in. */
#include "cmd/commands.h"
#include "cmd/ui/receipt_sentence.h"

#include "base/file.h"
#include "base/text.h"
#include "cmd/ui/cards.h"
#include "cmd/ui/keys.h"
#include "format/example_keys.h"
#include "format/journal.h"
#include "format/receipt.h"
#include "report/layout.h"

#include <stdlib.h>

/* Everything that is known of the receipt. */
struct reading {
    struct keydir dir;
    struct journal journal;
    struct receipt receipt;
    struct card authority;             /* whose key the receipt is signed with */
    const struct journal_entry *entry; /* of the bundle it is about; NULL if it is not ours */
};

/* Tries the key of one trusted authority. *other: it is not the one that signed. */
static enum status try_authority(const struct buffer *frame, const struct card *card,
    struct reading *reading, bool *other, struct error *err)
{
    struct error why;
    error_init(&why, err->catalog);
    enum status status =
        receipt_open(frame->data, frame->length, &card->sign, &reading->receipt, &why);
    *other = status == STATUS_REFUSED && why.reason == REASON_BAD_SIGNATURE;
    if (status == STATUS_OK)
        reading->authority = *card;
    if (status == STATUS_OK || *other)
        return STATUS_OK;
    if (status == STATUS_REFUSED && why.reason == REASON_BAD_SYNTAX)
        return error_set(err, STATUS_REFUSED, REASON_BAD_SYNTAX,
            "not a receipt, or not a whole one; name the file that the authority handed out");
    *err = why;
    return status;
}

/* Tries the trusted authorities' keys. A card that has expired since still shows who signed. */
static enum status open_with(const struct buffer *frame, const struct keydir_trusted *list,
    size_t count, struct reading *reading, struct error *err)
{
    for (size_t i = 0; i < count; i++) {
        bool other = false;
        if (list[i].card.role != CARD_AUTHORITY)
            continue;
        TRY(try_authority(frame, &list[i].card, reading, &other, err));
        if (!other)
            return STATUS_OK;
    }
    return error_set(err, STATUS_REFUSED, REASON_NOT_TRUSTED,
        "the receipt is signed by no authority that is trusted here; it cannot be relied on");
}

static enum status open_receipt(
    struct app *app, const char *path, struct reading *reading, struct error *err)
{
    struct buffer frame = {0};
    struct keydir_trusted *list = NULL;
    size_t count = 0;
    enum status status;
    TRY_OUT(file_read(path, RECEIPT_FILE_MAX, &frame, err));
    TRY_OUT(keydir_trusted_list(&reading->dir, &list, &count, err));
    status = open_with(&frame, list, count, reading, err);
    if (status != STATUS_OK) {
        error_prefix(err, path);
        goto out;
    }
    status =
        keys_judge_example(app, example_card(&reading->authority), reading->authority.name, err);
out:
    buffer_free(&frame);
    free(list);
    return status;
}

/* Only who could open the bundle can say what became of it. */
static enum status find_bundle(const char *path, struct reading *reading, struct error *err)
{
    TRY(journal_load(reading->dir.path, &reading->journal, err));
    reading->entry = journal_by_digest(&reading->journal, &reading->receipt.sealed);
    if (reading->entry == NULL ||
        minisign_public_equal(&reading->entry->authority, &reading->authority.sign))
        return STATUS_OK;
    return error_set(err, STATUS_REFUSED, REASON_NOT_TRUSTED,
        "%s: a receipt of %s for a bundle that was sealed to another authority; it tells nothing "
        "about it: ask the authority that the bundle was sealed to",
        path, reading->authority.name);
}

static bool is_imported(const struct reading *reading)
{
    return reading->receipt.reason[0] == '\0';
}

/* ---- the result ---- */

static json_t *result_json(const struct reading *reading)
{
    const struct receipt *receipt = &reading->receipt;
    char id[MANIFEST_ID_HEX];
    char sealed[FINGERPRINT_HEX_SIZE];
    char time[MOMENT_SIZE];
    hex_encode(id, receipt->id, MANIFEST_ID_SIZE);
    fingerprint_hex(sealed, &receipt->sealed);
    moment_format(time, receipt->time);
    return json_pack("{s:s,s:s?,s:s,s:s?,s:s,s:s,s:s,s:b}", "sealed", sealed, "id",
        receipt->id_known ? id : NULL, "verdict", is_imported(reading) ? "imported" : "refused",
        "reason", is_imported(reading) ? NULL : receipt->reason, "time", time, "reference",
        receipt->reference, "authority", reading->authority.name, "known", reading->entry != NULL);
}

static void add_bundle(struct app *app, const struct reading *reading, struct buffer *text)
{
    char groups[FINGERPRINT_SHORT_SIZE];
    char id[MANIFEST_ID_HEX];
    char created[MOMENT_SIZE];
    const struct journal_entry *entry = reading->entry;
    fingerprint_short(groups, &reading->receipt.sealed);
    buffer_printf(text, text_of(app, "  Short digest   %s\n"), groups);
    if (entry == NULL)
        return;
    hex_encode(id, entry->id, MANIFEST_ID_SIZE);
    moment_format(created, entry->created);
    buffer_printf(text, text_of(app, "  Id             %s\n"), id);
    buffer_printf(text, text_of(app, "  Sealed         %s\n"), created);
    buffer_printf(text, text_of(app, "  Answers to     %s, period %s to %s\n"), entry->edition,
        entry->from, entry->to);
}

static enum status print_text(struct app *app, const struct reading *reading, struct error *err)
{
    const struct receipt *receipt = &reading->receipt;
    char time[MOMENT_SIZE];
    struct buffer text = {0};
    moment_format(time, receipt->time);
    buffer_printf(&text,
        is_imported(reading) ? text_of(app, "Imported by %s, %s\n")
                             : text_of(app, "Refused by %s, %s\n"),
        reading->authority.name, time);
    add_bundle(app, reading, &text);
    if (receipt->reference[0] != '\0')
        buffer_printf(&text, text_of(app, "  Reference      %s\n"), receipt->reference);
    if (!is_imported(reading)) {
        bool known = reason_from_code(receipt->reason) != REASON_NONE;
        buffer_printf(&text,
            known ? text_of(app, "  Reason         %s\n\n")
                  : text_of(app, "  Reason         a newer reason: %s\n\n"),
            receipt->reason);
        layout_paragraph(&text, "", text_of(app, receipt_sentence(receipt->reason)));
    }
    if (reading->entry == NULL) {
        buffer_text(&text, "\n");
        layout_paragraph(&text, "",
            text_of(app, "This is not about a bundle in the journal of these keys: it was sealed "
                         "by another, or with other keys, or the journal was moved away."));
    }
    enum status status = app_print(app, &text, err);
    buffer_free(&text);
    return status;
}

static enum status run(struct app *app, struct error *err)
{
    struct reading reading = {0};
    enum status status;
    TRY_OUT(keys_load(app, &reading.dir, err));
    TRY_OUT(open_receipt(app, app->options->operand[0], &reading, err));
    TRY_OUT(find_bundle(app->options->operand[0], &reading, err));
    TRY_OUT(app->json ? app_print_json(app, result_json(&reading), err)
                      : print_text(app, &reading, err));
    if (!is_imported(&reading) || reading.entry == NULL)
        status = STATUS_REFUSED;
out:
    journal_free(&reading.journal);
    keydir_free(&reading.dir);
    return status;
}

static const struct option_spec *const OPTIONS[] = {
    &OPTION_KEYS, &OPTION_EXAMPLE_KEYS, &OPTION_JSON, NULL};

const struct command receipt_command = {
    .name = "receipt",
    .summary = N_("Reads the authority's receipt for a bundle that was sealed here."),
    .options = {OPTIONS, N_("FILE"), 1, 1},
    .run = run,
};
