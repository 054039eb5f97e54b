#include "report/html_organisation.h"

#include "report/html_organisation_parts.h"
#include "report/html_page.h"
#include "scoring/levels.h"

const char *html_level_name(const struct edition *edition, unsigned level)
{
    const struct model *model = &edition->model;
    uint32_t below = level > 1 ? model->level[level - 2].sections : 0;
    uint32_t added = model->level[level - 1].sections & ~below;
    for (unsigned i = 0; i < MODEL_SECTIONS_MAX; i++) {
        if ((added >> i & 1U) != 0)
            return edition->section[i];
    }
    return "";
}

unsigned html_wanted_points(const struct html_organisation *input, unsigned question)
{
    const struct model *model = &input->edition->model;
    unsigned next = input->score->level + 1;
    if (next > model->levels || !levels_has_question(model, next, question))
        return 0;
    return model->level[next - 1].min_points_each;
}

enum status html_organisation(
    struct buffer *out, const struct html_organisation *input, struct error *err)
{
    (void)err;
    struct html_page page = {
        .catalog = input->catalog,
        .title = input->answers->organisation.name,
        .subject = input->edition->title,
        .marking = input->answers->marking,
        .demo = input->demo,
    };
    html_page_begin(out, &page);
    html_organisation_first(out, input);
    html_organisation_areas(out, input);
    html_organisation_questions(out, input);
    html_organisation_gap(out, input);
    html_organisation_support(out, input);
    html_organisation_reading(out, input);
    html_page_end(out, &page);
    return STATUS_OK;
}
