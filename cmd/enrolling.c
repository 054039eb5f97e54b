#include "cmd/enrolling.h"

#include "cmd/cards.h"
#include "format/example_keys.h"
#include "register/senders.h"

#include <string.h>

static enum status judge(
    struct app *app, const struct applicant *applicant, int64_t now, struct error *err)
{
    const struct card *card = &applicant->card;
    if (card->role != CARD_ORGANISATION)
        return error_set(err, STATUS_REFUSED, REASON_WRONG_TYPE,
            "the card is an authority's; only organisations are enrolled");
    if (applicant->number != NULL && strcmp(card->number, applicant->number) != 0)
        return error_set(err, STATUS_REFUSED, REASON_SENDER_MISMATCH,
            "the card is that of %s (%s), not of %s", card->name, card->number, applicant->number);
    enum status status = cards_judge_group(card->group, err);
    if (status == STATUS_OK)
        status = cards_judge(app, card, now, err);
    return status;
}

static enum status open_card(
    struct store *store, struct applicant *applicant, const struct buffer *frame, struct error *err)
{
    if (applicant->given == NULL)
        return senders_open_successor(
            store, frame->data, frame->length, &applicant->card, &applicant->fingerprint, err);
    return card_open(frame->data, frame->length, applicant->given, &applicant->card,
        &applicant->fingerprint, err);
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

enum status enrolling_one(struct app *app, struct store *store, const struct keydir *dir,
    struct applicant *applicant, int64_t now, struct error *err)
{
    struct buffer frame = {0};
    enum status status = cards_read(applicant->path, &frame, err);
    if (status != STATUS_OK)
        goto out;
    status = open_card(store, applicant, &frame, err);
    if (status == STATUS_OK)
        status = judge(app, applicant, now, err);
    if (status == STATUS_OK && (example_keydir(dir) || example_card(&applicant->card)))
        status = mark_demo(app, store, err);
    if (status == STATUS_OK)
        status = senders_enrol(
            store, frame.data, frame.length, &applicant->card, &applicant->fingerprint, now, err);
    if (status != STATUS_OK)
        error_prefix(err, applicant->path);
out:
    buffer_free(&frame);
    return status;
}
