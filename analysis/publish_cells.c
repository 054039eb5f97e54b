/* Every rule is a sum of variables that is another sum. Where one count is at most another, what is
 * between them is a variable of its own, a rest, whose amount for a member follows from the rule.
 * So nobody writes twice what a member adds to it; and where it comes out below nothing, the rule
 * does not hold for this edition, and the rest is set free. */
#include "analysis/publish_cells.h"

#include "analysis/publish_rounding.h"
#include "base/memory.h"
#include "scoring/levels.h"
#include "scoring/question.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

struct publish_rest {
    uint32_t variable;
    uint32_t rule;
    bool free;
};

/* ---- variables and rules ---- */

static uint32_t add_variable(struct publish_cells *cells, unsigned table, bool cell)
{
    return publish_solver_variable(&cells->solver, table, cell);
}

__attribute__((format(printf, 3, 4))) static uint32_t add_base(
    struct publish_cells *cells, unsigned table, const char *name, ...)
{
    struct publish_base *base = list_add(&cells->base);
    va_list arguments;
    va_start(arguments, name);
    (void)vsnprintf(base->name, sizeof base->name, name, arguments);
    va_end(arguments);
    base->variable = add_variable(cells, table, true);
    return base->variable;
}

static void begin_rule(struct publish_cells *cells, uint32_t whole)
{
    publish_solver_rule(&cells->solver);
    publish_solver_term(&cells->solver, whole, 1);
}

static void take(struct publish_cells *cells, uint32_t part)
{
    publish_solver_term(&cells->solver, part, -1);
}

static void take_too(struct publish_cells *cells, uint32_t whole)
{
    publish_solver_term(&cells->solver, whole, 1);
}

/* What the rule that stands last leaves. */
static void leave_rest(struct publish_cells *cells)
{
    struct publish_rest *rest = list_add(&cells->rest);
    rest->rule = (uint32_t)cells->solver.rule.count - 1;
    rest->variable = add_variable(cells, 0, false);
    take(cells, rest->variable);
}

/* whole is part, and a rest. */
static void contains(struct publish_cells *cells, uint32_t whole, uint32_t part)
{
    begin_rule(cells, whole);
    take(cells, part);
    leave_rest(cells);
}

/* ---- levels and areas ---- */

/* Those from a level on: the last is the highest level itself. from: MODEL_LEVELS_MAX + 2. */
static void add_from(
    struct publish_cells *cells, unsigned table, const uint32_t exactly[], uint32_t from[])
{
    unsigned levels = cells->edition->model.levels;
    for (unsigned level = levels; level > 0; level--) {
        if (level == levels) {
            from[level] = exactly[level];
            continue;
        }
        from[level] = add_variable(cells, table, true);
        begin_rule(cells, from[level]);
        take(cells, exactly[level]);
        take(cells, from[level + 1]);
    }
}

static void add_levels(struct publish_cells *cells)
{
    static const char *const ROLE[] = {"without", "with"};
    unsigned levels = cells->edition->model.levels;
    for (unsigned level = 0; level <= levels; level++) {
        for (unsigned role = 0; role < 2; role++)
            cells->role[level][role] =
                add_base(cells, PUBLISH_TABLE_LEVELS, "levels %u %s", level, ROLE[role]);
        cells->level[level] = add_variable(cells, PUBLISH_TABLE_LEVELS, true);
        begin_rule(cells, cells->level[level]);
        take(cells, cells->role[level][0]);
        take(cells, cells->role[level][1]);
    }
    begin_rule(cells, cells->all);
    for (unsigned level = 0; level <= levels; level++)
        take(cells, cells->level[level]);
    add_from(cells, PUBLISH_TABLE_LEVELS, cells->level, cells->from);
}

