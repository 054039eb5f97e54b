/* sigill score: levels and points of an answers' file. */
#include "base/clock.h"
#include "base/file.h"
#include "cmd/commands.h"
#include "cmd/ui/against.h"
#include "cmd/ui/catalogues.h"
#include "cmd/ui/load.h"
#include "format/json.h"
#include "report/field_tables.h"
#include "report/html_organisation.h"
#include "report/json_answers.h"
#include "report/layout.h"
#include "report/text_findings.h"
#include "report/text_score.h"
#include "report/text_summary.h"
#include "report/text_unscored.h"
#include "scoring/gap.h"
#include "scoring/score.h"

#include <string.h>

static const struct option_spec OPTION_SUMMARY = {"summary", 0, NULL,
    N_("one page for the management: level, what holds back, three steps, areas; with -o as a page "
       "to print"),
    false};

static void score_text(
    struct app *app, const struct loaded *loaded, const struct score *score, struct buffer *out)
{
    text_findings_head(out, "", app->catalog, loaded->edition, loaded->answers);
    buffer_text(out, "\n");
    text_score(out, app->catalog, loaded->edition, score);
    text_unscored(out, app->catalog, loaded->edition, loaded->answers, score);
    if (loaded->findings.errors > 0) {
        buffer_text(out, "\n");
        layout_paragraph(out, "",
            edition_has_points(loaded->edition)
                ? text_of(app, "The answers have errors; an answer with an error gives no points:")
                : text_of(app, "The answers have errors:"));
        text_findings_list(out, loaded->edition, &loaded->findings, FINDING_ERROR);
    }
}

/* What the shown result borrows. */
struct shown_parts {
    struct gap gap;
    char today[DAY_SIZE];
    struct buffer place;
};

/* What a page or a summary shows; parts outlives it, and its place is the caller's. */
static struct html_organisation score_shown(struct app *app, const struct loaded *loaded,
    const struct score *score, const struct against *against, struct shown_parts *parts)
{
    parts->place = (struct buffer){0};
    day_format(parts->today, clock_now());
    against_say(app, loaded->edition, score, against, &parts->place);
    struct html_organisation shown = {
        .catalog = app->catalog,
        .edition = loaded->edition,
        .answers = loaded->answers,
        .score = score,
        .references = against->references,
        .catch_ups = against->references,
        .place = parts->place.length > 0 ? buffer_string(&parts->place) : NULL,
        .issued = parts->today,
        .alone = option_given(app->options, &OPTION_SUMMARY),
    };
    memcpy(shown.reference, against->reference, sizeof shown.reference);
    memcpy(shown.catch_up, against->catch_up, sizeof against->catch_up);
    if (gap_find(&loaded->edition->model, score, score->level + 1, &parts->gap))
        shown.gap = &parts->gap;
    return shown;
}

static enum status score_page(struct app *app, const struct loaded *loaded,
    const struct score *score, const struct against *against, struct buffer *out, struct error *err)
{
    struct shown_parts parts;
    struct catalogues catalogues;
    struct html_organisation shown = score_shown(app, loaded, score, against, &parts);
    enum status status;
    TRY_OUT(catalogues_load(app, loaded->edition, &catalogues, err));
    shown.support = catalogues.support;
    shown.recommendations = catalogues.recommendations;
    html_organisation(out, &shown);
out:
    catalogues_free(&catalogues);
    buffer_free(&parts.place);
    return status;
}

static void score_summary(struct app *app, const struct loaded *loaded, const struct score *score,
    const struct against *against, struct buffer *out)
{
    struct shown_parts parts;
    struct html_organisation shown = score_shown(app, loaded, score, against, &parts);
    text_summary(out, &shown);
    buffer_free(&parts.place);
}

/* With -o a summary is the page to be printed. */
static bool is_page(const struct app *app)
{
    return option_given(app->options, &OPTION_HTML) ||
           (option_given(app->options, &OPTION_SUMMARY) &&
               option_given(app->options, &OPTION_OUTPUT));
}

static void say_page_is_written(struct app *app)
{
    const char *path = option_text(app->options, &OPTION_OUTPUT);
    if (path != NULL && strcmp(path, FILE_STANDARD) != 0)
        hint(app, "%s is written; open it in a browser to read or print it.", path);
}

static enum status deliver_score(struct app *app, const struct loaded *loaded,
    const struct score *score, const struct against *against, struct error *err)
{
    struct buffer out = {0};
    json_t *json = NULL;
    enum status status;
    if (is_page(app)) {
        TRY_OUT(score_page(app, loaded, score, against, &out, err));
    } else if (app->json) {
        json = json_score(loaded->edition, score);
        field_tables_json(json, loaded->edition, &loaded->answers->set);
        TRY_OUT(json_write_pretty(json, &out, err));
    } else {
        if (option_given(app->options, &OPTION_SUMMARY))
            score_summary(app, loaded, score, against, &out);
        else
            score_text(app, loaded, score, &out);
        TRY_OUT(app_deliver_text(app, &out, err));
        goto out;
    }
    TRY_OUT(app_deliver(app, &out, err));
    if (is_page(app))
        say_page_is_written(app);
out:
    json_decref(json);
    buffer_free(&out);
    return status;
}

static enum status judge_score_options(struct app *app, struct error *err)
{
    bool summary = option_given(app->options, &OPTION_SUMMARY);
    bool html = option_given(app->options, &OPTION_HTML);
    if (app->json && html)
        return error_set(err, STATUS_USAGE, REASON_BAD_VALUE,
            "--html cannot be combined with --json; choose one");
    if (app->json && summary)
        return error_set(err, STATUS_USAGE, REASON_BAD_VALUE,
            "--summary cannot be combined with --json; choose one");
    if (against_is_given(app) && !summary && !html)
        return error_set(err, STATUS_USAGE, REASON_BAD_VALUE,
            "--against and --benchmark are for --summary and --html; give one of them too");
    return STATUS_OK;
}

static enum status run(struct app *app, struct error *err)
{
    struct loaded loaded;
    struct score score;
    struct against against = {0};
    enum status status = STATUS_OK;
    TRY(judge_score_options(app, err));
    TRY_OUT(load_answers(app, app->options->operand[0], &loaded, err));
    score_compute(&loaded.edition->model, &loaded.answers->set, &score);
    TRY_OUT(against_load(app, loaded.edition, loaded.answers, &against, err));
    TRY_OUT(deliver_score(app, &loaded, &score, &against, err));
    if (loaded.findings.errors > 0)
        status = STATUS_REFUSED;
out:
    against_free(&against);
    load_free(&loaded);
    return status;
}

static const struct option_spec *const OPTIONS[] = {&OPTION_SUMMARY, &OPTION_AGAINST,
    &OPTION_BENCHMARK_ID, &OPTION_BENCHMARKS_GIVEN, &OPTION_JSON, &OPTION_HTML, &OPTION_OUTPUT,
    &OPTION_FORCE, &OPTION_KIT_KEYS, &OPTION_EXAMPLE_KEYS, &OPTION_EDITION, &OPTION_NO_SANDBOX,
    NULL};

const struct command score_command = {
    .name = "score",
    .summary = N_("Tells the level and points of an answers' file, and what holds them back."),
    .example = N_("answers.xlsx --summary -o management.html"),
    .options = {OPTIONS, N_("FILE"), 1, 1},
    .run = run,
    .forms = true,
};
