#include "analysis/scored.h"

#include "base/list.h"
#include "base/memory.h"
#include "base/text.h"
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

static void fill_scored(
    const struct submission *submission, const struct answer_record *record, struct scored *scored)
{
    struct answer_set set;
    struct score score;
    answer_record_answers(record->edition, record->answers, &set);
    score_compute(&record->edition->model, &set, &score);
    *scored = (struct scored){
        .candidate = {.submission = *submission},
        .level = score.level,
        .points = score.points,
        .standing = score.standing,
        .security_role = scored_security_role(record),
        .consents = record->consents,
    };
    memcpy(scored->candidate.from, record->from, DAY_SIZE);
    memcpy(scored->candidate.to, record->to, DAY_SIZE);
    text_copy(scored->name, sizeof scored->name, record->name);
    text_copy(scored->group, sizeof scored->group, record->group);
}

static enum status take_scored(
    void *context, const struct submission *submission, struct record_walk *walk, struct error *err)
{
    const struct answer_record *record = NULL;
    TRY(record_walk_read(walk, &record, err));
    fill_scored(submission, record, list_add(context));
    return STATUS_OK;
}

static void mark_scored(struct scored *list, size_t count)
{
    struct current_candidate **candidates = memory_new(count, sizeof(struct current_candidate *));
    for (size_t i = 0; i < count; i++)
        candidates[i] = &list[i].candidate;
    current_mark(candidates, count);
    free(candidates);
}

enum status scored_load(
    struct stored_answers *stored, struct scored **list, size_t *count, struct error *err)
{
    struct list rows = {.size = sizeof **list};
    enum status status;
    *list = NULL;
    *count = 0;
    TRY_OUT(record_walk(stored->store, stored->key, stored->editions, take_scored, &rows, err));
    mark_scored(rows.items, rows.count);
    *list = rows.items;
    *count = rows.count;
    rows.items = NULL;
out:
    free(rows.items);
    return status;
}
