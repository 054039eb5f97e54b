/* sigill trust: takes another party's card into the key directory. */
#include "base/clock.h"
#include "base/file.h"
#include "cmd/commands.h"
#include "cmd/ui/cards.h"
#include "cmd/ui/keys.h"
#include "report/layout.h"

#include <stdlib.h>
#include <string.h>

/* The card that shall be trusted, and those that are. */
struct candidate {
    const char *path;
    struct buffer frame;
    struct card card;
    struct fingerprint fingerprint;
    struct keydir_trusted *trusted;
    size_t count;
    bool known; /* this very card is trusted already */
};

/* The same card once more; false if it is none of the trusted ones. */
static bool open_known(struct candidate *candidate)
{
    struct fingerprint fingerprint;
    if (card_fingerprint(candidate->frame.data, candidate->frame.length, &fingerprint, NULL) !=
        STATUS_OK)
        return false;
    for (size_t i = 0; i < candidate->count; i++) {
        if (!fingerprint_equal(&candidate->trusted[i].fingerprint, &fingerprint))
            continue;
        candidate->card = candidate->trusted[i].card;
        candidate->fingerprint = fingerprint;
        return true;
    }
    return false;
}

/* A successor is accepted without a fingerprint: the key of the card that it follows vouches for
 * it (docs/format.md, "Key directory"). */
