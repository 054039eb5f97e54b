/* What the group of a benchmark answers, beside the organisation's own answers to each question. */
#include "report/html_organisation_parts.h"

static bool shows_counts(
    const struct html_organisation *input, const struct published_benchmark *benchmark)
{
    for (unsigned i = 0; i < input->edition->model.questions; i++) {
        if (benchmark->yes[i] != BENCHMARKS_YES_HIDDEN)
            return true;
    }
    return false;
}

void html_organisation_group_columns(struct table *table, const struct html_organisation *input)
{
    for (unsigned i = 0; i < input->references; i++) {
        const struct score_reference *reference = &input->reference[i];
        if (reference->benchmark == NULL)
            continue;
        table_column(table, TABLE_FIGURES, reference->label, 9);
        if (shows_counts(input, reference->benchmark))
            table_column(table, TABLE_FIGURES, tr(input->catalog, "Say yes"), 9);
    }
}

static struct cell points_cell(const struct published_benchmark *benchmark, unsigned question)
{
    switch ((enum benchmark_kind)benchmark->benchmark.question[question].kind) {
    case BENCHMARK_NONE:
        return cell_none();
    case BENCHMARK_LEFT_OUT:
        return cell_part(CELL_HIDDEN, 0, 0);
    case BENCHMARK_NO:
    case BENCHMARK_MAJORITY:
    case BENCHMARK_MINORITY:
        break;
    }
    return cell_number(benchmark->benchmark.score.question[question].points);
}

static struct cell yes_cell(
    struct report *report, const struct published_benchmark *benchmark, unsigned question)
{
    const char *of = tr(report->catalog, "of");
    unsigned members = benchmark->benchmark.members;
    if (benchmark->benchmark.question[question].kind == BENCHMARK_NONE)
        return cell_none();
    switch ((enum benchmarks_yes)benchmark->yes[question]) {
    case BENCHMARKS_YES_HIDDEN:
        return cell_part(CELL_HIDDEN, 0, 0);
    case BENCHMARKS_YES_SMALL:
        return cell_text(report_keep(report, "%s %s %u", CELL_SMALL_TEXT, of, members));
    case BENCHMARKS_YES_NUMBER:
        break;
    }
    return cell_text(report_keep(
        report, "%u %s %u", benchmark->benchmark.question[question].yes_count, of, members));
}

void html_organisation_group_cells(struct report *report, struct table *table,
    const struct html_organisation *input, unsigned question)
{
    for (unsigned i = 0; i < input->references; i++) {
        const struct published_benchmark *benchmark = input->reference[i].benchmark;
        if (benchmark == NULL)
            continue;
        table_put(table, points_cell(benchmark, question));
        if (shows_counts(input, benchmark))
            table_put(table, yes_cell(report, benchmark, question));
    }
}
