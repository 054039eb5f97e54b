#include "report/recommended.h"

#include "format/question_options.h"
#include "report/json_parts.h"
#include "report/layout.h"
#include "scoring/question.h"

#include <string.h>

static uint32_t lacked_of(const struct recommendation *what, const struct edition *edition,
    const struct answer_set *answers, const struct score *score)
{
    uint32_t lacks = 0;
    for (size_t i = 0; i < what->grounds; i++) {
        if (recommendation_lacked(edition, &what->ground[i], answers, score))
            lacks |= UINT32_C(1) << i;
    }
    return lacks;
}

void recommended_find(const struct recommendations *recommendations, const struct edition *edition,
    const char *group, const struct answer_set *answers, const struct score *score,
    struct recommended *out)
{
    out->count = 0;
    for (size_t i = 0; recommendations != NULL && i < recommendations->count; i++) {
        const struct recommendation *what = &recommendations->recommendation[i];
        if (what->group != NULL && strcmp(what->group, group) != 0)
            continue;
        uint32_t lacks = lacked_of(what, edition, answers, score);
        if (lacks != 0)
            out->one[out->count++] = (struct recommended_one){what, lacks};
    }
}

/* ---- in words ---- */

static void append_question(struct buffer *out, const struct catalog *catalog,
    const struct edition *edition, const struct recommendation_ground *ground)
{
    const struct model_question *question = &edition->model.question[ground->place];
    buffer_printf(out, tr(catalog, "question %u"), (unsigned)question->id);
    if (ground->options != 0 && question_traits(question)->stacked) {
        buffer_text(out, ", ");
        buffer_printf(out, tr(catalog, "step %u"), question_highest(ground->options));
    }
    for (unsigned i = 0; !question_traits(question)->stacked && i < question->options; i++) {
        char name[QUESTION_NAME_SIZE];
        if ((ground->options >> i & 1U) == 0)
            continue;
        question_option_name(question, i, name);
        buffer_printf(out, " %s", name);
    }
    buffer_printf(out, " (%s)", edition->question[ground->place].topic);
}

void recommended_lacks(struct buffer *out, const struct catalog *catalog,
    const struct edition *edition, const struct recommended_one *one)
{
    const char *between = "";
    for (size_t i = 0; i < one->what->grounds; i++) {
        const struct recommendation_ground *ground = &one->what->ground[i];
        if ((one->lacks >> i & 1U) == 0)
            continue;
        buffer_text(out, between);
        between = "; ";
        if (ground->kind == RECOMMENDATION_AREA)
            buffer_text(out, edition->area[ground->place].name);
        else
            append_question(out, catalog, edition, ground);
    }
}

void recommended_text(struct buffer *out, const struct catalog *catalog,
    const struct edition *edition, const struct recommendations *recommendations,
    const struct recommended *recommended)
{
    if (recommended->count == 0)
        return;
    buffer_text(out, "\n");
    layout_paragraph(out, "", tr(catalog, "Recommended, for what is lacking:"));
    for (size_t i = 0; i < recommended->count; i++) {
        const struct recommended_one *one = &recommended->one[i];
        struct buffer lacks = {0};
        recommended_lacks(&lacks, catalog, edition, one);
        layout_say(out, "  - ", "%s. %s", one->what->title, one->what->text);
        layout_say(out, "    ", "%s: %s", tr(catalog, "Lacking"), buffer_string(&lacks));
        buffer_free(&lacks);
    }
    buffer_text(out, "\n");
    layout_paragraph(out, "", recommendations->about);
}

/* ---- as JSON ---- */

static json_t *ground_json(
    const struct edition *edition, const struct recommendation_ground *ground)
{
    if (ground->kind == RECOMMENDATION_AREA)
        return json_pack("{s:s}", "area", edition->area[ground->place].id);
    const struct model_question *question = &edition->model.question[ground->place];
    json_t *json = json_pack("{s:i}", "question", (int)question->id);
    if (ground->options != 0)
        (void)json_object_set_new(json, "yes",
            question_traits(question)->stacked ? json_integer(question_highest(ground->options))
                                               : question_options_json(question, ground->options));
    return json;
}

static json_t *lacks_json(const struct edition *edition, const struct recommended_one *one)
{
    json_t *list = json_array();
    for (size_t i = 0; i < one->what->grounds; i++) {
        if ((one->lacks >> i & 1U) != 0)
            json_parts_append(list, ground_json(edition, &one->what->ground[i]));
    }
    return list;
}

json_t *recommended_json(const struct edition *edition, const struct recommended *recommended)
{
    json_t *list = json_array();
    for (size_t i = 0; i < recommended->count; i++) {
        const struct recommended_one *one = &recommended->one[i];
        json_parts_append(
            list, json_pack("{s:s, s:s?, s:s, s:s, s:s, s:o}", "id", one->what->id, "group",
                      one->what->group, "title", one->what->title, "text", one->what->text, "why",
                      one->what->why, "lacks", lacks_json(edition, one)));
    }
    return list;
}
