/* Whether rounding could have decided: each rounded count stands for true ones from the least to
 * the most that it may be, and a question is close where these could decide it in more than one
 * way. */
#include "analysis/publish_benchmark.h"

#include "analysis/disclosure_benchmark.h"
#include "analysis/publish_rounding.h"
#include "base/memory.h"
#include "scoring/question.h"

#include <stdlib.h>

/* ---- what may be ---- */

struct possible {
    unsigned least;
    unsigned most;
};

/* cells: how many rounded ones the count is the sum of. */
static struct possible possible_of(unsigned shown, unsigned cells, unsigned members)
{
    unsigned off = PUBLISH_ROUNDING_MOST * cells;
    struct possible possible = {
        .least = shown > off ? shown - off : 0,
        .most = shown + off < members ? shown + off : members,
    };
    return possible;
}

static bool is_majority(unsigned part, unsigned whole)
{
    return part > whole / 2;
}

/* How many rounded counts each of a row is the sum of. */
static unsigned cells_of(const struct publish_rounded *rounded, size_t row)
{
    unsigned cells = 0;
    for (size_t i = 0; row == rounded->groups && i < rounded->groups + 2; i++)
        cells += i != rounded->groups && rounded->row[i].shown;
    return cells > 0 ? cells : 1;
}

/* Whether one option may be kept or not. */
static bool option_is_close(const struct possible *chosen, const struct possible *yes)
{
    bool surely = is_majority(chosen->least, yes->most);
    bool perhaps = is_majority(chosen->most, yes->least);
    return surely != perhaps;
}

/* Whether of several that no majority chose another may be the most chosen. */
static bool most_is_close(const struct possible chosen[], unsigned options)
{
    unsigned first = 0;
    for (unsigned i = 1; i < options; i++)
        first = chosen[i].least > chosen[first].least ? i : first;
    for (unsigned i = 0; i < options; i++) {
        if (i != first && chosen[i].most >= chosen[first].least)
            return true;
    }
    return false;
}

static bool question_is_close(const struct model_question *question,
    const struct benchmark_counts *counts, unsigned place, unsigned cells)
{
    struct possible chosen[MODEL_OPTIONS_MAX];
    unsigned summed = question_traits(question)->single ? question->options : 1;
    struct possible yes = possible_of(counts->yes[place], cells * summed, counts->members);
    bool majority = false;
    if (!is_majority(yes.most, counts->members))
        return false;
    if (!is_majority(yes.least, counts->members))
        return true;
    for (unsigned i = 0; i < question->options; i++) {
        chosen[i] = possible_of(counts->chosen[place][i], cells, counts->members);
        if (option_is_close(&chosen[i], &yes))
            return true;
        majority = majority || is_majority(chosen[i].least, yes.most);
    }
    return !majority && most_is_close(chosen, question->options);
}

/* ---- the whole ---- */

static enum status judge_best(unsigned best, size_t selected, struct error *err)
{
    TRY(disclosure_benchmark_step(best, err));
    if (best > 0 && best < PUBLISH_ROUNDED_LEAST)
        return error_set(err, STATUS_REFUSED, REASON_TOO_FEW,
            "the benchmark of the %u best is not published rounded: of %d at least", best,
            PUBLISH_ROUNDED_LEAST);
    return disclosure_benchmark_times(best, selected, err);
}

static enum status judge_row(const struct publish_rounded *rounded, size_t row, struct error *err)
{
    if (rounded->row[row].shown)
        return STATUS_OK;
    if (row == rounded->groups && rounded->row[row].members >= rounded->least)
        return error_set(err, STATUS_REFUSED, REASON_TOO_FEW,
            "the benchmark of all is not published: the groups that are too small have %zu "
            "organisations together, which could be told from the other groups' counts",
            rounded->row[rounded->groups + 1].members);
    return error_set(err, STATUS_REFUSED, REASON_TOO_FEW,
        "a benchmark of %zu organisations is not published rounded: at least %u are needed",
        rounded->row[row].members, rounded->least);
}

/* Of a question that is withheld none: what they decide would be told by the answer. */
static void take_counts(const struct publish_cells *cells, const struct publish_row *row,
    struct benchmark_counts *counts)
{
    const struct model *model = &cells->edition->model;
    *counts = (struct benchmark_counts){.members = (unsigned)row->members};
    for (unsigned i = 0; i < model->questions; i++) {
        counts->left_out[i] = row->withheld[publish_cells_question_table(cells, i)];
        if (counts->left_out[i])
            continue;
        counts->yes[i] = row->value[cells->yes[i]];
        for (unsigned option = 0; option < model->question[i].options; option++)
            counts->chosen[i][option] = row->value[cells->chosen[i][option]];
    }
}

/* shown: whether counts are, of questions that are not withheld. */
static void decide(const struct publish_rounded *rounded, size_t row, bool shown,
    struct benchmark_result *benchmark)
{
    const struct model *model = &rounded->cells.edition->model;
    take_counts(&rounded->cells, &rounded->row[row], &benchmark->counts);
    benchmark_compute(model, &benchmark->counts, &benchmark->benchmark);
    for (unsigned i = 0; i < model->questions; i++) {
        bool withheld = benchmark->counts.left_out[i];
        benchmark->yes[i] = shown && !withheld
                                ? (struct stats_cell){benchmark->counts.yes[i], STATS_NUMBER}
                                : (struct stats_cell){0, STATS_HIDDEN};
        benchmark->close[i] = !withheld && question_is_close(&model->question[i],
                                               &benchmark->counts, i, cells_of(rounded, row));
    }
    benchmark->least = rounded->least;
    benchmark->scope.published = true;
    benchmark->scope.rounded = true;
}

enum status publish_benchmark(const struct publish_rounded *rounded,
    const struct publish_source *source, const struct selection *selection, unsigned best,
    struct benchmark_result *benchmark, struct error *err)
{
    size_t row = publish_rounded_row(rounded, selection->group);
    struct publish_rounded *of_best = NULL;
    enum status status;
    TRY(judge_best(best, rounded->row[row].members, err));
    TRY(judge_row(rounded, row, err));
    if (best == 0) {
        decide(rounded, row, true, benchmark);
        return STATUS_OK;
    }
    of_best = memory_new(1, sizeof *of_best);
    TRY_OUT(publish_rounded_best(source, selection, best, of_best, err));
    decide(of_best, of_best->groups, false, benchmark);
out:
    publish_rounded_free(of_best);
    free(of_best);
    return status;
}
