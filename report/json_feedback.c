#include "report/json_feedback.h"

#include "report/json_answers.h"
#include "report/json_parts.h"
#include "report/json_support.h"
#include "report/recommended.h"

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

/* The gap with the support for its steps; what is chosen stands beside it. */
static json_t *gap_json(const struct json_feedback *feedback, json_t **support)
{
    struct support_chosen chosen;
    if (feedback->gap == NULL) {
        *support = json_array();
        return json_null();
    }
    json_t *gap = json_gap(feedback->edition, feedback->gap);
    support_choice_of_gap(
        feedback->support, feedback->edition, feedback->score, feedback->gap, &chosen);
    json_support_put(gap, "steps", feedback->edition, feedback->support, feedback->score, &chosen);
    *support = json_incref(json_object_get(gap, "support"));
    (void)json_object_del(gap, "support");
    return gap;
}

json_t *json_feedback(const struct json_feedback *feedback)
{
    json_t *support;
    json_t *gap = gap_json(feedback, &support);
    json_t *json = json_pack("{s:s,s:s,s:s,s:{s:s,s:s,s:s},s:s,s:s,s:o,s:o,s:o,s:o,s:o}", "format",
        JSON_FEEDBACK_FORMAT, "round", feedback->round, "edition", feedback->edition->id,
        "organisation", "name", feedback->name, "number", feedback->number, "group",
        feedback->group, "submission", feedback->submission, "issued", feedback->issued, "score",
        json_score(feedback->edition, feedback->score), "place", quarter_json(feedback),
        "benchmarks", benchmarks(feedback), "gap", gap, "support", support);
    struct recommended recommended;
    recommended_find(feedback->recommendations, feedback->edition, feedback->group,
        feedback->answers, feedback->score, &recommended);
    (void)json_object_set_new(
        json, "recommendations", recommended_json(feedback->edition, &recommended));
    if (feedback->unclear)
        (void)json_object_set_new(json, "unclear", json_true());
    if (feedback->demo)
        (void)json_object_set_new(json, "demo", json_true());
    return json;
}
