#include "cmd/authority/publishing.h"

#include "analysis/disclosure.h"
#include "analysis/disclosure_benchmark.h"
#include "analysis/disclosure_stats.h"
#include "analysis/publish_benchmark.h"
#include "analysis/publish_stats.h"
#include "base/memory.h"
#include "cmd/authority/published.h"

#include <stdlib.h>
#include <string.h>

const struct option_spec OPTION_PUBLISH = {"publish", 0, N_("[hidden|rounded]"),
    N_("tables that may leave the authority: small counts hidden, or all counts rounded"), false};
const struct option_spec OPTION_MIN_GROUP = {"min-group", 0, N_("N"),
    N_("with --publish: show nothing of groups with fewer than N organisations (at least 5, "
       "rounded 10)"),
    false};
const struct option_spec OPTION_AGAIN = {"again", 0, NULL,
    N_("with --publish: though the round was published in another form, from other submissions, "
       "by another tag, or beside another round"),
    false};

enum { MIN_GROUP_MOST = 1000000, BEST_MOST = 1000 };

/* By options that publishing_judge has let through. */
static enum publishing_form publishing_form(const struct app *app)
{
    const char *form = option_text(app->options, &OPTION_PUBLISH);
    if (!option_given(app->options, &OPTION_PUBLISH))
        return PUBLISHING_NOT;
    return form != NULL && strcmp(form, "rounded") == 0 ? PUBLISHING_ROUNDED : PUBLISHING_HIDDEN;
}

static unsigned least_of(const struct app *app)
{
    return publishing_form(app) == PUBLISHING_ROUNDED ? PUBLISH_ROUNDED_LEAST : DISCLOSURE_LEAST;
}

/* NAME alone, where tables may be published by it. */
static enum status judge_tag(const struct app *app, bool tables, struct error *err)
{
    const char *tag = analysis_tag(app);
    if (tag == NULL || publishing_form(app) == PUBLISHING_NOT)
        return STATUS_OK;
    if (publishing_form(app) == PUBLISHING_HIDDEN)
        return error_set(err, STATUS_USAGE, REASON_BAD_VALUE,
            "--publish cannot be combined with --tag: subtracting the tables of one tag from those "
            "of all would show what is hidden in both; publish without --tag");
    if (!tables)
        return error_set(err, STATUS_USAGE, REASON_BAD_VALUE,
            "%s is not published by tag; the tables of `stats` and `export` are, with "
            "--publish=rounded and the tag's name",
            app->command->name);
    if (strchr(tag, '=') != NULL)
        return error_set(err, STATUS_USAGE, REASON_BAD_VALUE,
            "--tag %s: one value of a tag is not published by itself; give its name alone, and all "
            "its values are published beside each other",
            tag);
    return STATUS_OK;
}

/* tables: those that may be published by tag. */
static enum status judge_options(const struct app *app, bool tables, struct error *err)
{
    const char *form = option_text(app->options, &OPTION_PUBLISH);
    unsigned least = 0;
    bool publish = option_given(app->options, &OPTION_PUBLISH);
    if (form != NULL && strcmp(form, "hidden") != 0 && strcmp(form, "rounded") != 0)
        return error_set(err, STATUS_USAGE, REASON_BAD_VALUE,
            "--publish=%s: there is no such form; --publish=hidden hides small counts, "
            "--publish=rounded rounds all counts",
            form);
    TRY(judge_tag(app, tables, err));
    if (!publish && option_given(app->options, &OPTION_MIN_GROUP))
        return error_set(err, STATUS_USAGE, REASON_BAD_VALUE,
            "--min-group is for tables that are published; give --publish too");
    if (!publish && option_given(app->options, &OPTION_AGAIN))
        return error_set(err, STATUS_USAGE, REASON_BAD_VALUE,
            "--again is for tables that are published; give --publish too");
    return option_number(
        app->options, &OPTION_MIN_GROUP, least_of(app), MIN_GROUP_MOST, &least, err);
}

enum status publishing_judge(const struct app *app, struct error *err)
{
    return judge_options(app, false, err);
}

enum status publishing_judge_tables(const struct app *app, struct error *err)
{
    return judge_options(app, true, err);
}

enum status publishing_judge_benchmark(const struct app *app, struct error *err)
{
    TRY(publishing_judge(app, err));
    if (option_given(app->options, &OPTION_MIN_GROUP) && publishing_form(app) != PUBLISHING_ROUNDED)
        return error_set(err, STATUS_USAGE, REASON_BAD_VALUE,
            "%s takes --min-group with --publish=rounded only", app->command->name);
    return STATUS_OK;
}

enum status publishing_best(
    const struct app *app, const struct option_spec *option, unsigned *best, struct error *err)
{
    TRY(option_number(app->options, option, DISCLOSURE_LEAST, BEST_MOST, best, err));
    if (*best % DISCLOSURE_BENCHMARK_STEP != 0)
        return error_set(err, STATUS_USAGE, REASON_BAD_VALUE,
            "--best %u: expected 5, 10, 15 and so on: the best six and the best five together "
            "would tell the sixth",
            *best);
    return STATUS_OK;
}

