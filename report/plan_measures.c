#include "report/plan_measures.h"

#include "base/memory.h"
#include "format/draft.h"
#include "report/option_list.h"
#include "report/question_areas.h"
#include "report/support_words.h"
#include "scoring/question.h"

#include <stdlib.h>

static void add_measure(struct list *measures, unsigned question, unsigned option,
    enum plan_status status, const char *why)
{
    struct plan_measure *measure = list_add(measures);
    *measure = (struct plan_measure){
        .question = question, .option = option, .status = status, .why = memory_text(why)};
}

/* The open options: so many of them are planned, the first ones; the others would do too. */
static void add_choices(struct list *measures, const struct catalog *catalog, unsigned question,
    uint32_t open, unsigned wanted, const char *why)
{
    const unsigned choices = question_count(open);
    char *chosen = memory_text(why);
    if (wanted < choices) {
        free(chosen);
        chosen =
            memory_printf(tr(catalog, "%s. Any %u of these %u will do."), why, wanted, choices);
    }
    for (unsigned i = 0, taken = 0; i < MODEL_OPTIONS_MAX; i++) {
        if ((open >> i & 1U) == 0)
            continue;
        add_measure(measures, question, i, taken < wanted ? PLAN_PLANNED : PLAN_OPTIONAL, chosen);
        taken++;
    }
    free(chosen);
}

void plan_measures_of_gap(struct list *measures, const struct catalog *catalog,
    const struct edition *edition, const struct answer_set *answers, const struct score *score,
    const struct gap *gap)
{
    for (unsigned question = 0; question < edition->model.questions; question++) {
        const struct model_question *asked = &edition->model.question[question];
        const struct points *points = &score->question[question];
        unsigned wanted = 0;
        bool minimum = false;
        for (unsigned i = 0; i < gap->steps; i++) {
            if (gap->step[i].question != question)
                continue;
            wanted += gap->step[i].add;
            minimum = minimum || gap->step[i].why == GAP_MINIMUM;
        }
        if (wanted == 0)
            continue;
        char *why =
            memory_printf(minimum ? tr(catalog, "The question needs more points for level %u")
                                  : tr(catalog, "The total needs more points for level %u"),
                gap->to);
        if (question_traits(asked)->stacked)
            add_measure(measures, question, points->points + wanted - 1, PLAN_PLANNED, why);
        else
            add_choices(measures, catalog, question,
                option_list_open(asked, &answers->answer[question], points), wanted, why);
        free(why);
    }
}

void plan_measures_of_difference(struct list *measures, const struct catalog *catalog,
    const struct edition *edition, const struct difference *difference, const char *target)
{
    char *why = memory_printf(tr(catalog, "Compared with: %s"), target);
    for (unsigned i = 0; i < edition->model.questions; i++) {
        const struct difference_question *lacking = &difference->question[i];
        if (lacking->lacks.points == 0)
            continue;
        if (question_traits(&edition->model.question[i])->stacked)
            add_measure(measures, i, lacking->has + lacking->lacks.points - 1, PLAN_PLANNED, why);
        else
            add_choices(
                measures, catalog, i, lacking->options, question_count(lacking->options), why);
    }
    free(why);
}

void plan_measures_support(struct list *measures, const struct support *support,
    const struct edition *edition, const struct score *score)
{
    for (size_t i = 0; i < measures->count; i++) {
        struct plan_measure *measure = (struct plan_measure *)measures->items + i;
        struct buffer names = {0};
        support_words_for(&names, support, edition, score, measure->question);
        free(measure->support);
        measure->support = names.length > 0 ? memory_text(buffer_string(&names)) : NULL;
        buffer_free(&names);
    }
}

char *plan_measures_words(const struct catalog *catalog, const struct edition *edition,
    const struct plan_measure *measure)
{
    const struct model_question *question = &edition->model.question[measure->question];
    const char *words = edition->question[measure->question].option[measure->option];
    char name[QUESTION_NAME_SIZE];
    if (question_traits(question)->stacked)
        return memory_printf(tr(catalog, "to step %u: %s"), measure->option + 1, words);
    question_option_name(question, measure->option, name);
    return memory_printf("%s) %s", name, words);
}

uint32_t plan_measures_areas(const struct model *model, const struct plan_measure *measure)
{
    return question_areas_of_options(model, measure->question, UINT32_C(1) << measure->option);
}

char *plan_measures_basis(const struct edition *edition, const struct answer_set *answers)
{
    struct answers *document = memory_new(1, sizeof *document);
    document->set = *answers;
    json_t *draft = draft_of_answers(edition, document);
    char *text = json_dumps(json_object_get(draft, "answers"), JSON_COMPACT);
    json_decref(draft);
    free(document);
    return text;
}

void plan_measures_free(struct list *measures)
{
    for (size_t i = 0; i < measures->count; i++) {
        struct plan_measure *measure = (struct plan_measure *)measures->items + i;
        free(measure->why);
        free(measure->support);
    }
    free(measures->items);
    *measures = (struct list){.size = measures->size};
}
