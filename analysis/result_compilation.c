#include "analysis/result_compilation.h"

#include "analysis/collection.h"
#include "analysis/disclosure_benchmark.h"
#include "base/memory.h"
#include "format/target.h"
#include "scoring/difference.h"
#include "scoring/rank.h"

#include <stdlib.h>

_Static_assert(COMPILATION_TIMES == DISCLOSURE_BENCHMARK_TIMES, "shown where it may be published");

static const struct stats_cell NO_FIGURE = {0, STATS_NONE};
static const struct stats_cell HIDDEN_FIGURE = {0, STATS_HIDDEN};

/* ---- benchmarks ---- */

static struct stats_cell left_to_target(
    const struct compilation_request *request, const struct benchmark *benchmark)
{
    const struct model *model = &request->collection->edition->model;
    struct difference difference;
    if (request->target == NULL)
        return NO_FIGURE;
    for (unsigned i = 0; i < model->questions; i++) {
        if (benchmark->question[i].kind == BENCHMARK_LEFT_OUT && request->target->set.answer[i].yes)
            return HIDDEN_FIGURE;
    }
    difference_find(model, &benchmark->answers, &request->target->set, &difference);
    return (struct stats_cell){difference.lacks.measures, STATS_NUMBER};
}

/* All measures of the target: what those who have answered nothing lack. */
static unsigned count_demanded(const struct compilation_request *request)
{
    const struct answer_set nothing = {0};
    struct difference difference;
    if (request->target == NULL)
        return 0;
    difference_find(
        &request->collection->edition->model, &nothing, &request->target->set, &difference);
    return difference.lacks.measures;
}

/* What may not be shown is not kept. */
static enum status judge_benchmark(const struct compilation_request *request,
    const struct selection *selection, unsigned best, struct compilation_benchmark *out,
    struct error *err)
{
    struct error why;
    error_init(&why, err->catalog);
    enum status status = request->judge == NULL
                             ? STATUS_OK
                             : request->judge(request->context, selection, best, out->result, &why);
    if (status == STATUS_OK)
        return STATUS_OK;
    free(out->result);
    out->result = NULL;
    if (why.reason != REASON_TOO_FEW) {
        *err = why;
        return status;
    }
    out->why = COMPILATION_TOO_FEW;
    return STATUS_OK;
}

/* The scope of a benchmark outlives the selection: only what both borrow is in it. best: 0 for all.
 */
static enum status make_benchmark(const struct compilation_request *request,
    const struct selection *selection, unsigned best, struct compilation_benchmark *out,
    struct error *err)
{
    out->why = COMPILATION_THERE;
    out->result = memory_new(1, sizeof *out->result);
    result_benchmark(request->collection, selection, best, out->result);
    TRY(judge_benchmark(request, selection, best, out, err));
    if (out->why == COMPILATION_THERE)
        out->left = left_to_target(request, &out->result->benchmark);
    return STATUS_OK;
}

/* Why there is none as long as none is made. That nobody is counted is told only where it is told
 * how many are: beside other groups too small it would tell of one of these. */
static enum compilation_why why_none(const struct stats_group *stats, size_t members)
{
    bool told = stats->response.counted.show == STATS_NUMBER;
    return members == 0 && told ? COMPILATION_NOBODY : COMPILATION_TOO_FEW;
}

/* members: those that are counted. */
static enum status make_benchmarks(const struct compilation_request *request,
    const struct selection *selection, size_t members, struct compilation_group *out,
    struct error *err)
{
    out->typical =
        (struct compilation_benchmark){.why = why_none(out->stats, members), .left = NO_FIGURE};
    out->best = out->typical;
    if (members == 0 || out->stats->withheld)
        return STATUS_OK;
    TRY(make_benchmark(request, selection, 0, &out->typical, err));
    if (out->typical.why == COMPILATION_THERE)
        result_cooperation_published(out->typical.result, &out->cooperation);
    if (members / COMPILATION_TIMES < request->best)
        return STATUS_OK;
    return make_benchmark(request, selection, request->best, &out->best, err);
}

/* ---- single members ---- */

/* What a member's score has that is shown of it, or counted: each is scored once, for its group and
 * for all together. */
struct compiled_member {
    unsigned measures;
    bool behind; /* it lacks measures of the target */
    struct standing standing;
};

static bool is_behind(const struct compilation_request *request, const struct answer_set *answers)
{
    struct difference difference;
    if (request->target == NULL)
        return false;
    difference_find(
        &request->collection->edition->model, answers, &request->target->set, &difference);
    return difference.lacks.measures > 0;
}

/* By place in the collection, of those selected whatever their group. Allocated; NULL of what is to
 * be published, which shows none. */
