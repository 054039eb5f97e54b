#include "cmd/authority/compilation.h"

#include "base/file.h"
#include "base/memory.h"
#include "cmd/authority/counted.h"
#include "cmd/authority/figures.h"
#include "cmd/authority/panel_publishing.h"
#include "cmd/authority/published.h"
#include "cmd/ui/targets.h"

#include <stdlib.h>

const struct option_spec OPTION_COMPILED_BEST = {"best", 0, N_("N"),
    N_("how many of a group are its best: 5, 10, 15 ...; 30 if it is not given"), false};
const struct option_spec OPTION_COMPILED_TARGET = {"target", 0, N_("PROFILE"),
    N_("count what is left to a target profile: foreskrift, or the one in a file"), false};
const struct option_spec OPTION_COMPILED_TEXTS = {"texts", 0, N_("FILE"),
    N_("an editor's texts, such as texter.txt of an earlier report with texts written into it; they "
       "are shown as they are, with --publish too"),
    false};

const struct option_spec OPTION_COMPILED_SINCE = {"since", 0, N_("ROUND"),
    N_("a chapter with the round beside this earlier one, part by part, as `panel` has it"), false};

enum { BEST_DEFAULT = 30 };

/* ---- options ---- */

enum status compiled_judge(struct app *app, struct compiled *compiled, struct error *err)
{
    compiled->best = BEST_DEFAULT;
    TRY(publishing_judge_benchmark(app, err));
    if (option_given(app->options, &OPTION_COMPILED_SINCE) &&
        option_given(app->options, &OPTION_TOGETHER))
        return error_set(err, STATUS_USAGE, REASON_BAD_VALUE,
            "--since and --together cannot be combined: parts are shown by group");
    return publishing_best(app, &OPTION_COMPILED_BEST, &compiled->best, err);
}

static enum status load_target(struct app *app, struct compiled *compiled, struct error *err)
{
    const char *word = option_text(app->options, &OPTION_COMPILED_TARGET);
    const struct edition *edition = compiled->analysis.collection.edition;
    if (word == NULL)
        return STATUS_OK;
    compiled->target = memory_new(1, sizeof *compiled->target);
    return target_named(app, edition, word, compiled->target, err);
}

/* The edition's places for texts are there also where nobody has written any. */
static enum status load_texts(struct app *app, struct compiled *compiled, struct error *err)
{
    const char *path = option_text(app->options, &OPTION_COMPILED_TEXTS);
    struct buffer bytes = {0};
    enum status status;
    compilation_places(&compiled->places, app->catalog, compiled->analysis.collection.edition);
    editor_texts_init(&compiled->texts, compiled->places.place.items, compiled->places.place.count);
    if (path == NULL)
        return STATUS_OK;
    TRY_OUT(file_read_given(path, EDITOR_TEXTS_LENGTH_MAX, &bytes, err));
    status = editor_texts_read(bytes.data, bytes.length, path, &compiled->texts, err);
out:
    buffer_free(&bytes);
    return status;
}

/* ---- counting ---- */

/* What a benchmark is judged with. */
struct judging {
    struct app *app;
    struct compiled *compiled;
};

static enum status judge_compiled(void *context, const struct selection *selection, unsigned best,
    struct benchmark_result *benchmark, struct error *err)
{
    const struct judging *judging = context;
    return publishing_benchmark(judging->app, &judging->compiled->analysis,
        &judging->compiled->publishing, selection, best, benchmark, err);
}

static enum status gather_compilation(struct app *app, struct compiled *compiled, struct error *err)
{
    bool publish = compiled->publishing.form != PUBLISHING_NOT;
    struct judging judging = {app, compiled};
    struct compilation_request request = {
        .collection = &compiled->analysis.collection,
        .selection = &compiled->analysis.selection,
        .stats = compiled->stats,
        .target = compiled->target,
        .best = compiled->best,
        .judge = publish ? judge_compiled : NULL,
        .context = &judging,
    };
    compiled->compilation = memory_new(1, sizeof *compiled->compilation);
    return result_compilation(&request, compiled->compilation, err);
}

/* ---- beside an earlier round ---- */

