/* How all pairs of members are tried in little time.
 *
 * First the bounds of an outsider are narrowed. What a member knows beyond them is that the
 * variables to which it adds are not smaller than that; so only those matter whose least is below
 * what two members can add, and only members that add to such a one. Each of these is tried by
 * raising its variables, and then with each one after it; a trail takes back what was narrowed, so
 * that a try costs no more than what it changes.
 *
 * A second insider who adds to none of those has the bounds of the first, or of an outsider, but is
 * not counted in the rest. Hence a variable whose value is found is judged for each number of
 * further insiders who may be among it. */
#include "analysis/publish_solver.h"

#include "base/memory.h"

#include <stdlib.h>

/* So many narrowings in one try at most: what is left then is wider than it could be. */
enum { NARROWINGS_MOST = 1 << 20 };

struct narrowed {
    uint32_t variable;
    long least; /* as they were */
    long most;
};

/* A member that knows more than an outsider. */
struct insider {
    size_t first; /* in the parts of all insiders */
    size_t count;
};

struct trying {
    struct publish_solver *solver;
    struct list part;    /* struct publish_part: of all insiders */
    struct list insider; /* struct insider */
    uint32_t *own;       /* what those who are tried add, by variable */
    unsigned others;     /* how many more may know their answers */
    unsigned *table;
};

/* ---- building ---- */

void publish_solver_begin(struct publish_solver *solver)
{
    *solver = (struct publish_solver){
        .variable = {.size = sizeof(struct publish_variable)},
        .term = {.size = sizeof(struct publish_term)},
        .rule = {.size = sizeof(uint32_t)},
        .trail = {.size = sizeof(struct narrowed)},
    };
}

void publish_solver_free(struct publish_solver *solver)
{
    free(solver->variable.items);
    free(solver->term.items);
    free(solver->rule.items);
    free(solver->trail.items);
    free(solver->of);
    free(solver->of_first);
    free(solver->queue);
    free(solver->queued);
    publish_solver_begin(solver);
}

uint32_t publish_solver_variable(struct publish_solver *solver, unsigned table, bool cell)
{
    struct publish_variable *variable = list_add(&solver->variable);
    *variable = (struct publish_variable){.table = table, .cell = cell};
    return (uint32_t)(solver->variable.count - 1);
}

struct publish_variable *publish_solver_at(const struct publish_solver *solver, uint32_t variable)
{
    struct publish_variable *first = solver->variable.items;
    return &first[variable];
}

void publish_solver_rule(struct publish_solver *solver)
{
    *(uint32_t *)list_add(&solver->rule) = (uint32_t)solver->term.count;
}

void publish_solver_term(struct publish_solver *solver, uint32_t variable, int times)
{
    *(struct publish_term *)list_add(&solver->term) = (struct publish_term){variable, times};
}

uint32_t publish_solver_rule_first(const struct publish_solver *solver, size_t rule)
{
    const uint32_t *first = solver->rule.items;
    return rule < solver->rule.count ? first[rule] : (uint32_t)solver->term.count;
}

/* Which rules each variable is in. */
static void index_rules(struct publish_solver *solver)
{
    const struct publish_term *term = solver->term.items;
    size_t variables = solver->variable.count;
    if (solver->of != NULL)
        return;
    solver->of = memory_new(solver->term.count + 1, sizeof *solver->of);
    solver->of_first = memory_new(variables + 2, sizeof *solver->of_first);
    solver->queue = memory_new(solver->rule.count + 1, sizeof *solver->queue);
    solver->queued = memory_new(solver->rule.count + 1, sizeof *solver->queued);
    for (size_t i = 0; i < solver->term.count; i++)
        solver->of_first[term[i].variable + 2]++;
    for (size_t i = 2; i < variables + 2; i++)
        solver->of_first[i] += solver->of_first[i - 1];
    for (size_t rule = 0; rule < solver->rule.count; rule++) {
        for (uint32_t i = publish_solver_rule_first(solver, rule);
             i < publish_solver_rule_first(solver, rule + 1); i++)
            solver->of[solver->of_first[term[i].variable + 1]++] = (uint32_t)rule;
    }
}

/* ---- narrowing ---- */

