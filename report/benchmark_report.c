#include "report/benchmark_report.h"

#include "report/cell_stats.h"
#include "report/option_list.h"
#include "report/remarks.h"
#include "report/scope.h"
#include "report/score_tables.h"
#include "scoring/question.h"

/* ---- whose it is ---- */

/* A group whose benchmark has a name, of all its members. */
static void put_typical(struct report *report, const struct scope *scope)
{
    const char *typical = scope->group == NULL || scope->tag != NULL
                              ? NULL
                              : edition_typical(scope->edition, scope->group);
    if (typical != NULL)
        report_remark(report,
            report_keep(report, tr(report->catalog, "%s: the benchmark of all of them."), typical));
}

static void put_best(struct report *report, const struct benchmark_result *result)
{
    const struct catalog *catalog = report->catalog;
    unsigned members = result->benchmark.members;
    /* How many stand equally high is a count of a few, and exact. */
    unsigned long left_out = result->scope.published ? 0 : (unsigned long)result->left_out;
    struct buffer text = {0};
    if (result->best == 0) {
        put_typical(report, &result->scope);
        return;
    }
    buffer_printf(&text,
        tr_count(catalog, "Benchmark of the %u best of them by standing.",
            "Benchmark of the %u best of them by standing.", members),
        members);
    if (result->best > members)
        buffer_printf(&text, " %s", tr(catalog, "There are no more than that."));
    if (left_out > 0)
        buffer_printf(&text,
            tr_count(catalog,
                " %lu more stands as high as the last of them; those of the lowest numbers were taken.",
                " %lu more stand as high as the last of them; those of the lowest numbers were taken.",
                left_out),
            left_out);
    report_remark(report, report_keep(report, "%s", buffer_string(&text)));
    buffer_free(&text);
}

static void put_benchmark_areas(struct report *report, const struct benchmark_result *result)
{
    const struct edition *edition = result->scope.edition;
    unsigned measures[MODEL_AREAS_MAX];
    for (unsigned i = 0; i < edition->model.areas; i++)
        measures[i] = benchmark_area_measures(&edition->model, &result->benchmark, i);
    (void)score_tables_areas(
        report, edition, &result->benchmark.score, &(struct score_areas){.measures = measures});
}

/* ---- questions ---- */

enum { ANSWER_COLUMNS = 5, STRENGTH_COLUMNS = 3 };

/* It is made of counts of options, which the hidden form has none of. */
static bool shows_strength(const struct benchmark_result *result)
{
    return !result->scope.published || result->scope.rounded;
}

static const char *kind_name(const struct catalog *catalog, uint8_t kind)
{
    switch ((enum benchmark_kind)kind) {
    case BENCHMARK_NO:
    case BENCHMARK_LEFT_OUT:
    case BENCHMARK_NONE:
        return "";
    case BENCHMARK_MAJORITY:
        return tr(catalog, "majority");
    case BENCHMARK_MINORITY:
        return tr(catalog, "minority");
    }
    return "";
}

/* The options by their names, with that text between. */
static const char *kept_words(struct report *report, const struct model_question *question,
    uint32_t kept, const char *between)
{
    struct buffer text = {0};
    option_list_names(&text, question, kept, between);
    const char *words = report_keep(report, "%s", buffer_string(&text));
    buffer_free(&text);
    return words;
}

/* The kind, with a mark where rounding could have decided otherwise. */
static const char *kind_words(
    struct report *report, const struct benchmark_result *result, unsigned place)
{
    const char *name = kind_name(report->catalog, result->benchmark.question[place].kind);
    if (!result->scope.rounded || !result->close[place])
        return name;
    return report_keep(report, "%s%s%s", name, name[0] == '\0' ? "" : " ", BENCHMARK_CLOSE_MARK);
}

/* "a b d" of a checklist, "step 3 4" of a scale. */
static const char *typical_words(
    struct report *report, const struct model_question *question, uint32_t kept)
{
    const char *words = kept_words(report, question, kept, " ");
    if (kept == 0)
        return tr(report->catalog, "no");
    if (question_traits(question)->numbered)
        return report_keep(report, "%s %s", tr(report->catalog, "step"), words);
    return words;
}

/* Nothing but what was asked, and of how many. */
static void put_withheld(struct table *table, const struct benchmark_result *result, unsigned place)
{
    const struct edition *edition = result->scope.edition;
    table_put(table, cell_number(edition->model.question[place].id));
    table_put(table, cell_text(edition->question[place].topic));
    for (unsigned column = 0; column < ANSWER_COLUMNS; column++)
        table_put(table, cell_stats(&result->yes[place], NULL));
    table_put(table, cell_number(result->benchmark.members));
    for (unsigned column = 0; column < STRENGTH_COLUMNS; column++)
        table_put(table, cell_stats(&result->yes[place], NULL));
}

