#include "format/feedback_benchmarks.h"

#include "format/json_file.h"

#include <string.h>

static enum status read_area(const struct json_place *list, unsigned place,
    const struct edition *edition, struct score *score, struct error *err)
{
    const struct json_place area = json_element(list, place);
    const char *id;
    uint64_t points;
    TRY(json_require_string(&area, "id", EDITION_WORD_SIZE - 1, &id, err));
    if (strcmp(id, edition->area[place].id) != 0)
        return json_refuse(&area, err, "the area \"%s\" is expected here", edition->area[place].id);
    TRY(json_require_integer(&area, "points", 0, edition->area_points[place], &points, err));
    score->area[place].points = (unsigned)points;
    return STATUS_OK;
}

static enum status read_reached(const struct json_place *place, const struct edition *edition,
    struct score *score, struct error *err)
{
    struct json_place areas;
    uint64_t level;
    uint64_t points;
    size_t count;
    TRY(json_require_integer(place, "level", 0, edition->model.levels, &level, err));
    TRY(json_require_integer(place, "points", 0, edition->points, &points, err));
    TRY(json_require_array(place, "areas", MODEL_AREAS_MAX, &areas, &count, err));
    if (count != edition->model.areas)
        return json_refuse(&areas, err, "%u areas are expected", edition->model.areas);
    score->level = (unsigned)level;
    score->points = (unsigned)points;
    for (unsigned i = 0; i < edition->model.areas; i++)
        TRY(read_area(&areas, i, edition, score, err));
    return STATUS_OK;
}

static enum status read_benchmark_of(const struct json_place *place, const struct edition *edition,
    struct feedback_benchmark *out, struct error *err)
{
    struct json_place score;
    const char *of;
    uint64_t members;
    *out = (struct feedback_benchmark){0};
    TRY(json_require_string(place, "of", EDITION_WORD_SIZE - 1, &of, err));
    TRY(json_require_integer(place, "n", 1, UINT32_MAX, &members, err));
    TRY(json_require(place, "score", &score, err));
    out->best = strcmp(of, "best") == 0;
    out->members = (unsigned)members;
    return read_reached(&score, edition, &out->score, err);
}

static enum status read_feedback(const struct json_place *root, const struct edition *edition,
    struct feedback_benchmark *out, size_t *count, struct error *err)
{
    struct json_place list;
    const char *id;
    TRY(json_require_string(root, "edition", EDITION_WORD_SIZE - 1, &id, err));
    if (strcmp(id, edition->id) != 0) {
        (void)json_refuse(root, err,
            "edition: the feedback is on answers to \"%s\", but these answer \"%s\"", id,
            edition->id);
        return json_file_refused_as(err, REASON_UNKNOWN_EDITION);
    }
    TRY(json_require_array(root, "benchmarks", FEEDBACK_BENCHMARKS_MAX, &list, count, err));
    for (size_t i = 0; i < *count; i++) {
        struct json_place place = json_element(&list, i);
        TRY(read_benchmark_of(&place, edition, &out[i], err));
    }
    return STATUS_OK;
}

enum status feedback_benchmarks_load(const struct edition *edition, const void *bytes,
    size_t length, const char *name, struct feedback_benchmark out[FEEDBACK_BENCHMARKS_MAX],
    size_t *count, struct error *err)
{
    struct json_place root;
    const struct json_source source = {.text = bytes, .length = length};
    *count = 0;
    TRY(json_file_read(bytes, length, name, FEEDBACK_FORMAT, &root, err));
    root.source = &source;
    enum status status = read_feedback(&root, edition, out, count, err);
    json_decref(root.value);
    return status;
}
