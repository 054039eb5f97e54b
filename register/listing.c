#include "register/listing.h"

#include "register/senders.h"
#include "scoring/score.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct edition *edition_of(
    struct edition *const *editions, size_t count, const struct submission *submission)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(editions[i]->id, submission->edition) == 0 &&
            memcmp(editions[i]->digest, submission->edition_digest, EDITION_DIGEST_SIZE) == 0)
            return editions[i];
    }
    return NULL;
}

enum status listing_answers(struct store *store, const uint8_t *key,
    struct edition *const *editions, size_t edition_count, const struct submission *submission,
    struct answers *answers, const struct edition **edition, struct error *err)
{
    struct buffer json = {0};
    struct buffer signature = {0};
    *edition = edition_of(editions, edition_count, submission);
    if (*edition == NULL)
        return error_set(err, STATUS_REFUSED, REASON_UNKNOWN_EDITION,
            "a submission of %s answers the edition %s, which is not known here; "
            "name its file with --edition",
            submission->number, submission->edition);
    enum status status = submissions_answers(store, key, submission, &json, &signature, err);
    if (status == STATUS_OK)
        status = answers_parse_canonical(*edition, json.data, json.length, answers, err);
    buffer_wipe(&json);
    buffer_free(&signature);
    return status;
}

struct loading {
    struct store *store;
    const uint8_t *key;
    struct edition *const *editions;
    size_t edition_count;
    struct listing_entry *list;
    size_t count;
    size_t capacity;
    struct answers *answers;
    struct sender *sender;
};

static enum status grow(struct loading *loading, struct error *err)
{
    size_t capacity = loading->capacity == 0 ? 64 : 2 * loading->capacity;
    size_t size;
    if (__builtin_mul_overflow(capacity, sizeof *loading->list, &size))
        return error_memory(err);
    struct listing_entry *list = realloc(loading->list, size);
    if (list == NULL)
        return error_memory(err);
    loading->list = list;
    loading->capacity = capacity;
    return STATUS_OK;
}

static enum status fill(struct loading *loading, struct listing_entry *entry, struct error *err)
{
    const struct edition *edition = NULL;
    struct score score;
    enum status status =
        senders_of_submission(loading->store, &entry->submission.sender, loading->sender, err);
    if (status == STATUS_OK)
        status = listing_answers(loading->store, loading->key, loading->editions,
            loading->edition_count, &entry->submission, loading->answers, &edition, err);
    if (status != STATUS_OK)
        return status;
    score_compute(&edition->model, &loading->answers->set, &score);
    entry->level = score.level;
    entry->points = score.points;
    (void)snprintf(entry->name, sizeof entry->name, "%s", loading->sender->card.name);
    (void)snprintf(entry->group, sizeof entry->group, "%s", loading->sender->card.group);
    (void)snprintf(entry->from, sizeof entry->from, "%.10s", loading->answers->period_from);
    (void)snprintf(entry->to, sizeof entry->to, "%.10s", loading->answers->period_to);
    return STATUS_OK;
}

static enum status visit(void *context, const struct submission *submission, struct error *err)
{
    struct loading *loading = context;
    if (loading->count == loading->capacity) {
        enum status status = grow(loading, err);
        if (status != STATUS_OK)
            return status;
    }
    struct listing_entry *entry = &loading->list[loading->count];
    *entry = (struct listing_entry){.submission = *submission};
    enum status status = fill(loading, entry, err);
    loading->count += status == STATUS_OK ? 1 : 0;
    return status;
}

static bool same_round(const struct listing_entry *a, const struct listing_entry *b)
{
    return strcmp(a->submission.number, b->submission.number) == 0 &&
           strcmp(a->submission.edition, b->submission.edition) == 0 &&
           strcmp(a->from, b->from) == 0 && strcmp(a->to, b->to) == 0;
}

/* Orders places in the list so that the submissions of an organisation stand together, and within
 * it those of an edition and period, in the order of importing. */
