#include "cmd/authority/published.h"

#include "base/clock.h"
#include "base/text.h"
#include "format/json.h"
#include "register/changes.h"
#include "report/json_stats.h"
#include "report/panel.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

enum { DIGEST_SIZE = 32, DIGEST_HEX = 2 * DIGEST_SIZE + 1 };

/* The BLAKE2b-256 of a result, as JSON: equal ones have the same. Takes the reference. */
static enum status digest_of(json_t *json, char hex[DIGEST_HEX], struct error *err)
{
    uint8_t digest[DIGEST_SIZE];
    struct buffer text = {0};
    enum status status;
    TRY_OUT(json_write_pretty(json, &text, err));
    (void)crypto_generichash(digest, sizeof digest, text.data, text.length, NULL, 0);
    hex_encode(hex, digest, sizeof digest);
out:
    json_decref(json);
    buffer_free(&text);
    return status;
}

static const char *form_word(const struct publishing *publishing)
{
    return publishing->form == PUBLISHING_ROUNDED ? "rounded" : "hidden";
}

/* What was published before that this one could be subtracted from: the form is the weightiest,
 * then the set. NULL: nothing. */
static const struct published_earlier *to_subtract(const struct published_before *before)
{
    if (before->form.time != 0)
        return &before->form;
    if (before->set.time != 0)
        return &before->set;
    return before->tag.time != 0 ? &before->tag : NULL;
}

/* Whoever has both can subtract one from the other. */
static enum status refuse_again(const struct published_before *before, struct error *err)
{
    const struct published_earlier *earlier = to_subtract(before);
    char day[DAY_SIZE];
    day_format(day, earlier->time);
    if (earlier == &before->form)
        return error_set(err, STATUS_REFUSED, REASON_EXISTS,
            "figures of the round %s were published in another form on %s; whoever has both can "
            "subtract one from the other, and what the difference shows is protected in neither: "
            "publish in that form, or give --again",
            earlier->round, day);
    if (earlier == &before->set)
        return error_set(err, STATUS_REFUSED, REASON_EXISTS,
            "figures of the round %s were published from other submissions on %s; whoever has both "
            "can subtract one from the other, and what the difference shows is protected in "
            "neither: publish from those, or give --again",
            earlier->round, day);
    return error_set(err, STATUS_REFUSED, REASON_EXISTS,
        "figures of the round %s were published parted otherwise on %s, by another tag, another list "
        "of its values, or beside another round; whoever has both can subtract one from the other, "
        "and what the difference shows is protected in neither: publish them so, or give --again",
        earlier->round, day);
}

static void warn_of_again(
    struct app *app, const struct publishing *publishing, const struct published_before *before)
{
    const struct published_earlier *earlier = to_subtract(before);
    char day[DAY_SIZE];
    day_format(day, earlier->time);
    if (publishing->warned)
        return;
    if (earlier == &before->form)
        warn(app,
            "figures of the round %s were published in another form on %s: whoever has both can "
            "subtract one from the other, and what the difference shows is protected in neither",
            earlier->round, day);
    else if (earlier == &before->set)
        warn(app,
            "figures of the round %s were published from other submissions on %s: whoever has both "
            "can subtract one from the other, and what the difference shows is protected in neither",
            earlier->round, day);
    else
        warn(app,
            "figures of the round %s were published parted otherwise on %s, by another tag, another "
            "list of its values, or beside another round: whoever has both can subtract one from "
            "the other, and what the difference shows is protected in neither",
            earlier->round, day);
}

/* Neither of two results that are hidden differently hides what their difference shows. Counts are
 * always rounded alike. */
static void warn_of_others(
    struct app *app, const struct publication *publication, const struct published_earlier *other)
{
    char day[DAY_SIZE];
    day_format(day, other->time);
    if (publication->group == NULL)
        warn(app,
            "other tables of the round %s were made for publication on %s; whoever has both can "
            "subtract one from the other, so publish only one of them",
            other->round, day);
    else
        warn(app,
            "another benchmark of the same organisations was made for publication on %s; whoever "
            "has both can compare them, so publish only one of them",
            day);
}

/* Completes a publication, and judges it by what was published before. counted: allocated, for the
 * caller to free, also on failure. */
static enum status judge_publication(const struct app *app, struct opened_register *opened,
    const struct publishing *publishing, struct publication *publication,
    struct published_before *before, struct round_history_member **counted, struct error *err)
{
    *counted =
        publish_source_counted(&publishing->source, publication->late, &publication->members);
    publication->edition = publishing->source.collection->edition->id;
    publication->form = form_word(publishing);
    publication->set = publishing->set;
    publication->again = option_given(app->options, &OPTION_AGAIN);
    publication->counted = *counted;
    TRY(publications_before(&opened->audit, publication, before, err));
    if (to_subtract(before) != NULL && !publication->again)
        return refuse_again(before, err);
    return STATUS_OK;
}

