#include "cmd/authority/analysis.h"

#include "base/clock.h"
#include "base/memory.h"
#include "cmd/authority/counted.h"
#include "cmd/authority/publishing.h"
#include "cmd/ui/points_needed.h"
#include "cmd/ui/progress.h"
#include "register/record_walk.h"
#include "register/rounds.h"

#include <stdlib.h>
#include <string.h>

const struct option_spec OPTION_ROUND = {
    "round", 0, N_("ID"), N_("the round; without it, the one that opened last"), false};
const struct option_spec OPTION_GROUP = {
    "group", 0, N_("GROUP"), N_("only organisations of this group"), false};
const struct option_spec OPTION_TAG = {
    "tag", 0, N_("NAME=VALUE"), N_("only those with this tag in the population list"), false};
const struct option_spec OPTION_BY_TAG = {"tag", 0, N_("NAME=VALUE"),
    N_("only those with this tag in the population list; with --publish=rounded NAME alone: by the "
       "values of that tag"),
    false};
const struct option_spec OPTION_LATE = {"late", 0, NULL, N_("count late submissions too"), false};

enum status analysis_load(struct app *app, struct opened_register *opened, const char *round,
    struct collection *collection, struct error *err)
{
    struct editions *editions = &opened->editions;
    struct round chosen;
    struct progress progress;
    uint64_t submissions = 0;
    char today[DAY_SIZE];
    *collection = (struct collection){0};
    day_format(today, clock_now());
    TRY(rounds_choose(&opened->store, editions, round, today, &chosen, err));
    TRY(record_walk_rows(&opened->store, &submissions, err));
    progress_start_counting(&progress, app, text_of(app, "Reading submissions"), submissions);
    struct stream_progress advance = progress_stream(&progress);
    enum status status = collection_load_round(
        &opened->store, opened->key, editions, &chosen, &advance, collection, err);
    progress_finish(&progress);
    TRY(status);
    return points_needed(app, collection->edition, err);
}

/* The group as it was typed becomes its id. */
static enum status judge_group(struct analysis *analysis, struct error *err)
{
    const struct edition *edition = analysis->collection.edition;
    const char *group = analysis->selection.group;
    struct buffer known = {0};
    if (group != NULL)
        analysis->selection.group = edition_typed_group(edition, group);
    if (group == NULL || analysis->selection.group != NULL)
        return STATUS_OK;
    edition_list_groups(edition, &known);
    enum status status = error_set(err, STATUS_REFUSED, REASON_NOT_FOUND,
        "%s: the edition %s has no such group; its groups are: %s", group, edition->id,
        buffer_string(&known));
    buffer_free(&known);
    return status;
}

static enum status judge_tag(const struct analysis *analysis, struct error *err)
{
    const struct collection *collection = &analysis->collection;
    const struct selection *selection = &analysis->selection;
    if (selection->tag == NULL)
        return STATUS_OK;
    for (size_t i = 0; i < collection->populations; i++) {
        if (collection_has_tag(selection, &collection->population[i]))
            return STATUS_OK;
    }
    return error_set(err, STATUS_REFUSED, REASON_NOT_FOUND,
        "--tag %s=%s: nobody in the population list of the round %s has this tag; look at the "
        "columns of the list that was imported",
        selection->tag, selection->value, collection->round.id);
}

const char *analysis_tag(const struct app *app)
{
    const char *given = option_text(app->options, &OPTION_TAG);
    return given != NULL ? given : option_text(app->options, &OPTION_BY_TAG);
}

/* NAME=VALUE is split at the first "="; what is published (publishing_judge_tables) has none. */
static enum status select_tag(struct app *app, struct analysis *analysis, struct error *err)
{
    const char *given = analysis_tag(app);
    const char *equals = given == NULL ? NULL : strchr(given, '=');
    if (given == NULL)
        return STATUS_OK;
    analysis->by_tag = equals == NULL && option_given(app->options, &OPTION_PUBLISH);
    if (analysis->by_tag) {
        analysis->tag = memory_part(given, strlen(given));
        return STATUS_OK;
    }
    if (equals == NULL || equals == given)
        return error_set(err, STATUS_USAGE, REASON_BAD_VALUE,
            "--tag takes a name and a value, such as --tag county=Skåne");
    analysis->tag = memory_part(given, (size_t)(equals - given));
    analysis->selection.tag = analysis->tag;
    analysis->selection.value = equals + 1;
    return STATUS_OK;
}

enum status analysis_open(struct app *app, struct analysis *analysis, struct error *err)
{
    return analysis_open_for(app, OPENED_TO_COUNT, analysis, err);
}

enum status analysis_open_for(
    struct app *app, enum opened_for purpose, struct analysis *analysis, struct error *err)
{
    *analysis = (struct analysis){.opened = OPENED_REGISTER_NONE};
    analysis->selection.group = option_text(app->options, &OPTION_GROUP);
    analysis->selection.late = option_given(app->options, &OPTION_LATE);
    TRY(select_tag(app, analysis, err));
    TRY(opened_register_open(app, purpose, &analysis->opened, err));
    TRY(analysis_load(app, &analysis->opened, option_text(app->options, &OPTION_ROUND),
        &analysis->collection, err));
    TRY(judge_group(analysis, err));
    return judge_tag(analysis, err);
}

void analysis_close(struct analysis *analysis)
{
    collection_free(&analysis->collection);
    opened_register_close(&analysis->opened);
    free(analysis->tag);
    analysis->tag = NULL;
}

void analysis_mark(const struct app *app, const struct analysis *analysis, struct buffer *out)
{
    opened_register_mark(app, &analysis->opened, out);
    counted_mark(app, out);
}

/* Where nobody is counted since all came late, the way to count them is said. */
static void warn_of_late_alone(struct app *app, const struct analysis *analysis)
{
    const struct collection *collection = &analysis->collection;
    struct selection with_late = analysis->selection;
    size_t late = 0;
    with_late.late = true;
    for (size_t i = 0; i < collection->members; i++) {
        if (collection_selects(&analysis->selection, &collection->member[i]))
            return;
        late += collection_selects(&with_late, &collection->member[i]);
    }
    if (late > 0)
        warn(app,
            "in the round %s every submission that this is about came late, and none is counted; "
            "--late counts them: %zu",
            collection->round.id, late);
}

void analysis_note_selected(struct app *app, const struct analysis *analysis)
{
    struct counted counted = {.selection = &analysis->selection};
    warn_of_late_alone(app, analysis);
    counted_note_those(app, &analysis->collection, &counted);
}