static struct compiled_member *score_members(const struct compilation_request *request)
{
    const struct collection *collection = request->collection;
    struct selection everybody = *request->selection;
    everybody.group = NULL;
    if (request->judge != NULL)
        return NULL;
    struct compiled_member *scored = memory_new(collection->members + 1, sizeof *scored);
    for (size_t i = 0; i < collection->members; i++) {
        struct answer_set answers;
        struct score score;
        if (!collection_selects(&everybody, &collection->member[i]))
            continue;
        collection_answers(collection, i, &answers);
        score_compute(&collection->edition->model, &answers, &score);
        scored[i] =
            (struct compiled_member){score.measures, is_behind(request, &answers), score.standing};
    }
    return scored;
}

static void put_end(struct stats_cell end[COMPILATION_ENDS], uint64_t measures, bool fewest)
{
    struct stats_cell cell = {measures, STATS_NUMBER};
    for (size_t i = 0; i < COMPILATION_ENDS; i++) {
        struct stats_cell held = end[i];
        bool before = fewest ? cell.value < held.value : cell.value > held.value;
        if (held.show == STATS_NUMBER && !before)
            continue;
        end[i] = cell;
        cell = held;
        if (cell.show != STATS_NUMBER)
            return;
    }
}

/* order: of the members, the best first. all: how many measures there are. */
static struct stats_cell count_outliers(
    const unsigned measures[], const size_t order[], unsigned best, unsigned all)
{
    unsigned outliers = 0;
    for (unsigned i = 0; i < best; i++)
        outliers += measures[order[i]] + TABLES_LACKS_MAX >= all;
    bool few = outliers > 0 && outliers < best - outliers;
    return few ? (struct stats_cell){outliers, STATS_NUMBER} : NO_FIGURE;
}

static void gather_members(const struct compilation_request *request,
    const struct compiled_member scored[], const struct selection *selection, size_t members,
    struct compilation_group *out)
{
    const struct collection *collection = request->collection;
    struct standing *standing = memory_new(members, sizeof *standing);
    unsigned *measures = memory_new(members, sizeof *measures);
    unsigned *place = memory_new(members, sizeof *place);
    size_t *order = memory_new(members, sizeof *order);
    out->standing = memory_new(members, sizeof *out->standing);
    for (size_t i = 0; i < collection->members; i++) {
        if (!collection_selects(selection, &collection->member[i]))
            continue;
        measures[out->standings] = scored[i].measures;
        standing[out->standings++] = scored[i].standing;
        put_end(out->fewest, scored[i].measures, true);
        put_end(out->most, scored[i].measures, false);
        out->behind.value += scored[i].behind;
    }
    rank_places(standing, members, order, place);
    for (size_t i = 0; i < members; i++)
        out->standing[i] = standing[order[i]];
    if (out->best.why == COMPILATION_THERE)
        out->outliers =
            count_outliers(measures, order, request->best, collection->edition->measures);
    free(order);
    free(place);
    free(measures);
    free(standing);
}

/* scored: NULL of what is to be published. */
static void fill_members(const struct compilation_request *request,
    const struct compiled_member scored[], const struct selection *selection, size_t members,
    struct compilation_group *out)
{
    const struct stats_cell ends = scored != NULL ? NO_FIGURE : HIDDEN_FIGURE;
    for (size_t i = 0; i < COMPILATION_ENDS; i++)
        out->fewest[i] = out->most[i] = ends;
    out->outliers = ends;
    out->behind = request->target == NULL ? NO_FIGURE : ends;
    if (scored != NULL && request->target != NULL)
        out->behind.show = STATS_NUMBER;
    if (scored != NULL)
        gather_members(request, scored, selection, members, out);
}

/* ---- the whole ---- */

static enum status fill_group(const struct compilation_request *request,
    const struct compiled_member scored[], const struct stats_group *stats,
    struct compilation_group *out, struct error *err)
{
    struct selection selection = *request->selection;
    selection.group = stats->id;
    size_t members = result_scope(request->collection, &selection).members;
    out->stats = stats;
    TRY(make_benchmarks(request, &selection, members, out, err));
    fill_members(request, scored, &selection, members, out);
    out->few = stats->response.counted.show == STATS_NUMBER && stats->response.counted.value > 0 &&
               stats->response.counted.value < request->best;
    return STATUS_OK;
}

enum status result_compilation(
    const struct compilation_request *request, struct compilation *out, struct error *err)
{
    *out = (struct compilation){.edition = request->collection->edition,
        .stats = request->stats,
        .target = request->target,
        .demanded = count_demanded(request),
        .best = request->best};
    struct compiled_member *scored = score_members(request);
    enum status status = STATUS_OK;
    while (out->groups < request->stats->groups) {
        struct compilation_group *group = &out->group[out->groups];
        TRY_OUT(fill_group(request, scored, &request->stats->group[out->groups++], group, err));
    }
out:
    free(scored);
    return status;
}

void result_compilation_free(struct compilation *compilation)
{
    for (size_t i = 0; i < compilation->groups; i++) {
        struct compilation_group *group = &compilation->group[i];
        free(group->typical.result);
        free(group->best.result);
        result_cooperation_free(&group->cooperation);
        free(group->standing);
    }
    *compilation = (struct compilation){0};
}
