/* sigill-msb feedback: what an authority answers an organisation, or all of a round, as bundles
 * that only they can open. */
#include "base/clock.h"
#include "base/directory.h"
#include "base/file.h"
#include "base/shown.h"
#include "base/text.h"
#include "cmd/authority/analysis_scope.h"
#include "cmd/authority/counted.h"
#include "cmd/authority/feedback_bundle.h"
#include "cmd/authority/publishing.h"
#include "cmd/authority/whom.h"
#include "cmd/commands.h"
#include "cmd/ui/clock_doubt.h"
#include "cmd/ui/code_shown.h"
#include "cmd/ui/output.h"
#include "cmd/ui/progress.h"
#include "format/bundle.h"
#include "format/json.h"
#include "format/organisation_number.h"
#include "report/layout.h"

#include <stdlib.h>
#include <string.h>

enum { NUMBER_WIDTH = 13, NAME_WIDTH = 39, BEST_DEFAULT = 10 };

static const struct option_spec OPTION_ALL = {
    "all", 0, NULL, N_("of every organisation that answered in the round"), false};
static const struct option_spec OPTION_BEST = {"best", 0, N_("N"),
    N_("how many of a group are its best: 5, 10, 15 ...; 10 if it is not given"), false};

/* The command while it goes through the organisations. */
struct feedback {
    struct app *app;
    struct analysis analysis;
    struct feedback_run run;
    const char *directory;
    const struct member *only; /* the one that was named; NULL with a group, and with --all */
    struct list whom;          /* those that were named, if they are several; struct whom */
    json_t *json;              /* an array */
    struct buffer text;
    size_t made;
    size_t refused;
};

/* ---- what is asked for ---- */

/* The one member that is named; NULL with a group, and with --all. */
static enum status find_member(
    struct feedback *feedback, const struct member **found, struct error *err)
{
    const struct options *options = feedback->app->options;
    char number[ORGANISATION_NUMBER_SIZE];
    *found = NULL;
    if (options->operands == 0)
        return STATUS_OK;
    const char *typed = options->operand[0];
    if (organisation_number_typed(typed, strlen(typed), number))
        return analysis_member(&feedback->analysis, number, found, err);
    TRY(whom_find(&feedback->analysis.opened.store, typed, false, &feedback->whom, err));
    if (feedback->whom.count > 1)
        return STATUS_OK;
    const struct whom *whom = feedback->whom.items;
    return analysis_member(&feedback->analysis, whom->number, found, err);
}

/* Of a group that is named, its organisations; else all. */
static bool is_asked(const struct feedback *feedback, const struct member *member)
{
    return feedback->whom.count == 0 || whom_has(&feedback->whom, member->number);
}

static enum status judge_operand(const struct options *options, struct error *err)
{
    if ((options->operands == 1) == option_given(options, &OPTION_ALL))
        return error_set(err, STATUS_USAGE, REASON_BAD_SYNTAX,
            "expected either an organisation (number, name or group) or --all");
    return STATUS_OK;
}

/* Nobody would take what a card that has ended vouches for. */
static enum status judge_own_validity(const struct feedback *feedback, struct error *err)
{
    const struct card *own = &feedback->analysis.opened.own;
    char until[DAY_SIZE];
    if (card_valid_on(own, clock_now()))
        return STATUS_OK;
    day_format(until, own->valid_until);
    return error_set(err, STATUS_REFUSED, REASON_EXPIRED_KEY,
        "your own card is not valid today, only until %s; make the next one: sigill-msb card --renew",
        until);
}

/* Who gets feedback before and after another one has answered can work out what that one answered.
 */
static void warn_if_open(struct feedback *feedback)
{
    const struct round *round = &feedback->analysis.collection.round;
    char today[DAY_SIZE];
    day_format(today, clock_now());
    if (round->closes[0] != '\0' && !round_is_late(round, today))
        warn(feedback->app,
            "the round %s is open until %s: places and benchmarks change with every submission "
            "that comes, and whoever gets feedback twice can compare; wait until it has closed",
            round->id, round->closes);
}

/* ---- where to ---- */

/* Allocated. */
static char *path_for(const struct feedback *feedback, const struct member *member)
{
    char name[sizeof member->number + sizeof BUNDLE_SUFFIX];
    (void)snprintf(name, sizeof name, "%s%s", member->number, BUNDLE_SUFFIX);
    return path_join(feedback->directory, name);
}

