#include "cmd/ui/gap_result.h"

#include "base/memory.h"
#include "cmd/ui/targets.h"
#include "report/csv_plan.h"
#include "report/json_answers.h"
#include "report/json_difference.h"
#include "report/json_support.h"
#include "report/plan_measures.h"
#include "report/recommended.h"
#include "report/text_difference.h"
#include "report/text_gap.h"
#include "report/text_support.h"

#include <stdlib.h>

enum status gap_result_begin(struct app *app, const struct edition *edition,
    const struct answer_set *answers, const char *group, struct gap_result *result,
    struct error *err)
{
    *result = (struct gap_result){.edition = edition, .answers = answers, .group = group};
    score_compute(&edition->model, answers, &result->score);
    return catalogues_load(app, edition, &result->catalogues, err);
}

void gap_result_free(struct gap_result *result)
{
    catalogues_free(&result->catalogues);
    buffer_free(&result->target);
}

/* ---- what it is compared with ---- */

enum status gap_result_to_level(
    struct app *app, const struct option_spec *option, struct gap_result *result, struct error *err)
{
    const struct model *model = &result->edition->model;
    const struct score *score = &result->score;
    unsigned level = score->level < model->levels ? score->level + 1 : model->levels;
    TRY(option_number(app->options, option, 1, model->levels, &level, err));
    if (!gap_find(model, score, level, &result->gap))
        return error_set(err, STATUS_REFUSED, REASON_NOT_FOUND,
            "level %u cannot be reached: the edition's questions do not give enough points", level);
    return STATUS_OK;
}

void gap_result_against(const struct answer_set *target, struct gap_result *result)
{
    const struct model *model = &result->edition->model;
    difference_find(model, result->answers, target, &result->difference);
}

enum status gap_result_against_profile(
    struct app *app, const char *word, struct gap_result *result, struct error *err)
{
    struct target *target = memory_allocate(sizeof *target);
    enum status status;
    TRY_OUT(target_named(app, result->edition, word, target, err));
    buffer_text(&result->target, target->name);
    gap_result_against(&target->set, result);
out:
    free(target);
    return status;
}

/* ---- how it is shown ---- */

static void choose_support(const struct gap_result *result, struct support_chosen *chosen)
{
    const struct support *support = result->catalogues.support;
    if (result->target.length > 0)
        support_choice_of_difference(
            support, result->edition, &result->score, &result->difference, chosen);
    else
        support_choice_of_gap(support, result->edition, &result->score, &result->gap, chosen);
}

static void find_recommended(const struct gap_result *result, struct recommended *recommended)
{
    recommended_find(result->catalogues.recommendations, result->edition, result->group,
        result->answers, &result->score, recommended);
}

void gap_result_text(const struct app *app, struct gap_result *result, struct buffer *out)
{
    const struct edition *edition = result->edition;
    const struct support *support = result->catalogues.support;
    struct support_chosen chosen;
    struct recommended recommended;
    if (result->target.length > 0)
        text_difference(out, app->catalog, edition, &result->difference,
            buffer_string(&result->target), support, &result->score);
    else
        text_gap(
            out, app->catalog, edition, result->answers, &result->score, &result->gap, support);
    choose_support(result, &chosen);
    text_support(out, app->catalog, support, &chosen);
    find_recommended(result, &recommended);
    recommended_text(out, app->catalog, edition, result->catalogues.recommendations, &recommended);
}

void gap_result_measures(const struct app *app, struct gap_result *result, struct list *measures)
{
    const struct edition *edition = result->edition;
    if (result->target.length > 0)
        plan_measures_of_difference(
            measures, app->catalog, edition, &result->difference, buffer_string(&result->target));
    else
        plan_measures_of_gap(
            measures, app->catalog, edition, result->answers, &result->score, &result->gap);
    plan_measures_support(measures, result->catalogues.support, edition, &result->score);
}

void gap_result_plan(const struct app *app, struct gap_result *result, struct buffer *out)
{
    struct list measures = {.size = sizeof(struct plan_measure)};
    gap_result_measures(app, result, &measures);
    csv_plan(out, app->catalog, result->edition, result->answers, &measures);
    plan_measures_free(&measures);
}

json_t *gap_result_json(struct gap_result *result)
{
    const struct edition *edition = result->edition;
    const bool target = result->target.length > 0;
    struct support_chosen chosen;
    struct recommended recommended;
    json_t *json =
        target ? json_difference(edition, &result->difference, buffer_string(&result->target))
               : json_gap(edition, &result->gap);
    choose_support(result, &chosen);
    json_support_put(json, target ? "questions" : "steps", edition, result->catalogues.support,
        &result->score, &chosen);
    find_recommended(result, &recommended);
    (void)json_object_set_new(json, "recommendations", recommended_json(edition, &recommended));
    return json;
}
