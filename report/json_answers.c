#include "report/json_answers.h"

#include "format/question_form.h"
#include "format/question_options.h"
#include "report/json_parts.h"
#include "report/question_areas.h"

#include <stdbool.h>

/* ---- findings ---- */

static json_t *findings_of(const struct findings *findings, enum finding_severity severity)
{
    json_t *list = json_array();
    for (size_t i = 0; i < findings->count; i++) {
        const struct finding *finding = &findings->list[i];
        if (finding->severity != severity)
            continue;
        json_t *question =
            finding->question == 0 ? json_null() : json_integer((json_int_t)finding->question);
        json_t *cell = finding->place == NULL ? json_null() : json_string(finding->place);
        json_parts_append(list, json_pack("{s:o, s:s, s:s, s:o}", "question", question, "code",
                                    finding->code, "message", finding->text, "cell", cell));
    }
    return list;
}

json_t *json_findings(const struct findings *findings)
{
    return json_pack("{s:o, s:o}", "errors", findings_of(findings, FINDING_ERROR), "warnings",
        findings_of(findings, FINDING_WARNING));
}

json_t *json_answered(const struct answered *answered)
{
    json_t *sections = json_array();
    for (unsigned i = 0; i < MODEL_SECTIONS_MAX; i++) {
        const struct answered_part *part = &answered->section[i];
        if (part->of > 0)
            json_parts_append(sections, json_pack("{s:i, s:i, s:i}", "section", (int)i + 1,
                                            "answered", (int)part->answered, "of", (int)part->of));
    }
    return json_pack("{s:{s:i, s:i, s:o}}", "answered", "answered", (int)answered->all.answered,
        "of", (int)answered->all.of, "sections", sections);
}

/* ---- score ---- */

static const char *assessment_code(const struct points *points)
{
    switch ((enum answer_assessment)points->assessment) {
    case ASSESSMENT_SURE:
        return "sure";
    case ASSESSMENT_UNSURE:
        return "unsure";
    case ASSESSMENT_ABSENT:
        return NULL;
    }
    return NULL;
}

static json_t *scored_areas(const struct edition *edition, const struct score *score)
{
    json_t *list = json_array();
    for (unsigned i = 0; i < edition->model.areas; i++) {
        const struct areas_result *area = &score->area[i];
        json_parts_append(list,
            json_pack("{s:s, s:i, s:i, s:i}", "id", edition->area[i].id, "points",
                (int)area->points, "max", (int)edition->area_points[i], "level", (int)area->level));
    }
    return list;
}

static json_t *scored_questions(const struct edition *edition, const struct score *score)
{
    json_t *list = json_array();
    for (unsigned i = 0; i < edition->model.questions; i++) {
        const struct points *points = &score->question[i];
        json_parts_append(
            list, json_pack("{s:i, s:s, s:i, s:s?}", "id", (int)edition->model.question[i].id,
                      "status", points_status_code((enum answer_status)points->status), "points",
                      (int)points->points, "assessment", assessment_code(points)));
    }
    return list;
}

static json_t *figure_if(bool there, unsigned figure)
{
    return there ? json_integer(figure) : json_null();
}

/* These and the standing are null where the edition gives no points. */
static json_t *scored_figures(const struct edition *edition, const struct score *score)
{
    bool has = edition_has_points(edition);
    return json_pack("{s:o, s:o, s:o, s:i}", "level", figure_if(has, score->level), "points",
        figure_if(has, score->points), "measures", figure_if(has, score->measures), "unsure",
        (int)score->unsure);
}

static json_t *scored_standing(const struct edition *edition, const struct score *score)
{
    return edition_has_points(edition) ? json_parts_standing(&score->standing) : json_null();
}

json_t *json_score(const struct edition *edition, const struct score *score)
{
    json_t *json = json_parts_joined(
        json_pack("{s:s}", "edition", edition->id), scored_figures(edition, score));
    return json_parts_joined(
        json, json_pack("{s:o, s:o, s:o}", "areas", scored_areas(edition, score), "standing",
                  scored_standing(edition, score), "questions", scored_questions(edition, score)));
}

/* ---- gap ---- */

json_t *json_gap(const struct edition *edition, const struct gap *gap)
{
    json_t *steps = json_array();
    for (unsigned i = 0; i < gap->steps; i++) {
        const struct gap_step *step = &gap->step[i];
        json_parts_append(steps,
            json_pack("{s:i, s:s, s:i, s:s, s:o}", "question",
                (int)edition->model.question[step->question].id, "why",
                step->why == GAP_MINIMUM ? "minimum" : "total", "add", (int)step->add, "topic",
                edition->question[step->question].topic, "areas",
                question_areas_ids(edition, question_areas(&edition->model, step->question))));
    }
    return json_pack("{s:i, s:i, s:o, s:i, s:i, s:i}", "from", (int)gap->from, "to", (int)gap->to,
        "steps", steps, "count", (int)gap->count, "measures", (int)gap->measures, "resolve_unsure",
        (int)gap->resolve_unsure);
}

/* ---- comparison ---- */

static json_t *side_totals(const struct edition *edition, const struct score *score)
{
    return json_parts_joined(scored_figures(edition, score),
        json_pack("{s:o}", "standing", scored_standing(edition, score)));
}

static json_t *side_area(const struct areas_result *area)
{
    return json_pack("{s:i, s:i}", "points", (int)area->points, "level", (int)area->level);
}

/* With the answer itself where there are no points to go by. */
static json_t *side_question(
    const struct edition *edition, const struct compare_side *side, unsigned place)
{
    const struct model_question *question = &edition->model.question[place];
    const struct points *points = &side->score->question[place];
    json_t *json = json_pack("{s:s, s:i, s:s?}", "status",
        points_status_code((enum answer_status)points->status), "points", (int)points->points,
        "assessment", assessment_code(points));
    if (!question_is_scored(question))
        (void)json_object_set_new(json, "yes",
            points->status == ANSWER_YES
                ? question_form_write_yes(question, &side->answers->answer[place])
                : json_null());
    return json;
}

static json_t *compared_areas(
    const struct edition *edition, const struct compare_side *from, const struct compare_side *to)
{
    json_t *list = json_array();
    for (unsigned i = 0; i < edition->model.areas; i++)
        json_parts_append(
            list, json_pack("{s:s, s:i, s:o, s:o}", "id", edition->area[i].id, "max",
                      (int)edition->area_points[i], "from", side_area(&from->score->area[i]), "to",
                      side_area(&to->score->area[i])));
    return list;
}

static json_t *compared_questions(
    const struct edition *edition, const struct compare_side *from, const struct compare_side *to)
{
    json_t *list = json_array();
    for (unsigned i = 0; i < edition->model.questions; i++) {
        struct compare_ticks changed = compare_ticks_of(from, to, i);
        if (!compare_differs(from, to, i))
            continue;
        json_parts_append(list,
            json_pack("{s:i, s:o, s:o, s:o, s:o}", "id", (int)edition->model.question[i].id, "from",
                side_question(edition, from, i), "to", side_question(edition, to, i), "added",
                question_options_json(&edition->model.question[i], changed.added), "removed",
                question_options_json(&edition->model.question[i], changed.removed)));
    }
    return list;
}

json_t *json_compare(
    const struct edition *edition, const struct compare_side *from, const struct compare_side *to)
{
    return json_pack("{s:s, s:o, s:o, s:o, s:o}", "edition", edition->id, "from",
        side_totals(edition, from->score), "to", side_totals(edition, to->score), "areas",
        compared_areas(edition, from, to), "questions", compared_questions(edition, from, to));
}
