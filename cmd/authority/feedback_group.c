#include "cmd/authority/feedback_group.h"

#include "base/clock.h"
#include "base/memory.h"
#include "base/text.h"
#include "cmd/authority/benchmarks_publish.h"
#include "cmd/authority/published.h"
#include "cmd/authority/publishing.h"
#include "register/rounds.h"

#include <stdlib.h>
#include <string.h>

/* ---- benchmarks ---- */

static void begin_document(
    const struct collection *collection, bool rounded, struct benchmarks *out)
{
    out->rounded = rounded;
    text_copy(out->edition, sizeof out->edition, collection->edition->id);
    text_copy(out->round, sizeof out->round, collection->round.id);
}

/* An exact one, without its counts. */
static void show_exact(struct benchmarks *out, const char *group, unsigned best,
    const struct edition *edition, const struct benchmark *benchmark)
{
    struct published_benchmark *one = benchmarks_add(out);
    text_copy(one->group, sizeof one->group, group);
    one->best = best;
    one->benchmark = *benchmark;
    for (unsigned i = 0; i < edition->model.questions; i++)
        one->benchmark.question[i].yes_count = 0;
}

static void show_hidden(const struct collection *collection, struct feedback_groups *groups)
{
    const struct edition *edition = collection->edition;
    for (size_t i = 0; i < edition->groups; i++) {
        const struct comparison_group *peers = &groups->peers[i];
        begin_document(collection, false, &groups->shown[i]);
        if (peers->enough)
            show_exact(&groups->shown[i], edition->group[i].id, 0, edition, &peers->group);
        if (peers->best > 0)
            show_exact(
                &groups->shown[i], edition->group[i].id, peers->best, edition, &peers->of_best);
    }
}

/* Of a group of which nothing is published, nothing. */
static enum status show_rounded(struct analysis *analysis, bool late, unsigned best,
    const struct publishing *publishing, struct feedback_groups *groups, struct error *err)
{
    struct selection selection = {.late = late};
    const struct collection *collection = &analysis->collection;
    const struct edition *edition = collection->edition;
    for (size_t i = 0; i < edition->groups; i++) {
        selection.group = edition->group[i].id;
        begin_document(collection, true, &groups->shown[i]);
        TRY(benchmarks_publish_one(analysis, publishing, &selection, 0, &groups->shown[i], err));
        TRY(benchmarks_publish_one(analysis, publishing, &selection, best, &groups->shown[i], err));
    }
    return STATUS_OK;
}

/* The round is the one that they were published of. */
static void warn_of_rounded(
    struct app *app, const struct published_rounding *taken, const struct feedback_groups *groups)
{
    const char *round = taken->round;
    char day[DAY_SIZE];
    day_format(day, taken->time);
    if (groups->another_set)
        warn(app,
            "figures of the round %s were published rounded on %s, from other submissions than are "
            "counted now, so feedback tells nothing of the group: whoever has both could subtract "
            "one from the other",
            round, day);
    else
        warn(app,
            "figures of the round %s were published rounded on %s, so feedback has the benchmarks "
            "of that form and tells no quarter: whoever has both knows no more of others than may "
            "be published",
            round, day);
}

/* A member with its feedback must not know figures of its group that are exact, or of another set
 * than those that are published. */
static enum status load_shown(struct app *app, struct analysis *analysis, unsigned best,
    struct feedback_groups *groups, struct error *err)
{
    struct publishing publishing = {0};
    struct published_rounding taken;
    enum status status;
    TRY_OUT(publishing_begin_rounded(analysis, &publishing, &taken, err));
    groups->rounded = taken.time != 0;
    groups->another_set = groups->rounded && publishing.rounded == NULL;
    if (groups->rounded)
        warn_of_rounded(app, &taken, groups);
    else
        show_hidden(&analysis->collection, groups);
    if (publishing.rounded != NULL)
        status = show_rounded(analysis, taken.late, best, &publishing, groups, err);
out:
    publishing_end(&publishing);
    return status;
}

/* ---- earlier rounds ---- */