static enum status publish(struct app *app, struct opened_register *opened,
    const struct publishing *publishing, struct publication *publication, struct error *err)
{
    struct published_before before;
    struct round_history_member *counted = NULL;
    enum status status;
    TRY_OUT(judge_publication(app, opened, publishing, publication, &before, &counted, err));
    if (to_subtract(&before) != NULL)
        warn_of_again(app, publishing, &before);
    else if (before.other.time != 0 && publishing->form == PUBLISHING_HIDDEN)
        warn_of_others(app, publication, &before.other);
    TRY_OUT(changes_publish(&opened->audit, publication, clock_now(), err));
out:
    free(counted);
    return status;
}

/* digest: for the publication, which borrows it. */
static enum status describe_tables(const struct app *app, const struct publishing *publishing,
    const struct stats_table *table, char digest[DIGEST_HEX], struct publication *publication,
    struct error *err)
{
    *publication = (struct publication){.what = app->command->name,
        .round = table->round,
        .late = table->late_included,
        .digest = digest,
        .min_group = table->min_group,
        .tag = table->tag,
        .values = publishing->values};
    return digest_of(json_stats(table), digest, err);
}

enum status published_judge(struct app *app, struct opened_register *opened,
    const struct publishing *publishing, const struct stats_table *table, struct error *err)
{
    char digest[DIGEST_HEX];
    struct publication publication;
    struct published_before before;
    struct round_history_member *counted = NULL;
    TRY(describe_tables(app, publishing, table, digest, &publication, err));
    enum status status =
        judge_publication(app, opened, publishing, &publication, &before, &counted, err);
    free(counted);
    return status;
}

enum status published_note(struct app *app, struct opened_register *opened,
    const struct publishing *publishing, const struct stats_table *table, struct error *err)
{
    char digest[DIGEST_HEX];
    struct publication publication;
    TRY(describe_tables(app, publishing, table, digest, &publication, err));
    return publish(app, opened, publishing, &publication, err);
}

enum status published_benchmark_note(struct app *app, struct opened_register *opened,
    const struct publishing *publishing, const struct benchmark_result *report, struct error *err)
{
    const struct scope *scope = &report->scope;
    char digest[DIGEST_HEX];
    struct publication publication = {.what = app->command->name,
        .round = scope->round,
        .late = scope->late,
        .digest = digest,
        .min_group = publishing->form == PUBLISHING_ROUNDED ? publishing->least : 0,
        .group = scope->group == NULL ? "all" : scope->group,
        .best = report->best};
    TRY(digest_of(benchmark_json(report), digest, err));
    return publish(app, opened, publishing, &publication, err);
}

enum status published_benchmark_is(
    const struct benchmark_result *report, const char *digest, bool *same, struct error *err)
{
    char own[DIGEST_HEX];
    TRY(digest_of(benchmark_json(report), own, err));
    *same = strcmp(own, digest) == 0;
    return STATUS_OK;
}

/* Parts are a tag, whose values tell who has answered the other round. What else is published by
 * one, or by other parts, is another tag (register/publications.h). */
static enum status describe_panel(const struct app *app, const struct publishing *publishing,
    const struct panel *panel, size_t round, char digest[DIGEST_HEX],
    struct publication *publication, struct error *err)
{
    *publication = (struct publication){.what = app->command->name,
        .round = panel->round[round],
        .late = panel->late,
        .digest = digest,
        .min_group = panel->min_group,
        .tag = "parts",
        .values = publishing->values};
    return digest_of(panel_round_json(panel, round), digest, err);
}

enum status published_panel_judge(struct app *app, struct opened_register *opened,
    const struct publishing *publishing, const struct panel *panel, size_t round, struct error *err)
{
    char digest[DIGEST_HEX];
    struct publication publication;
    struct published_before before;
    struct round_history_member *counted = NULL;
    TRY(describe_panel(app, publishing, panel, round, digest, &publication, err));
    enum status status =
        judge_publication(app, opened, publishing, &publication, &before, &counted, err);
    free(counted);
    return status;
}

enum status published_panel_note(struct app *app, struct opened_register *opened,
    const struct publishing *publishing, const struct panel *panel, size_t round, struct error *err)
{
    char digest[DIGEST_HEX];
    struct publication publication;
    TRY(describe_panel(app, publishing, panel, round, digest, &publication, err));
    return publish(app, opened, publishing, &publication, err);
}

enum status published_rounded(struct opened_register *opened, const struct publish_source *source,
    struct list *found, struct error *err)
{
    struct publication publication = {
        .round = source->collection->round.id, .edition = source->collection->edition->id};
    struct round_history_member *counted =
        publish_source_counted(source, true, &publication.members);
    publication.counted = counted;
    enum status status = publications_rounded(&opened->audit, &publication, found, err);
    free(counted);
    return status;
}

enum status exported_note(
    struct opened_register *opened, const char *what, const char *round, struct error *err)
{
    return changes_export(&opened->audit, what, round, clock_now(), err);
}
