/* sigill fingerprint, sigill-msb fingerprint: the digits by which people compare a card. */
#include "base/system/process.h"
#include "cmd/commands.h"
#include "cmd/ui/cards.h"
#include "cmd/ui/keys.h"
#include "format/example_keys.h"

#include <string.h>

static enum status open_own_card(
    struct app *app, struct card *card, struct fingerprint *fingerprint, struct error *err)
{
    struct keydir dir;
    enum status status;
    TRY_OUT(keys_load(app, &dir, err));
    TRY_OUT(keydir_own_card(&dir, card, fingerprint, err));
out:
    keydir_free(&dir);
    return status;
}

static enum status open_card_file(struct app *app, const char *path, struct card *card,
    struct fingerprint *fingerprint, struct error *err)
{
    struct buffer frame = {0};
    enum status status;
    TRY_OUT(cards_read(path, &frame, err));
    status = card_open(frame.data, frame.length, NULL, card, fingerprint, err);
    if (status != STATUS_OK) {
        error_prefix(err, path);
        goto out;
    }
    status = keys_judge_example(app, example_card(card), path, err);
out:
    buffer_free(&frame);
    return status;
}

static enum status print_fingerprint(struct app *app, bool own, const struct card *card,
    const struct fingerprint *fingerprint, struct error *err)
{
    struct buffer text = {0};
    if (app->json)
        return app_print_json(app, cards_json(card, fingerprint), err);
    buffer_printf(&text, "%s\n\n",
        own ? text_of(app, "Your card:")
            : text_of(app, "What the card says of itself; nobody has checked it:"));
    cards_describe(app, card, fingerprint, &text);
    enum status status = app_print(app, &text, err);
    buffer_free(&text);
    return status;
}

static enum status run(struct app *app, struct error *err)
{
    struct card card;
    struct fingerprint fingerprint;
    bool card_named = app->options->operands == 1;
    const char *keys = option_text(app->options, &OPTION_KEYS);
    const char *usual = process_variable("SIGILL_KEYS");
    bool own = keys != NULL && !(card_named && usual != NULL && strcmp(keys, usual) == 0);
    if (own == card_named)
        return error_set(err, STATUS_USAGE, REASON_BAD_SYNTAX,
            "give either --keys=DIR, for your own card, or the file of a card");
    TRY(own ? open_own_card(app, &card, &fingerprint, err)
            : open_card_file(app, app->options->operand[0], &card, &fingerprint, err));
    return print_fingerprint(app, own, &card, &fingerprint, err);
}

static const struct option_spec *const OPTIONS[] = {
    &OPTION_KEYS, &OPTION_JSON, &OPTION_EXAMPLE_KEYS, NULL};

const struct command fingerprint_command = {
    .name = "fingerprint",
    .summary = N_("Shows the fingerprint of your own card, or of a card's file."),
    .options = {OPTIONS, N_("[CARD]"), 0, 1},
    .run = run,
};