static enum status judge_first(const struct collection *first, struct error *err)
{
    if (edition_has_points(first->edition))
        return STATUS_OK;
    return error_set(err, STATUS_REFUSED, REASON_BAD_VALUE,
        "--since %s: its questionnaire, %s, gives no points, and levels and points are what is compared",
        first->round.id, first->edition->id);
}

static enum status make_panel(struct app *app, struct compiled *compiled, struct error *err)
{
    struct analysis *analysis = &compiled->analysis;
    const struct selection everybody = {.late = analysis->selection.late};
    const struct counted counted = {.selection = &everybody};
    const char *id = option_text(app->options, &OPTION_COMPILED_SINCE);
    if (id == NULL)
        return STATUS_OK;
    TRY(analysis_load(app, &analysis->opened, id, &compiled->first, err));
    TRY(judge_first(&compiled->first, err));
    counted_note_those(app, &compiled->first, &counted);
    compiled->panel = memory_new(1, sizeof *compiled->panel);
    TRY(result_panel(&analysis->opened.editions, &compiled->first, &analysis->collection,
        everybody.late, compiled->panel, err));
    if (compiled->publishing.form == PUBLISHING_NOT)
        return STATUS_OK;
    return panel_publishing_make(app, analysis, &compiled->first, compiled->panel, err);
}

/* What a questionnaire without points has nothing for. */
static enum status judge_pointless(struct app *app, struct error *err)
{
    static const struct option_spec *const NEED_POINTS[] = {&OPTION_COMPILED_BEST,
        &OPTION_COMPILED_TARGET, &OPTION_COMPILED_TEXTS, &OPTION_COMPILED_SINCE};
    for (size_t i = 0; i < sizeof NEED_POINTS / sizeof NEED_POINTS[0]; i++) {
        if (option_given(app->options, NEED_POINTS[i]))
            return error_set(err, STATUS_REFUSED, REASON_BAD_VALUE,
                "--%s: the questionnaire gives no points; leave it out", NEED_POINTS[i]->name);
    }
    return STATUS_OK;
}

/* What is published has its rows already. */
static enum status note_exported(struct app *app, struct compiled *compiled, struct error *err)
{
    struct opened_register *opened = &compiled->analysis.opened;
    if (compiled->publishing.form != PUBLISHING_NOT)
        return STATUS_OK;
    if (compiled->panel != NULL)
        TRY(exported_note(opened, app->command->name, compiled->first.round.id, err));
    return exported_note(opened, app->command->name, compiled->analysis.collection.round.id, err);
}

enum status compiled_make(struct app *app, struct compiled *compiled, struct error *err)
{
    struct analysis *analysis = &compiled->analysis;
    TRY(analysis_open_for(app, OPENED_TO_CHANGE, analysis, err));
    bool points = edition_has_points(analysis->collection.edition);
    if (!points)
        TRY(judge_pointless(app, err));
    TRY(load_target(app, compiled, err));
    TRY(load_texts(app, compiled, err));
    TRY(recommendations_builtin(analysis->collection.edition, &compiled->recommendations, err));
    TRY(publishing_begin(app, analysis, &compiled->publishing, err));
    TRY(make_panel(app, compiled, err));
    compiled->publishing.warned = compiled->panel != NULL;
    TRY(figures_make(app, analysis, &compiled->publishing, &compiled->stats, err));
    figures_unscored(app, analysis, compiled->stats, &compiled->unscored);
    compiled->publishing.warned = true; /* with the tables: what follows is of the same run */
    if (points)
        TRY(gather_compilation(app, compiled, err));
    return note_exported(app, compiled, err);
}

void compiled_end(struct compiled *compiled)
{
    if (compiled->compilation != NULL)
        result_compilation_free(compiled->compilation);
    free(compiled->compilation);
    free(compiled->target);
    recommendations_free(compiled->recommendations);
    editor_texts_free(&compiled->texts);
    compilation_places_free(&compiled->places);
    result_counts_free(&compiled->unscored);
    free(compiled->stats);
    if (compiled->panel != NULL)
        result_panel_free(compiled->panel);
    free(compiled->panel);
    collection_free(&compiled->first);
    publishing_end(&compiled->publishing);
    analysis_close(&compiled->analysis);
}
