#include "report/html_organisation.h"

#include "report/html_organisation_parts.h"
#include "report/html_page.h"
#include "scoring/levels.h"

unsigned html_organisation_wanted(const struct html_organisation *input, unsigned question)
{
    const struct model *model = &input->edition->model;
    unsigned next = input->score->level + 1;
    if (next > model->levels || !levels_has_question(model, next, question))
        return 0;
    return model->level[next - 1].min_points_each;
}

const char *html_organisation_name(const struct html_organisation *input)
{
    const char *name = input->name != NULL ? input->name : input->answers->organisation.name;
    return name[0] != '\0' ? name : tr(input->catalog, "Organisation without a name");
}

const char *html_organisation_group(const struct html_organisation *input)
{
    return input->group != NULL ? input->group : input->answers->organisation.group;
}

void html_organisation(struct buffer *out, const struct html_organisation *input)
{
    const char *marking = input->answers->marking;
    struct buffer title = {0};
    if (input->from != NULL)
        buffer_printf(&title, "%s: ", tr(input->catalog, "Feedback"));
    buffer_text(&title, html_organisation_name(input));
    struct html_page page = {
        .catalog = input->catalog,
        .title = buffer_string(&title),
        .subject = input->edition->title,
        .marking = marking[0] != '\0' ? marking : tr(input->catalog, "No marking yet"),
        .demo = input->demo,
    };
    html_page_begin(out, &page);
    html_organisation_result(out, input);
    if (!input->alone && edition_has_points(input->edition)) {
        html_organisation_areas(out, input);
        html_organisation_questions(out, input);
        html_organisation_gap(out, input);
        html_organisation_support(out, input);
        html_organisation_recommended(out, input);
        html_organisation_catch_up(out, input);
        html_organisation_since(out, input);
        html_organisation_exchange(out, input);
        html_organisation_reading(out, input);
    } else if (!edition_has_points(input->edition) &&
               (!input->alone || input->edition->model.fields == 0)) {
        html_organisation_answers(out, input);
    }
    html_page_end(out, &page);
    buffer_free(&title);
}
