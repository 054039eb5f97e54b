/* How a reader's reasoning is followed.
 *
 * Of each cell we keep the least and the most that it can be, by what is shown: at first what its
 * sign says. Whatever ties cells together is a rule "a sum of cells, each times a factor, is at
 * most a limit", which is true of the real counts. A rule narrows a cell by what the others leave:
 * if all others are as low as they can be, so much is left for this one. The real counts lie within
 * the bounds at first, and no true rule excludes them, so they always do: a hidden cell whose
 * bounds meet at 1 or 2 is one that a reader can work out, by the same steps.
 *
 * Bounds are of single cells. What follows only from two cells at once, such as that one of them is
 * 1, is not found: the rules of analysis/disclosure.h, table by table, are what guards that. */
#include "analysis/disclosure_inference.h"

#include "format/edition.h"
#include "scoring/question.h"

enum {
    VARIABLES_MAX =
        (MODEL_LEVELS_MAX + 1) + TABLES_CLASSES_MAX + (MODEL_LEVELS_MAX + 1) + MODEL_LEVELS_MAX,
    ROUNDS_MAX = 100 /* of narrowing; every round but the last narrows something */
};

/* The cells of a row, one after the other: levels, classes, held back by level, index 0 of which is
 * who is not held back, and by level who is on the one below it without the points for it. These
 * last are shown nowhere, but whoever knows who is held back and who is on a level has them. */
struct knowledge {
    const struct stats_table *table;
    unsigned levels; /* the model's */
    unsigned classes;
    unsigned variables;
    bool sum;                   /* the row is a sum, or a difference, whose cells are not marked */
    bool hidden[VARIABLES_MAX]; /* not shown */
    bool any[VARIABLES_MAX];    /* not even whether it is 0 */
    long least[VARIABLES_MAX];
    long most[VARIABLES_MAX];
    bool narrowed;
};

static unsigned level_at(unsigned level)
{
    return level;
}

static unsigned class_at(const struct knowledge *known, unsigned class)
{
    return known->levels + 1 + class;
}

static unsigned held_at(const struct knowledge *known, unsigned level)
{
    return known->levels + 1 + known->classes + level;
}

static unsigned short_at(const struct knowledge *known, unsigned level)
{
    return held_at(known, known->levels) + level;
}

/* ---- what is shown ---- */

static void learn(struct knowledge *known, unsigned at, const struct stats_cell *cell, long members)
{
    known->hidden[at] = cell->show != STATS_NUMBER;
    known->any[at] = cell->show == STATS_NONE;
    known->least[at] = 0;
    known->most[at] = members;
    if (cell->show == STATS_NUMBER)
        known->least[at] = known->most[at] = (long)cell->value;
    if (cell->show == STATS_SMALL) {
        known->least[at] = 1;
        known->most[at] = STATS_SMALL_MOST;
    }
}

/* In a row that shows anything, no 0 is hidden; nor, without a mark, a small count, unless the row
 * is a sum. */
static void learn_marks(struct knowledge *known, unsigned first, unsigned count)
{
    bool shows = false;
    for (unsigned i = first; i < first + count; i++)
        shows = shows || !known->hidden[i] || known->least[i] > 0;
    for (unsigned i = first; shows && i < first + count; i++) {
        if (known->hidden[i] && !known->any[i] && known->least[i] == 0)
            known->least[i] = known->sum ? 1 : STATS_SMALL_MOST + 1;
    }
}

/* The last row is the sum of the groups shown and of those too small together; if there is only one
 * of these, it is that row, and marked like it. The only row of a table is a difference. */
static bool is_sum(const struct stats_table *table, size_t row)
{
    unsigned parts = 0;
    bool small = false;
    if (row + 1 < table->groups || table->groups == 1)
        return table->groups == 1;
    for (size_t i = 0; i < row; i++) {
        bool withheld = table->group[i].withheld;
        parts += !withheld;
        small = small || (withheld && table->group[i].response.counted.value > 0);
    }
    return parts + small > 1;
}

