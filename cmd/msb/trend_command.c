/* sigill-msb trend: an organisation or a group from round to round. */
#include "cmd/authority/analysis_scope.h"
#include "cmd/authority/counted.h"
#include "cmd/authority/publishing.h"
#include "cmd/authority/trend_publishing.h"
#include "cmd/authority/whom.h"
#include "cmd/commands.h"
#include "cmd/ui/clock_doubt.h"
#include "report/report_text.h"
#include "report/trend.h"
#include "report/trend_published.h"

#include <string.h>

/* The group as it was typed becomes its id. */
static enum status judge_trend_group(struct trend *trend, struct error *err)
{
    for (size_t i = 0; trend->group != NULL && i < trend->rounds; i++) {
        const char *group = edition_typed_group(trend->round[i].edition, trend->group);
        if (group != NULL) {
            trend->group = group;
            return STATUS_OK;
        }
    }
    if (trend->group == NULL || trend->rounds == 0)
        return STATUS_OK;
    return error_set(err, STATUS_REFUSED, REASON_NOT_FOUND,
        "%s: no edition of the questionnaire that was answered has such a group", trend->group);
}

static enum status judge_trend_found(const struct trend *trend, struct error *err)
{
    if (trend->number == NULL || trend->name != NULL)
        return STATUS_OK;
    return error_set(err, STATUS_REFUSED, REASON_NOT_FOUND,
        "%s: no round has a submission of an organisation with this number; `list` tells which "
        "there are",
        trend->number);
}

static enum status count_rounds(
    struct app *app, struct opened_register *opened, struct trend *trend, struct error *err)
{
    bool late = option_given(app->options, &OPTION_LATE);
    struct selection selection = {.group = trend->group, .late = late};
    struct collection collection = {0};
    enum status status = STATUS_OK;
    for (size_t i = 0; i < trend->rounds; i++) {
        TRY_OUT(analysis_load(app, opened, trend->round[i].id, &collection, err));
        struct counted counted = {.selection = &selection};
        if (trend->number != NULL)
            counted = (struct counted){.own = collection_find(&collection, trend->number)};
        counted_note_those(app, &collection, &counted);
        result_trend_count(trend, i, &collection, late);
        collection_free(&collection);
    }
out:
    collection_free(&collection);
    return status;
}

static enum status print_trend(struct app *app, const struct opened_register *opened,
    const struct trend *trend, struct error *err)
{
    struct report report = {.catalog = app->catalog};
    struct buffer text = {0};
    if (app->json)
        return app_print_json(app, trend_json(trend), err);
    opened_register_mark(app, opened, &text);
    counted_mark(app, &text);
    trend_tables(&report, trend);
    report_text(&text, &report);
    report_free(&report);
    enum status status = app_print(app, &text, err);
    buffer_free(&text);
    return status;
}

static enum status publish_trend(
    struct app *app, struct analysis *analysis, struct trend *trend, struct error *err)
{
    struct report report = {.catalog = app->catalog};
    struct stats_table **tables = NULL;
    struct buffer text = {0};
    enum status status;
    TRY_OUT(result_trend_relate(&analysis->opened.editions, trend, err));
    TRY_OUT(trend_publishing_make(app, analysis, trend, &tables, err));
    if (app->json) {
        status = app_print_json(app, trend_published_json(trend, tables), err);
        goto out;
    }
    opened_register_mark(app, &analysis->opened, &text);
    trend_published_tables(&report, trend, tables);
    report_text(&text, &report);
    status = app_print(app, &text, err);
out:
    report_free(&report);
    buffer_free(&text);
    trend_publishing_free(trend, tables);
    return status;
}

static enum status show_trend(
    struct app *app, struct opened_register *opened, struct trend *trend, struct error *err)
{
    TRY(count_rounds(app, opened, trend, err));
    TRY(judge_trend_found(trend, err));
    TRY(result_trend_relate(&opened->editions, trend, err));
    return print_trend(app, opened, trend, err);
}

static enum status judge_left_out(struct app *app, const struct trend *trend, struct error *err)
{
    if (trend->left_out > 0 && trend->rounds == 0)
        return error_set(err, STATUS_REFUSED, REASON_BAD_VALUE,
            "trend counts points and levels, and no questionnaire that was answered has any; what was "
            "answered is shown by `sigill-msb stats`");
    if (trend->left_out > 0)
        warn(app, "rounds whose questionnaire gives no points are left out: %zu", trend->left_out);
    return STATUS_OK;
}

static enum status judge_trend_options(const struct app *app, bool one, struct error *err)
{
    bool group = option_given(app->options, &OPTION_GROUP);
    if (one && (group || option_given(app->options, &OPTION_LATE)))
        return error_set(err, STATUS_USAGE, REASON_BAD_SYNTAX,
            "--group and --late are about a group; leave out the organisation, or them");
    if (one && option_given(app->options, &OPTION_PUBLISH))
        return error_set(err, STATUS_USAGE, REASON_BAD_SYNTAX,
            "--publish is about a group; nothing of one organisation is published");
    return publishing_judge(app, err);
}

static enum status run(struct app *app, struct error *err)
{
    char number[ORGANISATION_NUMBER_SIZE];
    const char *group = option_text(app->options, &OPTION_GROUP);
    const char *typed = app->options->operands == 0 ? NULL : app->options->operand[0];
    struct analysis analysis = {.opened = OPENED_REGISTER_NONE,
        .selection = {.late = option_given(app->options, &OPTION_LATE)}};
    struct opened_register *opened = &analysis.opened;
    struct trend trend = {0};
    enum status status;
    bool publish = option_given(app->options, &OPTION_PUBLISH);
    TRY(judge_trend_options(app, typed != NULL, err));
    TRY_OUT(opened_register_open(app, publish ? OPENED_TO_CHANGE : OPENED_TO_READ, opened, err));
    if (typed != NULL && !organisation_number_typed(typed, strlen(typed), number))
        TRY_OUT(whom_number(&opened->store, typed, number, err));
    TRY_OUT(result_trend_begin(
        &opened->store, &opened->editions, typed == NULL ? NULL : number, group, &trend, err));
    TRY_OUT(judge_left_out(app, &trend, err));
    TRY_OUT(judge_trend_group(&trend, err));
    status =
        publish ? publish_trend(app, &analysis, &trend, err) : show_trend(app, opened, &trend, err);
out:
    result_trend_free(&trend);
    analysis_close(&analysis);
    return status;
}

static const struct option_spec *const TAKES[] = {&OPTION_REGISTER, &OPTION_KEYS, &OPTION_GROUP,
    &OPTION_LATE, &OPTION_PUBLISH, &OPTION_MIN_GROUP, &OPTION_AGAIN, &OPTION_EDITION,
    &OPTION_PASSPHRASE_FILE, &OPTION_EXAMPLE_KEYS, &OPTION_JSON, &OPTION_CLOCK_RIGHT, NULL};

const struct command trend_command = {
    .name = "trend",
    .summary = N_("Shows an organisation, or a group, from round to round."),
    .options = {TAKES, N_("[ORGANISATION]"), 0, 1},
    .run = run,
};
