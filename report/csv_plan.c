#include "report/csv_plan.h"

#include "report/csv_write.h"
#include "report/option_list.h"
#include "report/question_areas.h"
#include "scoring/question.h"

/* What the functions below all need. */
struct view {
    struct buffer *out;
    const struct catalog *catalog;
    const struct edition *edition;
};

static void headings(const struct view *view)
{
    const char *const names[] = {tr(view->catalog, "Question"), tr(view->catalog, "Topic"),
        tr(view->catalog, "Area"), tr(view->catalog, "What to add"), tr(view->catalog, "Why"),
        tr(view->catalog, "Who"), tr(view->catalog, "When"), tr(view->catalog, "Time needed"),
        tr(view->catalog, "Cost"), NULL};
    csv_write_begin(view->out);
    csv_write_line(view->out, names);
}

static void line(const struct view *view, unsigned question, uint32_t areas, struct buffer *add,
    struct buffer *why)
{
    struct buffer names = {0};
    question_areas_names(&names, view->edition, areas);
    csv_write_number(view->out, view->edition->model.question[question].id);
    csv_write_text(view->out, view->edition->question[question].topic);
    csv_write_text(view->out, buffer_string(&names));
    csv_write_text(view->out, buffer_string(add));
    csv_write_text(view->out, buffer_string(why));
    for (unsigned i = 0; i < 4; i++)
        csv_write_text(view->out, "");
    csv_write_end(view->out);
    buffer_free(&names);
    buffer_free(add);
    buffer_free(why);
}

/* "a) TEXT; d) TEXT" */
static void name_options(
    struct buffer *out, const struct edition *edition, unsigned question, uint32_t options)
{
    const struct model_question *asked = &edition->model.question[question];
    const char *between = "";
    for (unsigned i = 0; i < asked->options; i++) {
        char name[QUESTION_NAME_SIZE];
        if ((options >> i & 1U) == 0)
            continue;
        question_option_name(asked, i, name);
        buffer_printf(out, "%s%s) %s", between, name, edition->question[question].option[i]);
        between = "; ";
    }
}

static void name_step(struct buffer *out, const struct view *view, unsigned question, unsigned step)
{
    buffer_printf(out, tr(view->catalog, "to step %u: %s"), step,
        view->edition->question[question].option[step - 1]);
}

/* ---- a gap ---- */

static void gap_why(
    struct buffer *why, const struct view *view, const struct gap *gap, enum gap_why reason)
{
    if (reason == GAP_MINIMUM)
        buffer_printf(
            why, tr(view->catalog, "The question needs more points for level %u"), gap->to);
    else
        buffer_printf(why, tr(view->catalog, "The total needs more points for level %u"), gap->to);
}

void csv_plan_gap(struct buffer *out, const struct catalog *catalog, const struct edition *edition,
    const struct answer_set *answers, const struct score *score, const struct gap *gap)
{
    struct view view = {out, catalog, edition};
    unsigned added[MODEL_QUESTIONS_MAX] = {0};
    headings(&view);
    for (unsigned i = 0; i < gap->steps; i++) {
        const struct gap_step *step = &gap->step[i];
        const struct model_question *question = &edition->model.question[step->question];
        const struct points *points = &score->question[step->question];
        struct buffer add = {0}, why = {0};
        added[step->question] += step->add;
        if (question_traits(question)->stacked) {
            name_step(&add, &view, step->question, points->points + added[step->question]);
        } else {
            uint32_t open = option_list_open(question, &answers->answer[step->question], points);
            if (step->add < question_count(open))
                buffer_printf(&add, tr(catalog, "%u more of these: "), (unsigned)step->add);
            name_options(&add, edition, step->question, open);
        }
        gap_why(&why, &view, gap, (enum gap_why)step->why);
        line(&view, step->question, question_areas(&edition->model, step->question), &add, &why);
    }
}

/* ---- a target ---- */

void csv_plan_difference(struct buffer *out, const struct catalog *catalog,
    const struct edition *edition, const struct difference *difference, const char *target)
{
    struct view view = {out, catalog, edition};
    headings(&view);
    for (unsigned i = 0; i < edition->model.questions; i++) {
        const struct difference_question *lacking = &difference->question[i];
        struct buffer add = {0}, why = {0};
        if (lacking->lacks.points == 0)
            continue;
        if (question_traits(&edition->model.question[i])->stacked)
            name_step(&add, &view, i, lacking->has + lacking->lacks.points);
        else
            name_options(&add, edition, i, lacking->options);
        buffer_printf(&why, tr(catalog, "Compared with: %s"), target);
        line(&view, i, question_areas_of_options(&edition->model, i, lacking->options), &add, &why);
    }
}
