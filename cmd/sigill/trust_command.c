/* sigill trust: takes another party's card, or an authority's kit, into the key directory. */
#include "cmd/commands.h"
#include "cmd/ui/cards.h"
#include "cmd/ui/keys.h"
#include "cmd/ui/kit_taking.h"
#include "cmd/ui/trusting.h"
#include "cmd/ui/workers.h"
#include "report/layout.h"

static enum status print_trusted(
    struct app *app, const struct trusting *trusting, struct error *err)
{
    struct buffer text = {0};
    buffer_printf(&text, "%s\n\n",
        trusting->known ? text_of(app, "The card was trusted already:")
                        : text_of(app, "The card is trusted:"));
    cards_describe(app, &trusting->card, &trusting->fingerprint, &text);
    if (trusting->card.role != CARD_AUTHORITY) {
        buffer_text(&text, "\n");
        layout_paragraph(&text, "",
            text_of(app,
                "It is the card of an organisation, not of an authority: answers are not sealed to it."));
    }
    enum status status = app_print(app, &text, err);
    buffer_free(&text);
    return status;
}

static enum status trust_card(struct app *app, const struct keydir *dir, struct error *err)
{
    struct trusting trusting = {.path = app->options->operand[0]};
    enum status status;
    TRY_OUT(cards_read(trusting.path, &trusting.frame, err));
    TRY_OUT(trusting_open(app, dir, &trusting, err));
    TRY_OUT(trusting_confirm(app, &trusting, err));
    TRY_OUT(trusting_keep(app, dir, &trusting, err));
    TRY_OUT(print_trusted(app, &trusting, err));
out:
    trusting_free(&trusting);
    return status;
}

/* A kit is unpacked by another process, which is made before this one is confined. */
static enum status run(struct app *app, struct error *err)
{
    const char *path = app->options->operand[0];
    struct spawner spawner = SPAWNER_NONE;
    struct keydir dir = {0};
    bool kit = kit_taking_is_for(path);
    enum status status;
    if (kit)
        TRY_OUT(workers_start(app, &spawner, err));
    else
        app_confine(app);
    TRY_OUT(keys_load(app, &dir, err));
    status = kit ? kit_taking(app, &dir, &spawner, path, err) : trust_card(app, &dir, err);
out:
    spawner_stop(&spawner);
    keydir_free(&dir);
    return status;
}

static const struct option_spec *const OPTIONS[] = {
    &OPTION_KEYS, &OPTION_FINGERPRINT, &OPTION_YES, &OPTION_NO_SANDBOX, &OPTION_EXAMPLE_KEYS, NULL};

const struct command trust_command = {
    .name = "trust",
    .summary = N_("Trusts another party's card, after its fingerprint was compared, or takes in an "
                  "authority's kit."),
    .example = N_("-k keys /media/usb/msb.card --fingerprint \"12345 …\""),
    .options = {OPTIONS, N_("CARD|KIT"), 1, 1},
    .run = run,
    .confined_later = true,
};