static void put_typical_answer(struct report *report, struct table *table,
    const struct benchmark_result *result, unsigned place)
{
    const struct catalog *catalog = report->catalog;
    const struct edition *edition = result->scope.edition;
    const struct model_question *question = &edition->model.question[place];
    uint8_t kind = result->benchmark.question[place].kind;
    uint32_t kept = result->benchmark.question[place].kept;
    const char *between = question_traits(question)->numbered ? " " : "";
    struct benchmark_strength strength =
        benchmark_strength(&result->counts, &result->benchmark, place);
    table_put(table, cell_number(question->id));
    table_put(table, cell_text(edition->question[place].topic));
    table_put(table, cell_text(typical_words(report, question, kept)));
    table_put(table, cell_text(kind == BENCHMARK_NO ? tr(catalog, "no") : tr(catalog, "yes")));
    table_put(table, cell_text(kind_words(report, result, place)));
    table_put(table, cell_text(kept_words(report, question, kept, between)));
    table_put(table, cell_stats(&result->yes[place], NULL));
    table_put(table, cell_number(result->benchmark.members));
    if (!shows_strength(result))
        return;
    if (result->yes[place].show != STATS_NUMBER) {
        for (unsigned column = 0; column < STRENGTH_COLUMNS; column++)
            table_put(table, cell_stats(&result->yes[place], NULL));
        return;
    }
    table_put(table, cell_number(strength.part));
    table_put(table, cell_number(strength.of));
    table_put(table, cell_part(CELL_SHARE, strength.part, strength.of));
}

static void name_columns(struct table *table, const struct catalog *catalog, bool strength)
{
    table_column(table, TABLE_FIGURES, tr(catalog, "No."), 3);
    table_column(table, TABLE_WORDS, tr(catalog, "Question"), 35);
    table_column(table, TABLE_WORDS, tr(catalog, "Answer"), 14)->media = TABLE_READ;
    table_column(table, TABLE_WORDS, tr(catalog, "Answer"), 0)->media = TABLE_DATA;
    table_column(table, TABLE_WORDS, tr(catalog, "Kind"), 9);
    table_column(table, TABLE_WORDS, tr(catalog, "Chosen"), 0)->media = TABLE_DATA;
    table_column(table, TABLE_FIGURES, tr(catalog, "Yes"), 7);
    table_column(table, TABLE_FIGURES, tr(catalog, "Of"), 0)->media = TABLE_DATA;
    if (!strength)
        return;
    table_column(table, TABLE_FIGURES, tr(catalog, "Firm: part"), 0)->media = TABLE_DATA;
    table_column(table, TABLE_FIGURES, tr(catalog, "Firm: of"), 0)->media = TABLE_DATA;
    table_column(table, TABLE_FIGURES, tr(catalog, "Firm"), 7)->media = TABLE_READ;
}

static struct table *put_typical_answers(
    struct report *report, const struct benchmark_result *result)
{
    const struct catalog *catalog = report->catalog;
    struct table *table = report_table(report, NULL);
    name_columns(table, catalog, shows_strength(result));
    for (unsigned i = 0; i < result->scope.edition->model.questions; i++) {
        if (result->benchmark.question[i].kind == BENCHMARK_NONE)
            continue;
        if (result->benchmark.question[i].kind == BENCHMARK_LEFT_OUT)
            put_withheld(table, result, i);
        else
            put_typical_answer(report, table, result, i);
    }
    table_note(
        table, tr(catalog,
                   "Yes: how many say yes. Majority: each option or step shown was chosen by more "
                   "than half of those; minority: none was, and those shown were chosen by most."));
    if (shows_strength(result))
        table_note(table,
            tr(catalog, "Firm: the part of those who say yes that chose the least chosen of what "
                        "is shown; for a no, the part of all that do not say yes."));
    if (result->scope.rounded)
        table_note(table, remark_close(catalog));
    else if (result->scope.published)
        table_note(table,
            tr(catalog, "<3: one or two. –: not shown, because something small could be counted "
                        "out of it. Counts of single options are not published."));
    return table;
}

void benchmark_report_tables(struct report *report, const struct benchmark_result *result)
{
    scope_heading(report, &result->scope);
    put_best(report, result);
    if (result->benchmark.members == 0) {
        put_typical_answers(report, result)->media = TABLE_DATA;
        struct table *table = report_table(report, NULL);
        table->empty = tr(report->catalog, "No submissions: there is nothing to compare with.");
        table->media = TABLE_READ;
        return;
    }
    if (shows_strength(result)) /* Else there is no share. */
        report_remark(report, remark_shares(report->catalog));
    if (result->scope.rounded)
        report_remark(report, remark_rounded(report, result->least));
    if (benchmark_left_out(&result->scope.edition->model, &result->benchmark) > 0)
        report_remark(report, remark_withheld(report->catalog));
    (void)score_tables_totals(report, result->scope.edition, &result->benchmark.score, false);
    put_benchmark_areas(report, result);
    (void)put_typical_answers(report, result);
}
