#include "cmd/ui/receipt_reading.h"

#include "base/clock.h"
#include "base/file.h"
#include "base/local_time.h"
#include "base/text.h"
#include "cmd/ui/keys.h"
#include "cmd/ui/code_shown.h"
#include "cmd/ui/receipt_sentence.h"
#include "format/example_keys.h"
#include "report/layout.h"

#include <stdlib.h>

enum status receipt_reader_open(struct app *app, struct receipt_reader *reader, struct error *err)
{
    *reader = (struct receipt_reader){.app = app};
    TRY(keys_load(app, &reader->dir, err));
    TRY(journal_load(reader->dir.path, &reader->journal, err));
    return keydir_trusted_list(&reader->dir, &reader->trusted, &reader->trusted_count, err);
}

void receipt_reader_close(struct receipt_reader *reader)
{
    free(reader->trusted);
    journal_free(&reader->journal);
    keydir_free(&reader->dir);
}

/* Tries the key of one trusted authority. *other: it is not the one that signed. */
static enum status try_authority(const struct buffer *frame, const struct card *card,
    struct receipt_reading *reading, bool *other, struct error *err)
{
    struct error why;
    error_init(&why, err->catalog);
    enum status status =
        receipt_open(frame->data, frame->length, &card->sign, &reading->receipt, &why);
    *other = status == STATUS_REFUSED && why.reason == REASON_BAD_SIGNATURE;
    if (status == STATUS_OK)
        reading->authority = card;
    if (status == STATUS_OK || *other)
        return STATUS_OK;
    if (status == STATUS_REFUSED && why.reason == REASON_BAD_SYNTAX)
        return error_set(err, STATUS_REFUSED, REASON_BAD_SYNTAX,
            "not a receipt, or not a whole one; name the file that the authority handed out");
    *err = why;
    return status;
}

/* Tries the trusted authorities' keys. A card that has expired since still shows who signed. */
static enum status try_authorities(const struct receipt_reader *reader, const struct buffer *frame,
    struct receipt_reading *reading, struct error *err)
{
    for (size_t i = 0; i < reader->trusted_count; i++) {
        const struct card *card = &reader->trusted[i].card;
        bool other = false;
        if (card->role != CARD_AUTHORITY)
            continue;
        TRY(try_authority(frame, card, reading, &other, err));
        if (!other)
            return STATUS_OK;
    }
    return error_set(err, STATUS_REFUSED, REASON_NOT_TRUSTED,
        "the receipt is signed by no authority that is trusted here; it cannot be relied on");
}

/* Only who could open the bundle can say what became of it. */
static enum status find_bundle(const struct receipt_reader *reader, const char *path,
    struct receipt_reading *reading, struct error *err)
{
    reading->entry = journal_by_digest(&reader->journal, &reading->receipt.sealed);
    if (reading->entry == NULL ||
        minisign_public_equal(&reading->entry->authority, &reading->authority->sign))
        return STATUS_OK;
    return error_set(err, STATUS_REFUSED, REASON_NOT_TRUSTED,
        "%s: a receipt of %s for a bundle that was sealed to another authority; it tells nothing "
        "about it: ask the authority that the bundle was sealed to",
        path, reading->authority->name);
}

enum status receipt_read(const struct receipt_reader *reader, const char *path,
    struct receipt_reading *reading, struct error *err)
{
    struct buffer frame = {0};
    enum status status;
    *reading = (struct receipt_reading){0};
    TRY_OUT(file_read_given(path, RECEIPT_FILE_MAX, &frame, err));
    status = try_authorities(reader, &frame, reading, err);
    if (status != STATUS_OK) {
        error_prefix(err, path);
        goto out;
    }
    TRY_OUT(keys_judge_example(
        reader->app, example_card(reading->authority), reading->authority->name, err));
    status = find_bundle(reader, path, reading, err);
out:
    buffer_free(&frame);
    return status;
}

bool receipt_is_imported(const struct receipt_reading *reading)
{
    return reading->receipt.reason[0] == '\0';
}

/* ---- the result ---- */

json_t *receipt_json(const struct receipt_reading *reading)
{
    const struct receipt *receipt = &reading->receipt;
    char id[MANIFEST_ID_HEX];
    char sealed[FINGERPRINT_HEX_SIZE];
    char time[MOMENT_SIZE];
    hex_encode(id, receipt->id, MANIFEST_ID_SIZE);
    fingerprint_hex(sealed, &receipt->sealed);
    moment_format(time, receipt->time);
    return json_pack("{s:s,s:s?,s:s,s:s?,s:s,s:s,s:s,s:b}", "sealed", sealed, "id",
        receipt->id_known ? id : NULL, "verdict",
        receipt_is_imported(reading) ? "imported" : "refused", "reason",
        receipt_is_imported(reading) ? NULL : receipt->reason, "time", time, "reference",
        receipt->reference, "authority", reading->authority->name, "known", reading->entry != NULL);
}

static void add_bundle(
    const struct app *app, const struct receipt_reading *reading, struct buffer *text)
{
    char groups[FINGERPRINT_SHORT_SIZE];
    char id[MANIFEST_ID_HEX];
    char created[LOCAL_TIME_SIZE];
    const struct journal_entry *entry = reading->entry;
    fingerprint_short(groups, &reading->receipt.sealed);
    buffer_printf(text, text_of(app, "  Short digest   %s\n"), groups);
    if (entry == NULL)
        return;
    hex_encode(id, entry->id, MANIFEST_ID_SIZE);
    local_time_format(created, entry->created);
    buffer_printf(text, text_of(app, "  Id             %s\n"), id);
    buffer_printf(text, text_of(app, "  Sealed         %s\n"), created);
    buffer_printf(text, text_of(app, "  Answers to     %s, period %s to %s\n"), entry->edition,
        entry->from, entry->to);
}

void receipt_describe(
    const struct app *app, const struct receipt_reading *reading, struct buffer *text)
{
    const struct receipt *receipt = &reading->receipt;
    char time[LOCAL_TIME_SIZE];
    local_time_format(time, receipt->time);
    buffer_printf(text,
        receipt_is_imported(reading) ? text_of(app, "Imported by %s, %s\n")
                                     : text_of(app, "Refused by %s, %s\n"),
        reading->authority->name, time);
    add_bundle(app, reading, text);
    if (receipt->reference[0] != '\0')
        buffer_printf(text, text_of(app, "  Reference      %s\n"), receipt->reference);
    if (!receipt_is_imported(reading)) {
        bool known = reason_from_code(receipt->reason) != REASON_NONE;
        struct buffer code = {0};
        code_show(app, receipt->reason, &code);
        buffer_printf(text,
            known ? text_of(app, "  Reason         %s\n\n")
                  : text_of(app, "  Reason         a newer reason: %s\n\n"),
            buffer_string(&code));
        buffer_free(&code);
        layout_paragraph(text, "", text_of(app, receipt_sentence(receipt->reason)));
    }
    if (reading->entry == NULL) {
        buffer_text(text, "\n");
        layout_paragraph(text, "",
            text_of(app, "This is not about a bundle in the journal of these keys: it was sealed "
                         "by another, or with other keys, or the journal was moved away."));
    }
}