/* What the edition continues of an earlier round's: *since is NULL of the same edition. False where
 * nothing relates them. */
static bool is_related(
    const struct analysis *analysis, const struct edition *earlier, struct succession **since)
{
    const struct edition *own = analysis->collection.edition;
    *since = NULL;
    if (strcmp(earlier->id, own->id) == 0)
        return true;
    *since = memory_new(1, sizeof **since);
    if (succession_between(&analysis->opened.editions, earlier, own, *since, NULL) == STATUS_OK)
        return true;
    free(*since);
    *since = NULL;
    return false;
}

static enum status add_earlier(struct app *app, struct analysis *analysis, const char *round,
    const struct edition *edition, struct feedback_groups *groups, struct error *err)
{
    struct succession *since;
    if (!is_related(analysis, edition, &since))
        return STATUS_OK;
    struct feedback_earlier *earlier = &groups->earlier[groups->earliers++];
    earlier->since = since;
    return analysis_load(app, &analysis->opened, round, &earlier->collection, err);
}

static int later_first(const void *one, const void *other)
{
    return strcmp(((const struct round *)other)->opens, ((const struct round *)one)->opens);
}

/* Those that were declared and opened before this one, the latest first, whatever their editions.
 */
static enum status load_earlier(
    struct app *app, struct analysis *analysis, struct feedback_groups *groups, struct error *err)
{
    const struct round *own = &analysis->collection.round;
    struct round *round = NULL;
    size_t count = 0;
    enum status status;
    TRY_OUT(rounds_load(&analysis->opened.store, &round, &count, err));
    groups->earlier = memory_new(count + 1, sizeof *groups->earlier);
    if (count > 0)
        qsort(round, count, sizeof *round, later_first);
    for (size_t i = 0; i < count; i++) {
        const struct round *other = &round[i];
        const struct edition *edition = editions_find(&analysis->opened.editions, other->edition);
        if (edition != NULL && edition_has_points(edition) && strcmp(other->opens, own->opens) < 0)
            TRY_OUT(add_earlier(app, analysis, other->id, edition, groups, err));
    }
out:
    free(round);
    return status;
}

const struct feedback_earlier *feedback_groups_before(
    const struct feedback_groups *groups, const char *number, struct answer_set *answers)
{
    for (size_t i = 0; i < groups->earliers; i++) {
        const struct collection *collection = &groups->earlier[i].collection;
        const struct member *member = collection_find(collection, number);
        if (member == NULL)
            continue;
        collection_answers(collection, (size_t)(member - collection->member), answers);
        return &groups->earlier[i];
    }
    return NULL;
}

/* ---- all of it ---- */

enum status feedback_groups_load(struct app *app, struct analysis *analysis, unsigned best,
    struct feedback_groups *out, struct error *err)
{
    const struct collection *collection = &analysis->collection;
    *out = (struct feedback_groups){
        .peers = memory_new(EDITION_GROUPS_MAX, sizeof *out->peers),
        .shown = memory_new(EDITION_GROUPS_MAX, sizeof *out->shown),
    };
    if (!edition_has_points(collection->edition))
        return STATUS_OK;
    for (size_t i = 0; i < collection->edition->groups; i++)
        comparison_group_load(collection, collection->edition->group[i].id, best, &out->peers[i]);
    exchange_members_load(collection, &out->consenting);
    TRY(load_shown(app, analysis, best, out, err));
    return load_earlier(app, analysis, out, err);
}

void feedback_groups_free(struct feedback_groups *groups)
{
    for (size_t i = 0; groups->peers != NULL && i < EDITION_GROUPS_MAX; i++) {
        comparison_group_free(&groups->peers[i]);
        benchmarks_free(&groups->shown[i]);
    }
    for (size_t i = 0; i < groups->earliers; i++) {
        collection_free(&groups->earlier[i].collection);
        free(groups->earlier[i].since);
    }
    free(groups->earlier);
    exchange_members_free(&groups->consenting);
    free(groups->shown);
    free(groups->peers);
    *groups = (struct feedback_groups){0};
}
