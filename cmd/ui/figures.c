#include "cmd/ui/figures.h"

#include "analysis/disclosure.h"
#include "analysis/disclosure_stats.h"
#include "base/clock.h"
#include "base/memory.h"
#include "cmd/ui/published.h"
#include "format/edition.h"
#include "scoring/score.h"

#include <stdlib.h>
#include <string.h>

const struct option_spec OPTION_TOGETHER = {
    "together", 0, NULL, N_("all organisations together, without their groups"), false};
const struct option_spec OPTION_PUBLISH = {"publish", 0, NULL,
    N_("tables that may leave the authority: nothing that singles anyone out"), false};
const struct option_spec OPTION_MIN_GROUP = {"min-group", 0, N_("N"),
    N_("with --publish: show nothing of groups with fewer than N organisations (at least 5)"),
    false};

enum { MIN_GROUP_MOST = 1000000 };

enum status figures_judge(struct app *app, struct error *err)
{
    unsigned least = DISCLOSURE_LEAST;
    bool publish = option_given(app->options, &OPTION_PUBLISH);
    if (publish && option_given(app->options, &OPTION_TAG))
        return error_set(err, STATUS_USAGE, REASON_BAD_VALUE,
            "--publish cannot be combined with --tag: subtracting the tables of one tag from those "
            "of all would show what is hidden in both; publish without --tag");
    if (option_given(app->options, &OPTION_TOGETHER) && option_given(app->options, &OPTION_GROUP))
        return error_set(
            err, STATUS_USAGE, REASON_BAD_VALUE, "--together and --group cannot be combined");
    if (!publish && option_given(app->options, &OPTION_MIN_GROUP))
        return error_set(err, STATUS_USAGE, REASON_BAD_VALUE,
            "--min-group is for tables that are published; give --publish too");
    return option_number(
        app->options, &OPTION_MIN_GROUP, DISCLOSURE_LEAST, MIN_GROUP_MOST, &least, err);
}

enum opened_for figures_purpose(const struct app *app, bool leaves)
{
    return leaves || option_given(app->options, &OPTION_PUBLISH) ? OPENED_TO_CHANGE
                                                                 : OPENED_TO_READ;
}

/* ---- counting ---- */

/* What is counted of each group of the edition, and last of all. */
struct counting {
    const struct analysis *analysis;
    struct stats_source *source; /* owned */
    size_t groups;               /* of the edition */
};

static bool has_tag(const struct selection *selection, const struct population_entry *entry)
{
    if (selection->tag == NULL)
        return true;
    const char *value = entry == NULL ? NULL : population_value(entry, selection->tag);
    return value != NULL && strcmp(value, selection->value) == 0;
}

static void count_population(struct counting *counting)
{
    const struct collection *collection = &counting->analysis->collection;
    for (size_t i = 0; i < collection->populations; i++) {
        const struct population_entry *entry = &collection->population[i];
        int group = edition_find_group(collection->edition, entry->group);
        if (!has_tag(&counting->analysis->selection, entry))
            continue;
        counting->source[counting->groups].population++;
        if (group >= 0)
            counting->source[group].population++;
    }
}

static void count_place(struct stats_source *source, enum member_place place)
{
    source->on_time += place == MEMBER_ON_TIME;
    source->late += place == MEMBER_LATE;
    source->outside += place == MEMBER_OUTSIDE;
}

static void count_member(struct counting *counting, size_t number, struct answer_set *answers)
{
    const struct collection *collection = &counting->analysis->collection;
    const struct selection *selection = &counting->analysis->selection;
    const struct member *member = &collection->member[number];
    const struct model *model = &collection->edition->model;
    int group = edition_find_group(collection->edition, member->group);
    struct stats_source *in[] = {
        &counting->source[counting->groups], group < 0 ? NULL : &counting->source[group]};
    struct score score;
    if (!has_tag(selection, member->listed))
        return;
    bool counts =
        member->place == MEMBER_ON_TIME || (member->place == MEMBER_LATE && selection->late);
    if (counts) {
        collection_answers(collection, number, answers);
        score_compute(model, &answers[0], &score);
    }
    for (size_t i = 0; i < sizeof in / sizeof in[0]; i++) {
        if (in[i] == NULL)
            continue;
        count_place(in[i], member->place);
        if (counts)
            tables_add(model, &score, member->security_role, &in[i]->tables);
    }
}

