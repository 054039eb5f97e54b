#include "cmd/ui/guide.h"

#include "base/clock.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/shown.h"
#include "base/system/place.h"
#include "cmd/ui/forms.h"
#include "cmd/ui/guide_parts.h"
#include "cmd/ui/load.h"
#include "format/journal.h"
#include "format/keydir.h"
#include "report/layout.h"
#include "report/text_answered.h"
#include "report/text_findings.h"

#include <stdlib.h>
#include <string.h>

/* ---- keys and cards ---- */

static enum status look_for_authority(const struct keydir *dir, bool *trusted, struct error *err)
{
    struct keydir_trusted *list = NULL;
    size_t count = 0;
    int64_t now = clock_now();
    *trusted = false;
    TRY(keydir_trusted_list(dir, &list, &count, err));
    for (size_t i = 0; i < count; i++)
        *trusted =
            *trusted || (list[i].card.role == CARD_AUTHORITY &&
                            (now <= list[i].card.valid_from || card_valid_on(&list[i].card, now)));
    free(list);
    return STATUS_OK;
}

/* *step: the first step of the keys' that is lacking; GUIDE_STEP_ANSWERS if none is. */
static enum status look_at_keys(struct guide *guide, enum guide_step *step, struct error *err)
{
    struct keydir dir;
    struct fingerprint fingerprint;
    bool trusted = false;
    enum status status;
    *step = GUIDE_STEP_KEYS;
    memset(&guide->card, 0, sizeof guide->card);
    if (!keydir_has_keys(guide->keys))
        return STATUS_OK;
    TRY(keydir_load(guide->keys, &dir, err));
    *step = GUIDE_STEP_CARD;
    status = keydir_own_card(&dir, &guide->card, &fingerprint, err);
    if (status == STATUS_FAILED && err->reason == REASON_NOT_FOUND) {
        error_init(err, guide->app->catalog);
        status = STATUS_OK;
        goto out;
    }
    TRY_OUT(status);
    TRY_OUT(look_for_authority(&dir, &trusted, err));
    *step = trusted ? GUIDE_STEP_ANSWERS : GUIDE_STEP_TRUST;
out:
    keydir_free(&dir);
    return status;
}

/* ---- answers ---- */

static void put_left(struct guide *guide, const struct loaded *loaded)
{
    struct buffer line = {0};
    struct answered answered;
    answered_count(&loaded->edition->model, &loaded->answers->set, &answered);
    text_answered(&line, guide->app->catalog, &answered);
    text_findings_list(&guide->left, loaded->edition, &loaded->findings, FINDING_ERROR);
    text_findings_warnings(&guide->left, guide->app->catalog, loaded->edition, &loaded->findings);
    layout_say(&guide->left, "", text_of(guide->app, "Answered: %s."), buffer_string(&line));
    buffer_free(&line);
}

/* *earlier: they are to an edition that the round's goes on from, and no state is set. */
static enum status look_at_file(struct guide *guide, bool *earlier, struct error *err)
{
    struct loaded loaded = {0};
    enum status status;
    *earlier = false;
    guide->state = GUIDE_ANSWERS_NONE;
    if (!file_exists(guide->answers))
        return STATUS_OK;
    guide->state = GUIDE_ANSWERS_WORKBOOK;
    if (forms_is_workbook(guide->answers))
        return STATUS_OK;
    TRY_OUT(load_answers(guide->app, guide->answers, &loaded, err));
    *earlier = guide->app->options->operands == 0 && guide_is_followed(guide, loaded.edition->id);
    if (*earlier)
        goto out;
    put_left(guide, &loaded);
    guide->state = loaded.findings.errors > 0  ? GUIDE_ANSWERS_WRONG
                   : loaded.findings.count > 0 ? GUIDE_ANSWERS_OPEN
                                               : GUIDE_ANSWERS_WHOLE;
out:
    load_free(&loaded);
    return status;
}

