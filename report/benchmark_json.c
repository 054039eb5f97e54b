#include "format/benchmarks.h"
#include "format/question_options.h"
#include "report/benchmark_report.h"
#include "report/json_answers.h"
#include "report/json_parts.h"
#include "report/scope.h"
#include "scoring/question.h"

static json_t *yes_count(const struct benchmark_result *result, unsigned question)
{
    const struct stats_cell *yes = &result->yes[question];
    if (yes->show == STATS_NUMBER)
        return json_integer((json_int_t)yes->value);
    return yes->show == STATS_SMALL ? json_string(CELL_SMALL_TEXT) : json_null();
}

static json_t *chosen_counts(const struct benchmark_result *result, unsigned question)
{
    json_t *list = json_array();
    for (unsigned i = 0; i < result->scope.edition->model.question[question].options; i++)
        json_parts_append(list, json_integer((json_int_t)result->counts.chosen[question][i]));
    return list;
}

static json_t *strength_of(const struct benchmark_result *result, unsigned question)
{
    struct benchmark_strength strength =
        benchmark_strength(&result->counts, &result->benchmark, question);
    return json_pack("{s:i, s:i}", "part", (int)strength.part, "of", (int)strength.of);
}

/* Of a question that is withheld only what was asked. */
static json_t *withheld_json(const struct edition *edition, unsigned question)
{
    return json_pack("{s:i, s:s, s:n, s:n, s:n, s:n, s:n, s:n, s:n}", "id",
        (int)edition->model.question[question].id, "topic", edition->question[question].topic,
        "answer", "kind", "close", "yes", "yes_count", "chosen", "strength");
}

static json_t *question_json(const struct benchmark_result *result, unsigned question)
{
    const struct edition *edition = result->scope.edition;
    const struct model_question *asked = &edition->model.question[question];
    uint8_t kind = result->benchmark.question[question].kind;
    bool shown = result->yes[question].show == STATS_NUMBER;
    bool all = !result->scope.published || (result->scope.rounded && shown);
    json_t *close = result->scope.rounded ? json_boolean(result->close[question]) : json_null();
    return json_pack("{s:i, s:s, s:s, s:s?, s:o, s:o, s:o, s:o, s:o}", "id", (int)asked->id,
        "topic", edition->question[question].topic, "answer", kind == BENCHMARK_NO ? "no" : "yes",
        "kind", benchmarks_kind((enum benchmark_kind)kind), "close", close, "yes",
        question_options_json(asked, result->benchmark.question[question].kept), "yes_count",
        yes_count(result, question), "chosen", all ? chosen_counts(result, question) : json_null(),
        "strength", all ? strength_of(result, question) : json_null());
}

static json_t *typical_answers(const struct benchmark_result *result)
{
    json_t *list = json_array();
    for (unsigned i = 0; i < result->scope.edition->model.questions; i++) {
        if (!question_is_scored(&result->scope.edition->model.question[i]))
            continue;
        json_parts_append(list, result->benchmark.question[i].kind == BENCHMARK_LEFT_OUT
                                    ? withheld_json(result->scope.edition, i)
                                    : question_json(result, i));
    }
    return list;
}

/* The score, with the measures of each area. */
static json_t *score_with_measures(const struct benchmark_result *result)
{
    const struct edition *edition = result->scope.edition;
    json_t *score = json_score(edition, &result->benchmark.score);
    json_t *areas = json_object_get(score, "areas");
    for (unsigned i = 0; i < edition->model.areas; i++) {
        unsigned measures = benchmark_area_measures(&edition->model, &result->benchmark, i);
        json_object_set_new(
            json_array_get(areas, i), "measures", json_integer((json_int_t)measures));
    }
    return score;
}

json_t *benchmark_json(const struct benchmark_result *result)
{
    json_t *best = result->best == 0 ? json_null() : json_integer((json_int_t)result->best);
    json_t *left_out = result->best > 0 && result->scope.published
                           ? json_null() /* a count of a few, and exact */
                           : json_integer((json_int_t)result->left_out);
    json_t *own = json_pack("{s:o, s:o, s:i, s:i, s:i, s:o, s:o}", "best", best, "left_out",
        left_out, "of", (int)result->scope.members, "n", (int)result->benchmark.members, "withheld",
        (int)benchmark_left_out(&result->scope.edition->model, &result->benchmark), "questions",
        typical_answers(result), "result", score_with_measures(result));
    return json_parts_joined(scope_json(&result->scope), own);
}
