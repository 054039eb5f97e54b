/* sigill inspect: what a bundle shows to everyone. */
#include "cmd/commands.h"

#include "base/shown.h"
#include "cmd/ui/envelope.h"
#include "format/json.h"
#include "report/layout.h"

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

static enum status run(struct app *app, struct error *err)
{
    const char *path = app->options->operand[0];
    struct bundle_envelope envelope;
    struct fingerprint digest;
    TRY(envelope_look(path, &envelope, &digest, err));
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
