#include "format/recommendations.h"

#include "base/memory.h"
#include "base/text.h"
#include "format/json_file.h"
#include "format/question_form.h"
#include "scoring/points.h"

#include <stdlib.h>
#include <string.h>

enum { LINE_MAX_BYTES = 600, TITLE_MAX_CHARACTERS = 60 };

extern const unsigned char embedded_recommendations_2021_json[];
extern const size_t embedded_recommendations_2021_json_size;

static const char builtin_id[] = "recommendations-2021";

/* ---- what a recommendation rests on ---- */

static enum status read_question_ground(const struct json_place *place,
    const struct edition *edition, struct recommendation_ground *out, struct error *err)
{
    static const char *const keys[] = {"question", "yes", NULL};
    struct json_place yes;
    uint64_t id;
    TRY(json_expect_object(place, keys, err));
    TRY(json_require_integer(place, "question", 1, UINT16_MAX, &id, err));
    int found = edition_find_question(edition, (unsigned)id);
    if (found < 0)
        return json_refuse(place, err, "the edition has no question %u", (unsigned)id);
    out->kind = RECOMMENDATION_QUESTION;
    out->place = (unsigned)found;
    const struct model_question *question = &edition->model.question[found];
    if (!question_is_scored(question))
        return json_refuse(
            place, err, "the question %u gives no points, so none are lacked", (unsigned)id);
    if (!json_member(place, "yes", &yes))
        return STATUS_OK;
    struct answer demanded = {0};
    TRY(question_form_read_yes(&yes, question, QUESTION_FORM_DEMAND, &demanded, err));
    out->options = question_held(question, question_chosen(question, &demanded));
    return STATUS_OK;
}

static enum status read_area_ground(const struct json_place *place, const struct edition *edition,
    struct recommendation_ground *out, struct error *err)
{
    static const char *const keys[] = {"area", NULL};
    const char *id;
    TRY(json_expect_object(place, keys, err));
    TRY(json_file_line(place, "area", EDITION_WORD_SIZE - 1, &id, err));
    int found = edition_find_area(edition, id);
    if (found < 0)
        return json_refuse(place, err, "the edition has no area \"%s\"", id);
    out->kind = RECOMMENDATION_AREA;
    out->place = (unsigned)found;
    return STATUS_OK;
}

static enum status read_figures_ground(
    const struct json_place *place, struct recommendation_ground *out, struct error *err)
{
    static const char *const keys[] = {"figures", NULL};
    const char *which;
    TRY(json_expect_object(place, keys, err));
    TRY(json_require_string(place, "figures", EDITION_WORD_SIZE - 1, &which, err));
    if (strcmp(which, "cooperation") == 0)
        out->kind = RECOMMENDATION_COOPERATION;
    else if (strcmp(which, "demands") == 0)
        out->kind = RECOMMENDATION_DEMANDS;
    else
        return json_refuse(place, err, "figures: \"cooperation\" or \"demands\" is expected");
    return STATUS_OK;
}

static enum status read_ground(const struct json_place *place, const struct edition *edition,
    struct recommendation *out, struct error *err)
{
    static const char *const keys[] = {"question", "yes", "area", "figures", NULL};
    struct recommendation_ground *ground = &out->ground[out->grounds];
    struct json_place member;
    TRY(json_expect_object(place, keys, err));
    if (json_member(place, "area", &member))
        TRY(read_area_ground(place, edition, ground, err));
    else if (json_member(place, "figures", &member))
        TRY(read_figures_ground(place, ground, err));
    else
        TRY(read_question_ground(place, edition, ground, err));
    for (size_t i = 0; i < out->grounds; i++) {
        const struct recommendation_ground *other = &out->ground[i];
        if (other->kind == ground->kind && other->place == ground->place &&
            other->options == ground->options)
            return json_refuse(place, err, "the same stands in this list already");
    }
    out->grounds++;
    return STATUS_OK;
}

/* ---- recommendations ---- */

static enum status read_recommendation_id(const struct json_place *place,
    const struct recommendations *earlier, struct recommendation *out, struct error *err)
{
    TRY(json_file_id(place, EDITION_WORD_SIZE, &out->id, err));
    for (size_t i = 0; i < earlier->count; i++) {
        if (strcmp(earlier->recommendation[i].id, out->id) == 0)
            return json_refuse(place, err, "id: \"%s\" stands twice", out->id);
    }
    return STATUS_OK;
}

/* null, or a group of the edition; none before one that an earlier recommendation is for. */
static enum status read_recommendation_group(const struct json_place *place,
    const struct edition *edition, const struct recommendations *earlier,
    struct recommendation *out, struct error *err)
{
    struct json_place group;
    int before = -1;
    TRY(json_require(place, "group", &group, err));
    if (earlier->count > 0 && earlier->recommendation[earlier->count - 1].group != NULL)
        before = edition_find_group(edition, earlier->recommendation[earlier->count - 1].group);
    int found = -1;
    if (!json_is_null(group.value)) {
        TRY(json_expect_string(&group, EDITION_WORD_SIZE - 1, false, &out->group, err));
        found = edition_find_group(edition, out->group);
        if (found < 0)
            return json_refuse(
                &group, err, "the edition has no group \"%s\"; null stands for all", out->group);
    }
    if (found < before)
        return json_refuse(&group, err,
            "first those for all are expected, then those of each group, in the edition's order");
    return STATUS_OK;
}