/* No rule protects what is counted of fields. */
static enum status judge_no_fields(const struct edition *edition, struct error *err)
{
    if (edition->model.fields == 0)
        return STATUS_OK;
    return error_set(err, STATUS_REFUSED, REASON_BAD_VALUE,
        "--publish: the questionnaire %s has fields, and what is counted of fields cannot be protected; "
        "leave out --publish, and decide yourselves what may leave",
        edition->id);
}

/* Takes its least, and the set of what is counted now as one with that least has it. False if it
 * was counted from another one. */
static bool take_set_of_rounding(struct publishing *out, const struct published_rounding *one)
{
    out->least = one->min_group > PUBLISH_ROUNDED_LEAST ? one->min_group : PUBLISH_ROUNDED_LEAST;
    publish_source_set(&out->source, one->late, out->least, out->set);
    return strcmp(out->set, one->set) == 0;
}

enum status publishing_begin_rounded(struct analysis *analysis, struct publishing *out,
    struct published_rounding *taken, struct error *err)
{
    struct list found = {.size = sizeof(struct published_rounding)};
    struct selection counted = {0};
    enum status status;
    *out = (struct publishing){.form = PUBLISHING_ROUNDED, .least = PUBLISH_ROUNDED_LEAST};
    *taken = (struct published_rounding){0};
    TRY_OUT(publish_source_load(
        &analysis->opened.store, analysis->opened.key, &analysis->collection, &out->source, err));
    TRY_OUT(published_rounded(&analysis->opened, &out->source, &found, err));
    const struct published_rounding *one = found.items;
    size_t at = found.count;
    while (at > 0 && !take_set_of_rounding(out, &one[at - 1]))
        at--;
    if (found.count > 0)
        *taken = one[at > 0 ? at - 1 : found.count - 1];
    if (at == 0)
        goto out;
    counted.late = taken->late;
    out->rounded = memory_new(1, sizeof *out->rounded);
    status = publish_rounded_make(&out->source, &counted, out->least, out->rounded, err);
out:
    free(found.items);
    return status;
}

enum status publishing_begin(
    struct app *app, struct analysis *analysis, struct publishing *out, struct error *err)
{
    bool rounded = publishing_form(app) == PUBLISHING_ROUNDED;
    *out = (struct publishing){.form = publishing_form(app), .least = least_of(app)};
    if (out->form == PUBLISHING_NOT)
        return STATUS_OK;
    TRY(judge_no_fields(analysis->collection.edition, err));
    TRY(option_number(
        app->options, &OPTION_MIN_GROUP, out->least, MIN_GROUP_MOST, &out->least, err));
    TRY(publish_source_load(
        &analysis->opened.store, analysis->opened.key, &analysis->collection, &out->source, err));
    publish_source_set(&out->source, analysis->selection.late, rounded ? out->least : 0, out->set);
    if (!rounded)
        return STATUS_OK;
    out->rounded = memory_new(1, sizeof *out->rounded);
    TRY(publish_rounded_make(&out->source, &analysis->selection, out->least, out->rounded, err));
    if (!analysis->by_tag)
        return STATUS_OK;
    out->tagged = memory_new(1, sizeof *out->tagged);
    TRY(publish_tagged_make(
        &out->source, &analysis->selection, out->rounded, analysis->tag, out->tagged, err));
    publish_tag_digest(
        &analysis->collection, &out->tagged->tag, analysis->selection.late, out->values);
    return STATUS_OK;
}

void publishing_end(struct publishing *publishing)
{
    if (publishing->rounded != NULL)
        publish_rounded_free(publishing->rounded);
    free(publishing->rounded);
    if (publishing->tagged != NULL)
        publish_tagged_free(publishing->tagged);
    free(publishing->tagged);
    publish_source_free(&publishing->source);
    *publishing = (struct publishing){0};
}

enum status publishing_protect(const struct analysis *analysis, const struct publishing *publishing,
    bool together, struct stats_table *table, struct error *err)
{
    if (publishing->tagged != NULL) {
        publish_stats_tagged(publishing->rounded, publishing->tagged, &analysis->collection,
            analysis->selection.late, table);
    } else if (publishing->form == PUBLISHING_ROUNDED) {
        publish_stats(publishing->rounded, table);
    } else {
        if (!together)
            TRY(disclosure_stats_judge(&analysis->collection, err));
        disclosure_stats(table, publishing->least);
    }
    return STATUS_OK;
}

enum status publishing_tables(struct app *app, struct analysis *analysis,
    const struct publishing *publishing, bool together, struct stats_table *table,
    struct error *err)
{
    TRY(publishing_protect(analysis, publishing, together, table, err));
    return published_note(app, &analysis->opened, publishing, table, err);
}

enum status publishing_protect_benchmark(const struct analysis *analysis,
    const struct publishing *publishing, const struct selection *selection, unsigned best,
    struct benchmark_result *benchmark, struct error *err)
{
    if (publishing->form == PUBLISHING_ROUNDED)
        return publish_benchmark(
            publishing->rounded, &publishing->source, selection, best, benchmark, err);
    return disclosure_benchmark(&analysis->collection, selection, best, benchmark, err);
}

enum status publishing_benchmark(struct app *app, struct analysis *analysis,
    const struct publishing *publishing, const struct selection *selection, unsigned best,
    struct benchmark_result *benchmark, struct error *err)
{
    TRY(publishing_protect_benchmark(analysis, publishing, selection, best, benchmark, err));
    return published_benchmark_note(app, &analysis->opened, publishing, benchmark, err);
}
