#include "report/json_feedback.h"

#include "report/json_answers.h"
#include "report/json_parts.h"
#include "report/json_support.h"
#include "report/question_areas.h"

static void append_benchmark(json_t *list, const struct json_feedback *feedback, const char *of,
    const struct benchmark *benchmark)
{
    if (benchmark != NULL)
        json_parts_append(
            list, json_pack("{s:s,s:I,s:o}", "of", of, "n", (json_int_t)benchmark->members, "score",
                      json_score(feedback->edition, &benchmark->score)));
}

static json_t *benchmarks(const struct json_feedback *feedback)
{
    json_t *list = json_array();
    append_benchmark(list, feedback, "group", feedback->of_group);
    append_benchmark(list, feedback, "best", feedback->of_best);
    return list;
}

static json_t *quarter_json(const struct json_feedback *feedback)
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
    json_t *json = json_pack("{s:s,s:s,s:s,s:{s:s,s:s,s:s},s:s,s:s,s:o,s:o,s:o,s:o,s:o}", "format",
        JSON_FEEDBACK_FORMAT, "round", feedback->round, "edition", feedback->edition->id,
        "organisation", "name", feedback->name, "number", feedback->number, "group",
        feedback->group, "submission", feedback->submission, "issued", feedback->issued, "score",
        json_score(feedback->edition, feedback->score), "place", quarter_json(feedback),
        "benchmarks", benchmarks(feedback), "gap", gap, "support", support(feedback));
    if (feedback->unclear)
        (void)json_object_set_new(json, "unclear", json_true());
    if (feedback->demo)
        (void)json_object_set_new(json, "demo", json_true());
    return json;
}
