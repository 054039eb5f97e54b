/* The fields of an edition's model: which questions ask about each, and the level that is aimed at.
 */
#include "format/edition_parts.h"
#include "scoring/question.h"

#include <string.h>

/* A question from which one option is chosen, without points, of which there are so few; as its
 * place from 1. */
static enum status read_field_question(const struct json_place *field, const char *key,
    const struct edition *edition, uint8_t *place, struct error *err)
{
    uint64_t id;
    TRY(json_require_integer(field, key, 1, UINT16_MAX, &id, err));
    int found = edition_find_question(edition, (unsigned)id);
    if (found < 0 || edition->model.question[found].kind != QUESTION_CHOICE ||
        edition->model.question[found].options > MODEL_FIELD_STEPS_MAX)
        return json_refuse(field, err,
            "%s: a question of the kind \"choice\" with at most %d options is expected", key,
            MODEL_FIELD_STEPS_MAX);
    *place = (uint8_t)(found + 1);
    return STATUS_OK;
}

static bool is_there(const struct json_place *field, const char *key)
{
    struct json_place member;
    return json_member(field, key, &member);
}

/* The first option is the yes, and what follows is asked after it alone. */
static enum status check_field(const struct json_place *place, const struct model *model,
    const struct model_field *field, struct error *err)
{
    const struct model_question *question = &model->question[field->question - 1];
    if (question->options != 2 || question->asked_if != 0)
        return json_refuse(place, err,
            "question: one with two options, yes and no, that is always asked is expected");
    if (field->follow_up == 0)
        return STATUS_OK;
    const struct model_question *follow_up = &model->question[field->follow_up - 1];
    if (follow_up->asked_if != field->question || follow_up->asked_options != 1)
        return json_refuse(place, err,
            "follow_up: a question that is asked after option a of the field's question is "
            "expected");
    return STATUS_OK;
}

static enum status read_field(
    const struct json_place *place, struct edition *edition, struct error *err)
{
    static const char *const keys[] = {"id", "question", "follow_up", "maturity", NULL};
    struct model *model = &edition->model;
    struct model_field field = {0};
    const char *id;
    TRY(json_expect_object(place, keys, err));
    TRY(json_require_string(place, "id", EDITION_WORD_SIZE - 1, &id, err));
    if (id[0] == '\0' || edition_find_field(edition, id) >= 0)
        return json_refuse(place, err, "id: \"%s\" is empty or stands twice", id);
    TRY(read_field_question(place, "question", edition, &field.question, err));
    if (is_there(place, "follow_up"))
        TRY(read_field_question(place, "follow_up", edition, &field.follow_up, err));
    if (is_there(place, "maturity"))
        TRY(read_field_question(place, "maturity", edition, &field.maturity, err));
    TRY(check_field(place, model, &field, err));
    edition->field_id[model->fields] = id;
    model->field[model->fields++] = field;
    return STATUS_OK;
}

/* Every field with levels of maturity has one to aim at. */
static enum status read_target(
    const struct json_place *model, struct edition *edition, struct error *err)
{
    uint64_t most = 0;
    uint64_t target;
    for (unsigned i = 0; i < edition->model.fields; i++) {
        unsigned maturity = edition->model.field[i].maturity;
        if (maturity == 0)
            continue;
        uint64_t options = edition->model.question[maturity - 1].options;
        most = most == 0 || options < most ? options : most;
    }
    if (most == 0 && !is_there(model, "target"))
        return STATUS_OK;
    if (most == 0)
        return json_refuse(model, err, "target: no field has levels of maturity; take it away");
    TRY(json_require_integer(model, "target", 1, most, &target, err));
    edition->model.target = (uint8_t)target;
    return STATUS_OK;
}

enum status edition_read_fields(
    const struct json_place *model, struct edition *edition, struct error *err)
{
    struct json_place list;
    size_t count = 0;
    if (json_member(model, "fields", &list))
        TRY(json_require_array(model, "fields", MODEL_FIELDS_MAX, &list, &count, err));
    for (size_t i = 0; i < count; i++) {
        struct json_place place = json_element(&list, i);
        TRY(read_field(&place, edition, err));
    }
    return read_target(model, edition, err);
}