static void add_area(struct publish_cells *cells, unsigned area)
{
    unsigned table = (unsigned)PUBLISH_TABLE_AREAS + area;
    unsigned levels = cells->edition->model.levels;
    for (unsigned level = 0; level <= levels; level++)
        cells->area[area][level] =
            add_base(cells, table, "area %s %u", cells->edition->area[area].id, level);
    begin_rule(cells, cells->all);
    for (unsigned level = 0; level <= levels; level++)
        take(cells, cells->area[area][level]);
    add_from(cells, table, cells->area[area], cells->area_from[area]);
    for (unsigned level = 1; level <= levels; level++)
        contains(cells, cells->area_from[area][level], cells->from[level]);
}

/* ---- points and those held back ---- */

static unsigned class_of(const struct publish_cells *cells, unsigned points)
{
    unsigned class = points / TABLES_CLASS_WIDTH;
    return class < cells->classes ? class : cells->classes - 1;
}

/* Whoever has the points for a level is in its class or above; whoever is above it has them. */
static void add_points_for(struct publish_cells *cells, unsigned level)
{
    unsigned class = class_of(cells, cells->edition->model.level[level - 1].min_total);
    cells->points_for[level] = add_variable(cells, PUBLISH_TABLE_POINTS, false);
    begin_rule(cells, cells->points_for[level]);
    for (unsigned i = class + 1; i < cells->classes; i++)
        take(cells, cells->class[i]);
    leave_rest(cells);
    begin_rule(cells, cells->class[class]);
    for (unsigned i = class + 1; i < cells->classes; i++)
        take_too(cells, cells->class[i]);
    take(cells, cells->points_for[level]);
    leave_rest(cells);
}

static void add_points(struct publish_cells *cells)
{
    for (unsigned i = 0; i < cells->classes; i++)
        cells->class[i] =
            add_base(cells, PUBLISH_TABLE_POINTS, "points %u", i * TABLES_CLASS_WIDTH);
    begin_rule(cells, cells->all);
    for (unsigned i = 0; i < cells->classes; i++)
        take(cells, cells->class[i]);
    for (unsigned level = 1; level <= cells->edition->model.levels; level++)
        add_points_for(cells, level);
}

static void add_held_cells(struct publish_cells *cells, unsigned level)
{
    for (unsigned lack = 0; lack < PUBLISH_CELLS_LACKS; lack++) {
        if (lack < PUBLISH_CELLS_MORE)
            cells->held[level][lack] =
                add_base(cells, PUBLISH_TABLE_HELD, "held %u %u", level, lack + 1);
        else
            cells->held[level][lack] = add_base(cells, PUBLISH_TABLE_HELD, "held %u %s", level,
                lack == PUBLISH_CELLS_MORE ? "more" : "unsure");
    }
    cells->held_from[level] = add_variable(cells, PUBLISH_TABLE_HELD, true);
    begin_rule(cells, cells->held_from[level]);
    for (unsigned lack = 0; lack < PUBLISH_CELLS_LACKS; lack++)
        take(cells, cells->held[level][lack]);
}

/* Whoever is held back from a level has the points for it, and the level below; whoever has the
 * points has the level, or is held back from it or a lower one. */
static void tie_held(struct publish_cells *cells, unsigned level)
{
    begin_rule(cells, cells->points_for[level]);
    take(cells, cells->from[level]);
    take(cells, cells->held_from[level]);
    leave_rest(cells);
    begin_rule(cells, cells->from[level]);
    for (unsigned i = 1; i <= level; i++)
        take_too(cells, cells->held_from[i]);
    take(cells, cells->points_for[level]);
    leave_rest(cells);
    contains(cells, cells->level[level - 1], cells->held_from[level]);
}

