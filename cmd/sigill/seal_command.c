/* sigill seal: from an answers' file to a bundle for the authority. */
#include "base/clock.h"
#include "base/shown.h"
#include "base/text.h"
#include "cmd/commands.h"
#include "cmd/ui/clock_doubt.h"
#include "cmd/ui/confirm.h"
#include "cmd/ui/recipient.h"
#include "cmd/ui/sealing.h"
#include "cmd/ui/slip.h"
#include "format/json.h"
#include "report/layout.h"
#include "scoring/answered.h"

/* A bundle with little in it is seldom meant. */
static void seal_question(struct app *app, const struct sealing *sealing, struct buffer *question)
{
    const struct loaded *loaded = &sealing->loaded;
    const char *recipient = sealing->recipient.card.name;
    struct answered answered;
    answered_count(&loaded->edition->model, &loaded->answers->set, &answered);
    if (answered.all.answered == 0)
        buffer_printf(question,
            text_of(
                app, "None of the %u questions is answered. Seal an empty questionnaire to %s?"),
            answered.all.of, recipient);
    else if (answered_few(&answered))
        buffer_printf(question,
            text_of(app, "Only %u of %u questions are answered. Seal this to %s all the same?"),
            answered.all.answered, answered.all.of, recipient);
    else
        buffer_printf(question, text_of(app, "Seal this to %s?"), recipient);
}

static enum status ask_to_seal(struct app *app, const struct sealing *sealing, struct error *err)
{
    struct buffer summary = {0};
    struct buffer question = {0};
    sealing_summary(app, sealing, &summary);
    seal_question(app, sealing, &question);
    buffer_text(&summary, "\n");
    app_show(app, app->err, &summary);
    enum status status = confirm(app, buffer_string(&question), err);
    buffer_free(&summary);
    buffer_free(&question);
    return status;
}

static json_t *sealed_json(const struct sealing *sealing, const struct sealed *sealed)
{
    char id[MANIFEST_ID_HEX];
    char digest[FINGERPRINT_HEX_SIZE];
    char groups[FINGERPRINT_SHORT_SIZE];
    hex_encode(id, sealing->manifest.id, MANIFEST_ID_SIZE);
    fingerprint_hex(digest, &sealed->digest);
    fingerprint_short(groups, &sealed->digest);
    return json_pack("{s:o,s:s,s:s,s:s,s:I,s:o}", "file", json_shown(sealing->path), "id", id,
        "sealed", digest, "short", groups, "size", (json_int_t)sealed->size, "supersedes",
        manifest_supersedes_json(&sealing->manifest.supersedes));
}

static void say_next(struct app *app, const struct sealing *sealing, struct buffer *text)
{
    const char *slip = option_text(app->options, &OPTION_SLIP);
    struct buffer next = {0};
    if (slip != NULL)
        shown_printf(
            &next, text_of(app, "Print the transfer slip, %s, to go with the medium."), slip);
    else
        buffer_text(&next,
            text_of(app, "`sigill slip` makes the transfer slip that goes with the medium."));
    buffer_text(&next, " ");
    buffer_printf(&next,
        text_of(app,
            "Carry the bundle to %s, and keep the answers until the receipt has come; `sigill receipt` "
            "reads that."),
        sealing->recipient.card.name);
    buffer_text(text, "\n");
    layout_paragraph(text, "", buffer_string(&next));
    buffer_free(&next);
}

static enum status print_sealed(
    struct app *app, const struct sealing *sealing, const struct sealed *sealed, struct error *err)
{
    char id[MANIFEST_ID_HEX];
    char groups[FINGERPRINT_SHORT_SIZE];
    struct buffer text = {0};
    hex_encode(id, sealing->manifest.id, MANIFEST_ID_SIZE);
    fingerprint_short(groups, &sealed->digest);
    shown_printf(&text, text_of(app, "Sealed, read back and verified: %s\n"), sealing->path);
    buffer_printf(&text, text_of(app, "  Id             %s\n"), id);
    buffer_printf(&text, text_of(app, "  Short digest   %s\n"), groups);
    buffer_printf(
        &text, text_of(app, "  Size           %llu bytes\n"), (unsigned long long)sealed->size);
    if (!app->guided)
        say_next(app, sealing, &text);
    enum status status = app_print(app, &text, err);
    buffer_free(&text);
    return status;
}

static void warn_of_last_day(struct app *app, const struct sealing *sealing)
{
    char closes[DAY_SIZE];
    if (!sealing->late)
        return;
    day_format(closes, sealing->round.closes);
    warn(app,
        "the last day of the round %s was %s: hand the bundle in as soon as you can, and ask the "
        "authority whether it still counts",
        sealing->round.id, closes);
}

static enum status load_for_slip(const struct app *app, struct error *err)
{
    return option_given(app->options, &OPTION_SLIP) ? slip_load(app, err) : STATUS_OK;
}

static enum status judge_slip(struct app *app, struct error *err)
{
    const char *path = option_text(app->options, &OPTION_SLIP);
    return path == NULL ? STATUS_OK : slip_judge(app, path, err);
}

static enum status write_slip(
    struct app *app, const struct sealing *sealing, const struct sealed *sealed, struct error *err)
{
    const char *path = option_text(app->options, &OPTION_SLIP);
    struct slip_bundle bundle = {sealing->path, sealed->digest, sealed->size};
    return path == NULL ? STATUS_OK : slip_write(app, &sealing->dir, &bundle, path, err);
}

static enum status run(struct app *app, struct error *err)
{
    struct sealing sealing = {0};
    struct sealed sealed;
    enum status status;
    TRY_OUT(judge_slip(app, err));
    TRY_OUT(sealing_gather(app, clock_now(), &sealing, err));
    TRY_OUT(ask_to_seal(app, &sealing, err));
    TRY_OUT(sealing_bundle(app, &sealing, &sealed, err));
    enum status noted = sealing_journal(&sealing, &sealed, err);
    TRY_OUT(app->json ? app_print_json(app, sealed_json(&sealing, &sealed), err)
                      : print_sealed(app, &sealing, &sealed, err));
    TRY_OUT(noted);
    sealing_warn_of_earlier(app, &sealing);
    warn_of_last_day(app, &sealing);
    status = write_slip(app, &sealing, &sealed, err);
out:
    sealing_free(&sealing);
    return status;
}

static const struct option_spec *const OPTIONS[] = {&OPTION_KEYS, &OPTION_ATTACH,
    &OPTION_SUPERSEDES, &OPTION_TO, &OPTION_BUNDLE, &OPTION_SLIP, &OPTION_FORCE, &OPTION_YES,
    &OPTION_EDITION, &OPTION_NO_SANDBOX, &OPTION_PASSPHRASE_FILE, &OPTION_EXAMPLE_KEYS,
    &OPTION_CLOCK_RIGHT, &OPTION_JSON, NULL};

static const struct option_spec *const NEEDS[] = {&OPTION_KEYS, NULL};

const struct command seal_command = {
    .name = "seal",
    .summary = N_("Signs the answers and seals them to the authority as a bundle."),
    .example = N_("answers.xlsx -k keys --attach minutes.pdf -o /media/usb"),
    .options = {OPTIONS, N_("FILE"), 1, 1},
    .needs = NEEDS,
    .run = run,
    .load = load_for_slip,
    .forms = true,
};