/* Nothing is begun where something would be in the way. */
static enum status judge_path(
    const struct feedback *feedback, const struct member *member, struct error *err)
{
    char *path = path_for(feedback, member);
    enum status status = output_judge(feedback->app, path, err);
    free(path);
    return status;
}

static enum status judge_paths(const struct feedback *feedback, struct error *err)
{
    const struct collection *collection = &feedback->analysis.collection;
    if (feedback->only != NULL)
        return judge_path(feedback, feedback->only, err);
    for (size_t i = 0; i < collection->members; i++) {
        if (is_asked(feedback, &collection->member[i]))
            TRY(judge_path(feedback, &collection->member[i], err));
    }
    return STATUS_OK;
}

/* ---- whom it counts ---- */

/* Those that are answered, and those that an answer compares with: who is counted of their groups.
 */
static bool is_compared(const void *context, const struct member *member)
{
    const struct feedback *feedback = context;
    const struct whom *whom = feedback->whom.items;
    const struct selection all = {0};
    if (feedback->only != NULL)
        return member == feedback->only || (strcmp(member->group, feedback->only->group) == 0 &&
                                               collection_selects(&all, member));
    if (is_asked(feedback, member))
        return true;
    for (size_t i = 0; i < feedback->whom.count; i++) {
        if (strcmp(member->group, whom[i].group) == 0)
            return collection_selects(&all, member);
    }
    return false;
}

/* ---- the work ---- */

static void note_made(
    struct feedback *feedback, const struct member *member, const struct feedback_made *made)
{
    char id[MANIFEST_ID_HEX];
    char sealed[FINGERPRINT_HEX_SIZE];
    char groups[FINGERPRINT_SHORT_SIZE];
    char *path = path_for(feedback, member);
    hex_encode(id, made->id, MANIFEST_ID_SIZE);
    fingerprint_hex(sealed, &made->sealed);
    fingerprint_short(groups, &made->sealed);
    (void)json_array_append_new(feedback->json,
        json_pack("{s:s,s:s,s:s,s:n,s:o,s:s,s:s,s:s,s:I}", "number", member->number, "organisation",
            member->name, "verdict", "sealed", "reason", "file", json_shown(path), "id", id,
            "sealed", sealed, "short", groups, "size", (json_int_t)made->size));
    layout_cell(&feedback->text, member->number, NUMBER_WIDTH);
    layout_cell(&feedback->text, member->name, NAME_WIDTH);
    buffer_printf(&feedback->text, " %s\n", groups);
    feedback->made++;
    free(path);
}

static void note_refused(
    struct feedback *feedback, const struct member *member, const struct error *why)
{
    (void)json_array_append_new(feedback->json,
        json_pack("{s:s,s:s,s:s,s:s,s:s}", "number", member->number, "organisation", member->name,
            "verdict", "refused", "reason", reason_code(why->reason), "message", why->text));
    layout_cell(&feedback->text, member->number, NUMBER_WIDTH);
    layout_cell(&feedback->text, member->name, NAME_WIDTH);
    buffer_printf(&feedback->text, " %s ", text_of(feedback->app, "REFUSED"));
    code_show(feedback->app, reason_code(why->reason), &feedback->text);
    buffer_text(&feedback->text, "\n");
    layout_paragraph(&feedback->text, "    ", why->text);
    feedback->refused++;
}

/* One that cannot be made does not stop the others, unless the surroundings fail. */
static enum status make_one(
    struct feedback *feedback, const struct member *member, struct error *err)
{
    struct feedback_made made;
    struct error why;
    char *path = path_for(feedback, member);
    error_init(&why, err->catalog);
    enum status status = feedback_make(&feedback->run, member, path, &made, &why);
    free(path);
    if (status == STATUS_OK)
        note_made(feedback, member, &made);
    else if (status == STATUS_REFUSED)
        note_refused(feedback, member, &why);
    else
        *err = why;
    return status == STATUS_REFUSED ? STATUS_OK : status;
}

static enum status make_all(struct feedback *feedback, struct error *err)
{
    const struct collection *collection = &feedback->analysis.collection;
    struct progress bar;
    enum status status = STATUS_OK;
    if (feedback->only != NULL)
        return make_one(feedback, feedback->only, err);
    progress_start(&bar, feedback->app, text_of(feedback->app, "Sealing"), collection->members);
    for (size_t i = 0; i < collection->members; i++) {
        if (is_asked(feedback, &collection->member[i]))
            TRY_OUT(make_one(feedback, &collection->member[i], err));
        progress_advance(&bar, 1);
    }
out:
    progress_finish(&bar);
    return status;
}