/* Of those held back who lack few measures, and who of these lack no two of one question. */
static void add_near(struct publish_cells *cells)
{
    unsigned levels = cells->edition->model.levels;
    cells->near = add_variable(cells, PUBLISH_TABLE_HELD, true);
    begin_rule(cells, cells->near);
    for (unsigned level = 1; level <= levels; level++) {
        for (unsigned lack = 0; lack < PUBLISH_CELLS_MORE; lack++)
            take(cells, cells->held[level][lack]);
    }
    cells->as_many = add_base(cells, PUBLISH_TABLE_HELD, "held as-many");
    cells->not_as_many = add_variable(cells, PUBLISH_TABLE_HELD, true);
    begin_rule(cells, cells->near);
    take(cells, cells->as_many);
    take(cells, cells->not_as_many);
}

static void add_held(struct publish_cells *cells)
{
    unsigned levels = cells->edition->model.levels;
    for (unsigned level = 1; level <= levels; level++)
        add_held_cells(cells, level);
    cells->held_any = add_variable(cells, PUBLISH_TABLE_HELD, true);
    cells->not_held = add_variable(cells, PUBLISH_TABLE_HELD, true);
    begin_rule(cells, cells->held_any);
    for (unsigned level = 1; level <= levels; level++)
        take(cells, cells->held_from[level]);
    begin_rule(cells, cells->all);
    take(cells, cells->held_any);
    take(cells, cells->not_held);
    for (unsigned level = 1; level <= levels; level++)
        tie_held(cells, level);
    add_near(cells);
}

/* ---- questions ---- */

static unsigned holding_table(const struct publish_cells *cells, unsigned question)
{
    return (unsigned)PUBLISH_TABLE_AREAS + cells->edition->model.areas + question;
}

static void add_holding(struct publish_cells *cells, unsigned question)
{
    unsigned table = holding_table(cells, question);
    unsigned id = cells->edition->model.question[question].id;
    cells->holds[question] = add_base(cells, table, "holding %u", id);
    cells->holds_not[question] = add_variable(cells, table, true);
    begin_rule(cells, cells->near);
    take(cells, cells->holds[question]);
    take(cells, cells->holds_not[question]);
}

/* Of a scale a yes is one of the steps; of a checklist it is a column of its own. */
static void add_yes(struct publish_cells *cells, unsigned question)
{
    const struct model_question *asked = &cells->edition->model.question[question];
    unsigned table = publish_cells_question_table(cells, question);
    bool single = question_traits(asked)->single;
    cells->yes[question] = single ? add_variable(cells, table, true)
                                  : add_base(cells, table, "question %u yes", (unsigned)asked->id);
    cells->no[question] = add_variable(cells, table, true);
    begin_rule(cells, cells->all);
    take(cells, cells->yes[question]);
    take(cells, cells->no[question]);
    for (unsigned option = 0; option < asked->options; option++) {
        char name[QUESTION_NAME_SIZE];
        question_option_name(asked, option, name);
        cells->chosen[question][option] =
            add_base(cells, table, "question %u %s", (unsigned)asked->id, name);
        cells->left[question][option] = add_variable(cells, table, true);
        begin_rule(cells, cells->yes[question]);
        take(cells, cells->chosen[question][option]);
        take(cells, cells->left[question][option]);
    }
}

/* Whoever has the first level, from that one on, that demands points of a question has a yes to it.
 * from: the variables of those who have each level. */
static void tie_demand(
    struct publish_cells *cells, unsigned question, unsigned first, const uint32_t from[])
{
    const struct model *model = &cells->edition->model;
    for (unsigned level = first; level > 0 && level <= model->levels; level++) {
        if (levels_has_question(model, level, question) &&
            model->level[level - 1].min_points_each > 0) {
            contains(cells, cells->yes[question], from[level]);
            break;
        }
    }
}

static void tie_yes(struct publish_cells *cells, unsigned question)
{
    const struct model_question *asked = &cells->edition->model.question[question];
    bool single = question_traits(asked)->single;
    begin_rule(cells, single ? cells->yes[question] : cells->chosen[question][0]);
    for (unsigned option = single ? 0 : 1; option < asked->options; option++)
        publish_solver_term(&cells->solver, cells->chosen[question][option], single ? -1 : 1);
    if (!single) {
        take(cells, cells->yes[question]);
        leave_rest(cells);
    }
    tie_demand(cells, question, 1, cells->from);
}

