#include "report/compare_editions.h"

#include "format/question_options.h"
#include "report/json_parts.h"
#include "report/json_succession.h"
#include "scoring/question.h"

static json_t *area_side(const struct edition *edition, const struct score *score, unsigned place)
{
    return json_pack("{s:i, s:i, s:i}", "points", (int)score->area[place].points, "max",
        (int)edition->area_points[place], "level", (int)score->area[place].level);
}

static json_t *compared_areas_of_both(const struct compare_editions *compared)
{
    const struct succession *succession = compared->succession;
    json_t *list = json_array();
    for (unsigned i = 0; i < succession->to->model.areas; i++) {
        const struct succession_area *area = &succession->area[i];
        bool any = area->kind != SUCCESSION_NEW;
        json_parts_append(list,
            json_pack("{s:s, s:s, s:s?, s:o, s:o}", "id", succession->to->area[i].id, "kind",
                json_succession_word(area->kind), "was",
                any ? succession->from->area[area->from].id : NULL, "from",
                any ? area_side(succession->from, compared->from.score, area->from) : json_null(),
                "to", area_side(succession->to, compared->to.score, i)));
    }
    return list;
}

static json_t *compared_question(const struct compare_editions *compared, unsigned place)
{
    const struct succession *succession = compared->succession;
    const struct succession_question *question = &succession->question[place];
    const struct model_question *model = &succession->to->model.question[place];
    struct compare_common common = compare_editions_common(compared, place);
    bool stacked = question_traits(model)->stacked;
    json_t *was = question->kind == SUCCESSION_NEW
                      ? json_null()
                      : json_integer(succession->from->model.question[question->from].id);
    return json_pack("{s:i, s:s, s:o, s:i, s:i, s:i, s:o, s:o}", "id", (int)model->id, "kind",
        json_succession_word(question->kind), "was", was, "of", (int)question_count(common.of),
        "from", (int)question_count(common.before), "to", (int)question_count(common.after),
        "added",
        stacked ? json_null() : question_options_json(model, common.after & ~common.before),
        "removed",
        stacked ? json_null() : question_options_json(model, common.before & ~common.after));
}

static json_t *compared_questions_of_both(const struct compare_editions *compared)
{
    json_t *list = json_array();
    for (unsigned i = 0; i < compared->succession->to->model.questions; i++)
        json_parts_append(list, compared_question(compared, i));
    return list;
}

static json_t *own_figures(const struct edition *edition, const struct score *score)
{
    return json_pack("{s:s, s:i, s:i, s:i, s:i}", "edition", edition->id, "level",
        (int)score->level, "points", (int)score->points, "points_max", (int)edition->points,
        "unsure", (int)score->unsure);
}

json_t *json_compare_editions(const struct compare_editions *compared)
{
    const struct succession *succession = compared->succession;
    struct compare_sum sum = compare_editions_sum(compared);
    return json_pack("{s:s, s:o, s:o, s:{s:i, s:i, s:i, s:i, s:i}, s:o, s:o, s:o, s:o}", "edition",
        succession->to->id, "from", own_figures(succession->from, compared->from.score), "to",
        own_figures(succession->to, compared->to.score), "comparable", "same",
        (int)succession_count(succession, SUCCESSION_SAME), "changed",
        (int)succession_count(succession, SUCCESSION_CHANGED), "of", (int)sum.of, "from",
        (int)sum.before, "to", (int)sum.after, "areas", compared_areas_of_both(compared),
        "gone_areas", json_succession_gone_areas(succession), "questions",
        compared_questions_of_both(compared), "gone", json_succession_gone(succession));
}
