/* sigill-msb enrol: lets the register receive from an organisation. */
#include "base/clock.h"
#include "cmd/cards.h"
#include "cmd/commands.h"
#include "cmd/keys.h"
#include "format/example_keys.h"
#include "register/senders.h"
#include "register/store.h"

/* What is enrolled: the fingerprint is compared before the card is parsed (S2). */
struct applicant {
    struct buffer frame;
    struct card card;
    struct fingerprint fingerprint;
};

static enum status judge(struct app *app, const struct card *card, int64_t now, struct error *err)
{
    if (card->role != CARD_ORGANISATION)
        return error_set(err, STATUS_REFUSED, REASON_WRONG_TYPE,
            "the card is an authority's; only organisations are enrolled");
    enum status status = cards_judge_group(card->group, err);
    if (status == STATUS_OK)
        status = cards_judge(app, card, now, err);
    return status;
}

static enum status open_applicant(
    struct app *app, struct applicant *applicant, int64_t now, struct error *err)
{
    const char *path = app->options->operand[0];
    struct fingerprint_given given;
    enum status status = cards_fingerprint_given(app, &given, err);
    if (status == STATUS_OK)
        status = cards_read(path, &applicant->frame, err);
    if (status != STATUS_OK)
        return status;
    status = card_open(applicant->frame.data, applicant->frame.length, &given, &applicant->card,
        &applicant->fingerprint, err);
    if (status == STATUS_OK)
        status = judge(app, &applicant->card, now, err);
    if (status != STATUS_OK)
        error_prefix(err, path);
    return status;
}

/* Marked first: a register must not hold an example key without saying so, whatever happens in
 * between. */
static enum status mark_demo(struct app *app, struct store *store, struct error *err)
{
    if (store->demo)
        return STATUS_OK;
    enum status status = store_mark_demo(store, err);
    if (status == STATUS_OK)
        warn(app, "%s: the register is marked as a demonstration for ever", store->path);
    return status;
}

static enum status print(struct app *app, const struct applicant *applicant, struct error *err)
{
    struct buffer text = {0};
    buffer_printf(&text, "%s\n\n", text_of(app, "The organisation is enrolled:"));
    cards_describe(app, &applicant->card, &applicant->fingerprint, &text);
    enum status status = app_print(app, &text, err);
    buffer_free(&text);
    return status;
}

static enum status enrol(struct app *app, const char *path, const struct keydir *dir,
    struct applicant *applicant, struct error *err)
{
    struct store store;
    int64_t now = clock_now();
    enum status status = open_applicant(app, applicant, now, err);
    if (status != STATUS_OK)
        return status;
    status = store_open(path, true, &store, err);
    if (status == STATUS_OK && (example_keydir(dir) || example_card(&applicant->card)))
        status = mark_demo(app, &store, err);
    if (status == STATUS_OK)
        status = senders_enrol(&store, applicant->frame.data, applicant->frame.length,
            &applicant->card, &applicant->fingerprint, now, err);
    store_close(&store);
    if (status == STATUS_OK)
        status = print(app, applicant, err);
    return status;
}

static enum status run(struct app *app, struct error *err)
{
    const char *path = NULL;
    struct applicant applicant = {0};
    struct keydir dir = {0};
    enum status status = option_require(app->options, &OPTION_REGISTER, &path, err);
    if (status == STATUS_OK)
        status = keys_load(app, &dir, err);
    if (status == STATUS_OK)
        status = enrol(app, path, &dir, &applicant, err);
    buffer_free(&applicant.frame);
    keydir_free(&dir);
    return status;
}

static const struct option_spec *const OPTIONS[] = {
    &OPTION_REGISTER, &OPTION_KEYS, &OPTION_FINGERPRINT, &OPTION_EXAMPLE_KEYS, NULL};

const struct command enrol_command = {
    .name = "enrol",
    .summary = N_("Enrols an organisation's card, after its fingerprint was compared."),
    .options = {OPTIONS, N_("CARD"), 1, 1},
    .run = run,
};
