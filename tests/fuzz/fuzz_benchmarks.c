/* A document of published benchmarks: what is accepted is written as it came, and its figures are
 * those of its answers. */
#include "format/benchmarks.h"
#include "scoring/difference.h"
#include "tests/fuzz/fuzz.h"

static void look_at_benchmark(const struct benchmarks *all, const struct published_benchmark *one)
{
    const struct model *model = &fuzz_edition()->model;
    struct answer_set nothing = {0};
    struct difference difference;
    struct score score;
    char id[BENCHMARKS_ID_SIZE];
    benchmarks_id(one, id);
    fuzz_require(benchmarks_find(all, id) == one && one->benchmark.members > 0);
    score_compute(model, &one->benchmark.answers, &score);
    fuzz_require(
        score.level == one->benchmark.score.level && score.points == one->benchmark.score.points);
    difference_find(model, &nothing, &one->benchmark.answers, &difference);
    fuzz_require(difference.lacks.points == score.points);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct benchmarks all;
    struct benchmarks again;
    struct buffer written = {0};
    struct buffer twice = {0};
    if (benchmarks_load(fuzz_edition(), data, size, "input", &all, NULL) != STATUS_OK)
        return 0;
    fuzz_require(all.count > 0 && all.count <= BENCHMARKS_MAX);
    for (size_t i = 0; i < all.count; i++)
        look_at_benchmark(&all, &all.one[i]);
    fuzz_require(benchmarks_write(fuzz_edition(), &all, &written, NULL) == STATUS_OK);
    fuzz_require(benchmarks_load(fuzz_edition(), written.data, written.length, "again", &again,
                     NULL) == STATUS_OK);
    fuzz_require(benchmarks_write(fuzz_edition(), &again, &twice, NULL) == STATUS_OK);
    fuzz_require(fuzz_same(&twice, written.data, written.length));
    benchmarks_free(&again);
    benchmarks_free(&all);
    buffer_free(&twice);
    buffer_free(&written);
    return 0;
}
