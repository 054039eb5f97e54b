#include "report/json_feedback.h"

#include "report/json_answers.h"
#include "report/json_support.h"
#include "report/question_areas.h"

static json_t *benchmarks(const struct json_feedback *feedback)
{
    const struct {
        const char *of;
        const struct benchmark *benchmark;
    } told[] = {{"group", feedback->of_group}, {"best", feedback->of_best}};
    json_t *array = json_array();
    for (size_t i = 0; array != NULL && i < 2; i++) {
        if (told[i].benchmark == NULL)
            continue;
        json_t *one = json_pack("{s:s,s:I,s:o}", "of", told[i].of, "n",
            (json_int_t)told[i].benchmark->members, "score",
            json_score(feedback->edition, &told[i].benchmark->score));
        if (json_array_append_new(array, one) != 0) {
            json_decref(array);
            array = NULL;
        }
    }
    return array;
}

static json_t *place(const struct json_feedback *feedback)
{
    if (feedback->quarter == 0)
        return json_null();
    return json_pack("{s:s,s:I,s:I}", "group", feedback->group, "of", (json_int_t)feedback->counted,
        "quarter", (json_int_t)feedback->quarter);
}

static json_t *support(const struct json_feedback *feedback)
{
    if (feedback->gap == NULL)
        return json_array();
    struct touched_areas touched = touched_by_gap(&feedback->edition->model, feedback->gap);
    return json_support(feedback->edition, feedback->support, feedback->score, &touched);
}

json_t *json_feedback(const struct json_feedback *feedback)
{
    json_t *gap = feedback->gap == NULL ? json_null() : json_gap(feedback->edition, feedback->gap);
    return json_pack("{s:s,s:s,s:s,s:{s:s,s:s,s:s},s:s,s:s,s:o,s:o,s:o,s:o,s:o}", "format",
        JSON_FEEDBACK_FORMAT, "round", feedback->round, "edition", feedback->edition->id,
        "organisation", "name", feedback->name, "number", feedback->number, "group",
        feedback->group, "submission", feedback->submission, "issued", feedback->issued, "score",
        json_score(feedback->edition, feedback->score), "place", place(feedback), "benchmarks",
        benchmarks(feedback), "gap", gap, "support", support(feedback));
}
