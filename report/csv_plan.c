#include "report/csv_plan.h"

#include "report/option_list.h"
#include "report/question_areas.h"
#include "report/report_csv.h"
#include "scoring/question.h"

/* The plan while it is made: a report with one table. */
struct plan {
    struct report report;
    struct table *table;
    const struct edition *edition;
};

static struct plan begin_plan(const struct catalog *catalog, const struct edition *edition)
{
    struct plan plan = {.report = {.catalog = catalog}, .edition = edition};
    static const char *const HEADINGS[] = {N_("Topic"), N_("Area"), N_("What to add"), N_("Why"),
        N_("Who"), N_("When"), N_("Time needed"), N_("Cost")};
    plan.table = report_table(&plan.report, NULL);
    table_column(plan.table, TABLE_FIGURES, tr(catalog, "Question"), 0);
    for (size_t i = 0; i < sizeof HEADINGS / sizeof HEADINGS[0]; i++)
        table_column(plan.table, TABLE_WORDS, tr(catalog, HEADINGS[i]), 0);
    return plan;
}

static void end_plan(struct plan *plan, struct buffer *out)
{
    report_csv(out, &plan->report);
    report_free(&plan->report);
}

/* One row; what a person fills in is empty. */
static void put_plan_row(
    struct plan *plan, unsigned question, uint32_t areas, const char *add, const char *why)
{
    struct buffer names = {0};
    question_areas_names(&names, plan->edition, areas);
    table_put(plan->table, cell_number(plan->edition->model.question[question].id));
    table_put(plan->table, cell_text(plan->edition->question[question].topic));
    table_put(plan->table, cell_text(report_keep(&plan->report, "%s", buffer_string(&names))));
    table_put(plan->table, cell_text(add));
    table_put(plan->table, cell_text(why));
    for (unsigned i = 0; i < 4; i++)
        table_put(plan->table, cell_none());
    buffer_free(&names);
}

/* ---- what to add ---- */

/* "a) TEXT; d) TEXT", after what stands before it. */
static const char *option_words(
    struct plan *plan, unsigned question, uint32_t options, const char *before)
{
    const struct model_question *asked = &plan->edition->model.question[question];
    const char *between = "";
    struct buffer text = {0};
    buffer_text(&text, before);
    for (unsigned i = 0; i < asked->options; i++) {
        char name[QUESTION_NAME_SIZE];
        if ((options >> i & 1U) == 0)
            continue;
        question_option_name(asked, i, name);
        buffer_printf(
            &text, "%s%s) %s", between, name, plan->edition->question[question].option[i]);
        between = "; ";
    }
    const char *words = report_keep(&plan->report, "%s", buffer_string(&text));
    buffer_free(&text);
    return words;
}

static const char *step_words(struct plan *plan, unsigned question, unsigned step)
{
    return report_keep(&plan->report, tr(plan->report.catalog, "to step %u: %s"), step,
        plan->edition->question[question].option[step - 1]);
}

/* The options to choose among, and how many of them if not all. */
static const char *choice_words(
    struct plan *plan, unsigned question, uint32_t open, unsigned wanted)
{
    const char *before = "";
    if (wanted < question_count(open))
        before = report_keep(&plan->report, tr(plan->report.catalog, "%u more of these: "), wanted);
    return option_words(plan, question, open, before);
}

/* ---- plans ---- */

static const char *gap_why_words(struct plan *plan, const struct gap *gap, enum gap_why why)
{
    const struct catalog *catalog = plan->report.catalog;
    if (why == GAP_MINIMUM)
        return report_keep(
            &plan->report, tr(catalog, "The question needs more points for level %u"), gap->to);
    return report_keep(
        &plan->report, tr(catalog, "The total needs more points for level %u"), gap->to);
}

void csv_plan_gap(struct buffer *out, const struct catalog *catalog, const struct edition *edition,
    const struct answer_set *answers, const struct score *score, const struct gap *gap)
{
    struct plan plan = begin_plan(catalog, edition);
    for (unsigned i = 0; i < gap->steps; i++) {
        const struct gap_step *step = &gap->step[i];
        const struct model_question *question = &edition->model.question[step->question];
        const struct points *points = &score->question[step->question];
        unsigned to = points->points + gap_added_before(gap, i) + step->add;
        uint32_t open = option_list_open(question, &answers->answer[step->question], points);
        const char *add = question_traits(question)->stacked
                              ? step_words(&plan, step->question, to)
                              : choice_words(&plan, step->question, open, step->add);
        put_plan_row(&plan, step->question, question_areas(&edition->model, step->question), add,
            gap_why_words(&plan, gap, (enum gap_why)step->why));
    }
    end_plan(&plan, out);
}

void csv_plan_difference(struct buffer *out, const struct catalog *catalog,
    const struct edition *edition, const struct difference *difference, const char *target)
{
    struct plan plan = begin_plan(catalog, edition);
    const char *why = report_keep(&plan.report, tr(catalog, "Compared with: %s"), target);
    for (unsigned i = 0; i < edition->model.questions; i++) {
        const struct difference_question *lacking = &difference->question[i];
        if (lacking->lacks.points == 0)
            continue;
        const char *add = question_traits(&edition->model.question[i])->stacked
                              ? step_words(&plan, i, lacking->has + lacking->lacks.points)
                              : option_words(&plan, i, lacking->options, "");
        put_plan_row(
            &plan, i, question_areas_of_options(&edition->model, i, lacking->options), add, why);
    }
    end_plan(&plan, out);
}
