/* What the kit's round asks for, and which answers are those of an earlier one. */
#include "base/clock.h"
#include "base/memory.h"
#include "base/shown.h"
#include "base/system/place.h"
#include "cmd/ui/guide_parts.h"
#include "cmd/ui/held_kit.h"
#include "format/journal.h"

#include <stdlib.h>
#include <string.h>

/* ---- the editions that the round's goes on from ---- */

static void put_followed(struct guide_round *asked, const struct editions *known)
{
    const struct edition *edition = editions_find(known, asked->round.edition);
    while (edition != NULL && edition->follows.edition[0] != '\0' &&
           asked->followed < GUIDE_FOLLOWED_MAX) {
        memcpy(asked->follows[asked->followed++], edition->follows.edition, EDITION_WORD_SIZE);
        edition = editions_find(known, edition->follows.edition);
    }
}

bool guide_is_followed(const struct guide *guide, const char *edition)
{
    for (size_t i = 0; i < guide->asked.followed; i++) {
        if (strcmp(guide->asked.follows[i], edition) == 0)
            return true;
    }
    return false;
}

/* ---- what was sealed before ---- */

static void put_later(int64_t *until, int64_t moment)
{
    *until = moment > *until ? moment : *until;
}

/* Answers to the same edition that were sealed before the first day are late ones of an earlier
 * round, or sealed ahead by whoever has the kit: the journal does not tell, the user does. */
static void put_sealed(struct guide_round *asked, bool followed, const struct journal_entry *entry)
{
    bool same = strcmp(entry->edition, asked->round.edition) == 0;
    if (followed)
        put_later(&asked->earlier_until, entry->created);
    else if (same && entry->created < asked->round.opens)
        put_later(&asked->unsure_until, entry->created);
}

static enum status look_at_sealed(struct guide *guide, struct error *err)
{
    struct journal journal;
    TRY(journal_load(guide->keys, &journal, err));
    for (size_t i = 0; i < journal.count; i++)
        put_sealed(
            &guide->asked, guide_is_followed(guide, journal.entry[i].edition), &journal.entry[i]);
    journal_free(&journal);
    return STATUS_OK;
}

bool guide_is_earlier(const struct guide *guide, const char *path)
{
    const struct guide_round *asked = &guide->asked;
    int64_t written;
    if (!place_changed(path, &written) || guide_has_form_name(guide, path))
        return false;
    return written <= asked->earlier_until ||
           (!guide->sealed_ahead && written <= asked->unsure_until);
}

enum status guide_look_at_round(struct guide *guide, struct error *err)
{
    const struct keydir_kit *kit;
    const struct kit_round *round;
    struct editions known = {0};
    enum status status;
    guide->asked = (struct guide_round){0};
    TRY_OUT(kit_of_app(guide->app, &kit, err));
    round = kit == NULL ? NULL : kit_rounds_find(&kit->rounds, NULL, clock_now());
    if (round == NULL || option_given(guide->app->options, &OPTION_EDITION))
        goto out;
    guide->asked.round = *round;
    TRY_OUT(kit_editions(guide->app, &known, err));
    put_followed(&guide->asked, &known);
    status = look_at_sealed(guide, err);
out:
    editions_free(&known);
    return status;
}

/* ---- what only the user knows ---- */

static void say_unsure(struct guide *guide, const char *path)
{
    char sealed[DAY_SIZE];
    char opens[DAY_SIZE];
    struct buffer sentence = {0};
    day_format(sealed, guide->asked.unsure_until);
    day_format(opens, guide->asked.round.opens);
    shown_printf(&sentence,
        text_of(guide->app,
            "Answers were sealed on %s, before the first day of the round %s, which is %s, and %s has not been "
            "changed since. For which round were they sealed?"),
        sealed, guide->asked.round.id, opens, path);
    guide_show_empty_line(guide);
    guide_show_paragraph(guide, &sentence);
}

enum status guide_ask_round(struct guide *guide, bool *go_on, struct error *err)
{
    char key;
    enum status status = STATUS_OK;
    char *path = guide->app->options->operands > 0 ? NULL : guide_find_unsure(guide);
    guide->round_asked = true;
    if (path == NULL)
        return STATUS_OK;
    say_unsure(guide, path);
    guide_show_choice(guide, "a", N_("for this one, ahead of its first day"));
    guide_show_choice(guide, "b", N_("for an earlier one: they are the answers of last time"));
    TRY_OUT(guide_ask_key(guide, "ab", &key, err));
    guide->sealed_ahead = key == 'a';
    *go_on = key != 'q';
out:
    free(path);
    return status;
}

/* ---- last time's file ---- */

void guide_set_aside(struct guide *guide, const char *path)
{
    char *copy = path == NULL ? NULL : memory_text(path);
    free(guide->earlier);
    guide->earlier = copy;
}

char *guide_name_form(const struct guide *guide, const char *ending)
{
    const char *name = text_of(guide->app, N_("answers"));
    return guide->earlier == NULL ? memory_printf("%s%s", name, ending)
                                  : memory_printf("%s-%s%s", name, guide->asked.round.id, ending);
}

bool guide_has_form_name(const struct guide *guide, const char *path)
{
    static const char *const copied = " (."; /* as browsers name a copy, or at once the ending */
    const char *id = guide->asked.round.id;
    char *name = memory_printf("%s-%s", text_of(guide->app, N_("answers")), id);
    size_t length = strlen(name);
    bool has = id[0] != '\0' && strncmp(path, name, length) == 0 && path[length] != '\0' &&
               strchr(copied, path[length]) != NULL;
    free(name);
    return has;
}
