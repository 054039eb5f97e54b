/* sigill inspect: what a bundle shows to everyone. */
#include "cmd/commands.h"

#include "base/file.h"
#include "base/shown.h"
#include "format/bundle.h"
#include "format/card.h"
#include "format/digest_sink.h"
#include "format/fingerprint.h"
#include "format/json.h"
#include "format/receipt.h"
#include "report/layout.h"

#include <sodium.h>
#include <unistd.h>

/* Someone who has several files from the authority may have taken the wrong one. */
static void hint_at_kind(const char *path, struct error *err)
{
    struct buffer bytes = {0};
    struct document_signed found;
    if (file_read(path, CARD_FILE_MAX, &bytes, NULL) == STATUS_OK) {
        if (document_split(&card_document, bytes.data, bytes.length, &found, NULL) == STATUS_OK)
            (void)error_set(err, STATUS_REFUSED, REASON_NOT_A_BUNDLE,
                "not a bundle, but a card; `sigill fingerprint` tells whose it says to be");
        else if (document_split(&receipt_document, bytes.data, bytes.length, &found, NULL) ==
                 STATUS_OK)
            (void)error_set(err, STATUS_REFUSED, REASON_NOT_A_BUNDLE,
                "not a bundle, but a receipt; `sigill receipt` reads it");
    }
    buffer_free(&bytes);
}

static enum status print_envelope(struct app *app, const char *path,
    const struct bundle_envelope *envelope, const struct fingerprint *digest, struct error *err)
{
    char hex[FINGERPRINT_HEX_SIZE];
    char groups[FINGERPRINT_SHORT_SIZE];
    struct buffer text = {0};
    fingerprint_hex(hex, digest);
    fingerprint_short(groups, digest);
    shown_printf(&text, text_of(app, "%s: a sealed bundle\n"), path);
    buffer_printf(&text, text_of(app, "  Short digest   %s\n"), groups);
    buffer_printf(&text, text_of(app, "  Digest         %s\n"), hex);
    buffer_printf(&text, text_of(app, "  Size           %llu bytes\n"),
        (unsigned long long)envelope->file_size);
    buffer_printf(&text,
        tr_count(app->catalog, "  Sealed to      %u key\n\n", "  Sealed to      %u keys\n\n",
            envelope->stanzas),
        (unsigned)envelope->stanzas);
    layout_paragraph(&text, "",
        text_of(app, "Who sealed it, for whom, and what is in it can be seen only with the "
                     "recipient's keys; without them nobody can tell whether it is whole either."));
    enum status status = app_print(app, &text, err);
    buffer_free(&text);
    return status;
}

static json_t *envelope_json(
    const char *path, const struct bundle_envelope *envelope, const struct fingerprint *digest)
{
    char hex[FINGERPRINT_HEX_SIZE];
    char groups[FINGERPRINT_SHORT_SIZE];
    fingerprint_hex(hex, digest);
    fingerprint_short(groups, digest);
    return json_pack("{s:o,s:s,s:s,s:I,s:i}", "file", json_shown(path), "sealed", hex, "short",
        groups, "size", (json_int_t)envelope->file_size, "recipients", (int)envelope->stanzas);
}

static enum status look_at(const char *path, struct bundle_envelope *envelope,
    struct fingerprint *digest, struct error *err)
{
    struct descriptor descriptor = {-1, path};
    struct source source = source_from_descriptor(&descriptor);
    uint64_t size = 0;
    TRY(file_open(path, true, &descriptor.fd, &size, err));
    enum status status = bundle_look(descriptor.fd, size, envelope, err);
    if (status == STATUS_REFUSED)
        hint_at_kind(path, err);
    if (status != STATUS_OK)
        error_prefix(err, path);
    else
        status = digest_sink_source(&source, NULL, NULL, digest, err);
    (void)close(descriptor.fd);
    return status;
}

static enum status run(struct app *app, struct error *err)
{
    const char *path = app->options->operand[0];
    struct bundle_envelope envelope;
    struct fingerprint digest;
    TRY(look_at(path, &envelope, &digest, err));
    return app->json ? app_print_json(app, envelope_json(path, &envelope, &digest), err)
                     : print_envelope(app, path, &envelope, &digest, err);
}

static const struct option_spec *const OPTIONS[] = {&OPTION_JSON, NULL};

const struct command inspect_command = {
    .name = "inspect",
    .summary = N_("Tells what can be seen of a bundle without any key."),
    .options = {OPTIONS, N_("BUNDLE"), 1, 1},
    .run = run,
};
