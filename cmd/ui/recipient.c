#include "cmd/ui/recipient.h"

#include "base/clock.h"
#include "base/system/paste.h"
#include "cmd/ui/cards.h"

#include <stdlib.h>
#include <string.h>

const struct option_spec OPTION_TO = {"to", 0, N_("CARD"),
    N_("seal to the authority of that name or fingerprint, if several are trusted"), false};

/* A card whose first day is still to come counts: the clock of an offline machine may be behind. */
static bool has_expired(const struct card *card, int64_t now)
{
    return now > card->valid_from && !card_valid_on(card, now);
}

static bool is_asked_for(const struct keydir_trusted *trusted, const char *to)
{
    struct fingerprint_given given;
    if (to == NULL || strcmp(trusted->card.name, to) == 0)
        return true;
    return fingerprint_read(to, strlen(to), &given, NULL) == STATUS_OK &&
           fingerprint_differs(&given, &trusted->fingerprint) == 0;
}

static enum status refuse_several(
    const struct keydir_trusted *one, const struct keydir_trusted *other, struct error *err)
{
    char first[FINGERPRINT_SHORT_SIZE];
    char second[FINGERPRINT_SHORT_SIZE];
    fingerprint_short(first, &one->fingerprint);
    fingerprint_short(second, &other->fingerprint);
    return error_set(err, STATUS_USAGE, REASON_BAD_VALUE,
        "several authorities are trusted here, such as %s (%s…) and %s (%s…); choose one by its "
        "fingerprint or name with --to",
        one->card.name, first, other->card.name, second);
}

static enum status refuse_none(const struct keydir *dir, const char *to, size_t authorities,
    const struct keydir_trusted *expired, struct error *err)
{
    char until[DAY_SIZE];
    if (expired != NULL) {
        day_format(until, expired->card.valid_until);
        return error_set(err, STATUS_REFUSED, REASON_EXPIRED_KEY,
            "%s: its card was valid until %s; ask it for the new card and give it to `sigill trust`",
            expired->card.name, until);
    }
    if (authorities > 0)
        return error_set(err, STATUS_USAGE, REASON_NOT_FOUND,
            "--to %s: no trusted authority has this name or fingerprint; `sigill fingerprint` "
            "tells a card's",
            to);
    struct buffer pasted = {0};
    (void)error_set(err, STATUS_REFUSED, REASON_NOT_TRUSTED,
        "%s: no authority is trusted yet, so there is nobody to seal to; get the authority's card "
        "and its fingerprint by two different ways and run `sigill trust -k %s CARD --fingerprint "
        "F`",
        dir->path, paste_path(&pasted, dir->path));
    buffer_free(&pasted);
    return STATUS_REFUSED;
}

static enum status find_best(const struct keydir *dir, const struct keydir_trusted *list,
    size_t count, const char *to, int64_t now, const struct keydir_trusted **chosen,
    struct error *err)
{
    size_t authorities = 0;
    const struct keydir_trusted *best = NULL;
    const struct keydir_trusted *expired = NULL;
    for (size_t i = 0; i < count; i++) {
        if (list[i].card.role != CARD_AUTHORITY)
            continue;
        authorities++;
        if (!is_asked_for(&list[i], to))
            continue;
        if (has_expired(&list[i].card, now))
            expired = &list[i];
        else if (best != NULL && !minisign_public_equal(&best->card.sign, &list[i].card.sign))
            return refuse_several(best, &list[i], err);
        else if (best == NULL || best->card.series < list[i].card.series)
            best = &list[i];
    }
    *chosen = best;
    return best != NULL ? STATUS_OK : refuse_none(dir, to, authorities, expired, err);
}

enum status recipient_choose(struct app *app, const struct keydir *dir, int64_t now,
    struct keydir_trusted *chosen, struct error *err)
{
    struct keydir_trusted *list = NULL;
    size_t count = 0;
    const struct keydir_trusted *best = NULL;
    const char *to = option_text(app->options, &OPTION_TO);
    enum status status;
    TRY_OUT(keydir_trusted_list(dir, &list, &count, err));
    TRY_OUT(find_best(dir, list, count, to, now, &best, err));
    TRY_OUT(cards_judge(app, &best->card, now, err));
    cards_warn_of_end(app, &best->card, false, now);
    *chosen = *best;
out:
    free(list);
    return status;
}
