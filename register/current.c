#include "register/current.h"

#include "base/list.h"
#include "base/memory.h"
#include "register/answer_record.h"
#include "register/audited.h"
#include "register/record_blocks.h"
#include "register/rounds.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- when its answers were given ---- */

static enum status open_period(
    struct stored_answers *stored, struct current_candidate *candidate, struct error *err)
{
    TRY(stored_answers_open(stored, &candidate->submission, err));
    const struct answers *answers = stored->answers;
    (void)snprintf(candidate->from, sizeof candidate->from, "%.10s", answers->period_from);
    (void)snprintf(candidate->to, sizeof candidate->to, "%.10s", answers->period_to);
    return STATUS_OK;
}

/* Most have a record; what else there is rests in the sealed answers. */
static enum status read_period(
    struct stored_answers *stored, struct current_candidate *candidate, struct error *err)
{
    const struct submission *submission = &candidate->submission;
    const struct edition *edition =
        editions_find_exact(stored->editions, submission->edition, submission->edition_digest);
    struct buffer bytes = {0};
    struct answer_record record;
    enum status status = STATUS_OK;
    if (edition == NULL)
        return stored_answers_refuse(submission, err);
    TRY_OUT(record_block_read(stored->store, stored->key, submission, &bytes, err));
    if (!answer_record_decode(edition, bytes.data, bytes.length, &record)) {
        TRY_OUT(open_period(stored, candidate, err));
    } else {
        memcpy(candidate->from, record.from, sizeof candidate->from);
        memcpy(candidate->to, record.to, sizeof candidate->to);
    }
out:
    buffer_wipe(&bytes);
    return status;
}

static void take_period(const struct stored_row *row, struct current_candidate *candidate)
{
    memcpy(candidate->from, row->from, sizeof candidate->from);
    memcpy(candidate->to, row->to, sizeof candidate->to);
}

/* Finds the period of a submission's answers: among the rows that are kept, else in its record
 * (register/record_blocks.h), and where that is lacking in the sealed answers. Refusals are those
 * of stored_answers_open and record_block_read. Not marked yet. */
static enum status current_open(struct stored_answers *stored, const struct submission *submission,
    struct current_candidate *candidate, struct error *err)
{
    *candidate = (struct current_candidate){.submission = *submission};
    if (stored->verified) /* which no record is */
        return open_period(stored, candidate, err);
    const struct stored_row *met = stored_rows_find(stored->rows, submission->serial);
    if (met != NULL) {
        take_period(met, candidate);
        return STATUS_OK;
    }
    TRY(read_period(stored, candidate, err));
    if (stored->rows != NULL)
        stored_rows_note(stored->rows, submission, candidate->from, candidate->to);
    return STATUS_OK;
}

bool current_counts(const struct submission *submission)
{
    return !submission->suspect || submission->chosen;
}

/* ---- periods ---- */

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

/* ---- what is superseded ---- */

static int by_id(const void *left, const void *right)
{
    const struct current_candidate *a = *(const struct current_candidate *const *)left;
    const struct current_candidate *b = *(const struct current_candidate *const *)right;
    return memcmp(a->submission.id, b->submission.id, MANIFEST_ID_SIZE);
}

static int compare_id(const void *id, const void *candidate)
{
    const struct current_candidate *other = *(const struct current_candidate *const *)candidate;
    return memcmp(id, other->submission.id, MANIFEST_ID_SIZE);
}

/* What one that counts replaces. One that lists itself says nothing by it. */
static void mark_listed(
    const struct submission *submission, struct current_candidate *const *in_order, size_t count)
{
    for (size_t i = 0; current_counts(submission) && i < submission->supersedes.count; i++) {
        const uint8_t *id = submission->supersedes.id[i];
        struct current_candidate *const *listed =
            memcmp(id, submission->id, MANIFEST_ID_SIZE) == 0
                ? NULL
                : bsearch(id, in_order, count, sizeof(struct current_candidate *), compare_id);
        if (listed != NULL)
            (*listed)->listed = true;
    }
}

/* Of those from first to last, which are listed by another one of them. An organisation gives no id
 * twice. */
static void find_listed(
    struct current_candidate *const *first, struct current_candidate *const *last)
{
    size_t count = (size_t)(last - first);
    struct current_candidate **in_order = memory_new(count, sizeof(struct current_candidate *));
    for (size_t i = 0; i < count; i++) {
        in_order[i] = first[i];
        in_order[i]->listed = false;
    }
    qsort(in_order, count, sizeof(struct current_candidate *), by_id);
    for (size_t i = 0; i < count; i++)
        mark_listed(&first[i]->submission, in_order, count);
    free(in_order);
}

static void mark_superseded(
    struct current_candidate *const *first, struct current_candidate *const *last)
{
    find_listed(first, last);
    for (; first != last; first++) {
        (*first)->current = false;
        (*first)->superseded = (*first)->listed;
    }
}

