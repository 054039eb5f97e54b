#include "register/current.h"

#include "base/list.h"
#include "base/memory.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum status current_open(struct stored_answers *stored, const struct submission *submission,
    struct current_candidate *candidate, struct error *err)
{
    *candidate = (struct current_candidate){.submission = *submission};
    TRY(stored_answers_open(stored, submission, err));
    const struct answers *answers = stored->answers;
    (void)snprintf(candidate->from, sizeof candidate->from, "%.10s", answers->period_from);
    (void)snprintf(candidate->to, sizeof candidate->to, "%.10s", answers->period_to);
    return STATUS_OK;
}

bool current_counts(const struct submission *submission)
{
    return !submission->suspect || submission->chosen;
}

/* ---- marking ---- */

static bool same_period(const struct current_candidate *a, const struct current_candidate *b)
{
    return strcmp(a->submission.number, b->submission.number) == 0 &&
           strcmp(a->submission.edition, b->submission.edition) == 0 &&
           strcmp(a->from, b->from) == 0 && strcmp(a->to, b->to) == 0;
}

/* Orders the candidates so that the submissions of an organisation stand together, and within
 * it those of an edition and period, in the order of importing. */
static int by_period(const void *left, const void *right)
{
    const struct current_candidate *a = *(const struct current_candidate *const *)left;
    const struct current_candidate *b = *(const struct current_candidate *const *)right;
    int order = strcmp(a->submission.number, b->submission.number);
    if (order == 0)
        order = strcmp(a->submission.edition, b->submission.edition);
    if (order == 0)
        order = strcmp(a->from, b->from);
    if (order == 0)
        order = strcmp(a->to, b->to);
    if (order == 0)
        order = a->submission.serial < b->submission.serial ? -1 : 1;
    return order;
}

/* Whether one of the organisation's candidates, first to last, supersedes this one. */
static bool is_superseded(const struct current_candidate *candidate,
    struct current_candidate *const *first, struct current_candidate *const *last)
{
    for (; first != last; first++) {
        const struct submission *other = &(*first)->submission;
        if (other != &candidate->submission && current_counts(other) &&
            manifest_lists(&other->supersedes, candidate->submission.id))
            return true;
    }
    return false;
}

/* The chosen one, else the first imported: among those that none supersedes, or among all. */
static struct current_candidate *pick(
    struct current_candidate **first, struct current_candidate **last, bool among_all)
{
    struct current_candidate *picked = NULL;
    for (struct current_candidate **next = first; next != last; next++) {
        if (!current_counts(&(*next)->submission) || (!among_all && (*next)->superseded))
            continue;
        if (picked == NULL || ((*next)->submission.chosen && !picked->submission.chosen))
            picked = *next;
    }
    return picked;
}

static void mark_period(struct current_candidate **first, struct current_candidate **last)
{
    struct current_candidate *current = pick(first, last, false);
    if (current == NULL)
        current = pick(first, last, true);
    if (current != NULL)
        current->current = true;
}

static struct current_candidate **end_of_organisation(
    struct current_candidate **first, struct current_candidate **end)
{
    struct current_candidate **next = first;
    while (next != end && strcmp((*next)->submission.number, (*first)->submission.number) == 0)
        next++;
    return next;
}

void current_mark(struct current_candidate **list, size_t count)
{
    if (count > 0)
        qsort(list, count, sizeof *list, by_period);
    struct current_candidate **end = list + count;
    for (struct current_candidate **first = list; first != end;) {
        struct current_candidate **last = end_of_organisation(first, end);
        for (struct current_candidate **next = first; next != last; next++) {
            (*next)->current = false;
            (*next)->superseded = is_superseded(*next, first, last);
        }
        for (struct current_candidate **period = first; period != last;) {
            struct current_candidate **next = period;
            while (next != last && same_period(*period, *next))
                next++;
            mark_period(period, next);
            period = next;
        }
        first = last;
    }
}

/* ---- one organisation ---- */

struct candidates {
    struct stored_answers *stored;
    struct list list; /* struct current_candidate */
};

static enum status take_candidate(
    void *context, const struct submission *submission, struct error *err)
{
    struct candidates *candidates = context;
    return current_open(candidates->stored, submission, list_add(&candidates->list), err);
}

static void mark_all(struct current_candidate *list, size_t count)
{
    struct current_candidate **order = memory_new(count, sizeof(struct current_candidate *));
    for (size_t i = 0; i < count; i++)
        order[i] = &list[i];
    current_mark(order, count);
    free(order);
}

enum status current_load(struct stored_answers *stored, const char *number,
    struct current_candidate **list, size_t *count, struct error *err)
{
    struct candidates candidates = {stored, {.size = sizeof **list}};
    enum status status;
    *list = NULL;
    *count = 0;
    TRY_OUT(submissions_each_from(stored->store, number, take_candidate, &candidates, err));
    mark_all(candidates.list.items, candidates.list.count);
    *list = candidates.list.items;
    *count = candidates.list.count;
    candidates.list.items = NULL;
out:
    free(candidates.list.items);
    return status;
}

enum status current_judge_choice(const struct current_candidate *list, size_t count,
    const struct current_candidate *chosen, int64_t *others, size_t *found, struct error *err)
{
    *found = 0;
    for (size_t i = 0; i < count; i++) {
        if (&list[i] == chosen || !same_period(&list[i], chosen))
            continue;
        if (chosen->superseded && !list[i].superseded && current_counts(&list[i].submission))
            return error_set(err, STATUS_REFUSED, REASON_BAD_VALUE,
                "the organisation itself has replaced this submission by a later one; choose that one");
        others[(*found)++] = list[i].submission.serial;
    }
    return STATUS_OK;
}
