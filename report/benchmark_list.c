#include "report/benchmark_list.h"

#include "report/option_list.h"
#include "report/remarks.h"
#include "scoring/question.h"

static void add_benchmark_columns(struct report *report, struct table *table, enum table_kind kind,
    const struct benchmark_listed *list, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const char *name = list[i].name == NULL ? tr(report->catalog, "All") : list[i].name;
        table_column(table, kind, name, 0)->group = true;
    }
}

/* Its second column is empty, so that the groups stand above those of the answers. */
static void add_results(struct report *report, const struct benchmark_listed *list, size_t count)
{
    static const char *const LABELS[] = {
        N_("Organisations"), N_("Level"), N_("Points"), N_("Measures")};
    struct table *table = report_table(report, tr(report->catalog, "The benchmarks' own results"));
    table_column(table, TABLE_WORDS, tr(report->catalog, "Figure"), 0);
    table_column(table, TABLE_WORDS, NULL, 0);
    add_benchmark_columns(report, table, TABLE_FIGURES, list, count);
    for (size_t row = 0; row < sizeof LABELS / sizeof LABELS[0]; row++) {
        table_put(table, cell_text(tr(report->catalog, LABELS[row])));
        table_put(table, cell_text(""));
        for (size_t i = 0; i < count; i++) {
            const struct benchmark *one = &list[i].benchmark;
            const unsigned figures[] = {
                one->members, one->score.level, one->score.points, one->score.measures};
            table_put(table, cell_number(figures[row]));
        }
    }
}

/* "a b d", "3 4" of a scale, or no. */
static const char *listed_words(
    struct report *report, const struct model_question *question, uint32_t kept, bool close)
{
    const char *mark = close ? " " BENCHMARK_CLOSE_MARK : "";
    struct buffer text = {0};
    if (kept == 0)
        return report_keep(report, "%s%s", tr(report->catalog, "no"), mark);
    option_list_names(&text, question, kept, " ");
    const char *words = report_keep(report, "%s%s", buffer_string(&text), mark);
    buffer_free(&text);
    return words;
}

static void add_answers(struct report *report, const struct edition *edition,
    const struct benchmark_listed *list, size_t count)
{
    struct table *table = report_table(report, tr(report->catalog, "The typical answers"));
    table_column(table, TABLE_FIGURES, tr(report->catalog, "Question"), 3);
    table_column(table, TABLE_WORDS, tr(report->catalog, "Topic"), 0);
    add_benchmark_columns(report, table, TABLE_WORDS, list, count);
    for (unsigned i = 0; i < edition->model.questions; i++) {
        const struct model_question *question = &edition->model.question[i];
        if (!question_is_scored(question))
            continue;
        table_put(table, cell_number(question->id));
        table_put(table, cell_text(edition->question[i].topic));
        for (size_t k = 0; k < count; k++)
            table_put(table, list[k].benchmark.question[i].kind == BENCHMARK_LEFT_OUT
                                 ? cell_part(CELL_HIDDEN, 0, 0)
                                 : cell_text(listed_words(report, question,
                                       list[k].benchmark.question[i].kept, list[k].close[i])));
    }
}

/* What the marks and dashes mean that there are. */
static const char *list_remark(struct report *report, const struct edition *edition,
    const struct benchmark_listed *list, size_t count)
{
    bool close = false;
    bool withheld = false;
    for (size_t k = 0; k < count; k++) {
        for (unsigned i = 0; i < edition->model.questions; i++) {
            close = close || list[k].close[i];
            withheld = withheld || list[k].benchmark.question[i].kind == BENCHMARK_LEFT_OUT;
        }
    }
    if (close && withheld)
        return report_keep(
            report, "%s %s", remark_close(report->catalog), remark_withheld(report->catalog));
    if (withheld)
        return remark_withheld(report->catalog);
    return close ? remark_close(report->catalog) : NULL;
}

void benchmark_list_tables(struct report *report, const struct edition *edition,
    const struct benchmark_listed *list, size_t count)
{
    report_section(report, "benchmarks", tr(report->catalog, "Benchmarks"),
        list_remark(report, edition, list, count));
    if (count == 0) {
        report_table(report, NULL)->empty =
            tr(report->catalog, "No group is large enough for its benchmark to be published.");
        return;
    }
    add_results(report, list, count);
    add_answers(report, edition, list, count);
}
