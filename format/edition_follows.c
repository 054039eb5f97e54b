/* What an edition continues of the one that it follows (docs/edition.md, "What an edition
 * follows").
 */
#include "format/edition_parts.h"
#include "scoring/question.h"

#include <string.h>

/* ---- questions ---- */

/* "c", or "3": the place of an option of that name among so many, from 0; -1 if there is none. */
static int option_of_name(bool numbered, unsigned options, const char *name)
{
    for (unsigned i = 0; i < options; i++) {
        struct model_question one = {.kind = numbered ? QUESTION_SCALE : QUESTION_CHECKLIST};
        char called[QUESTION_NAME_SIZE];
        question_option_name(&one, i, called);
        if (strcmp(called, name) == 0)
            return (int)i;
    }
    return -1;
}

/* {"a": "a", "b": "d"}: of the options that continue one, which. */
static enum status read_options(const struct json_place *place,
    const struct model_question *question, struct edition_follows_question *follows,
    struct error *err)
{
    bool numbered = question_traits(question)->numbered;
    uint32_t taken = 0;
    struct json_place map;
    const char *key, *name;
    json_t *value;
    if (!json_member(place, "options", &map))
        return STATUS_OK;
    follows->changed = true;
    TRY(json_expect_object(&map, NULL, err));
    json_object_foreach(map.value, key, value)
    {
        struct json_place member = {.value = value, .parent = &map, .key = key};
        int option = option_of_name(numbered, question->options, key);
        if (option < 0)
            return json_refuse(&member, err, "the question has no such option");
        TRY(json_expect_string(&member, QUESTION_NAME_SIZE - 1, false, &name, err));
        int from = option_of_name(numbered, MODEL_OPTIONS_MAX, name);
        if (from < 0 || (taken & UINT32_C(1) << from) != 0)
            return json_refuse(&member, err,
                "expected an option of the earlier question that no other one continues");
        taken |= UINT32_C(1) << from;
        follows->option[option] = (uint8_t)(from + 1);
    }
    return STATUS_OK;
}

/* Whether that question of the earlier edition stands in it already. */
static bool is_named(const struct edition_follows *follows, unsigned count, uint64_t id)
{
    for (unsigned i = 0; i < count; i++) {
        if (follows->question[i].from == id)
            return true;
    }
    for (unsigned i = 0; i < follows->gone; i++) {
        if (follows->gone_question[i] == id)
            return true;
    }
    return false;
}

static enum status read_question(
    const struct json_place *place, unsigned i, struct edition *edition, struct error *err)
{
    static const char *const keys[] = {"id", "from", "options", NULL};
    struct edition_follows_question *follows = &edition->follows.question[i];
    const struct model_question *question = &edition->model.question[i];
    struct json_place from, options;
    uint64_t id = 0;
    TRY(json_expect_object(place, keys, err));
    TRY(json_require_integer(place, "id", 1, UINT16_MAX, &id, err));
    if (id != question->id)
        return json_refuse(place, err,
            "expected the question %u: all of them, in the model's order", (unsigned)question->id);
    if (!json_member(place, "from", &from)) {
        if (json_member(place, "options", &options))
            return json_refuse(&options, err, "a question that is new has no options from before");
        return STATUS_OK;
    }
    TRY(json_expect_integer(&from, 1, UINT16_MAX, &id, err));
    if (is_named(&edition->follows, i, id))
        return json_refuse(&from, err, "another question continues %u already", (unsigned)id);
    follows->from = (uint16_t)id;
    return read_options(place, question, follows, err);
}

static enum status read_questions(
    const struct json_place *root, struct edition *edition, struct error *err)
{
    struct json_place list;
    size_t count;
    TRY(json_require_array(root, "questions", MODEL_QUESTIONS_MAX, &list, &count, err));
    if (count != edition->model.questions)
        return json_refuse(&list, err, "expected all %u questions, in the model's order",
            (unsigned)edition->model.questions);
    for (size_t i = 0; i < count; i++) {
        struct json_place place = json_element(&list, i);
        TRY(read_question(&place, (unsigned)i, edition, err));
    }
    return STATUS_OK;
}

