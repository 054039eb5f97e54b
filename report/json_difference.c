#include "report/json_difference.h"

#include "format/question_options.h"
#include "report/json_parts.h"
#include "report/question_areas.h"
#include "scoring/question.h"

static json_t *lacking_question(
    const struct edition *edition, const struct difference *difference, unsigned place)
{
    const struct difference_question *lacking = &difference->question[place];
    const struct model_question *model = &edition->model.question[place];
    bool stacked = question_traits(model)->stacked;
    uint32_t areas = question_areas_of_options(&edition->model, place, lacking->options);
    return json_pack("{s:i, s:s, s:o, s:i, s:i, s:o, s:o, s:o}", "question", (int)model->id,
        "topic", edition->question[place].topic, "areas", question_areas_ids(edition, areas),
        "points", (int)lacking->lacks.points, "measures", (int)lacking->lacks.measures, "options",
        stacked ? json_null() : question_options_json(model, lacking->options), "from",
        stacked ? json_integer(lacking->has) : json_null(), "to",
        stacked ? json_integer(lacking->has + lacking->lacks.points) : json_null());
}

static json_t *lacking_questions(const struct edition *edition, const struct difference *difference)
{
    json_t *list = json_array();
    for (unsigned i = 0; i < edition->model.questions; i++) {
        if (difference->question[i].lacks.points > 0)
            json_parts_append(list, lacking_question(edition, difference, i));
    }
    return list;
}

static json_t *lacking_areas(const struct edition *edition, const struct difference *difference)
{
    json_t *list = json_array();
    for (unsigned i = 0; i < edition->model.areas; i++) {
        const struct difference_count *lacks = &difference->area[i];
        json_parts_append(list, json_pack("{s:s, s:i, s:i}", "id", edition->area[i].id, "points",
                                    (int)lacks->points, "measures", (int)lacks->measures));
    }
    return list;
}

json_t *json_difference(
    const struct edition *edition, const struct difference *difference, const char *target)
{
    return json_pack("{s:s, s:i, s:i, s:o, s:o}", "target", target, "points",
        (int)difference->lacks.points, "measures", (int)difference->lacks.measures, "questions",
        lacking_questions(edition, difference), "areas", lacking_areas(edition, difference));
}
