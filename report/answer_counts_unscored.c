#include "report/answer_counts_unscored.h"

#include "format/question_form.h"
#include "report/cell.h"
#include "report/json_parts.h"
#include "scoring/question.h"

enum { VALUE_ROWS = 6, VALIDATION_ROWS = 4, HUNDREDTHS = 100 };

static const struct {
    const char *label;
    const char *word;
} VALUES[VALUE_ROWS] =
    {
        {N_("Mean"), "mean"},
        {N_("Least"), "least"},
        {N_("Lower quartile"), "lower"},
        {N_("Median"), "median"},
        {N_("Upper quartile"), "upper"},
        {N_("Most"), "most"},
},
  VALIDATION[VALIDATION_ROWS] = {
      {N_("Says what the points say"), "agree"},
      {N_("Says more than the points"), "more"},
      {N_("Says less than the points"), "less"},
      {N_("One of the two not answered"), "unanswered"},
};

unsigned answer_counts_rows(const struct edition *edition, unsigned place)
{
    const struct model_question *question = &edition->model.question[place];
    if (question_is_scored(question))
        return 0;
    if (question_traits(question)->valued)
        return VALUE_ROWS;
    return question->options + (question->validates != 0 ? VALIDATION_ROWS : 0U);
}

struct answer_counts_row answer_counts_row(struct report *report, const struct catalog *catalog,
    const struct edition *edition, unsigned place, unsigned row)
{
    const struct model_question *question = &edition->model.question[place];
    char name[QUESTION_NAME_SIZE];
    if (question_traits(question)->valued)
        return (struct answer_counts_row){
            tr(catalog, VALUES[row].label), "values", VALUES[row].word};
    if (row >= question->options)
        return (struct answer_counts_row){tr(catalog, VALIDATION[row - question->options].label),
            "validation", VALIDATION[row - question->options].word};
    question_option_name(question, row, name);
    return (struct answer_counts_row){
        report_keep(report, "%s: %s", name, edition->question[place].option[row]), "options",
        report_keep(report, "%s", name)};
}

/* Of numbers with two decimals, behind the comma that spreadsheets in Swedish take; of days the
 * day. */
static struct cell mean_cell(struct report *report, const struct model_question *question,
    const struct counts_values *values)
{
    char text[QUESTION_FORM_VALUE_SIZE];
    uint64_t hundredths = (values->sum * HUNDREDTHS + values->count / 2) / values->count;
    question_form_value_text(question, (uint32_t)(hundredths / HUNDREDTHS), text);
    if (question_traits(question)->day)
        return cell_text(report_keep(report, "%s", text));
    return cell_text(report_keep(report, "%s,%02u", text, (unsigned)(hundredths % HUNDREDTHS)));
}

static struct cell value_cell(struct report *report, const struct model_question *question,
    const struct counts_values *values, unsigned row)
{
    const uint32_t figures[VALUE_ROWS] = {
        0, values->least, values->lower, values->median, values->upper, values->most};
    char text[QUESTION_FORM_VALUE_SIZE];
    if (values->count == 0)
        return cell_none();
    if (row == 0)
        return mean_cell(report, question, values);
    question_form_value_text(question, figures[row], text);
    return cell_text(report_keep(report, "%s", text));
}

struct cell answer_counts_cell(struct report *report, const struct edition *edition,
    const struct counts_group *group, unsigned place, unsigned row)
{
    const struct model_question *question = &edition->model.question[place];
    const struct counts_unscored *counts = &group->unscored[place];
    const struct counts_validation *validation = &counts->validation;
    const size_t said[VALIDATION_ROWS] = {
        validation->agree, validation->more, validation->less, validation->unanswered};
    if (question_traits(question)->valued)
        return value_cell(report, question, &counts->values, row);
    if (row >= question->options)
        return cell_part(CELL_NUMBER, said[row - question->options], group->members);
    return cell_part(CELL_NUMBER, counts->option[row], group->members);
}

static json_t *value_json(const struct model_question *question, uint32_t value, bool any)
{
    struct answer answer = {.yes = true, .value = value};
    return any ? question_form_write_yes(question, &answer) : json_null();
}

void answer_counts_unscored_json(json_t *question, const struct edition *edition,
    const struct counts_unscored *counts, unsigned place)
{
    const struct model_question *asked = &edition->model.question[place];
    const struct counts_values *values = &counts->values;
    const struct counts_validation *validation = &counts->validation;
    if (question_is_scored(asked))
        return;
    if (question_traits(asked)->valued) {
        bool any = values->count > 0;
        (void)json_object_set_new(question, "values",
            json_pack("{s:I, s:o, s:o, s:o, s:o, s:o, s:o}", "n", (json_int_t)values->count, "sum",
                question_traits(asked)->day ? json_null() : json_integer((json_int_t)values->sum),
                "least", value_json(asked, values->least, any), "lower",
                value_json(asked, values->lower, any), "median",
                value_json(asked, values->median, any), "upper",
                value_json(asked, values->upper, any), "most",
                value_json(asked, values->most, any)));
        return;
    }
    json_t *options = json_array();
    for (unsigned i = 0; i < asked->options; i++)
        json_parts_append(options, json_integer((json_int_t)counts->option[i]));
    (void)json_object_set_new(question, "options", options);
    if (asked->validates != 0)
        (void)json_object_set_new(question, "validation",
            json_pack("{s:I, s:I, s:I, s:I}", "agree", (json_int_t)validation->agree, "more",
                (json_int_t)validation->more, "less", (json_int_t)validation->less, "unanswered",
                (json_int_t)validation->unanswered));
}