static int by_round(const void *left, const void *right)
{
    const struct listing_entry *a = *(const struct listing_entry *const *)left;
    const struct listing_entry *b = *(const struct listing_entry *const *)right;
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

/* Whether it counts: what a thief may have sent does only once the officer has chosen it. */
static bool counts(const struct submission *submission)
{
    return !submission->suspect || submission->chosen;
}

/* Whether one of the organisation's entries, first to last, supersedes this one. */
static bool is_superseded(const struct listing_entry *entry, struct listing_entry *const *first,
    struct listing_entry *const *last)
{
    for (; first != last; first++) {
        const struct submission *other = &(*first)->submission;
        if (other != &entry->submission && other->supersedes_any && counts(other) &&
            memcmp(other->supersedes, entry->submission.id, MANIFEST_ID_SIZE) == 0)
            return true;
    }
    return false;
}

/* The chosen one, else the first imported: among those that none supersedes, or among all. */
static struct listing_entry *pick(struct listing_entry **first, struct listing_entry **last,
    struct listing_entry *const *organisation, struct listing_entry *const *organisation_end,
    bool among_all)
{
    struct listing_entry *picked = NULL;
    for (struct listing_entry **next = first; next != last; next++) {
        if (!counts(&(*next)->submission) ||
            (!among_all && is_superseded(*next, organisation, organisation_end)))
            continue;
        if (picked == NULL || ((*next)->submission.chosen && !picked->submission.chosen))
            picked = *next;
    }
    return picked;
}

static void mark_round(struct listing_entry **first, struct listing_entry **last,
    struct listing_entry *const *organisation, struct listing_entry *const *organisation_end)
{
    struct listing_entry *current = pick(first, last, organisation, organisation_end, false);
    if (current == NULL)
        current = pick(first, last, organisation, organisation_end, true);
    if (current != NULL)
        current->current = true;
}

static struct listing_entry **end_of_organisation(
    struct listing_entry **first, struct listing_entry **end)
{
    struct listing_entry **next = first;
    while (next != end && strcmp((*next)->submission.number, (*first)->submission.number) == 0)
        next++;
    return next;
}

static enum status mark_current(struct listing_entry *list, size_t count, struct error *err)
{
    struct listing_entry **order = calloc(count == 0 ? 1 : count, sizeof(struct listing_entry *));
    if (order == NULL)
        return error_memory(err);
    for (size_t i = 0; i < count; i++)
        order[i] = &list[i];
    qsort(order, count, sizeof(struct listing_entry *), by_round);
    struct listing_entry **end = order + count;
    for (struct listing_entry **first = order; first != end;) {
        struct listing_entry **last = end_of_organisation(first, end);
        for (struct listing_entry **round = first; round != last;) {
            struct listing_entry **next = round;
            while (next != last && same_round(*round, *next))
                next++;
            mark_round(round, next, first, last);
            round = next;
        }
        first = last;
    }
    free(order);
    return STATUS_OK;
}

enum status listing_load(struct store *store, const uint8_t *key, struct edition *const *editions,
    size_t edition_count, struct listing_entry **list, size_t *count, struct error *err)
{
    struct loading loading = {
        .store = store, .key = key, .editions = editions, .edition_count = edition_count};
    *list = NULL;
    *count = 0;
    loading.answers = calloc(1, sizeof *loading.answers);
    loading.sender = calloc(1, sizeof *loading.sender);
    enum status status =
        loading.answers == NULL || loading.sender == NULL ? error_memory(err) : STATUS_OK;
    if (status == STATUS_OK)
        status = submissions_each(store, visit, &loading, err);
    if (status == STATUS_OK)
        status = mark_current(loading.list, loading.count, err);
    if (loading.answers != NULL)
        sodium_memzero(loading.answers, sizeof *loading.answers);
    free(loading.answers);
    free(loading.sender);
    if (status != STATUS_OK) {
        free(loading.list);
        return status;
    }
    *list = loading.list;
    *count = loading.count;
    return STATUS_OK;
}

static bool superseded_in(
    const struct listing_entry *list, size_t count, const struct listing_entry *entry)
{
    for (size_t i = 0; i < count; i++) {
        const struct submission *other = &list[i].submission;
        if (other->supersedes_any && other->serial != entry->submission.serial && counts(other) &&
            strcmp(other->number, entry->submission.number) == 0 &&
            memcmp(other->supersedes, entry->submission.id, MANIFEST_ID_SIZE) == 0)
            return true;
    }
    return false;
}

static bool all_superseded(
    const struct listing_entry *list, size_t count, const struct listing_entry *round)
{
    for (size_t i = 0; i < count; i++) {
        if (same_round(&list[i], round) && counts(&list[i].submission) &&
            !superseded_in(list, count, &list[i]))
            return false;
    }
    return true;
}

enum status listing_choose(struct store *store, const struct listing_entry *list, size_t count,
    int64_t serial, struct error *err)
{
    const struct listing_entry *chosen = NULL;
    for (size_t i = 0; i < count; i++) {
        if (list[i].submission.serial == serial)
            chosen = &list[i];
    }
    if (chosen == NULL)
        return error_set(err, STATUS_REFUSED, REASON_NOT_FOUND, "no such submission");
    if (superseded_in(list, count, chosen) && !all_superseded(list, count, chosen))
        return error_set(err, STATUS_REFUSED, REASON_BAD_VALUE,
            "the organisation itself has replaced this submission by a later one; choose that one");
    int64_t *others = calloc(count, sizeof *others);
    if (others == NULL)
        return error_memory(err);
    size_t found = 0;
    for (size_t i = 0; i < count; i++) {
        if (&list[i] != chosen && same_round(&list[i], chosen))
            others[found++] = list[i].submission.serial;
    }
    enum status status = submissions_choose(store, serial, others, found, err);
    free(others);
    return status;
}