static void learn_row(
    struct knowledge *known, const struct stats_group *group, unsigned hidden_from)
{
    static const struct stats_cell unknown = {0, STATS_HIDDEN};
    long members = (long)group->response.counted.value;
    for (unsigned i = 0; i <= known->levels; i++)
        learn(known, level_at(i), &group->level[i], members);
    for (unsigned i = 0; i < known->classes; i++)
        learn(known, class_at(known, i), &group->class[i].count, members);
    for (unsigned i = 1; i <= known->levels; i++)
        learn(known, held_at(known, i), &group->held[i - 1].enough, members);
    learn(known, held_at(known, 0), &unknown, members);
    for (unsigned i = 1; i <= known->levels; i++)
        learn(known, short_at(known, i), &unknown, members);
    known->variables = short_at(known, known->levels) + 1;
    learn_marks(known, level_at(0), known->levels + 1);
    learn_marks(known, class_at(known, 0), known->classes);
    learn_marks(known, held_at(known, 1), hidden_from - 1);
}

/* ---- what follows ---- */

/* A sum of cells, each as often as factor says, is at most a limit. */
struct rule {
    long factor[VARIABLES_MAX];
    long limit;
};

static void rule_add(struct rule *rule, unsigned first, unsigned end, long factor)
{
    for (unsigned i = first; i < end; i++)
        rule->factor[i] += factor;
}

static void narrow(struct knowledge *known, const struct rule *rule)
{
    long lowest = 0; /* that the sum can be */
    for (unsigned i = 0; i < known->variables; i++)
        lowest += rule->factor[i] * (rule->factor[i] > 0 ? known->least[i] : known->most[i]);
    long spare = rule->limit > lowest ? rule->limit - lowest : 0;
    for (unsigned i = 0; i < known->variables; i++) {
        long factor = rule->factor[i];
        long room = factor == 0 ? 0 : spare / (factor > 0 ? factor : -factor);
        if (factor == 0 || known->most[i] - known->least[i] <= room)
            continue;
        if (factor > 0)
            known->most[i] = known->least[i] + room;
        else
            known->least[i] = known->most[i] - room;
        known->narrowed = true;
    }
}

/* The cells from first to end - 1 are all members. */
static void narrow_total(struct knowledge *known, unsigned first, unsigned end, long members)
{
    struct rule rule = {.limit = members};
    rule_add(&rule, first, end, 1);
    narrow(known, &rule);
    rule = (struct rule){.limit = -members};
    rule_add(&rule, first, end, -1);
    narrow(known, &rule);
}

/* The first class that holds only such as have the points for the level, and the first that may
 * hold some. */
static unsigned class_from(unsigned points, unsigned classes)
{
    unsigned class = (points + TABLES_CLASS_WIDTH - 1) / TABLES_CLASS_WIDTH;
    return class < classes ? class : classes;
}

static unsigned class_with(unsigned points, unsigned classes)
{
    unsigned class = points / TABLES_CLASS_WIDTH;
    return class < classes ? class : classes - 1;
}

static void narrow_level(struct knowledge *known, unsigned level)
{
    unsigned points = known->table->edition->model.level[level - 1].min_total;
    unsigned none = level_at(known->levels) + 1;
    unsigned last_class = class_at(known, known->classes);
    struct rule rule = {0}; /* who has the level, and who is held back from it, has the points */
    rule_add(&rule, level_at(level), none, 1);
    rule_add(&rule, held_at(known, level), held_at(known, level) + 1, 1);
    rule_add(&rule, class_at(known, class_with(points, known->classes)), last_class, -1);
    narrow(known, &rule);
    rule = (struct rule){0}; /* who has the points has the level, or is held back below it */
    rule_add(&rule, class_at(known, class_from(points, known->classes)), last_class, 1);
    rule_add(&rule, level_at(level), none, -1);
    rule_add(&rule, held_at(known, 1), held_at(known, level) + 1, -1);
    narrow(known, &rule);
    for (long sign = -1; sign <= 1;
         sign += 2) { /* who is on the level below has the points or not */
        rule = (struct rule){0};
        rule_add(&rule, held_at(known, level), held_at(known, level) + 1, sign);
        rule_add(&rule, short_at(known, level), short_at(known, level) + 1, sign);
        rule_add(&rule, level_at(level - 1), level_at(level), -sign);
        narrow(known, &rule);
    }
}

