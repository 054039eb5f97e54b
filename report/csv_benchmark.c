#include "report/benchmark_report.h"
#include "report/csv_write.h"
#include "report/option_list.h"
#include "scoring/question.h"

static const char *answer_of(
    const struct catalog *catalog, const struct benchmark *benchmark, unsigned question)
{
    bool no = benchmark->question[question].kind == BENCHMARK_NO;
    return no ? tr(catalog, "no") : tr(catalog, "yes");
}

/* "abd", or "3 4" of a scale. */
static void put_chosen(struct buffer *out, const struct benchmark_result *report, unsigned question)
{
    const struct model_question *asked = &report->scope.edition->model.question[question];
    uint32_t kept = report->benchmark.question[question].kept;
    struct buffer text = {0};
    option_list_names(&text, asked, kept, question_traits(asked)->numbered ? " " : "");
    csv_write_text(out, buffer_string(&text));
    buffer_free(&text);
}

static void put_counts(struct buffer *out, const struct benchmark_result *report, unsigned question)
{
    struct benchmark_strength strength =
        benchmark_strength(&report->counts, &report->benchmark, question);
    const struct stats_cell *yes = &report->yes[question];
    if (yes->show == STATS_NUMBER)
        csv_write_number(out, (size_t)yes->value);
    else
        csv_write_text(out, yes->show == STATS_SMALL ? STATS_SMALL_TEXT : "");
    csv_write_number(out, report->benchmark.members);
    if (report->scope.published)
        return;
    csv_write_number(out, strength.part);
    csv_write_number(out, strength.of);
}

void csv_benchmark(
    struct buffer *out, const struct catalog *catalog, const struct benchmark_result *report)
{
    const char *const head[] = {tr(catalog, "No."), tr(catalog, "Question"), tr(catalog, "Answer"),
        tr(catalog, "Kind"), tr(catalog, "Chosen"), tr(catalog, "Yes"), tr(catalog, "Of"),
        !report->scope.published ? tr(catalog, "Firm: part") : NULL, tr(catalog, "Firm: of"), NULL};
    const struct edition *edition = report->scope.edition;
    csv_write_begin(out);
    csv_write_line(out, head);
    for (unsigned i = 0; i < edition->model.questions; i++) {
        csv_write_number(out, edition->model.question[i].id);
        csv_write_text(out, edition->question[i].topic);
        csv_write_text(out, answer_of(catalog, &report->benchmark, i));
        csv_write_text(out, benchmark_kind_name(catalog, report->benchmark.question[i].kind));
        put_chosen(out, report, i);
        put_counts(out, report, i);
        csv_write_end(out);
    }
}
