#include "analysis/scored.h"

#include "base/list.h"
#include "base/memory.h"
#include "base/text.h"
#include "register/senders.h"
#include "scoring/score.h"

#include <stdlib.h>
#include <string.h>

static bool has_security_role(const struct edition *edition, const struct answers *answers)
{
    for (uint32_t i = 0; i < answers->participants; i++) {
        int role = edition_find_role(edition, answers->participant[i]);
        if (role >= 0 && edition->role[role].security)
            return true;
    }
    return false;
}

enum status scored_open(struct stored_answers *stored, const struct submission *submission,
    struct scored *scored, struct error *err)
{
    struct score score;
    *scored = (struct scored){0};
    TRY(current_open(stored, submission, &scored->candidate, err));
    score_compute(&stored->edition->model, &stored->answers->set, &score);
    scored->level = score.level;
    scored->points = score.points;
    scored->standing = score.standing;
    scored->security_role = has_security_role(stored->edition, stored->answers);
    scored->consents = answers_consent(stored->edition, stored->answers, ANSWERS_COMPARISON);
    return STATUS_OK;
}

enum status scored_card(struct store *store, struct scored *scored, struct error *err)
{
    char group[CARD_GROUP_MAX + 1];
    TRY(senders_label(store, &scored->candidate.submission.sender, scored->name, group, err));
    text_copy(scored->group, sizeof scored->group, group);
    return STATUS_OK;
}

void scored_mark(struct scored *list, size_t count)
{
    struct current_candidate **candidates = memory_new(count, sizeof(struct current_candidate *));
    for (size_t i = 0; i < count; i++)
        candidates[i] = &list[i].candidate;
    current_mark(candidates, count);
    free(candidates);
}

struct scored_rows {
    struct stored_answers *stored;
    struct list list; /* struct scored */
};

static enum status take_scored(
    void *context, const struct submission *submission, struct error *err)
{
    struct scored_rows *rows = context;
    struct scored *scored = list_add(&rows->list);
    TRY(scored_open(rows->stored, submission, scored, err));
    return scored_card(rows->stored->store, scored, err);
}

enum status scored_load(
    struct stored_answers *stored, struct scored **list, size_t *count, struct error *err)
{
    struct scored_rows rows = {stored, {.size = sizeof **list}};
    enum status status;
    *list = NULL;
    *count = 0;
    TRY_OUT(submissions_each(stored->store, take_scored, &rows, err));
    scored_mark(rows.list.items, rows.list.count);
    *list = rows.list.items;
    *count = rows.list.count;
    rows.list.items = NULL;
out:
    free(rows.list.items);
    return status;
}