/* ---- what figures of the whole row reveal ---- */

/* The cells from first to end - 1 are at least so many, or at most. */
static void narrow_least(struct knowledge *known, unsigned first, unsigned end, long least)
{
    struct rule rule = {.limit = -least};
    rule_add(&rule, first, end, -1);
    narrow(known, &rule);
}

static void narrow_most(struct knowledge *known, unsigned first, unsigned end, long most)
{
    struct rule rule = {.limit = most};
    rule_add(&rule, first, end, 1);
    narrow(known, &rule);
}

/* A sum over the members of what is at most their points, and at most so much less. */
static void narrow_sum(struct knowledge *known, const struct stats_group *group,
    const struct stats_cell *sum, long less)
{
    struct rule least = {.limit = (long)sum->value};
    struct rule most = {.limit = -(long)sum->value};
    if (sum->show != STATS_NUMBER)
        return;
    for (unsigned i = 0; i < known->classes; i++) {
        long from = (long)group->class[i].from - less;
        rule_add(&least, class_at(known, i), class_at(known, i) + 1, from > 0 ? from : 0);
        rule_add(&most, class_at(known, i), class_at(known, i) + 1, -(long)group->class[i].to);
    }
    narrow(known, &least);
    narrow(known, &most);
}

/* How many points more than measures an organisation can have: a scale is one measure. */
static long points_beyond_measures(const struct model *model)
{
    long beyond = 0;
    for (unsigned i = 0; i < model->questions; i++)
        beyond += (long)question_most(&model->question[i]) -
                  (long)question_measures(&model->question[i], question_most(&model->question[i]));
    return beyond;
}

/* Of all members half at least have the median's points or less, and half at least those or more.
 */
static void narrow_median(struct knowledge *known, const struct stats_group *group)
{
    const struct model *model = &known->table->edition->model;
    long members = (long)group->response.counted.value;
    long upper = members / 2 + 1; /* the median and those above: it is the lower one */
    if (group->median.show != STATS_NUMBER)
        return;
    unsigned points = (unsigned)group->median.value;
    unsigned class = class_with(points, known->classes);
    unsigned first = class_at(known, 0);
    unsigned end = class_at(known, known->classes);
    narrow_most(known, first, class_at(known, class), members - upper);
    narrow_least(known, first, class_at(known, class) + 1, members - upper + 1);
    narrow_most(known, class_at(known, class) + 1, end, upper - 1);
    narrow_least(known, class_at(known, class), end, upper);
    for (unsigned level = 1; level <= known->levels; level++) {
        struct rule rule = {.limit = upper - 1}; /* who has the level, or is held back from it */
        bool enough = points >= model->level[level - 1].min_total;
        rule_add(&rule, level_at(level), level_at(known->levels) + 1, 1);
        rule_add(&rule, held_at(known, level), held_at(known, level) + 1, 1);
        if (!enough)
            narrow(known, &rule);
        rule = (struct rule){.limit = -upper}; /* or from a lower one */
        rule_add(&rule, level_at(level), level_at(known->levels) + 1, -1);
        rule_add(&rule, held_at(known, 1), held_at(known, level) + 1, -1);
        if (enough)
            narrow(known, &rule);
    }
}

/* ---- the whole ---- */

/* Whether a hidden cell can be only 1, or only 2. */
static bool reveals_small(const struct knowledge *known)
{
    for (unsigned i = 0; i < known->variables; i++) {
        bool small = known->least[i] > 0 && known->most[i] <= STATS_SMALL_MOST;
        if (known->hidden[i] && i != held_at(known, 0) && small &&
            known->least[i] == known->most[i])
            return true;
    }
    return false;
}