static void add_questions(struct publish_cells *cells)
{
    const struct model *model = &cells->edition->model;
    for (unsigned i = 0; i < model->questions; i++) {
        add_holding(cells, i);
        add_yes(cells, i);
        tie_yes(cells, i);
        for (unsigned area = 0; area < model->areas; area++)
            tie_demand(cells, i, model->area[area].gate_from[i], cells->area_from[area]);
    }
}

/* ---- the whole ---- */

unsigned publish_cells_question_table(const struct publish_cells *cells, unsigned question)
{
    return holding_table(cells, question) + cells->edition->model.questions;
}

void publish_cells_begin(struct publish_cells *cells, const struct edition *edition)
{
    const struct model *model = &edition->model;
    *cells = (struct publish_cells){
        .edition = edition,
        .classes = tables_classes(edition->points),
        .base = {.size = sizeof(struct publish_base)},
        .rest = {.size = sizeof(struct publish_rest)},
    };
    cells->tables = publish_cells_question_table(cells, model->questions);
    publish_solver_begin(&cells->solver);
    cells->all = add_variable(cells, PUBLISH_TABLE_LEVELS, false);
    add_levels(cells);
    for (unsigned area = 0; area < model->areas; area++)
        add_area(cells, area);
    add_points(cells);
    add_held(cells);
    add_questions(cells);
    cells->amount = memory_new(cells->solver.variable.count, sizeof *cells->amount);
}

void publish_cells_free(struct publish_cells *cells)
{
    publish_solver_free(&cells->solver);
    free(cells->base.items);
    free(cells->rest.items);
    free(cells->amount);
    *cells = (struct publish_cells){0};
}

/* ---- members ---- */

void publish_cells_facts(const struct edition *edition, const struct answer_set *answers,
    bool security_role, struct publish_facts *out)
{
    const struct model *model = &edition->model;
    *out = (struct publish_facts){.security_role = security_role};
    score_compute(model, answers, &out->score);
    out->held_back = held_find(model, &out->score, &out->held);
    for (unsigned i = 0; i < model->questions; i++) {
        if (out->score.question[i].status == ANSWER_YES)
            out->chosen[i] = question_chosen(&model->question[i], &answers->answer[i]);
    }
}

static void add_from_level(struct publish_cells *cells, const uint32_t from[], unsigned has)
{
    for (unsigned level = 1; level <= has; level++)
        cells->amount[from[level]] = 1;
}

static void add_held_member(struct publish_cells *cells, const struct publish_facts *facts)
{
    const struct held *held = &facts->held;
    unsigned lack = held->measures == 0                  ? PUBLISH_CELLS_UNSURE
                    : held->measures <= TABLES_LACKS_MAX ? held->measures - 1
                                                         : PUBLISH_CELLS_MORE;
    cells->amount[cells->held[held->next][lack]] = 1;
    cells->amount[cells->held_from[held->next]] = 1;
    cells->amount[cells->held_any] = 1;
    if (lack >= PUBLISH_CELLS_MORE)
        return;
    bool as_many = held->missing.questions == held->measures;
    cells->amount[cells->near] = 1;
    cells->amount[as_many ? cells->as_many : cells->not_as_many] = 1;
    for (unsigned i = 0; i < held->missing.questions; i++)
        cells->amount[cells->holds[held->missing.question[i].question]] = 1;
    for (unsigned i = 0; i < cells->edition->model.questions; i++)
        cells->amount[cells->holds_not[i]] = 1 - cells->amount[cells->holds[i]];
}

