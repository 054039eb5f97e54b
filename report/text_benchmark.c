#include "base/text.h"
#include "report/benchmark_report.h"
#include "report/layout.h"
#include "report/option_list.h"
#include "scoring/question.h"

#include <stdio.h>

enum { LABEL_WIDTH = 20, AREA_WIDTH = 43, BAR_WIDTH = 10, POINTS_WIDTH = 7, FIGURE_WIDTH = 8 };
enum { ID_WIDTH = 4, TOPIC_WIDTH = 38, ANSWER_WIDTH = 12, KIND_WIDTH = 10 };

/* ---- the whole ---- */

static void whose(
    struct buffer *out, const struct catalog *catalog, const struct benchmark_result *report)
{
    unsigned members = report->benchmark.members;
    unsigned long left_out = (unsigned long)report->left_out;
    struct buffer text = {0};
    text_scope(out, catalog, &report->scope);
    if (report->best > 0)
        buffer_printf(&text,
            tr_count(catalog, "Benchmark of the %u best of them by standing.",
                "Benchmark of the %u best of them by standing.", members),
            members);
    if (report->best > members)
        buffer_printf(&text, " %s", tr(catalog, "There are no more than that."));
    if (report->left_out > 0)
        buffer_printf(&text,
            tr_count(catalog,
                " %lu more stands as high as the last of them; those of the lowest numbers were taken.",
                " %lu more stand as high as the last of them; those of the lowest numbers were taken.",
                left_out),
            left_out);
    if (text.length > 0)
        layout_paragraph(out, "", buffer_string(&text));
    buffer_free(&text);
    buffer_text(out, "\n");
}

static void total(
    struct buffer *out, const char *label, unsigned value, const char *of, unsigned most)
{
    layout_cell(out, label, LABEL_WIDTH);
    buffer_printf(out, "%4u %s %u\n", value, of, most);
}

static void totals(
    struct buffer *out, const struct catalog *catalog, const struct benchmark_result *report)
{
    const struct edition *edition = report->scope.edition;
    const struct score *score = &report->benchmark.score;
    const char *of = tr(catalog, "of");
    total(out, tr(catalog, "Level"), score->level, of, edition->model.levels);
    total(out, tr(catalog, "Points"), score->points, of, edition->points);
    total(out, tr(catalog, "Measures"), score->measures, of, edition->measures);
}

/* ---- areas ---- */

static void figure(struct buffer *out, unsigned value, size_t width)
{
    char text[16];
    (void)snprintf(text, sizeof text, "%u", value);
    layout_right(out, text, width);
}

static void area_row(struct buffer *out, const struct benchmark_result *report, unsigned place)
{
    const struct edition *edition = report->scope.edition;
    const struct areas_result *area = &report->benchmark.score.area[place];
    char points[32];
    (void)snprintf(points, sizeof points, "%u/%u", area->points, area->max);
    layout_cell(out, edition->area[place].name, AREA_WIDTH);
    buffer_text(out, " ");
    layout_bar(out, area->points, area->max, BAR_WIDTH);
    layout_right(out, points, POINTS_WIDTH + 1);
    figure(
        out, benchmark_area_measures(&edition->model, &report->benchmark, place), FIGURE_WIDTH + 2);
    figure(out, area->level, FIGURE_WIDTH);
    buffer_text(out, "\n");
}

static void areas(
    struct buffer *out, const struct catalog *catalog, const struct benchmark_result *report)
{
    layout_cell(out, tr(catalog, "Area"), AREA_WIDTH + 1 + BAR_WIDTH);
    layout_right(out, tr(catalog, "Points"), POINTS_WIDTH + 1);
    layout_right(out, tr(catalog, "Measures"), FIGURE_WIDTH + 2);
    layout_right(out, tr(catalog, "Level"), FIGURE_WIDTH);
    buffer_text(out, "\n");
    for (unsigned i = 0; i < report->scope.edition->model.areas; i++)
        area_row(out, report, i);
    layout_paragraph(out, "",
        tr(catalog, "The levels of areas are indicative: their rules are in part inferred."));
}

/* ---- questions ---- */

const char *benchmark_kind_name(const struct catalog *catalog, uint8_t kind)
{
    switch ((enum benchmark_kind)kind) {
    case BENCHMARK_NO:
        return "";
    case BENCHMARK_MAJORITY:
        return tr(catalog, "majority");
    case BENCHMARK_MINORITY:
        return tr(catalog, "minority");
    }
    return "";
}

