#include "cmd/ui/trusting.h"

#include "base/clock.h"
#include "base/file.h"
#include "cmd/ui/cards.h"

#include <stdlib.h>
#include <string.h>

/* The same card once more; false if it is none of the trusted ones. */
static bool open_known(struct trusting *trusting)
{
    struct fingerprint fingerprint;
    if (card_fingerprint(trusting->frame.data, trusting->frame.length, &fingerprint, NULL) !=
        STATUS_OK)
        return false;
    for (size_t i = 0; i < trusting->count; i++) {
        if (!fingerprint_equal(&trusting->trusted[i].fingerprint, &fingerprint))
            continue;
        trusting->card = trusting->trusted[i].card;
        trusting->fingerprint = fingerprint;
        return true;
    }
    return false;
}

/* A successor is accepted without a fingerprint: the key of the card that it follows vouches for
 * it (docs/format.md, "Key directory"). */
static enum status open_successor(struct trusting *trusting, struct error *err)
{
    struct error nearest = {.reason = REASON_NONE}; /* of a card that the same key signed */
    for (size_t i = 0; i < trusting->count; i++) {
        struct error why;
        error_init(&why, err->catalog);
        enum status status = card_open_successor(trusting->frame.data, trusting->frame.length,
            &trusting->trusted[i].card, &trusting->card, &trusting->fingerprint, &why);
        if (status == STATUS_OK)
            return STATUS_OK;
        if (status != STATUS_REFUSED ||
            (why.reason != REASON_BAD_SIGNATURE && why.reason != REASON_NOT_TRUSTED)) {
            *err = why;
            return status;
        }
        if (why.reason == REASON_NOT_TRUSTED)
            nearest = why;
    }
    if (nearest.reason != REASON_NONE) {
        *err = nearest;
        return STATUS_REFUSED;
    }
    return error_set(err, STATUS_REFUSED, REASON_NOT_TRUSTED,
        "the card's fingerprint is lacking: ring its owner on a number that you know, have the fingerprint "
        "read to you, and give it with --fingerprint");
}

static enum status open_believed(struct app *app, struct trusting *trusting, struct error *err)
{
    struct fingerprint_given given;
    trusting->known = open_known(trusting);
    if (!option_given(app->options, &OPTION_FINGERPRINT))
        return trusting->known ? STATUS_OK : open_successor(trusting, err);
    TRY(cards_fingerprint_given(app, &given, err));
    return card_open(trusting->frame.data, trusting->frame.length, &given, &trusting->card,
        &trusting->fingerprint, err);
}

static bool same_key(const struct trusting *trusting, const struct keydir_trusted *trusted)
{
    return minisign_public_equal(&trusting->card.sign, &trusted->card.sign);
}

static enum status refuse_older_card(const struct trusting *trusting, struct error *err)
{
    for (size_t i = 0; i < trusting->count; i++) {
        const struct card *other = &trusting->trusted[i].card;
        if (same_key(trusting, &trusting->trusted[i]) && other->series > trusting->card.series)
            return error_set(err, STATUS_REFUSED, REASON_NOT_TRUSTED,
                "the card is number %u in its series, and number %u is trusted already; ask its "
                "owner for the newest",
                (unsigned)trusting->card.series, (unsigned)other->series);
    }
    return STATUS_OK;
}

/* The card of the same key that is trusted until now, if there is one. */
enum status trusting_confirm(struct app *app, const struct trusting *trusting, struct error *err)
{
    const struct card *before = NULL;
    for (size_t i = 0; i < trusting->count; i++) {
        const struct card *other = &trusting->trusted[i].card;
        if (same_key(trusting, &trusting->trusted[i]) &&
            (before == NULL || other->series > before->series))
            before = other;
    }
    return before == NULL ? STATUS_OK
                          : cards_confirm_changes(app, before, &trusting->card, false, err);
}

enum status trusting_keep(
    struct app *app, const struct keydir *dir, const struct trusting *trusting, struct error *err)
{
    if (trusting->known && !option_given(app->options, &OPTION_FINGERPRINT))
        return STATUS_OK;
    TRY(keydir_trust(dir, trusting->frame.data, trusting->frame.length, err));
    for (size_t i = 0; i < trusting->count; i++) {
        const struct keydir_trusted *other = &trusting->trusted[i];
        if (same_key(trusting, other) &&
            !fingerprint_equal(&other->fingerprint, &trusting->fingerprint))
            TRY(keydir_distrust(dir, &other->fingerprint, err));
    }
    return STATUS_OK;
}

static enum status open_newest(struct app *app, struct trusting *trusting, struct error *err)
{
    TRY(open_believed(app, trusting, err));
    return refuse_older_card(trusting, err);
}

/* Trusting oneself does no harm and helps nobody: the card of somebody else was meant. */
static enum status refuse_own(const struct trusting *trusting, struct error *err)
{
    return error_set(err, STATUS_REFUSED, REASON_BAD_VALUE,
        "%s: this is your own card; take the card of the authority, or of whoever shall be trusted",
        trusting->path);
}

static enum status refuse_own_card(
    const struct keydir *dir, const struct trusting *trusting, struct error *err)
{
    return minisign_public_equal(&trusting->card.sign, &dir->sign) ? refuse_own(trusting, err)
                                                                   : STATUS_OK;
}

/* Before its fingerprint is asked for. */
static enum status refuse_own_file(
    const struct keydir *dir, const struct trusting *trusting, struct error *err)
{
    struct buffer own = {0};
    char *path = path_join(dir->path, KEYDIR_OWN_CARD);
    bool same = file_exists(path) && file_read(path, CARD_FILE_MAX, &own, NULL) == STATUS_OK &&
                own.length == trusting->frame.length &&
                memcmp(own.data, trusting->frame.data, own.length) == 0;
    buffer_free(&own);
    free(path);
    return same ? refuse_own(trusting, err) : STATUS_OK;
}

enum status trusting_open(
    struct app *app, const struct keydir *dir, struct trusting *trusting, struct error *err)
{
    TRY(keydir_trusted_list(dir, &trusting->trusted, &trusting->count, err));
    TRY(refuse_own_file(dir, trusting, err));
    enum status status = open_newest(app, trusting, err);
    if (status == STATUS_REFUSED)
        error_prefix(err, trusting->path);
    TRY(status);
    TRY(refuse_own_card(dir, trusting, err));
    return cards_judge(app, &trusting->card, clock_now(), err);
}

void trusting_free(struct trusting *trusting)
{
    free(trusting->trusted);
    buffer_free(&trusting->frame);
    *trusting = (struct trusting){0};
}