/* ---- the result ---- */

static enum status print_outcome(struct feedback *feedback, struct error *err)
{
    struct buffer out = {0};
    struct app *app = feedback->app;
    opened_register_mark(app, &feedback->analysis.opened, &out);
    counted_mark(app, &out);
    layout_cell(&out, text_of(app, "Number"), NUMBER_WIDTH);
    layout_cell(&out, text_of(app, "Organisation"), NAME_WIDTH);
    buffer_printf(&out, " %s\n", text_of(app, "Short digest"));
    buffer_text(&out, buffer_string(&feedback->text));
    shown_printf(&out, text_of(app, "\nSealed into %s: %zu. Not made: %zu.\n"), feedback->directory,
        feedback->made, feedback->refused);
    layout_paragraph(&out, "",
        text_of(app, "Each can be opened by the organisation that it is for, and by nobody else: "
                     "sigill open. Write the short digest on the transfer slip."));
    enum status status = app_print(app, &out, err);
    buffer_free(&out);
    return status;
}

static enum status work(struct feedback *feedback, struct error *err)
{
    unsigned best = BEST_DEFAULT;
    struct app *app = feedback->app;
    TRY(publishing_best(app, &OPTION_BEST, &best, err));
    TRY(judge_own_validity(feedback, err));
    TRY(find_member(feedback, &feedback->only, err));
    warn_if_open(feedback);
    counted_note(app, &feedback->analysis.collection, feedback, is_compared);
    TRY(feedback_begin(app, &feedback->analysis, best, &feedback->run, err));
    if (file_exists(feedback->directory))
        TRY(judge_paths(feedback, err));
    TRY(directory_make_anywhere(feedback->directory, err));
    TRY(make_all(feedback, err));
    TRY(app->json ? app_print_json(app, json_incref(feedback->json), err)
                  : print_outcome(feedback, err));
    return feedback->refused > 0 ? STATUS_REFUSED : STATUS_OK;
}

static bool names_bundle(const char *path)
{
    size_t length = strlen(path);
    size_t suffix = strlen(BUNDLE_SUFFIX);
    return length > suffix && strcmp(path + length - suffix, BUNDLE_SUFFIX) == 0;
}

static enum status run(struct app *app, struct error *err)
{
    struct feedback feedback = {.app = app, .whom = WHOM_NONE};
    struct analysis *analysis = &feedback.analysis;
    enum status status;
    TRY(judge_operand(app->options, err));
    TRY(option_require(app->options, &OPTION_OUTPUT_DIR, &feedback.directory, err));
    if (names_bundle(feedback.directory))
        return error_set(err, STATUS_USAGE, REASON_BAD_VALUE,
            "-o %s: a directory is expected, into which a bundle is written for each organisation, "
            "named by its number; leave out %s",
            feedback.directory, BUNDLE_SUFFIX);
    feedback.json = json_array();
    TRY_OUT(opened_register_open(app, OPENED_TO_ANSWER, &analysis->opened, err));
    TRY_OUT(analysis_load(app, &analysis->opened, option_text(app->options, &OPTION_ROUND),
        &analysis->collection, err));
    status = work(&feedback, err);
out:
    free(feedback.whom.items);
    feedback_end(&feedback.run);
    analysis_close(analysis);
    json_decref(feedback.json);
    buffer_free(&feedback.text);
    return status;
}

static const struct option_spec *const TAKES[] = {&OPTION_REGISTER, &OPTION_KEYS, &OPTION_ALL,
    &OPTION_OUTPUT_DIR, &OPTION_FORCE, &OPTION_ROUND, &OPTION_BEST, &OPTION_EDITION,
    &OPTION_PASSPHRASE_FILE, &OPTION_EXAMPLE_KEYS, &OPTION_JSON, &OPTION_CLOCK_RIGHT, NULL};

const struct command feedback_command = {
    .name = "feedback",
    .summary = N_("Answers an organisation, or all of a round, with its result among its peers."),
    .options = {TAKES, N_("[ORGANISATION]"), 0, 1},
    .run = run,
};