static void add_answers(struct publish_cells *cells, const struct publish_facts *facts)
{
    const struct model *model = &cells->edition->model;
    for (unsigned i = 0; i < model->questions; i++) {
        bool yes = facts->score.question[i].status == ANSWER_YES;
        cells->amount[yes ? cells->yes[i] : cells->no[i]] = 1;
        for (unsigned option = 0; yes && option < model->question[i].options; option++) {
            bool chosen = (facts->chosen[i] >> option & 1) != 0;
            cells->amount[chosen ? cells->chosen[i][option] : cells->left[i][option]] = 1;
        }
    }
}

static void add_rest(struct publish_cells *cells, struct publish_rest *rest)
{
    const struct publish_term *term = cells->solver.term.items;
    uint32_t end = publish_solver_rule_first(&cells->solver, rest->rule + (size_t)1);
    int32_t amount = 0;
    for (uint32_t i = publish_solver_rule_first(&cells->solver, rest->rule); i < end; i++)
        amount += term[i].times * cells->amount[term[i].variable];
    rest->free = rest->free || amount < 0;
    cells->amount[rest->variable] = amount < 0 ? 0 : amount;
}

void publish_cells_member(struct publish_cells *cells, const struct publish_facts *facts)
{
    const struct model *model = &cells->edition->model;
    const struct score *score = &facts->score;
    struct publish_rest *rest = cells->rest.items;
    for (size_t i = 0; i < cells->solver.variable.count; i++)
        cells->amount[i] = 0;
    cells->amount[cells->all] = 1;
    cells->amount[cells->role[score->level][facts->security_role]] = 1;
    cells->amount[cells->level[score->level]] = 1;
    add_from_level(cells, cells->from, score->level);
    for (unsigned area = 0; area < model->areas; area++) {
        cells->amount[cells->area[area][score->area[area].level]] = 1;
        add_from_level(cells, cells->area_from[area], score->area[area].level);
    }
    cells->amount[cells->class[class_of(cells, score->points)]] = 1;
    for (unsigned level = 1; level <= model->levels; level++)
        cells->amount[cells->points_for[level]] =
            score->points >= model->level[level - 1].min_total;
    if (facts->held_back)
        add_held_member(cells, facts);
    else
        cells->amount[cells->not_held] = 1;
    add_answers(cells, facts);
    for (size_t i = 0; i < cells->rest.count; i++)
        add_rest(cells, &rest[i]);
}

void publish_cells_parts(
    struct publish_cells *cells, const struct publish_facts *facts, struct list *parts)
{
    publish_cells_member(cells, facts);
    for (uint32_t i = 0; i < cells->solver.variable.count; i++) {
        if (cells->amount[i] > 0)
            *(struct publish_part *)list_add(parts) =
                (struct publish_part){i, (uint32_t)cells->amount[i]};
    }
}

void publish_cells_bounds(
    struct publish_cells *cells, const unsigned value[], const bool withheld[])
{
    struct publish_solver *solver = &cells->solver;
    const struct publish_base *base = cells->base.items;
    const struct publish_rest *rest = cells->rest.items;
    long members = publish_solver_at(solver, cells->all)->count;
    for (uint32_t i = 0; i < solver->variable.count; i++) {
        publish_solver_at(solver, i)->least = 0;
        publish_solver_at(solver, i)->most = members;
    }
    for (size_t i = 0; i < cells->rest.count; i++) {
        struct publish_variable *variable = publish_solver_at(solver, rest[i].variable);
        variable->most = members * MODEL_OPTIONS_MAX;
        variable->least = rest[i].free ? -variable->most : 0;
    }
    publish_solver_at(solver, cells->all)->least = members;
    for (size_t i = 0; i < cells->base.count; i++) {
        struct publish_variable *variable = publish_solver_at(solver, base[i].variable);
        long shown = (long)value[base[i].variable];
        if (withheld[variable->table])
            continue;
        variable->least = shown > PUBLISH_ROUNDING_MOST ? shown - PUBLISH_ROUNDING_MOST : 0;
        if (shown + PUBLISH_ROUNDING_MOST < variable->most)
            variable->most = shown + PUBLISH_ROUNDING_MOST;
    }
}
