#include "cmd/authority/enrolling.h"

#include "cmd/ui/cards.h"
#include "register/changes.h"
#include "register/senders.h"

#include <string.h>

static enum status judge_applicant(
    struct app *app, const struct applicant *applicant, int64_t now, struct error *err)
{
    const struct card *card = &applicant->card;
    if (card->role != CARD_ORGANISATION)
        return error_set(err, STATUS_REFUSED, REASON_WRONG_TYPE,
            "the card is an authority's; only organisations are enrolled");
    if (applicant->number != NULL && strcmp(card->number, applicant->number) != 0)
        return error_set(err, STATUS_REFUSED, REASON_SENDER_MISMATCH,
            "the card is that of %s (%s), not of %s", card->name, card->number, applicant->number);
    return cards_judge(app, card, now, err);
}

enum status enrolling_judge(
    struct app *app, struct applicant *applicant, int64_t now, struct error *err)
{
    enum status status;
    TRY(cards_read(applicant->path, &applicant->frame, err));
    if (applicant->given == NULL)
        return STATUS_OK;
    TRY_OUT(card_open(applicant->frame.data, applicant->frame.length, applicant->given,
        &applicant->card, &applicant->fingerprint, err));
    TRY_OUT(judge_applicant(app, applicant, now, err));
out:
    if (status != STATUS_OK)
        error_prefix(err, applicant->path);
    return status;
}

static enum status open_following(struct app *app, struct opened_register *opened,
    struct applicant *applicant, int64_t now, struct error *err)
{
    TRY(senders_open_successor(&opened->store, applicant->frame.data, applicant->frame.length,
        &applicant->card, &applicant->fingerprint, err));
    return judge_applicant(app, applicant, now, err);
}

/* After what only the register can refuse, about which nothing is asked. */
static enum status confirm_changes(struct app *app, struct opened_register *opened,
    const struct applicant *applicant, struct error *err)
{
    struct sender before;
    bool found = false;
    TRY(senders_judge(&opened->store, &applicant->card, &applicant->fingerprint, err));
    TRY(senders_latest(&opened->store, applicant->card.number, &found, &before, err));
    return found
               ? cards_confirm_changes(app, &before.card, &applicant->card, applicant->listed, err)
               : STATUS_OK;
}

enum status enrolling_add(struct app *app, struct opened_register *opened,
    struct applicant *applicant, int64_t now, struct error *err)
{
    bool demo = opened->store.demo;
    enum status status;
    if (applicant->given == NULL)
        TRY_OUT(open_following(app, opened, applicant, now, err));
    TRY_OUT(cards_judge_group(&opened->editions, applicant->card.group, err));
    TRY_OUT(confirm_changes(app, opened, applicant, err));
    TRY_OUT(changes_enrol(
        &opened->audit, &applicant->frame, &applicant->card, &applicant->fingerprint, now, err));
    if (!demo && opened->store.demo)
        warn(app, "%s: the register is marked as a demonstration for ever", opened->store.path);
    opened_register_note_demo(app, &opened->store);
out:
    if (status != STATUS_OK)
        error_prefix(err, applicant->path);
    return status;
}
