/* Why the plan is the shortest.
 *
 * Steps. A question that lacks points of its own must get them in every plan, and each step gives
 * one point: so the minima come first, and if the total lacks more after them, exactly so many
 * steps follow, wherever there is room. No plan has fewer.
 *
 * Measures. What the minima cost is the same in every plan. What a further step costs depends on
 * its question alone: on a scale that has points nothing, a tick one, and on a scale without points
 * one for the first step and nothing for those after it. So fewest_measures takes what is free,
 * then opens scales, the longest first, then ticks: to exchange a tick for the opening of a scale,
 * or a shorter scale for a longer one, never needs more measures for the same steps.
 *
 * Order. Each question in turn takes as many steps as it can while the rest can still take what
 * remains within the measures that are left. fewest_measures answers that exactly, so a choice is
 * never taken back; and as the plan so far can always be completed, there always is a choice. */
#include "scoring/gap.h"

#include "scoring/levels.h"
#include "scoring/question.h"

#define IMPOSSIBLE UINT32_MAX

struct plan {
    unsigned minimum[MODEL_QUESTIONS_MAX]; /* points to add for GAP_MINIMUM */
    unsigned total[MODEL_QUESTIONS_MAX];   /* and for GAP_TOTAL */
};

/* What some questions can still take, sorted by what it costs in measures. */
struct room {
    unsigned free;  /* steps on scales that have points: no measure */
    unsigned ticks; /* ticks: one measure each */
    unsigned
        unopened[MODEL_OPTIONS_MAX + 1]; /* scales without points, by steps: one measure a scale */
};

static unsigned larger(unsigned a, unsigned b)
{
    return a > b ? a : b;
}

static unsigned minimum_points(const struct model *model, unsigned level, unsigned question)
{
    unsigned minimum = 0;
    for (unsigned l = 1; l <= level; l++) {
        if (levels_has_question(model, l, question))
            minimum = larger(minimum, model->level[l - 1].min_points_each);
    }
    return minimum;
}

static unsigned minimum_total(const struct model *model, unsigned level)
{
    unsigned minimum = 0;
    for (unsigned l = 1; l <= level; l++)
        minimum = larger(minimum, model->level[l - 1].min_total);
    return minimum;
}

/* False if a question cannot have as many points as the level asks of it. */
static bool plan_minima(
    const struct model *model, const struct score *score, unsigned level, struct plan *plan)
{
    for (unsigned i = 0; i < model->questions; i++) {
        unsigned minimum = minimum_points(model, level, i);
        unsigned points = score->question[i].points;
        if (!points_asked(&score->question[i]))
            continue;
        if (minimum > question_most(&model->question[i]))
            return false;
        plan->minimum[i] = minimum > points ? minimum - points : 0;
    }
    return true;
}

/* The points that a question with so many can still be given: of one that was not asked none, for
 * no plan changes what is asked. */
static unsigned spare_points(
    const struct model *model, const struct score *score, unsigned question, unsigned points)
{
    bool asked = points_asked(&score->question[question]);
    return asked ? question_most(&model->question[question]) - points : 0;
}

/* The room of the questions from an index on, when the minima are met. */
static struct room room_from(
    const struct model *model, const struct score *score, const struct plan *plan, unsigned first)
{
    struct room room = {0};
    for (unsigned i = first; i < model->questions; i++) {
        unsigned points = score->question[i].points + plan->minimum[i];
        unsigned spare = spare_points(model, score, i, points);
        if (!question_traits(&model->question[i])->one_measure)
            room.ticks += spare;
        else if (points > 0)
            room.free += spare;
        else
            room.unopened[spare]++;
    }
    return room;
}

/* The fewest measures for so many steps in this room. Opening a scale gives at least one step for
 * its measure, so it is never worse than a tick; and the longest scales give the most. */
static unsigned fewest_measures(struct room room, unsigned steps)
{
    unsigned measures = 0;
    steps -= steps < room.free ? steps : room.free;
    for (unsigned length = MODEL_OPTIONS_MAX; length > 0 && steps > 0; length--) {
        for (; room.unopened[length] > 0 && steps > 0; room.unopened[length]--) {
            steps -= steps < length ? steps : length;
            measures++;
        }
    }
    return steps <= room.ticks ? measures + steps : IMPOSSIBLE;
}