static void enqueue_rules_of(
    struct publish_solver *solver, uint32_t variable, size_t *end, size_t begin)
{
    for (uint32_t i = solver->of_first[variable]; i < solver->of_first[variable + 1]; i++) {
        uint32_t rule = solver->of[i];
        if (solver->queued[rule])
            continue;
        solver->queued[rule] = true;
        solver->queue[(begin + (*end)++) % solver->rule.count] = rule;
    }
}

/* True if that is narrower. */
static bool narrow_variable(struct publish_solver *solver, uint32_t place, long least, long most)
{
    struct publish_variable *variable = publish_solver_at(solver, place);
    if (least <= variable->least && most >= variable->most)
        return false;
    *(struct narrowed *)list_add(&solver->trail) =
        (struct narrowed){place, variable->least, variable->most};
    variable->least = least > variable->least ? least : variable->least;
    variable->most = most < variable->most ? most : variable->most;
    return true;
}

/* The least and the most of a term. */
static long term_least(const struct publish_solver *solver, const struct publish_term *term)
{
    const struct publish_variable *variable = publish_solver_at(solver, term->variable);
    return term->times > 0 ? variable->least : -variable->most;
}

static long term_most(const struct publish_solver *solver, const struct publish_term *term)
{
    const struct publish_variable *variable = publish_solver_at(solver, term->variable);
    return term->times > 0 ? variable->most : -variable->least;
}

/* Narrows each variable of a rule by the others; queued: how many rules wait behind the one at
 * begin. */
static void apply_rule(struct publish_solver *solver, uint32_t rule, size_t begin, size_t *queued)
{
    const struct publish_term *term = solver->term.items;
    uint32_t first = publish_solver_rule_first(solver, rule);
    uint32_t end = publish_solver_rule_first(solver, rule + 1);
    long least = 0;
    long most = 0;
    for (uint32_t i = first; i < end; i++) {
        least += term_least(solver, &term[i]);
        most += term_most(solver, &term[i]);
    }
    for (uint32_t i = first; i < end; i++) {
        long own_least = term_least(solver, &term[i]);
        long own_most = term_most(solver, &term[i]);
        long low = own_most - most; /* the others at most */
        long high = own_least - least;
        bool narrowed = term[i].times > 0 ? narrow_variable(solver, term[i].variable, low, high)
                                          : narrow_variable(solver, term[i].variable, -high, -low);
        if (!narrowed)
            continue;
        least += term_least(solver, &term[i]) - own_least;
        most += term_most(solver, &term[i]) - own_most;
        enqueue_rules_of(solver, term[i].variable, queued, begin);
    }
}

/* Applies the rules of all that was narrowed since that place of the trail. */
static void propagate(struct publish_solver *solver, size_t since)
{
    size_t begin = 0;
    size_t queued = 0;
    for (size_t i = since; i < solver->trail.count; i++) {
        const struct narrowed *narrowed = solver->trail.items;
        enqueue_rules_of(solver, narrowed[i].variable, &queued, begin);
    }
    for (unsigned steps = 0; queued > 0; steps++) {
        uint32_t rule = solver->queue[begin % solver->rule.count];
        begin = (begin + 1) % solver->rule.count;
        queued--;
        solver->queued[rule] = false;
        if (steps < NARROWINGS_MOST)
            apply_rule(solver, rule, begin, &queued);
    }
}

static void take_back(struct publish_solver *solver, size_t since)
{
    const struct narrowed *narrowed = solver->trail.items;
    while (solver->trail.count > since) {
        const struct narrowed *last = &narrowed[--solver->trail.count];
        struct publish_variable *variable = publish_solver_at(solver, last->variable);
        variable->least = last->least;
        variable->most = last->most;
    }
}

void publish_solver_narrow(struct publish_solver *solver)
{
    index_rules(solver);
    solver->trail.count = 0;
    for (size_t i = 0; i < solver->variable.count; i++) {
        const struct publish_variable *variable = publish_solver_at(solver, (uint32_t)i);
        *(struct narrowed *)list_add(&solver->trail) =
            (struct narrowed){(uint32_t)i, variable->least, variable->most};
    }
    propagate(solver, 0);
    solver->trail.count = 0;
}

/* ---- judging ---- */

/* Whether the value was found, and there may be a small rest without the insiders. */
static bool found_small_rest(const struct trying *trying, uint32_t place)
{
    const struct publish_variable *variable = publish_solver_at(trying->solver, place);
    long rest = variable->count - (long)trying->own[place];
    if (!variable->cell || variable->least != variable->most || rest < 1)
        return false;
    if (rest > PUBLISH_SOLVER_SMALL + (long)trying->others)
        return false;
    *trying->table = variable->table;
    return true;
}

