/* sigill-msb gap: what an organisation lacks against a level, a benchmark, another organisation or
 * a target profile. */
#include "analysis/result_benchmark.h"
#include "base/file.h"
#include "base/memory.h"
#include "cmd/commands.h"
#include "cmd/ui/analysis_scope.h"
#include "cmd/ui/gap_level.h"
#include "format/json.h"
#include "format/target.h"
#include "report/csv_plan.h"
#include "report/json_answers.h"
#include "report/json_difference.h"
#include "report/json_parts.h"
#include "report/json_support.h"
#include "report/layout.h"
#include "report/text_difference.h"
#include "report/text_gap.h"
#include "report/text_support.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

static const struct option_spec OPTION_LEVEL = {
    "level", 0, N_("N"), N_("against level N; without any of these, the next level"), false};
static const struct option_spec OPTION_BENCHMARK = {"benchmark", 0, NULL,
    N_("against the benchmark of its group, or of the one of --group"), false};
static const struct option_spec OPTION_BEST = {
    "best", 0, N_("N"), N_("with --benchmark: of the N best by standing"), false};
static const struct option_spec OPTION_WITH = {"with", 0, N_("NUMBER"),
    N_("against another organisation, if both have consented to it"), false};
static const struct option_spec OPTION_TARGET = {
    "target", 0, N_("FILE"), N_("against the target profile in FILE"), false};

/* What a result is made of. */
struct found {
    const struct member *member;
    struct answer_set answers;
    struct score score;
    struct buffer target; /* what it is compared with, in words; empty: a level */
    struct gap gap;
    struct difference difference;
    struct touched_areas touched;
    struct support *support; /* owned */
};

/* ---- what is shown ---- */

static void put_text(
    struct app *app, const struct analysis *analysis, struct found *found, struct buffer *text)
{
    const struct edition *edition = analysis->collection.edition;
    struct buffer head = {0};
    buffer_printf(&head, text_of(app, "%s (%s), round %s"), found->member->name,
        found->member->number, analysis->collection.round.id);
    analysis_mark(app, analysis, text);
    layout_paragraph(text, "", buffer_string(&head));
    buffer_text(text, "\n");
    buffer_free(&head);
    if (found->target.length > 0)
        text_difference(
            text, app->catalog, edition, &found->difference, buffer_string(&found->target));
    else
        text_gap(text, app->catalog, edition, &found->answers, &found->score, &found->gap);
    text_support(text, app->catalog, edition, found->support, &found->score, &found->touched);
}

static json_t *json_found(const struct analysis *analysis, struct found *found)
{
    const struct edition *edition = analysis->collection.edition;
    json_t *head = json_pack("{s:{s:s, s:s, s:s}, s:s, s:o}", "organisation", "number",
        found->member->number, "name", found->member->name, "group", found->member->group, "round",
        analysis->collection.round.id, "support",
        json_support(edition, found->support, &found->score, &found->touched));
    json_t *result = found->target.length > 0 ? json_difference(edition, &found->difference,
                                                    buffer_string(&found->target))
                                              : json_gap(edition, &found->gap);
    return json_parts_joined(head, result);
}

static void put_plan(
    struct app *app, const struct analysis *analysis, struct found *found, struct buffer *plan)
{
    const struct edition *edition = analysis->collection.edition;
    if (found->target.length > 0)
        csv_plan_difference(
            plan, app->catalog, edition, &found->difference, buffer_string(&found->target));
    else
        csv_plan_gap(plan, app->catalog, edition, &found->answers, &found->score, &found->gap);
}

static enum status deliver(
    struct app *app, struct analysis *analysis, struct found *found, struct error *err)
{
    struct buffer text = {0};
    json_t *json = NULL;
    if (app->json)
        json = json_found(analysis, found);
    else if (option_given(app->options, &OPTION_CSV))
        put_plan(app, analysis, found, &text);
    else
        put_text(app, analysis, found, &text);
    enum status status = analysis_deliver(app, analysis, false, json, &text, err);
    buffer_free(&text);
    return status;
}

/* ---- what it is compared with ---- */

static enum status against_level(
    struct app *app, const struct model *model, struct found *found, struct error *err)
{
    TRY(gap_level_find(app, &OPTION_LEVEL, model, &found->score, &found->gap, err));
    found->touched = touched_by_gap(model, &found->gap);
    return STATUS_OK;
}

static void compare_with(
    const struct model *model, const struct answer_set *target, struct found *found)
{
    difference_find(model, &found->answers, target, &found->difference);
    found->touched = touched_by_difference(model, &found->difference);
}

static void name_benchmark(struct app *app, const struct edition *edition, const char *group,
    unsigned best, const struct benchmark_result *benchmark, struct buffer *name)
{
    unsigned long members = benchmark->benchmark.members;
    if (best > 0)
        buffer_printf(name, text_of(app, "the benchmark of the %u best of the group %s"),
            benchmark->benchmark.members, scope_group_name(edition, group));
    else
        buffer_printf(
            name, text_of(app, "the benchmark of the group %s"), scope_group_name(edition, group));
    buffer_text(name, " (");
    buffer_printf(
        name, tr_count(app->catalog, "%lu organisation", "%lu organisations", members), members);
    buffer_text(name, ")");
}