static enum status read_recommendation(const struct json_place *place,
    const struct edition *edition, struct recommendations *out, struct error *err)
{
    static const char *const keys[] = {"id", "group", "title", "text", "why", "rests_on", NULL};
    struct recommendation *made = &out->recommendation[out->count];
    struct json_place list;
    size_t count;
    TRY(json_expect_object(place, keys, err));
    TRY(read_recommendation_id(place, out, made, err));
    TRY(read_recommendation_group(place, edition, out, made, err));
    TRY(json_file_line(place, "title", LINE_MAX_BYTES, &made->title, err));
    if (text_width(made->title) > TITLE_MAX_CHARACTERS)
        return json_refuse(place, err, "title: shorten it to %d characters", TITLE_MAX_CHARACTERS);
    TRY(json_file_line(place, "text", LINE_MAX_BYTES, &made->text, err));
    TRY(json_file_line(place, "why", LINE_MAX_BYTES, &made->why, err));
    TRY(json_require_array(place, "rests_on", RECOMMENDATION_GROUNDS_MAX, &list, &count, err));
    for (size_t i = 0; i < count; i++) {
        struct json_place element = json_element(&list, i);
        TRY(read_ground(&element, edition, made, err));
    }
    if (count == 0)
        return json_refuse(&list, err, "write what the recommendation rests on");
    out->count++;
    return STATUS_OK;
}

/* ---- the catalogue ---- */

static enum status expect_edition_of_catalogue(
    const struct json_place *root, const struct edition *edition, struct error *err)
{
    const char *id;
    TRY(json_require_string(root, "edition", EDITION_WORD_SIZE - 1, &id, err));
    if (strcmp(id, edition->id) == 0)
        return STATUS_OK;
    (void)json_refuse(root, err,
        "edition: the recommendations are for \"%s\", and \"%s\" is expected", id, edition->id);
    return json_file_refused_as(err, REASON_UNKNOWN_EDITION);
}

static enum status read_recommendations(const struct json_place *root,
    const struct edition *edition, struct recommendations *out, struct error *err)
{
    static const char *const keys[] = {
        "format", "id", "edition", "title", "about", "recommendations", NULL};
    struct json_place list;
    size_t count;
    TRY(json_expect_object(root, keys, err));
    TRY(expect_edition_of_catalogue(root, edition, err));
    TRY(json_file_line(root, "id", EDITION_WORD_SIZE - 1, &out->id, err));
    TRY(json_file_line(root, "title", LINE_MAX_BYTES, &out->title, err));
    TRY(json_file_line(root, "about", LINE_MAX_BYTES, &out->about, err));
    TRY(json_require_array(root, "recommendations", RECOMMENDATIONS_MAX, &list, &count, err));
    for (size_t i = 0; i < count; i++) {
        struct json_place place = json_element(&list, i);
        TRY(read_recommendation(&place, edition, out, err));
    }
    if (count == 0)
        return json_refuse(&list, err, "at least one recommendation is expected");
    return STATUS_OK;
}

enum status recommendations_load(const struct edition *edition, const void *bytes, size_t length,
    const char *name, struct recommendations **out, struct error *err)
{
    struct json_place root;
    *out = NULL;
    TRY(json_file_read(bytes, length, name, RECOMMENDATIONS_FORMAT, &root, err));
    const struct json_source source = {.text = bytes, .length = length};
    root.source = &source;
    struct recommendations *made = memory_new(1, sizeof *made);
    made->document = root.value;
    enum status status;
    TRY_OUT(read_recommendations(&root, edition, made, err));
    *out = made;
    made = NULL;
out:
    recommendations_free(made);
    return status;
}

enum status recommendations_builtin(
    const struct edition *edition, struct recommendations **out, struct error *err)
{
    struct error own;
    error_init(&own, err == NULL ? NULL : err->catalog);
    enum status status = recommendations_load(edition, embedded_recommendations_2021_json,
        embedded_recommendations_2021_json_size, builtin_id, out, &own);
    if (status == STATUS_REFUSED && own.reason == REASON_UNKNOWN_EDITION)
        return STATUS_OK;
    if (status != STATUS_OK && err != NULL)
        *err = own;
    return status;
}

void recommendations_free(struct recommendations *recommendations)
{
    if (recommendations == NULL)
        return;
    json_decref(recommendations->document);
    free(recommendations);
}

bool recommendation_lacked(const struct edition *edition,
    const struct recommendation_ground *ground, const struct answer_set *answers,
    const struct score *score)
{
    if (ground->kind == RECOMMENDATION_AREA)
        return score->area[ground->place].level == 0;
    if (ground->kind != RECOMMENDATION_QUESTION)
        return false;
    struct points points;
    uint32_t held = points_judge_at(&edition->model, answers, ground->place, &points);
    return ground->options == 0 ? points.points == 0 : (ground->options & ~held) != 0;
}
