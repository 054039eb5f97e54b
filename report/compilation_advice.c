#include "report/compilation_advice.h"

#include "report/compilation_words.h"
#include "report/html_page.h"
#include "scoring/question.h"

#include <string.h>

/* ---- how many lack something ---- */

/* How many lack what is meant of a question, and whether that is a step to be reached. */
struct lacking {
    bool shown;
    bool step;
    unsigned lacking;
    unsigned members;
};

/* "85 of 169 lack it", or a dash. */
static void add_lacking(
    struct buffer *out, const struct catalog *catalog, const struct lacking *found)
{
    if (found->shown)
        buffer_printf(out,
            found->step ? tr(catalog, "%u of %u have not come that far")
                        : tr(catalog, "%u of %u lack it"),
            found->lacking, found->members);
    else
        buffer_text(out, "–");
}

/* How many have what is meant of a question; false if that may not be shown. */
static bool find_having(const struct benchmark_result *typical,
    const struct model_question *question, const struct recommendation_ground *ground,
    unsigned *having)
{
    const struct stats_cell *yes = &typical->yes[ground->place];
    unsigned place = ground->place;
    if (yes->show != STATS_NUMBER || typical->counts.left_out[place])
        return false;
    *having = (unsigned)yes->value;
    if (ground->options == 0)
        return true;
    if (typical->scope.published && !typical->scope.rounded)
        return false;
    const bool stacked = question_traits(question)->stacked;
    unsigned first = stacked ? question_highest(ground->options) - 1 : 0;
    *having = 0;
    for (unsigned i = first; i < question->options; i++) {
        if (stacked || ground->options == UINT32_C(1) << i)
            *having += typical->counts.chosen[place][i];
    }
    return stacked || question_count(ground->options) == 1;
}

static void add_question_figure(struct buffer *out, const struct catalog *catalog,
    const struct compilation_advice *advice, const struct recommendation_ground *ground)
{
    const struct model_question *question = &advice->edition->model.question[ground->place];
    const struct edition_question *words = &advice->edition->question[ground->place];
    unsigned having = 0;
    bool shown = advice->typical != NULL && find_having(advice->typical, question, ground, &having);
    buffer_printf(out, "%s: ", words->topic);
    for (unsigned i = 0; i < question->options; i++) {
        bool highest =
            question_traits(question)->stacked && i + 1 != question_highest(ground->options);
        if ((ground->options >> i & 1U) == 0 || highest)
            continue;
        compilation_words_within(out, words->option[i]);
        buffer_text(out, ": ");
    }
    /* Of rounded counts those that have it may be more than all. */
    unsigned members = shown ? advice->typical->benchmark.members : 0;
    struct lacking found = {.shown = shown,
        .step = ground->options != 0 && question_traits(question)->stacked,
        .lacking = having < members ? members - having : 0,
        .members = members};
    add_lacking(out, catalog, &found);
}

static void add_area_figure(struct buffer *out, const struct catalog *catalog,
    const struct compilation_advice *advice, const struct recommendation_ground *ground)
{
    const struct stats_area *area = &advice->stats->area[ground->place];
    bool shown = area->at_level[0].show == STATS_NUMBER && area->whole.show == STATS_NUMBER;
    buffer_printf(out, "%s: ", advice->edition->area[ground->place].name);
    if (shown)
        buffer_printf(out, tr(catalog, "%u of %u have no level"), (unsigned)area->at_level[0].value,
            (unsigned)area->whole.value);
    else
        buffer_text(out, "–");
}

/* How many questions many can teach, and few can. */
static void add_cooperation_figure(
    struct buffer *out, const struct catalog *catalog, const struct compilation_advice *advice)
{
    struct cooperate_question question[MODEL_QUESTIONS_MAX];
    unsigned shown = 0;
    const struct model *model = &advice->edition->model;
    for (unsigned i = 0; advice->typical != NULL && i < model->questions; i++) {
        const struct stats_cell *yes = &advice->typical->yes[i];
        if (!question_is_scored(&model->question[i]) || yes->show != STATS_NUMBER ||
            yes->value > advice->typical->benchmark.members)
            continue;
        cooperate_put(&advice->edition->even, i, (unsigned)yes->value,
            advice->typical->benchmark.members, question, shown++);
    }
    if (shown == 0) {
        buffer_text(out, "–");
        return;
    }
    struct cooperate_mix mix = cooperate_mix(question, shown);
    buffer_printf(out, tr(catalog, "of %u questions %u are split evenly, and on %u few can teach"),
        shown, mix.even, mix.few);
}

static void add_demands_figure(
    struct buffer *out, const struct catalog *catalog, const struct compilation_advice *advice)
{
    if (advice->target == NULL) {
        buffer_text(out, tr(catalog, "what is left is counted where a target profile is given"));
        return;
    }
    buffer_printf(out, "%s: ", advice->target->name);
    if (advice->left->show != STATS_NUMBER) {
        buffer_text(out, "–");
        return;
    }
    buffer_printf(out, tr(catalog, "the typical organisation lacks %u of %u measures"),
        (unsigned)advice->left->value, advice->demanded);
}

void compilation_advice_figure(struct buffer *out, const struct catalog *catalog,
    const struct compilation_advice *advice, const struct recommendation_ground *ground)
{
    switch (ground->kind) {
    case RECOMMENDATION_QUESTION:
        add_question_figure(out, catalog, advice, ground);
        break;
    case RECOMMENDATION_AREA:
        add_area_figure(out, catalog, advice, ground);
        break;
    case RECOMMENDATION_COOPERATION:
        add_cooperation_figure(out, catalog, advice);
        break;
    case RECOMMENDATION_DEMANDS:
        add_demands_figure(out, catalog, advice);
        break;
    }
}

/* ---- recommendations ---- */

static void put_recommendation(struct buffer *out, const struct catalog *catalog,
    const struct compilation_advice *advice, const struct recommendation *one, unsigned level)
{
    html_add(out, "<h%u class=\"part\">%s</h%u>\n<p>%s</p>\n<p>%s</p>\n", level, one->title, level,
        one->text, one->why);
    buffer_text(out, "<ul class=\"grounds\">\n");
    for (size_t i = 0; i < one->grounds; i++) {
        struct buffer figure = {0};
        compilation_advice_figure(&figure, catalog, advice, &one->ground[i]);
        html_add(out, "<li>%s</li>\n", buffer_string(&figure));
        buffer_free(&figure);
    }
    buffer_text(out, "</ul>\n");
}

void compilation_advice(struct buffer *out, const struct catalog *catalog,
    const struct compilation_advice *advice, unsigned level)
{
    for (size_t i = 0; i < advice->recommendations->count; i++) {
        const struct recommendation *one = &advice->recommendations->recommendation[i];
        bool own = one->group == NULL || advice->group == NULL
                       ? one->group == advice->group
                       : strcmp(one->group, advice->group) == 0;
        if (own)
            put_recommendation(out, catalog, advice, one, level);
    }
}