/* "a b d" of a checklist, "step 3 4" of a scale. */
static void answer_cell(struct buffer *out, const struct catalog *catalog,
    const struct benchmark_result *report, unsigned place)
{
    const struct model_question *question = &report->scope.edition->model.question[place];
    uint32_t kept = report->benchmark.question[place].kept;
    struct buffer text = {0};
    if (kept == 0)
        buffer_text(&text, tr(catalog, "no"));
    else if (question_traits(question)->numbered)
        buffer_printf(&text, "%s ", tr(catalog, "step"));
    option_list_names(&text, question, kept, " ");
    layout_cell(out, buffer_string(&text), ANSWER_WIDTH);
    buffer_free(&text);
}

static void yes_cell(struct buffer *out, const struct benchmark_result *report, unsigned place)
{
    char text[32];
    const struct stats_cell *yes = &report->yes[place];
    (void)snprintf(text, sizeof text, "%llu", (unsigned long long)yes->value);
    if (yes->show != STATS_NUMBER)
        (void)snprintf(text, sizeof text, "%s", yes->show == STATS_SMALL ? STATS_SMALL_TEXT : "–");
    layout_right(out, text, FIGURE_WIDTH - 1);
}

static void strength_cell(struct buffer *out, const struct benchmark_result *report, unsigned place)
{
    struct benchmark_strength strength =
        benchmark_strength(&report->counts, &report->benchmark, place);
    char text[32] = "–";
    if (strength.of > 0)
        (void)snprintf(text, sizeof text, "%u %%",
            (unsigned)((200ULL * strength.part + strength.of) / (2ULL * strength.of)));
    layout_right(out, text, FIGURE_WIDTH);
}

static void question_row(struct buffer *out, const struct catalog *catalog,
    const struct benchmark_result *report, unsigned place)
{
    const struct edition *edition = report->scope.edition;
    figure(out, edition->model.question[place].id, ID_WIDTH - 1);
    buffer_text(out, " ");
    layout_cell(out, edition->question[place].topic, TOPIC_WIDTH);
    buffer_text(out, " ");
    answer_cell(out, catalog, report, place);
    layout_cell(
        out, benchmark_kind_name(catalog, report->benchmark.question[place].kind), KIND_WIDTH);
    yes_cell(out, report, place);
    if (!report->scope.published)
        strength_cell(out, report, place);
    buffer_text(out, "\n");
}

static void legend(
    struct buffer *out, const struct catalog *catalog, const struct benchmark_result *report)
{
    buffer_text(out, "\n");
    layout_paragraph(out, "",
        tr(catalog,
            "Yes: how many say yes. Majority: each option or step shown was chosen by more "
            "than half of those; minority: none was, and those shown were chosen by most."));
    if (!report->scope.published)
        layout_paragraph(out, "",
            tr(catalog, "Firm: the part of those who say yes that chose the least chosen of what "
                        "is shown; for a no, the part of all that do not say yes."));
    else
        layout_paragraph(out, "",
            tr(catalog, "<3: one or two. –: not shown, because something small could be counted "
                        "out of it. Counts of single options are not published."));
}

static void questions(
    struct buffer *out, const struct catalog *catalog, const struct benchmark_result *report)
{
    buffer_text(out, "\n");
    layout_right(out, tr(catalog, "No."), ID_WIDTH - 1);
    buffer_text(out, " ");
    layout_cell(out, tr(catalog, "Question"), TOPIC_WIDTH + 1);
    layout_cell(out, tr(catalog, "Answer"), ANSWER_WIDTH);
    layout_cell(out, tr(catalog, "Kind"), KIND_WIDTH);
    layout_right(out, tr(catalog, "Yes"), FIGURE_WIDTH - 1);
    if (!report->scope.published)
        layout_right(out, tr(catalog, "Firm"), FIGURE_WIDTH);
    buffer_text(out, "\n");
    for (unsigned i = 0; i < report->scope.edition->model.questions; i++)
        question_row(out, catalog, report, i);
    legend(out, catalog, report);
}

void text_benchmark(
    struct buffer *out, const struct catalog *catalog, const struct benchmark_result *report)
{
    whose(out, catalog, report);
    if (report->benchmark.members == 0) {
        layout_paragraph(out, "", tr(catalog, "No submissions: there is nothing to compare with."));
        return;
    }
    totals(out, catalog, report);
    buffer_text(out, "\n");
    areas(out, catalog, report);
    questions(out, catalog, report);
}
