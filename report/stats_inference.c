#include "report/stats_inference.h"

enum {
    VARIABLES_MAX = (MODEL_LEVELS_MAX + 1) + TABLES_CLASSES_MAX + (MODEL_LEVELS_MAX + 1),
    ROUNDS_MAX = 100 /* of narrowing; every round but the last narrows something */
};

/* The cells of a row, one after the other: levels, classes, and held back by level, index 0 of
 * which is who is not held back. */
struct knowledge {
    const struct stats_table *table;
    unsigned levels; /* the model's */
    unsigned classes;
    unsigned variables;
    bool hidden[VARIABLES_MAX]; /* not shown */
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

/* ---- what is shown ---- */

static void learn(struct knowledge *known, unsigned at, const struct stats_cell *cell, long members)
{
    known->hidden[at] = cell->show != STATS_NUMBER;
    known->least[at] = 0;
    known->most[at] = members;
    if (cell->show == STATS_NUMBER)
        known->least[at] = known->most[at] = (long)cell->value;
    if (cell->show == STATS_SMALL) {
        known->least[at] = 1;
        known->most[at] = STATS_SMALL_MOST;
    }
}

/* In a row that shows anything, what is hidden without a mark is no small count. */
static void learn_marks(struct knowledge *known, unsigned first, unsigned count)
{
    bool shows = false;
    for (unsigned i = first; i < first + count; i++)
        shows = shows || !known->hidden[i] || known->least[i] > 0;
    for (unsigned i = first; shows && i < first + count; i++) {
        if (known->hidden[i] && known->least[i] == 0)
            known->least[i] = STATS_SMALL_MOST + 1;
    }
}

static void learn_row(
    struct knowledge *known, const struct stats_group *group, unsigned hidden_from)
{
    static const struct stats_cell unknown = {0, STATS_HIDDEN};
    long members = (long)group->counted.value;
    for (unsigned i = 0; i <= known->levels; i++)
        learn(known, level_at(i), &group->level[i], members);
    for (unsigned i = 0; i < known->classes; i++)
        learn(known, class_at(known, i), &group->class[i].count, members);
    for (unsigned i = 1; i <= known->levels; i++)
        learn(known, held_at(known, i), &group->held[i - 1].enough, members);
    learn(known, held_at(known, 0), &unknown, members);
    known->variables = held_at(known, known->levels) + 1;
    learn_marks(known, level_at(0), known->levels + 1);
    learn_marks(known, class_at(known, 0), known->classes);
    learn_marks(known, held_at(known, 1), hidden_from - 1);
}

/* ---- what follows ---- */

/* A sum of cells, each as often as factor says, is at most a limit. */
struct rule {
    signed char factor[VARIABLES_MAX];
    long limit;
};

static void add(struct rule *rule, unsigned first, unsigned end, int factor)
{
    for (unsigned i = first; i < end; i++)
        rule->factor[i] = (signed char)(rule->factor[i] + factor);
}

static void narrow(struct knowledge *known, const struct rule *rule)
{
    long lowest = 0; /* that the sum can be */
    for (unsigned i = 0; i < known->variables; i++)
        lowest += rule->factor[i] * (rule->factor[i] > 0 ? known->least[i] : known->most[i]);
    for (unsigned i = 0; i < known->variables; i++) {
        long spare = rule->limit - lowest;
        if (rule->factor[i] > 0 && known->most[i] - known->least[i] > spare) {
            known->most[i] = known->least[i] + (spare > 0 ? spare : 0);
            known->narrowed = true;
        }
        if (rule->factor[i] < 0 && known->most[i] - known->least[i] > spare) {
            known->least[i] = known->most[i] - (spare > 0 ? spare : 0);
            known->narrowed = true;
        }
    }
}

/* The cells from first to end - 1 are all members. */
static void narrow_total(struct knowledge *known, unsigned first, unsigned end, long members)
{
    struct rule rule = {.limit = members};
    add(&rule, first, end, 1);
    narrow(known, &rule);
    rule = (struct rule){.limit = -members};
    add(&rule, first, end, -1);
    narrow(known, &rule);
}

/* The first class that holds only such as have the points for the level, and the first that may
 * hold some. */
static unsigned class_from(unsigned points, unsigned classes)
{
    unsigned class = (points + TABLES_CLASS_WIDTH - 1) / TABLES_CLASS_WIDTH;
    return class < classes ? class : classes;
}

static unsigned class_of(unsigned points, unsigned classes)
{
    unsigned class = points / TABLES_CLASS_WIDTH;
    return class < classes ? class : classes - 1;
}

static void narrow_level(struct knowledge *known, unsigned level)
{
    unsigned points = known->table->edition->model.level[level - 1].min_total;
    unsigned none = level_at(known->levels) + 1;
    unsigned last_class = class_at(known, known->classes);
    unsigned last_held = held_at(known, known->levels) + 1;
    struct rule rule = {0}; /* who has the level, and who is held back from it, has the points */
    add(&rule, level_at(level), none, 1);
    add(&rule, held_at(known, level), held_at(known, level) + 1, 1);
    add(&rule, class_at(known, class_of(points, known->classes)), last_class, -1);
    narrow(known, &rule);
    rule = (struct rule){0}; /* who has the points has the level, or is held back */
    add(&rule, class_at(known, class_from(points, known->classes)), last_class, 1);
    add(&rule, level_at(level), none, -1);
    add(&rule, held_at(known, level), last_held, -1);
    narrow(known, &rule);
    rule = (struct rule){0}; /* who is held back from it or a lower one has a lower level */
    add(&rule, held_at(known, 1), held_at(known, level) + 1, 1);
    add(&rule, level_at(0), level_at(level), -1);
    narrow(known, &rule);
}

static bool tells(const struct knowledge *known)
{
    for (unsigned i = 0; i < known->variables; i++) {
        bool small = known->least[i] > 0 && known->most[i] <= STATS_SMALL_MOST;
        if (known->hidden[i] && i != held_at(known, 0) && small &&
            known->least[i] == known->most[i])
            return true;
    }
    return false;
}

bool stats_inference_tells(const struct stats_table *table, size_t row, unsigned hidden_from)
{
    const struct stats_group *group = &table->group[row];
    long members = (long)group->counted.value;
    struct knowledge known = {
        .table = table, .levels = table->edition->model.levels, .classes = group->classes};
    learn_row(&known, group, hidden_from);
    known.narrowed = true;
    for (unsigned round = 0; known.narrowed && round < ROUNDS_MAX; round++) {
        known.narrowed = false;
        narrow_total(&known, level_at(0), level_at(known.levels) + 1, members);
        narrow_total(&known, class_at(&known, 0), class_at(&known, known.classes), members);
        narrow_total(&known, held_at(&known, 0), held_at(&known, known.levels) + 1, members);
        for (unsigned level = 1; level <= known.levels; level++)
            narrow_level(&known, level);
    }
    return tells(&known);
}