/* ---- the ends of a period ---- */

enum reach { REACH_ORGANISATION, REACH_PERIOD, REACH_NOBODY, REACHES };

/* Marks as ends those that count and that none supersedes within reach; returns how many. */
static size_t mark_ends(
    struct current_candidate **first, struct current_candidate **last, enum reach reach)
{
    size_t ends = 0;
    if (reach == REACH_PERIOD)
        find_listed(first, last);
    for (struct current_candidate **next = first; next != last; next++) {
        bool superseded = reach == REACH_ORGANISATION ? (*next)->superseded
                          : reach == REACH_PERIOD     ? (*next)->listed
                                                      : false;
        (*next)->end = current_counts(&(*next)->submission) && !superseded;
        ends += (*next)->end;
    }
    return ends;
}

bool current_is_unclear(const struct current_candidate *candidate)
{
    return candidate->end && candidate->ends > 1;
}

/* ---- the current one ---- */

enum { DAY_SECONDS = 86400 };

/* When it was sealed, as far as that can be believed: nothing is sealed after it has come. */
static int64_t sealed_at(const struct submission *submission)
{
    char day[DAY_SIZE];
    int64_t came = 0;
    round_day(day, submission);
    (void)day_parse(day, strlen(day), &came);
    return submission->created < came + 2 * DAY_SECONDS ? submission->created
                                                        : submission->imported;
}

static bool goes_before(const struct submission *one, const struct submission *other)
{
    if (one->chosen != other->chosen)
        return one->chosen;
    int64_t sealed = sealed_at(one);
    int64_t other_sealed = sealed_at(other);
    return sealed != other_sealed ? sealed > other_sealed : one->serial > other->serial;
}

static void mark_period(struct current_candidate **first, struct current_candidate **last)
{
    struct current_candidate *current = NULL;
    size_t ends = 0;
    for (int reach = REACH_ORGANISATION; reach < REACHES && ends == 0; reach++)
        ends = mark_ends(first, last, (enum reach)reach);
    for (struct current_candidate **next = first; next != last; next++) {
        (*next)->ends = ends;
        if ((*next)->end &&
            (current == NULL || goes_before(&(*next)->submission, &current->submission)))
            current = *next;
    }
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
        mark_superseded(first, last);
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

/* By what the audit says of whose the rows are (register/submissions.h). */
static enum status take_told(struct candidates *candidates, const char *number, struct error *err)
{
    struct stored_answers *stored = candidates->stored;
    struct audited *audited = stored->store->audited;
    const struct audited_row *told = audited_first_row(audited, number);
    for (; told != NULL; told = audited_next_row(audited, told)) {
        const struct stored_row *row = stored_rows_find(stored->rows, told->serial);
        struct submission submission;
        if (row != NULL) {
            struct current_candidate *candidate = list_add(&candidates->list);
            candidate->submission = row->submission;
            take_period(row, candidate);
            continue;
        }
        TRY(submissions_told(stored->store, told, &submission, err));
        TRY(take_candidate(candidates, &submission, err));
    }
    return STATUS_OK;
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
    TRY_OUT(stored->rows != NULL && submissions_are_told(stored->store)
                ? take_told(&candidates, number, err)
                : submissions_each_from(stored->store, number, take_candidate, &candidates, err));
    mark_all(candidates.list.items, candidates.list.count);
    *list = candidates.list.items;
    *count = candidates.list.count;
    candidates.list.items = NULL;
out:
    free(candidates.list.items);
    return status;
}

enum status current_find(struct stored_answers *stored, const struct submission *submission,
    struct current_candidate *found, struct error *err)
{
    struct current_candidate *list = NULL;
    size_t count = 0;
    *found = (struct current_candidate){.submission = *submission};
    TRY(current_load(stored, submission->number, &list, &count, err));
    for (size_t i = 0; i < count; i++) {
        if (list[i].submission.serial == submission->serial)
            *found = list[i];
    }
    free(list);
    return STATUS_OK;
}

static bool is_listed_by_another(const struct current_candidate *list, size_t count,
    const struct submission *submission, const struct submission *by)
{
    for (size_t i = 0; i < count; i++) {
        const struct submission *other = &list[i].submission;
        if (other->serial != by->serial && other->serial != submission->serial &&
            current_counts(other) && manifest_lists(&other->supersedes, submission->id))
            return true;
    }
    return false;
}

const struct current_candidate *current_lapsed(
    const struct current_candidate *list, size_t count, const struct submission *by)
{
    for (size_t i = 0; i < count; i++) {
        const struct submission *submission = &list[i].submission;
        if (submission->chosen && manifest_lists(&by->supersedes, submission->id) &&
            !is_listed_by_another(list, count, submission, by))
            return &list[i];
    }
    return NULL;
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
