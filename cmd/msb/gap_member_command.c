/* sigill-msb gap: what an organisation lacks against a level, a benchmark, another organisation or
 * a target profile. */
#include "analysis/result_benchmark.h"
#include "base/memory.h"
#include "cmd/authority/analysis_scope.h"
#include "cmd/authority/counted.h"
#include "cmd/commands.h"
#include "cmd/ui/clock_doubt.h"
#include "cmd/ui/gap_result.h"
#include "report/benchmark_name.h"
#include "report/json_parts.h"
#include "report/layout.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

static const struct option_spec OPTION_LEVEL = {
    "level", 0, N_("N"), N_("against level N; without any of these, the next level"), false};
static const struct option_spec OPTION_BENCHMARK = {"benchmark", 0, NULL,
    N_("against the benchmark of its group, or of the one of --group"), false};
static const struct option_spec OPTION_BEST = {
    "best", 0, N_("N"), N_("with --benchmark: of the N best by standing"), false};
static const struct option_spec OPTION_WITH = {"with", 0, N_("ORGANISATION"),
    N_("against another organisation, if both have consented to it"), false};
static const struct option_spec OPTION_TARGET = {"target", 0, N_("PROFILE"),
    N_("against a target profile: foreskrift, or the one in a file"), false};

/* Whose gap it is. */
struct asked {
    const struct member *member;
    struct answer_set answers;
    const struct member *other; /* that it is compared with; NULL */
    struct selection selection; /* whose benchmark it is compared with */
    bool benchmark;
    struct gap_result result;
};

/* ---- what is shown ---- */

static void put_gap_text(
    struct app *app, const struct analysis *analysis, struct asked *asked, struct buffer *text)
{
    struct buffer head = {0};
    buffer_printf(&head, text_of(app, "%s (%s), round %s"), asked->member->name,
        asked->member->number, analysis->collection.round.id);
    analysis_mark(app, analysis, text);
    layout_paragraph(text, "", buffer_string(&head));
    buffer_text(text, "\n");
    buffer_free(&head);
    gap_result_text(app, &asked->result, text);
}

static json_t *asked_json(const struct analysis *analysis, struct asked *asked)
{
    const struct member *member = asked->member;
    json_t *head = json_pack("{s:{s:s, s:s, s:s}, s:s}", "organisation", "number", member->number,
        "name", member->name, "group", member->group, "round", analysis->collection.round.id);
    return json_parts_joined(head, gap_result_json(&asked->result));
}

static enum status deliver_gap(
    struct app *app, struct analysis *analysis, struct asked *asked, struct error *err)
{
    struct buffer text = {0};
    json_t *json = NULL;
    if (app->json)
        json = asked_json(analysis, asked);
    else if (option_given(app->options, &OPTION_CSV))
        gap_result_plan(app, &asked->result, &text);
    else
        put_gap_text(app, analysis, asked, &text);
    enum status status = analysis_deliver(app, analysis, false, json, &text, err);
    buffer_free(&text);
    return status;
}

/* ---- what it is compared with ---- */

static enum status against_benchmark(
    struct app *app, const struct analysis *analysis, struct asked *asked, struct error *err)
{
    const struct collection *collection = &analysis->collection;
    struct benchmark_result *benchmark = memory_new(1, sizeof *benchmark);
    unsigned best = 0;
    enum status status;
    struct selection *selection = &asked->selection;
    *selection = analysis->selection;
    if (selection->group == NULL)
        selection->group = asked->member->group;
    TRY_OUT(option_number(app->options, &OPTION_BEST, 1, UINT_MAX, &best, err));
    result_benchmark(collection, selection, best, benchmark);
    asked->benchmark = true;
    if (benchmark->benchmark.members == 0)
        TRY_OUT(error_set(err, STATUS_REFUSED, REASON_NOT_FOUND,
            "the group %s has no submission in the round %s to compare with", selection->group,
            collection->round.id));
    benchmark_name(&asked->result.target, app->catalog, collection->edition, selection->group,
        best > 0 ? benchmark->benchmark.members : 0, benchmark->benchmark.members);
    gap_result_against(&benchmark->benchmark.answers, &asked->result);
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
    struct analysis *analysis, const char *number, struct asked *asked, struct error *err)
{
    struct answer_set answers;
    TRY(analysis_member(analysis, number, &asked->other, err));
    const struct member *other = asked->other;
    TRY(judge_consent(asked->member, err));
    TRY(judge_consent(other, err));
    analysis_scored(analysis, other, &answers, NULL);
    buffer_printf(&asked->result.target, "%s (%s)", other->name, other->number);
    gap_result_against(&answers, &asked->result);
    return STATUS_OK;
}

static enum status compare_as_asked(
    struct app *app, struct analysis *analysis, struct asked *asked, struct error *err)
{
    const char *other = option_text(app->options, &OPTION_WITH);
    const char *target = option_text(app->options, &OPTION_TARGET);
    if (option_given(app->options, &OPTION_BENCHMARK))
        return against_benchmark(app, analysis, asked, err);
    if (other != NULL)
        return against_other(analysis, other, asked, err);
    if (target != NULL)
        return gap_result_against_profile(app, target, &asked->result, err);
    return gap_result_to_level(app, &OPTION_LEVEL, &asked->result, err);
}

static void note_compared(
    struct app *app, const struct analysis *analysis, const struct asked *asked)
{
    struct counted counted = {
        asked->benchmark ? &asked->selection : NULL, asked->member, asked->other};
    counted_note_those(app, &analysis->collection, &counted);
}

/* ---- the subcommand ---- */

static enum status find_and_deliver(struct app *app, struct analysis *analysis, struct error *err)
{
    struct asked asked = {0};
    enum status status;
    TRY_OUT(analysis_member(analysis, app->options->operand[0], &asked.member, err));
    analysis_scored(analysis, asked.member, &asked.answers, NULL);
    TRY_OUT(gap_result_begin(app, analysis->collection.edition, &asked.answers, asked.member->group,
        &asked.result, err));
    TRY_OUT(compare_as_asked(app, analysis, &asked, err));
    note_compared(app, analysis, &asked);
    TRY_OUT(deliver_gap(app, analysis, &asked, err));
out:
    gap_result_free(&asked.result);
    return status;
}

static enum status judge_what_is_compared(struct app *app, struct error *err)
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
    TRY(judge_what_is_compared(app, err));
    enum status status;
    TRY_OUT(analysis_open_for(app, analysis_purpose(app), &analysis, err));
    TRY_OUT(find_and_deliver(app, &analysis, err));
out:
    analysis_close(&analysis);
    return status;
}

static const struct option_spec *const TAKES[] = {&OPTION_REGISTER, &OPTION_KEYS, &OPTION_ROUND,
    &OPTION_LEVEL, &OPTION_BENCHMARK, &OPTION_GROUP, &OPTION_BEST, &OPTION_LATE, &OPTION_WITH,
    &OPTION_TARGET, &OPTION_EDITION, &OPTION_PASSPHRASE_FILE, &OPTION_EXAMPLE_KEYS, &OPTION_JSON,
    &OPTION_CSV, &OPTION_OUTPUT, &OPTION_FORCE, &OPTION_CLOCK_RIGHT, NULL};

const struct command gap_member_command = {
    .name = "gap",
    .summary = N_("Shows what an organisation lacks, against a level or against others."),
    .options = {TAKES, N_("ORGANISATION"), 1, 1},
    .run = run,
    .needs_points = true,
};