static enum status count(
    const struct analysis *analysis, struct stats_table *table, struct error *err)
{
    (void)err;
    const struct collection *collection = &analysis->collection;
    struct counting counting = {analysis, NULL, collection->edition->groups};
    struct answer_set *answers = memory_new(1, sizeof *answers);
    counting.source = memory_new(counting.groups + 1, sizeof *counting.source);
    enum status status = STATUS_OK;
    if (status == STATUS_OK) {
        count_population(&counting);
        for (size_t i = 0; i < collection->members; i++)
            count_member(&counting, i, answers);
        for (size_t i = 0; i <= counting.groups; i++) {
            counting.source[i].listed = collection->population != NULL;
            stats_table_fill(table, i, i < counting.groups ? (int)i : -1, &counting.source[i]);
        }
        table->groups = counting.groups + 1;
    }
    free(answers);
    free(counting.source);
    return status;
}

/* ---- protecting ---- */

/* Who is in no group would be revealed by subtracting the groups from all. */
static enum status judge_groups(const struct collection *collection, struct error *err)
{
    for (size_t i = 0; i < collection->members; i++) {
        const struct member *member = &collection->member[i];
        if (member->place != MEMBER_OUTSIDE &&
            edition_find_group(collection->edition, member->group) < 0)
            return error_set(err, STATUS_REFUSED, REASON_BAD_VALUE,
                "%s is in the group \"%s\", which the edition %s lacks; what is published needs "
                "every organisation in a group: import a population list that names its group",
                member->number, member->group, collection->edition->id);
    }
    return STATUS_OK;
}

/* All together is then the only group. */
static void join_groups(struct stats_table *table)
{
    table->group[0] = table->group[table->groups - 1];
    table->group[1] = table->group[0];
    table->groups = 2;
}

static enum status protect(
    struct app *app, struct analysis *analysis, struct stats_table *table, struct error *err)
{
    unsigned least = DISCLOSURE_LEAST;
    enum status status = option_number(
        app->options, &OPTION_MIN_GROUP, DISCLOSURE_LEAST, MIN_GROUP_MOST, &least, err);
    if (status == STATUS_OK && !option_given(app->options, &OPTION_TOGETHER))
        status = judge_groups(&analysis->collection, err);
    return status == STATUS_OK ? disclosure_stats(table, least, err) : status;
}

enum status figures_make(struct app *app, struct analysis *analysis, const char *what, bool leaves,
    struct stats_table **out, struct error *err)
{
    const struct collection *collection = &analysis->collection;
    bool publish = option_given(app->options, &OPTION_PUBLISH);
    bool together = option_given(app->options, &OPTION_TOGETHER);
    struct stats_table *table = memory_new(1, sizeof *table);
    *out = NULL;
    table->edition = collection->edition;
    table->round = collection->round.id;
    table->opens = collection->round.opens;
    table->closes = collection->round.closes;
    table->late_included = analysis->selection.late;
    enum status status = count(analysis, table, err);
    if (status == STATUS_OK && together)
        join_groups(table);
    if (status == STATUS_OK && publish)
        status = protect(app, analysis, table, err);
    if (status == STATUS_OK && together)
        table->groups = 1;
    if (status == STATUS_OK && publish)
        status = published_note(app, &analysis->opened, what, table, err);
    else if (status == STATUS_OK && leaves)
        status = exported_note(&analysis->opened, what, table->round, err);
    if (status == STATUS_OK)
        *out = table;
    else
        free(table);
    return status;
}

void figures_keep_group(const struct analysis *analysis, struct stats_table *table)
{
    const char *group = analysis->selection.group;
    for (size_t i = 0; group != NULL && i < table->groups; i++) {
        if (table->group[i].id == NULL || strcmp(table->group[i].id, group) != 0)
            continue;
        if (i > 0)
            table->group[0] = table->group[i];
        table->groups = 1;
    }
}
