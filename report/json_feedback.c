#include "report/json_feedback.h"

#include "report/exchange_json.h"
#include "report/json_answers.h"
#include "report/json_difference.h"
#include "report/json_parts.h"
#include "report/json_support.h"
#include "report/recommended.h"

static json_t *feedback_benchmarks(const struct json_feedback *feedback)
{
    json_t *list = json_array();
    for (size_t i = 0; feedback->shown != NULL && i < feedback->shown->count; i++) {
        const struct published_benchmark *one = &feedback->shown->one[i];
        json_parts_append(list, json_pack("{s:s,s:I,s:o}", "of", one->best > 0 ? "best" : "group",
                                    "n", (json_int_t)one->benchmark.members, "score",
                                    json_score(feedback->edition, &one->benchmark.score)));
    }
    return list;
}

static json_t *published_json(const struct json_feedback *feedback)
{
    if (feedback->shown == NULL || feedback->shown->count == 0)
        return json_null();
    return benchmarks_json(feedback->edition, feedback->shown);
}

static json_t *catch_up_json(const struct json_feedback *feedback)
{
    json_t *list = json_array();
    for (unsigned i = 0; i < feedback->catch_ups; i++) {
        const struct json_catch_up *one = &feedback->catch_up[i];
        json_parts_append(
            list, json_parts_joined(json_pack("{s:s}", "of", one->of),
                      json_difference(feedback->edition, one->difference, one->name)));
    }
    return list;
}

static json_t *since_json(const struct json_feedback *feedback)
{
    const struct compare_side now = {feedback->answers, feedback->score};
    if (feedback->before == NULL)
        return json_null();
    return json_parts_joined(json_pack("{s:s}", "round", feedback->before_round),
        feedback->before_editions != NULL
            ? json_compare_editions(feedback->before_editions)
            : json_compare(feedback->edition, feedback->before, &now));
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
        "benchmarks", feedback_benchmarks(feedback), "gap", gap, "support", support);
    struct recommended recommended;
    recommended_find(feedback->recommendations, feedback->edition, feedback->group,
        feedback->answers, feedback->score, &recommended);
    (void)json_object_set_new(
        json, "recommendations", recommended_json(feedback->edition, &recommended));
    (void)json_object_set_new(json, "published", published_json(feedback));
    (void)json_object_set_new(json, "catch_up", catch_up_json(feedback));
    (void)json_object_set_new(json, "since", since_json(feedback));
    (void)json_object_set_new(
        json, "exchange", exchange_json(feedback->edition, feedback->exchange));
    if (feedback->unclear)
        (void)json_object_set_new(json, "unclear", json_true());
    if (feedback->demo)
        (void)json_object_set_new(json, "demo", json_true());
    return json;
}
