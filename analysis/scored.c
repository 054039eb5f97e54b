#include "analysis/scored.h"

#include "base/list.h"
#include "base/memory.h"
#include "register/current.h"
#include "scoring/score.h"

#include <stdlib.h>
#include <string.h>

bool scored_security_role(const struct answer_record *record)
{
    for (size_t i = 0; i < record->edition->roles; i++) {
        if (record->edition->role[i].security && (record->roles >> i & 1) != 0)
            return true;
    }
    return false;
}

/* ---- the rows ---- */

struct scored_loading {
    const struct stream_progress *progress;
    struct labels *labels;
    struct list rows; /* of struct scored */
    struct list *claims;
};

/* Most rows have the text of the one before. */
static const char *keep_again(struct labels *labels, const char *before, const char *text)
{
    return before != NULL && strcmp(before, text) == 0 ? before : labels_keep(labels, text);
}

static const char *keep_group_of(
    struct labels *labels, const struct edition *edition, const char *before, const char *group)
{
    int place = edition_find_group(edition, group);
    return place >= 0 ? edition->group[place].id : keep_again(labels, before, group);
}

static void fill_scored(struct scored_loading *loading, const struct submission *submission,
    const struct answer_record *record, struct scored *scored)
{
    const struct scored *before = loading->rows.count > 1 ? scored - 1 : NULL;
    struct answer_set set;
    struct score score;
    answer_record_answers(record->edition, record->answers, &set);
    score_compute(&record->edition->model, &set, &score);
    *scored = (struct scored){
        .serial = submission->serial,
        .created = submission->created,
        .imported = submission->imported,
        .name = labels_keep(loading->labels, record->name),
        .group = keep_group_of(
            loading->labels, record->edition, before == NULL ? NULL : before->group, record->group),
        .edition = keep_again(
            loading->labels, before == NULL ? NULL : before->edition, submission->edition),
        .arrived = keep_again(
            loading->labels, before == NULL ? NULL : before->arrived, submission->arrived),
        .has_points = edition_has_points(record->edition),
        .level = score.level,
        .points = score.points,
        .security_role = scored_security_role(record),
        .consents = record->consents,
        .chosen = submission->chosen,
        .suspect = submission->suspect,
        .current = current_counts(submission),
    };
    memcpy(scored->number, submission->number, sizeof scored->number);
    memcpy(scored->id, submission->id, sizeof scored->id);
    memcpy(scored->from, record->from, DAY_SIZE);
    memcpy(scored->to, record->to, DAY_SIZE);
}

static enum status take_scored(
    void *context, const struct submission *submission, struct record_walk *walk, struct error *err)
{
    struct scored_loading *loading = context;
    const struct answer_record *record = NULL;
    if (loading->progress != NULL)
        loading->progress->advance(loading->progress->context, 1);
    TRY(record_walk_read(walk, &record, err));
    fill_scored(loading, submission, record, list_add(&loading->rows));
    covered_claim_add(loading->claims, submission->serial, record);
    return STATUS_OK;
}

/* ---- which are current ---- */

static int by_number(const void *left, const void *right)
{
    const struct scored *a = *(struct scored *const *)left;
    const struct scored *b = *(struct scored *const *)right;
    int order = strcmp(a->number, b->number);
    return order != 0 ? order : (a->serial > b->serial) - (a->serial < b->serial);
}

/* Of an organisation with several rows, which are read again for what they replace. */
static enum status mark_several(
    struct store *store, struct scored **first, size_t count, struct error *err)
{
    struct current_candidate *candidate = memory_new(count, sizeof *candidate);
    struct current_candidate **order = memory_new(count, sizeof(struct current_candidate *));
    enum status status = STATUS_OK;
    for (size_t i = 0; i < count; i++) {
        TRY_OUT(submissions_by_serial(store, first[i]->serial, &candidate[i].submission, err));
        memcpy(candidate[i].from, first[i]->from, DAY_SIZE);
        memcpy(candidate[i].to, first[i]->to, DAY_SIZE);
        order[i] = &candidate[i];
    }
    current_mark(order, count);
    for (size_t i = 0; i < count; i++) {
        first[i]->current = candidate[i].current;
        first[i]->unclear = current_is_unclear(&candidate[i]);
    }
out:
    free(order);
    free(candidate);
    return status;
}

/* The only one of its organisation is current if it counts. */
static enum status mark_scored(
    struct store *store, struct scored *rows, size_t count, struct error *err)
{
    struct scored **order = memory_new(count, sizeof(struct scored *));
    enum status status = STATUS_OK;
    for (size_t i = 0; i < count; i++)
        order[i] = &rows[i];
    if (count > 0)
        qsort(order, count, sizeof(struct scored *), by_number);
    for (size_t first = 0, next = 0; first < count; first = next) {
        while (next < count && strcmp(order[next]->number, order[first]->number) == 0)
            next++;
        if (next - first > 1)
            TRY_OUT(mark_several(store, &order[first], next - first, err));
    }
out:
    free(order);
    return status;
}

enum status scored_load(struct stored_answers *stored, const struct stream_progress *progress,
    struct scored_list *list, struct error *err)
{
    struct scored_loading loading = {
        progress, &list->labels, {.size = sizeof *list->row}, &list->claims};
    enum status status;
    *list = (struct scored_list){.claims = {.size = sizeof(struct covered_claim)}};
    TRY_OUT(record_walk(stored->store, stored->key, stored->editions, take_scored, &loading, err));
    TRY_OUT(mark_scored(stored->store, loading.rows.items, loading.rows.count, err));
    list->row = loading.rows.items;
    list->count = loading.rows.count;
    loading.rows.items = NULL;
out:
    free(loading.rows.items);
    if (status != STATUS_OK)
        scored_list_free(list);
    return status;
}

void scored_list_free(struct scored_list *list)
{
    free(list->claims.items);
    free(list->row);
    labels_free(&list->labels);
    *list = (struct scored_list){0};
}
