#include "cmd/ui/benchmarks_publish.h"

#include "base/memory.h"
#include "base/text.h"

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
        struct published_benchmark *one = benchmarks_add(out);
        if (selection->group != NULL)
            text_copy(one->group, sizeof one->group, selection->group);
        one->best = best;
        keep_shown(result, one);
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
