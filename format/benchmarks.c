#include "format/benchmarks.h"

#include "base/memory.h"
#include "format/question_options.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- the list ---- */

struct published_benchmark *benchmarks_add(struct benchmarks *benchmarks)
{
    if (benchmarks->one == NULL)
        benchmarks->one = memory_new(BENCHMARKS_MAX, sizeof *benchmarks->one);
    struct published_benchmark *one = &benchmarks->one[benchmarks->count++];
    *one = (struct published_benchmark){0};
    return one;
}

void benchmarks_free(struct benchmarks *benchmarks)
{
    free(benchmarks->one);
    *benchmarks = (struct benchmarks){0};
}

void benchmarks_id(const struct published_benchmark *one, char id[BENCHMARKS_ID_SIZE])
{
    const char *group = one->group[0] == '\0' ? BENCHMARKS_ALL : one->group;
    if (one->best == 0)
        (void)snprintf(id, BENCHMARKS_ID_SIZE, "%s", group);
    else
        (void)snprintf(id, BENCHMARKS_ID_SIZE, "%s-%u-best", group, one->best);
}

const struct published_benchmark *benchmarks_find(
    const struct benchmarks *benchmarks, const char *id)
{
    for (size_t i = 0; i < benchmarks->count; i++) {
        char own[BENCHMARKS_ID_SIZE];
        benchmarks_id(&benchmarks->one[i], own);
        if (strcmp(own, id) == 0)
            return &benchmarks->one[i];
    }
    return NULL;
}

/* ---- writing ---- */

const char *benchmarks_kind(enum benchmark_kind kind)
{
    switch (kind) {
    case BENCHMARK_NO:
    case BENCHMARK_LEFT_OUT:
    case BENCHMARK_NONE:
        return NULL;
    case BENCHMARK_MAJORITY:
        return "majority";
    case BENCHMARK_MINORITY:
        return "minority";
    }
    return NULL;
}

static json_t *yes_json(const struct published_benchmark *one, unsigned place)
{
    switch ((enum benchmarks_yes)one->yes[place]) {
    case BENCHMARKS_YES_HIDDEN:
        return json_null();
    case BENCHMARKS_YES_SMALL:
        return json_string(BENCHMARKS_SMALL);
    case BENCHMARKS_YES_NUMBER:
        return json_integer((json_int_t)one->benchmark.question[place].yes_count);
    }
    return json_null();
}

static json_t *question_of(const struct edition *edition, const struct published_benchmark *one,
    bool rounded, unsigned place)
{
    const struct model_question *question = &edition->model.question[place];
    enum benchmark_kind kind = one->benchmark.question[place].kind;
    if (kind == BENCHMARK_LEFT_OUT || kind == BENCHMARK_NONE)
        return json_pack("{s:i, s:n, s:n, s:n, s:n, s:n, s:n}", "id", (int)question->id, "answer",
            "kind", "close", "yes", "yes_count", "points");
    return json_pack("{s:i, s:s, s:s?, s:o, s:o, s:o, s:i}", "id", (int)question->id, "answer",
        kind == BENCHMARK_NO ? "no" : "yes", "kind", benchmarks_kind(kind), "close",
        rounded ? json_boolean(one->close[place]) : json_null(), "yes",
        question_options_json(question, one->benchmark.question[place].kept), "yes_count",
        yes_json(one, place), "points", (int)one->benchmark.score.question[place].points);
}

static json_t *areas_json(const struct edition *edition, const struct benchmark *benchmark)
{
    json_t *list = json_array();
    for (unsigned i = 0; i < edition->model.areas; i++) {
        const struct areas_result *area = &benchmark->score.area[i];
        (void)json_array_append_new(list,
            json_pack("{s:s, s:i, s:i, s:i, s:i}", "id", edition->area[i].id, "points",
                (int)area->points, "max", (int)edition->area_points[i], "level", (int)area->level,
                "measures", (int)benchmark_area_measures(&edition->model, benchmark, i)));
    }
    return list;
}

json_t *benchmarks_one_json(
    const struct edition *edition, const struct published_benchmark *one, bool rounded)
{
    char id[BENCHMARKS_ID_SIZE];
    const struct score *score = &one->benchmark.score;
    json_t *questions = json_array();
    benchmarks_id(one, id);
    for (unsigned i = 0; i < edition->model.questions; i++)
        (void)json_array_append_new(questions, question_of(edition, one, rounded, i));
    return json_pack("{s:s, s:s?, s:o, s:i, s:o, s:{s:i, s:i, s:i, s:o}}", "id", id, "group",
        one->group[0] == '\0' ? NULL : one->group, "best",
        one->best == 0 ? json_null() : json_integer((json_int_t)one->best), "n",
        (int)one->benchmark.members, "questions", questions, "result", "level", (int)score->level,
        "points", (int)score->points, "measures", (int)score->measures, "areas",
        areas_json(edition, &one->benchmark));
}

json_t *benchmarks_json(const struct edition *edition, const struct benchmarks *benchmarks)
{
    json_t *list = json_array();
    for (size_t i = 0; i < benchmarks->count; i++)
        (void)json_array_append_new(
            list, benchmarks_one_json(edition, &benchmarks->one[i], benchmarks->rounded));
    return json_pack("{s:s, s:s, s:s, s:s, s:o}", "format", BENCHMARKS_FORMAT, "edition",
        benchmarks->edition, "round", benchmarks->round, "form",
        benchmarks->rounded ? "rounded" : "hidden", "benchmarks", list);
}

enum status benchmarks_write(const struct edition *edition, const struct benchmarks *benchmarks,
    struct buffer *out, struct error *err)
{
    json_t *json = benchmarks_json(edition, benchmarks);
    enum status status = json_write_pretty(json, out, err);
    json_decref(json);
    return status;
}
