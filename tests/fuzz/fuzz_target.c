/* A target profile: what is accepted is a set of valid, sure answers that others are held against.
 */
#include "format/target.h"
#include "scoring/difference.h"
#include "scoring/score.h"
#include "tests/fuzz/fuzz.h"

#include <stdlib.h>

static void look_at(const struct target *target)
{
    const struct model *model = &fuzz_edition()->model;
    struct answer_set nothing = {0};
    struct difference difference;
    struct score score;
    score_compute(model, &target->set, &score);
    difference_find(model, &nothing, &target->set, &difference);
    fuzz_require(score.points > 0 && score.unsure == 0);
    fuzz_require(
        difference.lacks.points == score.points && difference.lacks.measures == score.measures);
    for (unsigned i = 0; i < model->questions; i++)
        fuzz_require(score.question[i].status == ANSWER_YES ||
                     score.question[i].status == ANSWER_UNANSWERED);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct target *target = malloc(sizeof *target);
    fuzz_require(target != NULL);
    if (target_load(fuzz_edition(), data, size, "input", target, NULL) == STATUS_OK)
        look_at(target);
    free(target);
    return 0;
}