static enum status read_gone(
    const struct json_place *root, struct edition *edition, struct error *err)
{
    struct edition_follows *follows = &edition->follows;
    struct json_place list;
    size_t count;
    uint64_t id, before = 0;
    TRY(json_require_array(root, "gone", MODEL_QUESTIONS_MAX, &list, &count, err));
    for (size_t i = 0; i < count; i++, before = id) {
        struct json_place place = json_element(&list, i);
        TRY(json_expect_integer(&place, 1, UINT16_MAX, &id, err));
        if (id <= before || is_named(follows, edition->model.questions, id))
            return json_refuse(&place, err,
                "expected questions of the earlier edition that none continues, in rising order");
        follows->gone_question[follows->gone++] = (uint16_t)id;
    }
    return STATUS_OK;
}

/* ---- areas ---- */

static bool is_area_named(const struct edition_follows *follows, unsigned count, const char *id)
{
    for (unsigned i = 0; i < count; i++) {
        if (strcmp(follows->area[i], id) == 0)
            return true;
    }
    for (unsigned i = 0; i < follows->gone_areas; i++) {
        if (strcmp(follows->gone_area[i], id) == 0)
            return true;
    }
    return false;
}

static enum status read_area(
    const struct json_place *place, unsigned i, struct edition *edition, struct error *err)
{
    static const char *const keys[] = {"id", "from", NULL};
    struct json_place from;
    const char *id;
    char earlier[EDITION_WORD_SIZE];
    TRY(json_expect_object(place, keys, err));
    TRY(json_require_string(place, "id", EDITION_WORD_SIZE - 1, &id, err));
    if (strcmp(id, edition->area[i].id) != 0)
        return json_refuse(
            place, err, "expected the area %s: all, in the model's order", edition->area[i].id);
    if (!json_member(place, "from", &from))
        return STATUS_OK;
    TRY(json_copy_string(&from, earlier, sizeof earlier, false, err));
    if (earlier[0] == '\0' || is_area_named(&edition->follows, i, earlier))
        return json_refuse(
            &from, err, "expected an area of the earlier edition that no other one continues");
    memcpy(edition->follows.area[i], earlier, sizeof earlier);
    return STATUS_OK;
}

static enum status read_areas(
    const struct json_place *root, struct edition *edition, struct error *err)
{
    struct json_place list;
    size_t count;
    TRY(json_require_array(root, "areas", MODEL_AREAS_MAX, &list, &count, err));
    if (count != edition->model.areas)
        return json_refuse(&list, err, "expected all %u areas, in the model's order",
            (unsigned)edition->model.areas);
    for (size_t i = 0; i < count; i++) {
        struct json_place place = json_element(&list, i);
        TRY(read_area(&place, (unsigned)i, edition, err));
    }
    return STATUS_OK;
}

static enum status read_gone_areas(
    const struct json_place *root, struct edition *edition, struct error *err)
{
    struct edition_follows *follows = &edition->follows;
    struct json_place list;
    size_t count;
    TRY(json_require_array(root, "gone_areas", MODEL_AREAS_MAX, &list, &count, err));
    for (size_t i = 0; i < count; i++) {
        struct json_place place = json_element(&list, i);
        char id[EDITION_WORD_SIZE];
        TRY(json_copy_string(&place, id, sizeof id, false, err));
        if (id[0] == '\0' || is_area_named(follows, edition->model.areas, id))
            return json_refuse(
                &place, err, "expected an area of the earlier edition that none continues");
        memcpy(follows->gone_area[follows->gone_areas++], id, sizeof id);
    }
    return STATUS_OK;
}

/* ---- the whole ---- */

enum status edition_read_follows(
    const struct json_place *root, struct edition *edition, struct error *err)
{
    static const char *const keys[] = {"edition", "questions", "gone", "areas", "gone_areas", NULL};
    struct json_place follows, id;
    if (!json_member(root, "follows", &follows))
        return STATUS_OK;
    TRY(json_expect_object(&follows, keys, err));
    TRY(json_require(&follows, "edition", &id, err));
    TRY(json_copy_string(
        &id, edition->follows.edition, sizeof edition->follows.edition, false, err));
    if (edition->follows.edition[0] == '\0' || strcmp(edition->follows.edition, edition->id) == 0)
        return json_refuse(&id, err, "expected the id of the edition before");
    TRY(read_questions(&follows, edition, err));
    TRY(read_gone(&follows, edition, err));
    TRY(read_areas(&follows, edition, err));
    return read_gone_areas(&follows, edition, err);
}