/* What was begun for an earlier edition and never sealed is last time's as well. */
static enum status look_at_answers(struct guide *guide, struct error *err)
{
    bool earlier = false;
    buffer_free(&guide->left);
    guide->state = GUIDE_ANSWERS_SEVERAL;
    if (!guide_name_answers(guide))
        return STATUS_OK;
    TRY(look_at_file(guide, &earlier, err));
    if (!earlier)
        return STATUS_OK;
    guide_set_aside(guide, guide->answers);
    free(guide->answers);
    guide->answers = guide_name_form(guide, ".json");
    guide->chosen = true;
    return look_at_file(guide, &earlier, err);
}

/* Whether something was sealed since the answers were written last, and what was last. */
static enum status look_at_journal(struct guide *guide, bool *sealed, struct error *err)
{
    struct journal journal;
    int64_t written;
    *sealed = false;
    TRY(journal_load(guide->keys, &journal, err));
    if (place_changed(guide->answers, &written)) {
        for (size_t i = 0; i < journal.count; i++) {
            const struct journal_entry *entry = &journal.entry[i];
            if (entry->created < written)
                continue;
            *sealed = true;
            guide->sealed_at = entry->created;
            fingerprint_short(guide->sealed, &entry->sealed);
        }
    }
    journal_free(&journal);
    return STATUS_OK;
}

/* Where the keys lack nothing: how far the answers are. */
static enum status look_on(struct guide *guide, struct error *err)
{
    bool sealed = false;
    TRY(look_at_answers(guide, err));
    if (guide->state == GUIDE_ANSWERS_NONE || guide->state == GUIDE_ANSWERS_SEVERAL ||
        guide->state == GUIDE_ANSWERS_WRONG)
        return STATUS_OK;
    TRY(look_at_journal(guide, &sealed, err));
    if (sealed)
        guide->step = GUIDE_STEP_END;
    else if (guide->ready)
        guide->step = GUIDE_STEP_SEAL;
    return STATUS_OK;
}

/* ---- step by step ---- */

/* What was begun in another folder is not found here. */
static void say_where(struct guide *guide)
{
    struct buffer sentence = {0};
    char *here = place_real(".");
    shown_printf(&sentence, text_of(guide->app, "This guide works in the folder %s."),
        here == NULL ? "." : here);
    free(here);
    guide_show_paragraph(guide, &sentence);
}

/* What the answers are looked at by; what only the user knows of it, once a run. A kit that is held
 * and cannot be read any more is not asked before another one is offered in its place. */
static enum status settle_round(struct guide *guide, bool *go_on, struct error *err)
{
    if (!guide->kit_offered)
        TRY(guide_offer_kit(guide, go_on, err));
    if (!*go_on)
        return STATUS_OK;
    TRY(guide_look_at_round(guide, err));
    return guide->round_asked ? STATUS_OK : guide_ask_round(guide, go_on, err);
}

static enum status go_through(struct guide *guide, struct error *err)
{
    bool go_on = true;
    while (go_on) {
        TRY(look_at_keys(guide, &guide->step, err));
        if (guide->step == GUIDE_STEP_ANSWERS)
            TRY(settle_round(guide, &go_on, err));
        if (!go_on)
            return STATUS_OK;
        if (guide->step == GUIDE_STEP_ANSWERS)
            TRY(look_on(guide, err));
        go_on = guide->step != GUIDE_STEP_END;
        TRY(guide_do_step(guide, &go_on, err));
    }
    return STATUS_OK;
}

enum status guide(struct app *app, struct error *err)
{
    const char *keys = option_text(app->options, &OPTION_KEYS);
    struct guide guide = {.app = app};
    enum status status;
    guide.keys = memory_text(keys != NULL ? keys : text_of(app, N_("keys")));
    TRY_OUT(talk_begin(&guide.talk, app, err));
    app->keys = guide.keys;
    say_where(&guide);
    guide_say_last_day(&guide);
    status = go_through(&guide, err);
out:
    app->keys = NULL;
    talk_end(&guide.talk);
    free(guide.keys);
    free(guide.answers);
    free(guide.earlier);
    free(guide.authority);
    free(guide.slip);
    buffer_free(&guide.left);
    return status;
}