static bool trail_reveals(const struct trying *trying, size_t since)
{
    const struct narrowed *narrowed = trying->solver->trail.items;
    for (size_t i = since; i < trying->solver->trail.count; i++) {
        if (found_small_rest(trying, narrowed[i].variable))
            return true;
    }
    return false;
}

static bool outsider_sees(const struct trying *trying)
{
    struct publish_solver *solver = trying->solver;
    publish_solver_narrow(solver);
    for (size_t i = 0; i < solver->variable.count; i++) {
        if (found_small_rest(trying, (uint32_t)i))
            return true;
    }
    return false;
}

/* Whether whoever adds to a variable knows more of it by that. */
static bool is_news(const struct publish_variable *variable, const struct publish_part *part)
{
    return variable->least < PUBLISH_SOLVER_INSIDERS * (long)part->amount &&
           variable->least < variable->most;
}

/* Whether it matters of the rest who of the insiders is among it. */
static bool may_be_small(const struct publish_variable *variable)
{
    return variable->cell && variable->count <= PUBLISH_SOLVER_SMALL + PUBLISH_SOLVER_INSIDERS;
}

/* Whom an outsider's bounds leave something to know, with the parts that matter. */
static void find_insiders(
    struct trying *trying, size_t members, publish_member_parts *parts, void *context)
{
    struct list found = {.size = sizeof(struct publish_part)};
    for (size_t member = 0; member < members; member++) {
        size_t first = trying->part.count;
        bool news = false;
        found.count = 0;
        parts(context, member, &found);
        const struct publish_part *part = found.items;
        for (size_t i = 0; i < found.count; i++) {
            const struct publish_variable *variable =
                publish_solver_at(trying->solver, part[i].variable);
            news = news || is_news(variable, &part[i]);
            if (is_news(variable, &part[i]) || may_be_small(variable))
                *(struct publish_part *)list_add(&trying->part) = part[i];
        }
        if (news)
            *(struct insider *)list_add(&trying->insider) =
                (struct insider){first, trying->part.count - first};
        else
            trying->part.count = first;
    }
    free(found.items);
}

/* What an insider adds is known, of all who are tried together. */
static void know(struct trying *trying, const struct insider *insider)
{
    const struct publish_part *part = trying->part.items;
    for (size_t i = insider->first; i < insider->first + insider->count; i++) {
        trying->own[part[i].variable] += part[i].amount;
        (void)narrow_variable(
            trying->solver, part[i].variable, trying->own[part[i].variable], INT32_MAX);
    }
}

static void forget(struct trying *trying, const struct insider *insider)
{
    const struct publish_part *part = trying->part.items;
    for (size_t i = insider->first; i < insider->first + insider->count; i++)
        trying->own[part[i].variable] -= part[i].amount;
}

/* With each insider from that place on, beside those who are known already. */
static bool insiders_see(struct trying *trying, size_t from)
{
    const struct insider *insider = trying->insider.items;
    bool seen = false;
    trying->others--;
    for (size_t i = from; !seen && i < trying->insider.count; i++) {
        size_t before = trying->solver->trail.count;
        know(trying, &insider[i]);
        propagate(trying->solver, before);
        seen = trail_reveals(trying, before) || (trying->others > 0 && insiders_see(trying, i + 1));
        forget(trying, &insider[i]);
        take_back(trying->solver, before);
    }
    trying->others++;
    return seen;
}

bool publish_solver_reveals(struct publish_solver *solver, size_t members,
    publish_member_parts *parts, void *context, unsigned *table)
{
    struct trying trying = {
        .solver = solver,
        .part = {.size = sizeof(struct publish_part)},
        .insider = {.size = sizeof(struct insider)},
        .own = memory_new(solver->variable.count + 1, sizeof(uint32_t)),
        .others = PUBLISH_SOLVER_INSIDERS,
        .table = table,
    };
    bool seen = outsider_sees(&trying);
    if (!seen) {
        find_insiders(&trying, members, parts, context);
        seen = insiders_see(&trying, 0);
    }
    free(trying.part.items);
    free(trying.insider.items);
    free(trying.own);
    return seen;
}