static void follow_row(
    struct knowledge *known, const struct stats_table *table, size_t row, unsigned hidden_from)
{
    const struct stats_group *group = &table->group[row];
    const struct model *model = &table->edition->model;
    long members = (long)group->response.counted.value;
    *known = (struct knowledge){.table = table,
        .levels = model->levels,
        .classes = group->classes,
        .sum = is_sum(table, row)};
    learn_row(known, group, hidden_from);
    known->narrowed = true;
    for (unsigned round = 0; known->narrowed && round < ROUNDS_MAX; round++) {
        known->narrowed = false;
        narrow_total(known, level_at(0), level_at(known->levels) + 1, members);
        narrow_total(known, class_at(known, 0), class_at(known, known->classes), members);
        narrow_total(known, held_at(known, 0), held_at(known, known->levels) + 1, members);
        for (unsigned level = 1; level <= known->levels; level++)
            narrow_level(known, level);
        narrow_sum(known, group, &group->points, 0);
        narrow_sum(known, group, &group->measures, points_beyond_measures(model));
        narrow_median(known, group);
    }
}

bool disclosure_inference_reveals(const struct stats_table *table, size_t row, unsigned hidden_from)
{
    struct knowledge known;
    follow_row(&known, table, row, hidden_from);
    return reveals_small(&known);
}

/* The most of so many members that can be in the classes from first to end - 1. */
static long most_between(const struct knowledge *known, unsigned first, unsigned end, long members)
{
    long inside = 0;
    long outside = 0;
    for (unsigned i = 0; i < known->classes; i++) {
        bool is_inside = i >= first && i < end;
        inside += is_inside ? known->most[class_at(known, i)] : 0;
        outside += is_inside ? 0 : known->least[class_at(known, i)];
    }
    return inside < members - outside ? inside : members - outside;
}

bool disclosure_inference_median_follows(const struct stats_table *table)
{
    const struct stats_group *all = &table->group[table->groups - 1];
    unsigned class = class_with((unsigned)all->median.value, all->classes);
    long upper = (long)all->response.counted.value / 2 + 1;
    long below = 0;
    long above = 0;
    for (size_t row = 0; row + 1 < table->groups; row++) {
        long members = (long)table->group[row].response.counted.value;
        struct knowledge known;
        follow_row(&known, table, row, 1);
        below += most_between(&known, 0, class, members);
        above += most_between(&known, class + 1, known.classes, members);
    }
    return below <= (long)all->response.counted.value - upper && above < upper;
}

bool disclosure_inference_area_reveals(const struct stats_table *table, size_t row, unsigned area)
{
    const struct stats_group *group = &table->group[row];
    long members = (long)group->response.counted.value;
    unsigned levels = table->edition->model.levels;
    /* The area's levels stand where the classes do. */
    struct knowledge known = {
        .table = table, .levels = levels, .classes = levels + 1, .sum = is_sum(table, row)};
    known.variables = class_at(&known, known.classes);
    for (unsigned i = 0; i <= levels; i++) {
        learn(&known, level_at(i), &group->level[i], members);
        learn(&known, class_at(&known, i), &group->area[area].at_level[i], members);
    }
    learn_marks(&known, level_at(0), levels + 1);
    learn_marks(&known, class_at(&known, 0), levels + 1);
    known.narrowed = true;
    for (unsigned round = 0; known.narrowed && round < ROUNDS_MAX; round++) {
        known.narrowed = false;
        narrow_total(&known, level_at(0), level_at(levels) + 1, members);
        narrow_total(&known, class_at(&known, 0), class_at(&known, known.classes), members);
        for (unsigned level = 1; level <= levels; level++) {
            struct rule rule = {0};
            rule_add(&rule, level_at(level), level_at(levels) + 1, 1);
            rule_add(&rule, class_at(&known, level), class_at(&known, known.classes), -1);
            narrow(&known, &rule);
        }
    }
    return reveals_small(&known);
}
