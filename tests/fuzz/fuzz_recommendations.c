/* A catalogue of recommendations: what is accepted rests on what the edition has, and whoever has
 * everything lacks none of it. */
#include "base/text.h"
#include "format/recommendations.h"
#include "scoring/question.h"
#include "tests/fuzz/fuzz.h"

#include <string.h>

static void look_at(
    const struct recommendation *one, const struct answer_set *all, const struct score *of_all)
{
    const struct edition *edition = fuzz_edition();
    const struct answer_set nothing = {0};
    struct score of_nothing;
    score_compute(&edition->model, &nothing, &of_nothing);
    fuzz_require(one->grounds > 0 && text_is_plain(one->text, strlen(one->text), false));
    fuzz_require(one->group == NULL || edition_find_group(edition, one->group) >= 0);
    for (size_t i = 0; i < one->grounds; i++) {
        const struct recommendation_ground *ground = &one->ground[i];
        bool answers =
            ground->kind == RECOMMENDATION_QUESTION || ground->kind == RECOMMENDATION_AREA;
        fuzz_require(!recommendation_lacked(edition, ground, all, of_all));
        fuzz_require(recommendation_lacked(edition, ground, &nothing, &of_nothing) == answers);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct model *model = &fuzz_edition()->model;
    struct recommendations *catalogue;
    struct answer_set all = {0};
    struct score of_all;
    for (unsigned i = 0; i < model->questions; i++)
        all.answer[i] = question_answer(&model->question[i], question_options(&model->question[i]));
    score_compute(model, &all, &of_all);
    if (recommendations_load(fuzz_edition(), data, size, "input", &catalogue, NULL) != STATUS_OK)
        return 0;
    for (size_t i = 0; i < catalogue->count; i++)
        look_at(&catalogue->recommendation[i], &all, &of_all);
    recommendations_free(catalogue);
    return 0;
}
