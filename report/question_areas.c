#include "report/question_areas.h"

#include "report/json_parts.h"
#include "report/layout.h"
#include "scoring/question.h"

uint32_t question_areas_of_options(const struct model *model, unsigned question, uint32_t options)
{
    uint32_t areas = 0;
    for (unsigned i = 0; i < model->areas; i++) {
        if ((model->area[i].options[question] & options) != 0)
            areas |= UINT32_C(1) << i;
    }
    return areas;
}

uint32_t question_areas(const struct model *model, unsigned question)
{
    uint32_t all = question_options(&model->question[question]);
    uint32_t areas = 0;
    for (unsigned i = 0; i < model->areas; i++) {
        if ((model->area[i].options[question] & all) == all)
            areas |= UINT32_C(1) << i;
    }
    return areas != 0 ? areas : question_areas_of_options(model, question, all);
}

void question_areas_names(struct buffer *out, const struct edition *edition, uint32_t areas)
{
    const char *between = "";
    for (unsigned i = 0; i < edition->model.areas; i++) {
        if ((areas >> i & 1U) == 0)
            continue;
        buffer_printf(out, "%s%s", between, edition->area[i].name);
        between = "; ";
    }
}

void question_areas_line(struct buffer *out, const struct catalog *catalog,
    const struct edition *edition, uint32_t areas)
{
    struct buffer names = {0};
    question_areas_names(&names, edition, areas);
    if (names.length > 0)
        layout_say(out, "    ", "%s: %s", tr(catalog, "Area"), buffer_string(&names));
    buffer_free(&names);
}

json_t *question_areas_ids(const struct edition *edition, uint32_t areas)
{
    json_t *list = json_array();
    for (unsigned i = 0; i < edition->model.areas; i++) {
        if ((areas >> i & 1U) != 0)
            json_parts_append(list, json_string(edition->area[i].id));
    }
    return list;
}
