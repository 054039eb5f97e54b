#include "report/benchmark_report.h"
#include "report/json_answers.h"
#include "report/json_parts.h"
#include "report/option_list.h"

static json_t *yes_count(const struct benchmark_result *report, unsigned question)
{
    const struct stats_cell *yes = &report->yes[question];
    if (yes->show == STATS_NUMBER)
        return json_integer((json_int_t)yes->value);
    return yes->show == STATS_SMALL ? json_string(STATS_SMALL_TEXT) : json_null();
}

static json_t *chosen(const struct benchmark_result *report, unsigned question)
{
    json_t *list = json_array();
    for (unsigned i = 0; i < report->scope.edition->model.question[question].options; i++)
        list =
            json_parts_append(list, json_integer((json_int_t)report->counts.chosen[question][i]));
    return list;
}

static json_t *strength_of(const struct benchmark_result *report, unsigned question)
{
    struct benchmark_strength strength =
        benchmark_strength(&report->counts, &report->benchmark, question);
    return json_pack("{s:i, s:i}", "part", (int)strength.part, "of", (int)strength.of);
}

static const char *kind_code(uint8_t kind)
{
    switch ((enum benchmark_kind)kind) {
    case BENCHMARK_NO:
        return NULL;
    case BENCHMARK_MAJORITY:
        return "majority";
    case BENCHMARK_MINORITY:
        return "minority";
    }
    return NULL;
}

static json_t *question_json(const struct benchmark_result *report, unsigned question)
{
    const struct edition *edition = report->scope.edition;
    const struct model_question *asked = &edition->model.question[question];
    uint8_t kind = report->benchmark.question[question].kind;
    bool all = !report->scope.published;
    return json_pack("{s:i, s:s, s:s, s:s?, s:o, s:o, s:o, s:o}", "id", (int)asked->id, "topic",
        edition->question[question].topic, "answer", kind == BENCHMARK_NO ? "no" : "yes", "kind",
        kind_code(kind), "yes", option_list_json(asked, report->benchmark.question[question].kept),
        "yes_count", yes_count(report, question), "chosen",
        all ? chosen(report, question) : json_null(), "strength",
        all ? strength_of(report, question) : json_null());
}

static json_t *questions(const struct benchmark_result *report)
{
    json_t *list = json_array();
    for (unsigned i = 0; i < report->scope.edition->model.questions; i++)
        list = json_parts_append(list, question_json(report, i));
    return list;
}

static json_t *result(const struct benchmark_result *report)
{
    const struct edition *edition = report->scope.edition;
    const struct benchmark *benchmark = &report->benchmark;
    json_t *score = json_score(edition, &benchmark->score);
    json_t *areas = json_object_get(score, "areas");
    for (unsigned i = 0; score != NULL && i < edition->model.areas; i++) {
        unsigned measures = benchmark_area_measures(&edition->model, benchmark, i);
        if (json_object_set_new(
                json_array_get(areas, i), "measures", json_integer((json_int_t)measures)) != 0) {
            json_decref(score);
            score = NULL;
        }
    }
    return score;
}

json_t *json_benchmark(const struct benchmark_result *report)
{
    json_t *best = report->best == 0 ? json_null() : json_integer((json_int_t)report->best);
    json_t *own = json_pack("{s:o, s:i, s:i, s:i, s:o, s:o}", "best", best, "left_out",
        (int)report->left_out, "of", (int)report->scope.members, "n",
        (int)report->benchmark.members, "questions", questions(report), "result", result(report));
    return json_parts_joined(json_scope(&report->scope), own);
}
