#include "report/exchange_json.h"

#include "report/json_parts.h"

static json_t *peer_questions(
    const struct edition *edition, const struct exchange_questions *questions)
{
    json_t *list = json_array();
    for (unsigned i = 0; i < edition->model.questions; i++) {
        if (exchange_has(questions, i))
            json_parts_append(list, json_integer((json_int_t)edition->model.question[i].id));
    }
    return list;
}

static json_t *peers_json(
    const struct edition *edition, const struct exchange_peer peer[], unsigned count)
{
    json_t *list = json_array();
    for (unsigned i = 0; i < count; i++) {
        json_parts_append(list, json_pack("{s:s, s:s, s:s, s:o}", "number", peer[i].number,
                                    "organisation", peer[i].name, "group", peer[i].group,
                                    "questions", peer_questions(edition, &peer[i].questions)));
    }
    return list;
}

json_t *exchange_json(const struct edition *edition, const struct exchange *exchange)
{
    if (!exchange->consents)
        return json_null();
    json_t *list = json_array();
    for (unsigned i = 0; i < edition->model.areas; i++) {
        const struct exchange_area *area = &exchange->area[i];
        json_parts_append(
            list, json_pack("{s:s, s:o, s:o}", "area", edition->area[i].id, "teachers",
                      peers_json(edition, area->teacher, area->teachers), "learners",
                      peers_json(edition, area->learner, area->learners)));
    }
    return list;
}