static enum status against_benchmark(
    struct app *app, const struct analysis *analysis, struct found *found, struct error *err)
{
    const struct collection *collection = &analysis->collection;
    struct selection selection = analysis->selection;
    struct benchmark_result *benchmark = memory_new(1, sizeof *benchmark);
    unsigned best = 0;
    enum status status;
    if (selection.group == NULL)
        selection.group = found->member->group;
    TRY_OUT(option_number(app->options, &OPTION_BEST, 1, UINT_MAX, &best, err));
    result_benchmark(collection, &selection, best, benchmark);
    if (benchmark->benchmark.members == 0) {
        status = error_set(err, STATUS_REFUSED, REASON_NOT_FOUND,
            "the group %s has no submission in the round %s to compare with", selection.group,
            collection->round.id);
        goto out;
    }
    name_benchmark(app, collection->edition, selection.group, best, benchmark, &found->target);
    compare_with(&collection->edition->model, &benchmark->benchmark.answers, found);
out:
    free(benchmark);
    return status;
}

static enum status judge_consent(const struct member *member, struct error *err)
{
    if (member->consents)
        return STATUS_OK;
    return error_set(err, STATUS_REFUSED, REASON_NO_CONSENT,
        "%s (%s) has not consented to comparison by name, which both organisations must; compare "
        "with the benchmark of a group instead",
        member->name, member->number);
}

static enum status against_other(
    const struct analysis *analysis, const char *number, struct found *found, struct error *err)
{
    const struct member *other;
    struct answer_set answers;
    TRY(analysis_member(analysis, number, &other, err));
    TRY(judge_consent(found->member, err));
    TRY(judge_consent(other, err));
    analysis_scored(analysis, other, &answers, NULL);
    buffer_printf(&found->target, "%s (%s)", other->name, other->number);
    compare_with(&analysis->collection.edition->model, &answers, found);
    return STATUS_OK;
}

static enum status against_target(
    const struct edition *edition, const char *path, struct found *found, struct error *err)
{
    struct buffer bytes = {0};
    struct target *target = memory_allocate(sizeof *target);
    enum status status;
    TRY_OUT(file_read(path, JSON_LENGTH_MAX, &bytes, err));
    TRY_OUT(target_load(edition, bytes.data, bytes.length, path, target, err));
    buffer_text(&found->target, target->name);
    compare_with(&edition->model, &target->set, found);
out:
    free(target);
    buffer_free(&bytes);
    return status;
}

static enum status compare(
    struct app *app, const struct analysis *analysis, struct found *found, struct error *err)
{
    const struct edition *edition = analysis->collection.edition;
    const char *other = option_text(app->options, &OPTION_WITH);
    const char *target = option_text(app->options, &OPTION_TARGET);
    if (option_given(app->options, &OPTION_BENCHMARK))
        return against_benchmark(app, analysis, found, err);
    if (other != NULL)
        return against_other(analysis, other, found, err);
    if (target != NULL)
        return against_target(edition, target, found, err);
    return against_level(app, &edition->model, found, err);
}

/* ---- the subcommand ---- */

static enum status find_and_deliver(struct app *app, struct analysis *analysis, struct error *err)
{
    struct found found = {0};
    enum status status;
    TRY_OUT(support_builtin(&found.support, err));
    TRY_OUT(analysis_member(analysis, app->options->operand[0], &found.member, err));
    analysis_scored(analysis, found.member, &found.answers, &found.score);
    TRY_OUT(compare(app, analysis, &found, err));
    status = deliver(app, analysis, &found, err);
out:
    support_free(found.support);
    buffer_free(&found.target);
    return status;
}

static enum status judge_options(struct app *app, struct error *err)
{
    const struct options *options = app->options;
    bool benchmark = option_given(options, &OPTION_BENCHMARK);
    int given = option_given(options, &OPTION_LEVEL) + benchmark +
                option_given(options, &OPTION_WITH) + option_given(options, &OPTION_TARGET);
    if (given > 1)
        return error_set(err, STATUS_USAGE, REASON_BAD_SYNTAX,
            "--level, --benchmark, --with and --target exclude each other; give one of them");
    if (!benchmark &&
        (option_given(options, &OPTION_GROUP) || option_given(options, &OPTION_BEST) ||
            option_given(options, &OPTION_LATE)))
        return error_set(err, STATUS_USAGE, REASON_BAD_SYNTAX,
            "--group, --best and --late say which benchmark; give --benchmark too");
    return analysis_form(app, err);
}

static enum status run(struct app *app, struct error *err)
{
    struct analysis analysis;
    enum status status;
    TRY(judge_options(app, err));
    TRY_OUT(analysis_open_for(app, analysis_purpose(app), &analysis, err));
    status = find_and_deliver(app, &analysis, err);
out:
    analysis_close(&analysis);
    return status;
}

static const struct option_spec *const TAKES[] = {&OPTION_REGISTER, &OPTION_KEYS, &OPTION_ROUND,
    &OPTION_LEVEL, &OPTION_BENCHMARK, &OPTION_GROUP, &OPTION_BEST, &OPTION_LATE, &OPTION_WITH,
    &OPTION_TARGET, &OPTION_EDITION, &OPTION_PASSPHRASE_FILE, &OPTION_EXAMPLE_KEYS, &OPTION_JSON,
    &OPTION_CSV, &OPTION_OUTPUT, &OPTION_FORCE, NULL};

const struct command gap_member_command = {
    .name = "gap",
    .summary = N_("Shows what an organisation lacks, against a level or against others."),
    .options = {TAKES, N_("NUMBER"), 1, 1},
    .run = run,
};
