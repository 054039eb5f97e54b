#include "register/listing.h"

#include "base/list.h"
#include "base/memory.h"
#include "register/changes.h"
#include "register/senders.h"
#include "scoring/score.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum status listing_answers(struct store *store, const uint8_t *key,
    const struct editions *editions, const struct submission *submission, struct answers *answers,
    const struct edition **edition, struct error *err)
{
    struct buffer json = {0};
    struct buffer signature = {0};
    *edition = editions_find_exact(editions, submission->edition, submission->edition_digest);
    if (*edition == NULL)
        return error_set(err, STATUS_REFUSED, REASON_UNKNOWN_EDITION,
            "a submission of %s answers the edition %s, which is not known here; "
            "name its file with --edition",
            submission->number, submission->edition);
    enum status status = submissions_answers(store, key, submission, &json, &signature, err);
    if (status == STATUS_OK)
        status = answers_parse_kept(*edition, json.data, json.length, answers, err);
    buffer_wipe(&json);
    buffer_free(&signature);
    return status;
}

void listing_reader_close(struct listing_reader *reader)
{
    if (reader->answers != NULL)
        sodium_memzero(reader->answers, sizeof *reader->answers);
    free(reader->answers);
    reader->answers = NULL;
}

static bool has_security_role(const struct edition *edition, const struct answers *answers)
{
    for (uint32_t i = 0; i < answers->participants; i++) {
        int role = edition_find_role(edition, answers->participant[i]);
        if (role >= 0 && edition->role[role].security)
            return true;
    }
    return false;
}

enum status listing_open(struct listing_reader *reader, const struct submission *submission,
    struct listing_entry *entry, struct error *err)
{
    struct score score;
    enum status status = STATUS_OK;
    if (reader->answers == NULL)
        reader->answers = memory_new(1, sizeof *reader->answers);
    if (reader->answers == NULL)
        status = error_memory(err);
    if (status == STATUS_OK)
        status = listing_answers(reader->store, reader->key, reader->editions, submission,
            reader->answers, &reader->edition, err);
    if (status != STATUS_OK)
        return status;
    const struct answers *answers = reader->answers;
    score_compute(&reader->edition->model, &answers->set, &score);
    *entry = (struct listing_entry){
        .submission = *submission,
        .level = score.level,
        .points = score.points,
        .standing = score.standing,
        .security_role = has_security_role(reader->edition, answers),
        .consents = answers_consent(reader->edition, answers, ANSWERS_COMPARISON),
    };
    (void)snprintf(entry->from, sizeof entry->from, "%.10s", answers->period_from);
    (void)snprintf(entry->to, sizeof entry->to, "%.10s", answers->period_to);
    return STATUS_OK;
}

enum status listing_card(struct store *store, struct listing_entry *entry, struct error *err)
{
    char group[CARD_GROUP_MAX + 1];
    enum status status = senders_label(store, &entry->submission.sender, entry->name, group, err);
    if (status == STATUS_OK)
        (void)snprintf(entry->group, sizeof entry->group, "%s", group);
    return status;
}

struct loading {
    struct listing_reader reader;
    struct list list; /* of struct listing_entry */
};

static enum status visit(void *context, const struct submission *submission, struct error *err)
{
    struct loading *loading = context;
    struct listing_entry *entry = list_add(&loading->list);
    enum status status = listing_open(&loading->reader, submission, entry, err);
    return status == STATUS_OK ? listing_card(loading->reader.store, entry, err) : status;
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

bool listing_counts(const struct submission *submission)
{
    return !submission->suspect || submission->chosen;
}

/* Whether one of the organisation's entries, first to last, supersedes this one. */
static bool is_superseded(const struct listing_entry *entry, struct listing_entry *const *first,
    struct listing_entry *const *last)
{
    for (; first != last; first++) {
        const struct submission *other = &(*first)->submission;
        if (other != &entry->submission && other->supersedes_any && listing_counts(other) &&
            memcmp(other->supersedes, entry->submission.id, MANIFEST_ID_SIZE) == 0)
            return true;
    }
    return false;
}

/* The chosen one, else the first imported: among those that none supersedes, or among all. */
static struct listing_entry *pick(
    struct listing_entry **first, struct listing_entry **last, bool among_all)
{
    struct listing_entry *picked = NULL;
    for (struct listing_entry **next = first; next != last; next++) {
        if (!listing_counts(&(*next)->submission) || (!among_all && (*next)->superseded))
            continue;
        if (picked == NULL || ((*next)->submission.chosen && !picked->submission.chosen))
            picked = *next;
    }
    return picked;
}

static void mark_round(struct listing_entry **first, struct listing_entry **last)
{
    struct listing_entry *current = pick(first, last, false);
    if (current == NULL)
        current = pick(first, last, true);
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

void listing_mark(struct listing_entry *list, size_t count)
{
    struct listing_entry **order =
        memory_new(count == 0 ? 1 : count, sizeof(struct listing_entry *));
    for (size_t i = 0; i < count; i++) {
        list[i].current = false;
        order[i] = &list[i];
    }
    qsort(order, count, sizeof(struct listing_entry *), by_round);
    struct listing_entry **end = order + count;
    for (struct listing_entry **first = order; first != end;) {
        struct listing_entry **last = end_of_organisation(first, end);
        for (struct listing_entry **next = first; next != last; next++)
            (*next)->superseded = is_superseded(*next, first, last);
        for (struct listing_entry **round = first; round != last;) {
            struct listing_entry **next = round;
            while (next != last && same_round(*round, *next))
                next++;
            mark_round(round, next);
            round = next;
        }
        first = last;
    }
    free(order);
}

enum status listing_load(struct store *store, const uint8_t *key, const struct editions *editions,
    struct listing_entry **list, size_t *count, struct error *err)
{
    struct loading loading = {
        .reader = {store, key, editions, NULL, NULL},
        .list = {.size = sizeof **list},
    };
    *list = NULL;
    *count = 0;
    enum status status = submissions_each(store, visit, &loading, err);
    listing_reader_close(&loading.reader);
    if (status != STATUS_OK) {
        free(loading.list.items);
        return status;
    }
    listing_mark(loading.list.items, loading.list.count);
    *list = loading.list.items;
    *count = loading.list.count;
    return STATUS_OK;
}

static bool superseded_in(
    const struct listing_entry *list, size_t count, const struct listing_entry *entry)
{
    for (size_t i = 0; i < count; i++) {
        const struct submission *other = &list[i].submission;
        if (other->supersedes_any && other->serial != entry->submission.serial &&
            listing_counts(other) && strcmp(other->number, entry->submission.number) == 0 &&
            memcmp(other->supersedes, entry->submission.id, MANIFEST_ID_SIZE) == 0)
            return true;
    }
    return false;
}

static bool all_superseded(
    const struct listing_entry *list, size_t count, const struct listing_entry *round)
{
    for (size_t i = 0; i < count; i++) {
        if (same_round(&list[i], round) && listing_counts(&list[i].submission) &&
            !superseded_in(list, count, &list[i]))
            return false;
    }
    return true;
}

enum status listing_choose(struct audit *audit, const struct listing_entry *list, size_t count,
    int64_t serial, int64_t now, struct error *err)
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
    int64_t *others = memory_new(count, sizeof *others);
    size_t found = 0;
    for (size_t i = 0; i < count; i++) {
        if (&list[i] != chosen && same_round(&list[i], chosen))
            others[found++] = list[i].submission.serial;
    }
    enum status status = changes_choose(audit, &chosen->submission, others, found, now, err);
    free(others);
    return status;
}