/* Spreads steps over the questions: each in turn takes the most that leaves the rest able to take
 * what remains, with no more measures in all than the fewest. False if there is no room for them.
 */
static bool plan_total(
    const struct model *model, const struct score *score, unsigned steps, struct plan *plan)
{
    unsigned measures = fewest_measures(room_from(model, score, plan, 0), steps);
    if (measures == IMPOSSIBLE)
        return false;
    for (unsigned i = 0; i < model->questions && steps > 0; i++) {
        const struct model_question *question = &model->question[i];
        struct room rest = room_from(model, score, plan, i + 1);
        unsigned has = score->question[i].points + plan->minimum[i];
        unsigned add = spare_points(model, score, i, has);
        unsigned cost, least;
        add = add < steps ? add : steps;
        for (;; add--) {
            cost = question_new_measures(question, has, add);
            least = fewest_measures(rest, steps - add);
            if (least != IMPOSSIBLE && cost + least <= measures)
                break;
        }
        plan->total[i] = add;
        steps -= add;
        measures -= cost;
    }
    return true;
}

static void write_steps(
    const struct model *model, const struct score *score, const struct plan *plan, struct gap *out)
{
    const unsigned *add[] = {[GAP_MINIMUM] = plan->minimum, [GAP_TOTAL] = plan->total};
    for (unsigned why = GAP_MINIMUM; why <= GAP_TOTAL; why++) {
        for (unsigned i = 0; i < model->questions; i++) {
            if (add[why][i] == 0)
                continue;
            out->step[out->steps].question = (uint16_t)i;
            out->step[out->steps].why = (uint8_t)why;
            out->step[out->steps].add = (uint8_t)add[why][i];
            out->steps++;
        }
    }
    for (unsigned i = 0; i < model->questions; i++) {
        unsigned added = plan->minimum[i] + plan->total[i];
        out->count += added;
        out->measures +=
            question_new_measures(&model->question[i], score->question[i].points, added);
    }
}

static bool stays_unsure(const struct points *points, unsigned added)
{
    bool replaced = added > 0 && points->status != ANSWER_YES && points->status != ANSWER_NO;
    return points_unsure(points) && !replaced;
}

/* A level's questions belong to every higher level too: an assessment that is made sure for one
 * counts for those above, so the largest excess is enough for all of them. */
static unsigned unsure_to_resolve(
    const struct model *model, const struct score *score, unsigned level, const struct plan *plan)
{
    unsigned resolve = 0;
    for (unsigned l = 1; l <= level; l++) {
        unsigned allowed = levels_unsure_allowed(model, l);
        unsigned unsure = 0;
        for (unsigned i = 0; i < model->questions; i++) {
            if (levels_has_question(model, l, i))
                unsure += stays_unsure(&score->question[i], plan->minimum[i] + plan->total[i]);
        }
        resolve = larger(resolve, unsure > allowed ? unsure - allowed : 0);
    }
    return resolve;
}

bool gap_find(const struct model *model, const struct score *score, unsigned level, struct gap *out)
{
    struct plan plan = {0};
    unsigned points = score->points;

    *out = (struct gap){.from = score->level, .to = level};
    if (level > model->levels || !plan_minima(model, score, level, &plan))
        return false;
    for (unsigned i = 0; i < model->questions; i++)
        points += plan.minimum[i];
    unsigned total = minimum_total(model, level);
    if (total > points && !plan_total(model, score, total - points, &plan))
        return false;
    write_steps(model, score, &plan, out);
    out->resolve_unsure = unsure_to_resolve(model, score, level, &plan);
    return true;
}

unsigned gap_added_before(const struct gap *gap, unsigned step)
{
    unsigned added = 0;
    for (unsigned i = 0; i < step; i++) {
        if (gap->step[i].question == gap->step[step].question)
            added += gap->step[i].add;
    }
    return added;
}
