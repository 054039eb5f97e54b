#include "analysis/panel_rise.h"

#include "format/edition.h"
#include "format/succession.h"
#include "scoring/question.h"

/* ---- of one edition: levels ---- */

static void add_rise(
    struct panel_rise *rise, enum forecast_rise expected, uint64_t before, uint64_t after)
{
    rise->both++;
    rise->higher += after > before;
    rise->same += after == before;
    rise->lower += after < before;
    rise->expected[expected]++;
    rise->came[expected] += after > before;
}

static void add_levels(const struct model *model, const struct answer_set answers[PANEL_ROUNDS],
    struct panel_rise *rise)
{
    struct forecast forecast;
    struct score second;
    forecast_find(model, &answers[PANEL_FIRST], &forecast);
    score_compute(model, &answers[PANEL_SECOND], &second);
    add_rise(rise, (enum forecast_rise)forecast.rise, forecast.now.level, second.level);
    for (unsigned level = 1; level <= model->levels; level++) {
        rise->reach[PANEL_FIRST][level] += forecast.now.level >= level;
        rise->least[level] += forecast.least.level >= level;
        rise->most[level] += forecast.most.level >= level;
        rise->reach[PANEL_SECOND][level] += second.level >= level;
    }
}

/* ---- of two: points on what goes on ---- */

/* What goes on of the points of these options, which are chosen of the earlier question. */
static unsigned going_on(const struct succession *since, unsigned place, uint32_t chosen)
{
    const struct model_question *then = &since->from->model.question[since->question[place].from];
    return question_count(succession_carried(since, place, question_held(then, chosen)));
}

/* Of any one option, the fewest. */
static unsigned going_on_least(const struct succession *since, unsigned place)
{
    const struct model_question *then = &since->from->model.question[since->question[place].from];
    unsigned least = MODEL_OPTIONS_MAX;
    for (unsigned i = 0; i < then->options; i++) {
        unsigned points = going_on(since, place, UINT32_C(1) << i);
        least = points < least ? points : least;
    }
    return least;
}

static void add_question(const struct succession *since, unsigned place,
    const struct answer_set answers[PANEL_ROUNDS], struct panel_common *own)
{
    const struct model *then = &since->from->model;
    unsigned from = since->question[place].from;
    struct points points;
    uint32_t before = succession_carried(
        since, place, points_judge_at(then, &answers[PANEL_FIRST], from, &points));
    uint32_t after = points_judge_at(&since->to->model, &answers[PANEL_SECOND], place, &points) &
                     succession_continuing(since, place);
    unsigned all = going_on(since, place, question_options(&then->question[from]));
    bool partly = forecast_is_partly(then, &answers[PANEL_FIRST], from);
    own->of += all;
    own->reach[PANEL_FIRST] += question_count(before);
    own->reach[PANEL_SECOND] += question_count(after);
    own->least += partly ? going_on_least(since, place) : question_count(before);
    own->most += partly ? all : question_count(before);
}

static void add_common(const struct succession *since,
    const struct answer_set answers[PANEL_ROUNDS], struct panel_rise *rise)
{
    struct panel_common own = {0};
    for (unsigned i = 0; i < since->to->model.questions; i++) {
        if (since->question[i].kind != SUCCESSION_NEW &&
            question_is_scored(&since->to->model.question[i]))
            add_question(since, i, answers, &own);
    }
    uint64_t before = own.reach[PANEL_FIRST];
    enum forecast_rise expected = own.least > before  ? FORECAST_RISES
                                  : own.most > before ? FORECAST_MAY_RISE
                                                      : FORECAST_STAYS;
    add_rise(rise, expected, before, own.reach[PANEL_SECOND]);
    rise->common.of += own.of;
    rise->common.reach[PANEL_FIRST] += own.reach[PANEL_FIRST];
    rise->common.reach[PANEL_SECOND] += own.reach[PANEL_SECOND];
    rise->common.least += own.least;
    rise->common.most += own.most;
}

void panel_rise_add(const struct panel *panel, const struct answer_set answers[PANEL_ROUNDS],
    struct panel_rise *rise)
{
    if (panel->since == NULL)
        add_levels(&panel->edition[PANEL_FIRST]->model, answers, rise);
    else
        add_common(panel->since, answers, rise);
}
