#include "report/json_succession.h"

#include "report/json_parts.h"

const char *json_succession_word(enum succession_kind kind)
{
    static const char *const WORDS[] = {
        [SUCCESSION_NEW] = "new", [SUCCESSION_CHANGED] = "changed", [SUCCESSION_SAME] = "same"};
    return WORDS[kind];
}

json_t *json_succession_gone(const struct succession *succession)
{
    json_t *list = json_array();
    for (unsigned i = 0; i < succession->from->model.questions; i++) {
        if (succession->gone[i])
            json_parts_append(list, json_integer(succession->from->model.question[i].id));
    }
    return list;
}

json_t *json_succession_gone_areas(const struct succession *succession)
{
    json_t *list = json_array();
    for (unsigned i = 0; i < succession->from->model.areas; i++) {
        if (succession->gone_area[i])
            json_parts_append(list, json_string(succession->from->area[i].id));
    }
    return list;
}

static json_t *related_questions(const struct succession *succession)
{
    json_t *list = json_array();
    for (unsigned i = 0; i < succession->to->model.questions; i++) {
        const struct succession_question *question = &succession->question[i];
        json_t *was = question->kind == SUCCESSION_NEW
                          ? json_null()
                          : json_integer(succession->from->model.question[question->from].id);
        json_parts_append(
            list, json_pack("{s:i, s:s, s:o}", "id", (int)succession->to->model.question[i].id,
                      "kind", json_succession_word(question->kind), "was", was));
    }
    return list;
}

static json_t *related_areas(const struct succession *succession)
{
    json_t *list = json_array();
    for (unsigned i = 0; i < succession->to->model.areas; i++) {
        const struct succession_area *area = &succession->area[i];
        json_parts_append(
            list, json_pack("{s:s, s:s, s:s?}", "id", succession->to->area[i].id, "kind",
                      json_succession_word(area->kind), "was",
                      area->kind == SUCCESSION_NEW ? NULL : succession->from->area[area->from].id));
    }
    return list;
}

json_t *json_succession(const struct succession *succession)
{
    return json_pack("{s:o, s:o, s:o, s:o}", "questions", related_questions(succession), "gone",
        json_succession_gone(succession), "areas", related_areas(succession), "gone_areas",
        json_succession_gone_areas(succession));
}
