#include "cmd/authority/benchmarks_publish.h"

#include "base/memory.h"
#include "base/text.h"
#include "cmd/authority/published.h"

#include <stdlib.h>
#include <string.h>

static enum benchmarks_yes yes_of(const struct stats_cell *cell)
{
    if (cell->show == STATS_NUMBER)
        return BENCHMARKS_YES_NUMBER;
    return cell->show == STATS_SMALL ? BENCHMARKS_YES_SMALL : BENCHMARKS_YES_HIDDEN;
}

/* Of counts nothing but what is shown. */
static void keep_shown(const struct benchmark_result *result, struct published_benchmark *one)
{
    const struct model *model = &result->scope.edition->model;
    one->benchmark = result->benchmark;
    for (unsigned i = 0; i < model->questions; i++) {
        const struct stats_cell *cell = &result->yes[i];
        one->yes[i] = (uint8_t)yes_of(cell);
        one->benchmark.question[i].yes_count =
            cell->show == STATS_NUMBER ? (unsigned)cell->value : 0;
        one->close[i] = result->scope.rounded && result->close[i];
    }
}

static void add_published(const struct selection *selection, unsigned best,
    const struct benchmark_result *result, struct benchmarks *out)
{
    struct published_benchmark *one = benchmarks_add(out);
    if (selection->group != NULL)
        text_copy(one->group, sizeof one->group, selection->group);
    one->best = best;
    keep_shown(result, one);
}

/* Notes it in the audit where app is not NULL. */
static enum status publish_one(struct app *app, struct analysis *analysis,
    const struct publishing *publishing, const struct selection *selection, unsigned best,
    struct benchmarks *out, struct error *err)
{
    struct benchmark_result *result = memory_new(1, sizeof *result);
    struct error own;
    error_init(&own, err->catalog);
    result_benchmark(&analysis->collection, selection, best, result);
    enum status status =
        app == NULL
            ? publishing_protect_benchmark(analysis, publishing, selection, best, result, &own)
            : publishing_benchmark(app, analysis, publishing, selection, best, result, &own);
    if (status == STATUS_OK) {
        add_published(selection, best, result, out);
    } else if (status == STATUS_REFUSED && own.reason == REASON_TOO_FEW) {
        status = STATUS_OK;
    } else {
        *err = own;
    }
    free(result);
    return status;
}

enum status benchmarks_publish_one(struct analysis *analysis, const struct publishing *publishing,
    const struct selection *selection, unsigned best, struct benchmarks *out, struct error *err)
{
    return publish_one(NULL, analysis, publishing, selection, best, out, err);
}

enum status benchmarks_publish(struct app *app, struct analysis *analysis,
    struct publishing *publishing, unsigned best, struct benchmarks *out, struct error *err)
{
    const struct edition *edition = analysis->collection.edition;
    struct selection selection = analysis->selection;
    *out = (struct benchmarks){.rounded = publishing->form == PUBLISHING_ROUNDED};
    text_copy(out->edition, sizeof out->edition, edition->id);
    text_copy(out->round, sizeof out->round, analysis->collection.round.id);
    for (size_t i = 0; i <= edition->groups; i++) {
        selection.group = i < edition->groups ? edition->group[i].id : NULL;
        TRY(publish_one(app, analysis, publishing, &selection, 0, out, err));
        TRY(publish_one(app, analysis, publishing, &selection, best, out, err));
    }
    return STATUS_OK;
}

/* ---- as they are published already ---- */

static enum status refuse_published_otherwise(const struct analysis *analysis, struct error *err)
{
    return error_set(err, STATUS_REFUSED, REASON_EXISTS,
        "the benchmarks of the round %s were published from other submissions than are counted now, "
        "or come out otherwise now; take the document that was made then, with --benchmarks",
        analysis->collection.round.id);
}

