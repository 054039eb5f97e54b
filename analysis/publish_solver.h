/* What a reader can work out of counts that are tied to each other, and what those can who know the
 * answers of one or two of the counted.
 *
 * A variable is a count of organisations; a member adds to some of them, to most at most one. Of
 * each the solver keeps the least and the most that it can be. What ties variables together is a
 * rule: some of them add up to as much as some others. A rule narrows a variable by what the others
 * leave: the true counts lie within the bounds at first, and no true rule excludes them, so they
 * always do. Whoever knows a member's answers knows that each variable is at least what that member
 * adds. */
#ifndef ANALYSIS_PUBLISH_SOLVER_H
#define ANALYSIS_PUBLISH_SOLVER_H

#include "base/list.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The most that is small: a rest of so many, or fewer but some, must have two feasible values. */
#define PUBLISH_SOLVER_SMALL 2
/* Who may know their own answers together. */
#define PUBLISH_SOLVER_INSIDERS 2

struct publish_variable {
    long least;
    long most;
    long count;     /* the true one */
    unsigned table; /* what is withheld if it is worked out */
    bool cell;      /* whether a small rest of it is to be protected */
};

/* One of a rule's variables. */
struct publish_term {
    uint32_t variable;
    int32_t times; /* 1 on one side, -1 on the other */
};

/* What a member adds to a variable. */
struct publish_part {
    uint32_t variable;
    uint32_t amount; /* not 0 */
};

/* Appends the parts of a member to the list (struct publish_part), which is empty. */
typedef void publish_member_parts(void *context, size_t member, struct list *parts);

struct publish_solver {
    struct list variable; /* struct publish_variable */
    struct list term;     /* struct publish_term */
    struct list rule;     /* uint32_t: where in term each begins */
    /* For solving. */
    uint32_t *of;       /* rules of the variables, one behind the other */
    uint32_t *of_first; /* where those of each begin; one more than there are variables */
    uint32_t *queue;
    bool *queued;
    struct list trail; /* what was narrowed */
};

void publish_solver_begin(struct publish_solver *solver);
void publish_solver_free(struct publish_solver *solver);

uint32_t publish_solver_variable(struct publish_solver *solver, unsigned table, bool cell);
struct publish_variable *publish_solver_at(const struct publish_solver *solver, uint32_t variable);

/* A new rule without terms, and a term of the last one. No rule and no variable is added once it
 * was solved. */
void publish_solver_rule(struct publish_solver *solver);
void publish_solver_term(struct publish_solver *solver, uint32_t variable, int times);
/* Where in term a rule begins; behind the last rule: how many terms there are. */
uint32_t publish_solver_rule_first(const struct publish_solver *solver, size_t rule);

/* Narrows the variables' bounds to what an outsider knows. */
void publish_solver_narrow(struct publish_solver *solver);

/* Looks for a cell of whose others (all but the insiders') there are truly one to
 * PUBLISH_SOLVER_SMALL, and of which bounds and rules leave one value only: for an outsider, for
 * each member, and for each two. The variables' bounds, counts and rules must be true; the bounds
 * are narrowed to what an outsider knows. True, and *table, if there is one. */
bool publish_solver_reveals(struct publish_solver *solver, size_t members,
    publish_member_parts *parts, void *context, unsigned *table);

#endif
