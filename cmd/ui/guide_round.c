/* What the kit's round asks for, and which answers are those of an earlier one. */
#include "base/clock.h"
#include "base/memory.h"
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

/* Answers to the same edition are of an earlier round if they were sealed before this one opened,
 * and before the kit told of it: whoever has the kit may seal ahead of the first day. */
static bool is_of_earlier_round(
    const struct guide *guide, const struct keydir_kit *kit, const struct journal_entry *entry)
{
    const struct kit_round *round = &guide->asked.round;
    if (strcmp(entry->edition, round->edition) == 0)
        return entry->created < round->opens && entry->created < kit->kit.date;
    return guide_is_followed(guide, entry->edition);
}

static enum status look_at_sealed(
    struct guide *guide, const struct keydir_kit *kit, struct error *err)
{
    struct journal journal;
    TRY(journal_load(guide->keys, &journal, err));
    for (size_t i = 0; i < journal.count; i++) {
        if (is_of_earlier_round(guide, kit, &journal.entry[i]) &&
            journal.entry[i].created > guide->asked.earlier_until)
            guide->asked.earlier_until = journal.entry[i].created;
    }
    journal_free(&journal);
    return STATUS_OK;
}

bool guide_is_earlier(const struct guide *guide, const char *path)
{
    int64_t written;
    return guide->asked.earlier_until > 0 && place_changed(path, &written) &&
           written <= guide->asked.earlier_until;
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
    status = look_at_sealed(guide, kit, err);
out:
    editions_free(&known);
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
