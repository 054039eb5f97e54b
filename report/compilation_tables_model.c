/* What each level demands, and how a benchmark is made: two worked examples. */
#include "base/memory.h"
#include "format/edition.h"
#include "report/compilation_tables_parts.h"
#include "report/option_list.h"
#include "scoring/benchmark.h"
#include "scoring/question.h"

#include <stdlib.h>

/* ---- levels ---- */

static const char *section_list(struct compiling *compiling, uint32_t sections)
{
    struct buffer text = {0};
    for (unsigned i = 0; i < MODEL_SECTIONS_MAX; i++) {
        if ((sections >> i & 1) != 0)
            buffer_printf(&text, text.length > 0 ? ", %u" : "%u", i + 1);
    }
    const char *list = report_keep(compiling->report, "%s", buffer_string(&text));
    buffer_free(&text);
    return list;
}

static unsigned questions_of(const struct model *model, uint32_t sections)
{
    unsigned questions = 0;
    for (unsigned i = 0; i < model->questions; i++)
        questions += question_is_scored(&model->question[i]) &&
                     (sections >> (model->question[i].section - 1U) & 1U) != 0;
    return questions;
}

static void add_demands(struct compiling *compiling)
{
    const struct model *model = &compiling->edition->model;
    const struct catalog *catalog = compiling->catalog;
    struct table *table = compiling_numbered(compiling, tr(catalog, "What each level demands"));
    table_column(table, TABLE_WORDS, tr(catalog, "Level"), 6);
    table_column(table, TABLE_WORDS, tr(catalog, "Sections"), 10);
    table_column(table, TABLE_FIGURES, tr(catalog, "Questions"), 9);
    table_column(table, TABLE_FIGURES, tr(catalog, "Least points on each"), 9);
    table_column(table, TABLE_FIGURES, tr(catalog, "Least points in all"), 9);
    table_column(table, TABLE_FIGURES, tr(catalog, "Most unsure, per cent"), 9);
    for (unsigned i = 0; i < model->levels; i++) {
        const struct model_level *level = &model->level[i];
        table_put(table, cell_text(report_keep(compiling->report, "%u", i + 1)));
        table_put(table, cell_text(section_list(compiling, level->sections)));
        table_put(table, cell_number(questions_of(model, level->sections)));
        table_put(table, cell_number(level->min_points_each));
        table_put(table, cell_number(level->min_total));
        table_put(table, cell_number(level->max_uncertain_percent));
    }
}

/* ---- worked examples ---- */

enum { EXAMPLE_MEMBERS = 7, EXAMPLE_OPTIONS = 5 };

/* What each of seven made-up members ticks of one question's options, the first as bit 0; 0: it
 * answers no. With one yes more in the first than in the second, what is decided differs. */
static const uint32_t TICKED[2][EXAMPLE_MEMBERS] = {
    {0x01, 0x06, 0x09, 0, 0x02, 0, 0}, {0x01, 0x06, 0x09, 0, 0, 0, 0}};

/* A model of one question. */
static struct model *example_model(void)
{
    struct model *model = memory_new(1, sizeof *model);
    model->questions = 1;
    model->levels = 1;
    model->level[0] = (struct model_level){
        .sections = 1, .min_points_each = 1, .min_total = 1, .max_uncertain_percent = 100};
    model->question[0] = (struct model_question){
        .id = 1, .section = 1, .kind = QUESTION_CHECKLIST, .options = EXAMPLE_OPTIONS};
    return model;
}

static struct answer_set example_answers(uint32_t ticked)
{
    struct answer_set answers = {0};
    answers.answer[0] = (struct answer){.yes = ticked != 0,
        .no = ticked != 0 ? ANSWER_NO_ABSENT : ANSWER_NO_PLAIN,
        .assessment = ASSESSMENT_SURE,
        .options = ticked};
    return answers;
}

static void put_example_row(struct compiling *compiling, struct table *table,
    const struct model *model, const char *who, const struct answer_set *answers)
{
    struct score score;
    struct buffer ticked = {0};
    score_compute(model, answers, &score);
    option_list_names(&ticked, &model->question[0], answers->answer[0].options, " ");
    table_put(table, cell_text(who));
    table_put(table, cell_text(report_keep(compiling->report, "%s", buffer_string(&ticked))));
    table_put(table, cell_text(answers->answer[0].yes ? tr(compiling->catalog, "yes")
                                                      : tr(compiling->catalog, "no")));
    table_put(table, cell_number(score.points));
    buffer_free(&ticked);
}

/* Why the benchmark answers so. */
static const char *example_note(struct compiling *compiling, const struct benchmark_counts *counts)
{
    unsigned members = counts->members;
    unsigned yes = counts->yes[0];
    if (yes > members - yes)
        return report_keep(compiling->report,
            tr(compiling->catalog,
                "Of %u made-up organisations %u have points, so the benchmark says yes. No option is "
                "ticked by more than half of these, so those that most of them ticked are kept: a "
                "minority answer."),
            members, yes);
    return report_keep(compiling->report,
        tr(compiling->catalog,
            "Of %u made-up organisations %u have no points, so the benchmark says no."),
        members, members - yes);
}

static void add_example(
    struct compiling *compiling, const uint32_t ticked[EXAMPLE_MEMBERS], const char *title)
{
    const struct catalog *catalog = compiling->catalog;
    struct model *model = example_model();
    struct benchmark_counts *counts = memory_new(1, sizeof *counts);
    struct benchmark *benchmark = memory_new(1, sizeof *benchmark);
    struct table *table = compiling_numbered(compiling, title);
    table_column(table, TABLE_WORDS, tr(catalog, "Organisation"), 14);
    table_column(table, TABLE_WORDS, tr(catalog, "Ticked"), 12);
    table_column(table, TABLE_WORDS, tr(catalog, "Answer"), 8);
    table_column(table, TABLE_FIGURES, tr(catalog, "Points"), 8);
    for (unsigned i = 0; i < EXAMPLE_MEMBERS; i++) {
        struct answer_set answers = example_answers(ticked[i]);
        benchmark_add(model, &answers, counts);
        put_example_row(
            compiling, table, model, report_keep(compiling->report, "%u", i + 1), &answers);
    }
    benchmark_compute(model, counts, benchmark);
    put_example_row(compiling, table, model, tr(catalog, "Benchmark"), &benchmark->answers);
    table_note(table, example_note(compiling, counts));
    free(benchmark);
    free(counts);
    free(model);
}

void compiling_model(struct compiling *compiling)
{
    const struct catalog *catalog = compiling->catalog;
    report_section(compiling->report, COMPILATION_MODEL, tr(catalog, "The model"),
        tr(catalog, "A level demands every level below it too."));
    add_demands(compiling);
    add_example(
        compiling, TICKED[0], tr(catalog, "Example of a benchmark: more have points than not"));
    add_example(
        compiling, TICKED[1], tr(catalog, "Example of a benchmark: fewer have points than not"));
}