static enum status open_successor(struct candidate *candidate, struct error *err)
{
    struct error nearest = {.reason = REASON_NONE}; /* of a card that the same key signed */
    for (size_t i = 0; i < candidate->count; i++) {
        struct error why;
        error_init(&why, err->catalog);
        enum status status = card_open_successor(candidate->frame.data, candidate->frame.length,
            &candidate->trusted[i].card, &candidate->card, &candidate->fingerprint, &why);
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

static enum status open_candidate(struct app *app, struct candidate *candidate, struct error *err)
{
    struct fingerprint_given given;
    candidate->known = open_known(candidate);
    if (!option_given(app->options, &OPTION_FINGERPRINT))
        return candidate->known ? STATUS_OK : open_successor(candidate, err);
    TRY(cards_fingerprint_given(app, &given, err));
    return card_open(candidate->frame.data, candidate->frame.length, &given, &candidate->card,
        &candidate->fingerprint, err);
}

static bool same_key(const struct candidate *candidate, const struct keydir_trusted *trusted)
{
    return minisign_public_equal(&candidate->card.sign, &trusted->card.sign);
}

static enum status refuse_older_card(const struct candidate *candidate, struct error *err)
{
    for (size_t i = 0; i < candidate->count; i++) {
        const struct card *other = &candidate->trusted[i].card;
        if (same_key(candidate, &candidate->trusted[i]) && other->series > candidate->card.series)
            return error_set(err, STATUS_REFUSED, REASON_NOT_TRUSTED,
                "the card is number %u in its series, and number %u is trusted already; ask its "
                "owner for the newest",
                (unsigned)candidate->card.series, (unsigned)other->series);
    }
    return STATUS_OK;
}

/* The card of the same key that is trusted until now, if there is one. */
static enum status confirm_changes(
    struct app *app, const struct candidate *candidate, struct error *err)
{
    const struct card *before = NULL;
    for (size_t i = 0; i < candidate->count; i++) {
        const struct card *other = &candidate->trusted[i].card;
        if (same_key(candidate, &candidate->trusted[i]) &&
            (before == NULL || other->series > before->series))
            before = other;
    }
    return before == NULL ? STATUS_OK
                          : cards_confirm_changes(app, before, &candidate->card, false, err);
}

/* The new card first, so that the party is trusted at every moment. */
static enum status take_in(
    const struct keydir *dir, const struct candidate *candidate, struct error *err)
{
    TRY(keydir_trust(dir, candidate->frame.data, candidate->frame.length, err));
    for (size_t i = 0; i < candidate->count; i++) {
        const struct keydir_trusted *other = &candidate->trusted[i];
        if (same_key(candidate, other) &&
            !fingerprint_equal(&other->fingerprint, &candidate->fingerprint))
            TRY(keydir_distrust(dir, &other->fingerprint, err));
    }
    return STATUS_OK;
}

static enum status print_trusted(
    struct app *app, const struct candidate *candidate, struct error *err)
{
    struct buffer text = {0};
    buffer_printf(&text, "%s\n\n",
        candidate->known ? text_of(app, "The card was trusted already:")
                         : text_of(app, "The card is trusted:"));
    cards_describe(app, &candidate->card, &candidate->fingerprint, &text);
    if (candidate->card.role != CARD_AUTHORITY) {
        buffer_text(&text, "\n");
        layout_paragraph(&text, "",
            text_of(app,
                "It is the card of an organisation, not of an authority: answers are not sealed to it."));
    }
    enum status status = app_print(app, &text, err);
    buffer_free(&text);
    return status;
}

static enum status open_newest(struct app *app, struct candidate *candidate, struct error *err)
{
    TRY(open_candidate(app, candidate, err));
    return refuse_older_card(candidate, err);
}

/* Trusting oneself does no harm and helps nobody: the card of somebody else was meant. */
static enum status refuse_own(const struct candidate *candidate, struct error *err)
{
    return error_set(err, STATUS_REFUSED, REASON_BAD_VALUE,
        "%s: this is your own card; take the card of the authority, or of whoever shall be trusted",
        candidate->path);
}

static enum status refuse_own_card(
    const struct keydir *dir, const struct candidate *candidate, struct error *err)
{
    return minisign_public_equal(&candidate->card.sign, &dir->sign) ? refuse_own(candidate, err)
                                                                    : STATUS_OK;
}

/* Before its fingerprint is asked for. */
static enum status refuse_own_file(
    const struct keydir *dir, const struct candidate *candidate, struct error *err)
{
    struct buffer own = {0};
    char *path = path_join(dir->path, KEYDIR_OWN_CARD);
    bool same = file_exists(path) && file_read(path, CARD_FILE_MAX, &own, NULL) == STATUS_OK &&
                own.length == candidate->frame.length &&
                memcmp(own.data, candidate->frame.data, own.length) == 0;
    buffer_free(&own);
    free(path);
    return same ? refuse_own(candidate, err) : STATUS_OK;
}

static enum status judge_candidate(
    struct app *app, struct keydir *dir, struct candidate *candidate, struct error *err)
{
    TRY(cards_read(candidate->path, &candidate->frame, err));
    TRY(keydir_trusted_list(dir, &candidate->trusted, &candidate->count, err));
    TRY(refuse_own_file(dir, candidate, err));
    enum status status = open_newest(app, candidate, err);
    if (status == STATUS_REFUSED)
        error_prefix(err, candidate->path);
    TRY(status);
    TRY(refuse_own_card(dir, candidate, err));
    return cards_judge(app, &candidate->card, clock_now(), err);
}

static enum status run(struct app *app, struct error *err)
{
    struct candidate candidate = {.path = app->options->operand[0]};
    struct keydir dir;
    enum status status;
    TRY_OUT(keys_load(app, &dir, err));
    TRY_OUT(judge_candidate(app, &dir, &candidate, err));
    TRY_OUT(confirm_changes(app, &candidate, err));
    if (!candidate.known || option_given(app->options, &OPTION_FINGERPRINT))
        TRY_OUT(take_in(&dir, &candidate, err));
    TRY_OUT(print_trusted(app, &candidate, err));
out:
    free(candidate.trusted);
    buffer_free(&candidate.frame);
    keydir_free(&dir);
    return status;
}

static const struct option_spec *const OPTIONS[] = {
    &OPTION_KEYS, &OPTION_FINGERPRINT, &OPTION_YES, &OPTION_EXAMPLE_KEYS, NULL};

const struct command trust_command = {
    .name = "trust",
    .summary = N_("Trusts another party's card, after its fingerprint was compared."),
    .example = N_("-k keys /media/usb/msb.card --fingerprint '12345 …'"),
    .options = {OPTIONS, N_("CARD"), 1, 1},
    .run = run,
};