/* Begins the form of one that was published. */
static enum status begin_published(struct analysis *analysis, const struct published_one *as,
    struct publishing *out, struct error *err)
{
    const struct selection counted = {.late = as->late};
    unsigned least = as->min_group > PUBLISH_ROUNDED_LEAST ? as->min_group : PUBLISH_ROUNDED_LEAST;
    *out = (struct publishing){
        .form = as->rounded ? PUBLISHING_ROUNDED : PUBLISHING_HIDDEN, .least = least};
    TRY(publish_source_load(
        &analysis->opened.store, analysis->opened.key, &analysis->collection, &out->source, err));
    publish_source_set(&out->source, as->late, as->rounded ? least : 0, out->set);
    if (strcmp(out->set, as->set) != 0)
        return refuse_published_otherwise(analysis, err);
    if (!as->rounded)
        return STATUS_OK;
    out->rounded = memory_new(1, sizeof *out->rounded);
    return publish_rounded_make(&out->source, &counted, least, out->rounded, err);
}

static enum status add_as_published(struct analysis *analysis, const struct publishing *publishing,
    const struct published_one *as, struct benchmarks *out, struct error *err)
{
    int place = edition_find_group(analysis->collection.edition, as->group);
    const struct selection selection = {.late = as->late,
        .group = place < 0 ? NULL : analysis->collection.edition->group[place].id};
    struct benchmark_result *result = memory_new(1, sizeof *result);
    bool same = false;
    enum status status;
    result_benchmark(&analysis->collection, &selection, as->best, result);
    TRY_OUT(publishing_protect_benchmark(analysis, publishing, &selection, as->best, result, err));
    TRY_OUT(published_benchmark_is(result, as->digest, &same, err));
    if (same)
        add_published(&selection, as->best, result, out);
    else
        status = refuse_published_otherwise(analysis, err);
out:
    free(result);
    return status;
}

static bool is_same_one(const struct published_one *a, const struct published_one *b)
{
    return strcmp(a->group, b->group) == 0 && a->best == b->best && a->rounded == b->rounded &&
           strcmp(a->set, b->set) == 0;
}

/* Each once, as it was published last; all in the form and from the set of the last. */
static bool is_taken(const struct published_one one[], size_t count, size_t place)
{
    const struct published_one *last = &one[count - 1];
    if (one[place].rounded != last->rounded || strcmp(one[place].set, last->set) != 0)
        return false;
    for (size_t i = place + 1; i < count; i++) {
        if (is_same_one(&one[i], &one[place]))
            return false;
    }
    return true;
}

static enum status refuse_nothing_published(const struct analysis *analysis, struct error *err)
{
    return error_set(err, STATUS_REFUSED, REASON_NOT_FOUND,
        "no benchmark of the round %s is published; `sigill-msb benchmark --all --publish` publishes "
        "them",
        analysis->collection.round.id);
}

enum status benchmarks_published(
    struct analysis *analysis, struct benchmarks *out, struct error *err)
{
    struct list found = {.size = sizeof(struct published_one)};
    struct publishing publishing = {0};
    enum status status;
    *out = (struct benchmarks){0};
    text_copy(out->edition, sizeof out->edition, analysis->collection.edition->id);
    text_copy(out->round, sizeof out->round, analysis->collection.round.id);
    TRY_OUT(publications_benchmarks(
        &analysis->opened.audit, analysis->collection.round.id, &found, err));
    if (found.count == 0)
        TRY_OUT(refuse_nothing_published(analysis, err));
    const struct published_one *one = found.items;
    out->rounded = one[found.count - 1].rounded;
    TRY_OUT(begin_published(analysis, &one[found.count - 1], &publishing, err));
    for (size_t i = 0; i < found.count; i++) {
        if (is_taken(one, found.count, i))
            TRY_OUT(add_as_published(analysis, &publishing, &one[i], out, err));
    }
out:
    publishing_end(&publishing);
    free(found.items);
    return status;
}
