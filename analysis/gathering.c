#include "analysis/gathering.h"

#include "base/memory.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FIRST_ROOM = 64 }; /* members whose answers have room at first */

bool gathering_wants(const struct gathering *gathering, const struct submission *submission)
{
    return rounds_holds(
        gathering->rounds, gathering->round_count, &gathering->out->round, submission);
}

static const struct population_entry *listed(const struct gathering *gathering, const char *number)
{
    return population_find(gathering->out->population, gathering->out->populations, number);
}

bool gathering_lists(const struct gathering *gathering, const char *number)
{
    return listed(gathering, number) != NULL;
}

enum status gathering_edition(
    struct gathering *gathering, const struct edition *edition, struct error *err)
{
    struct collection *out = gathering->out;
    bool first = gathering->members.count == 0 && gathering->entries.count == 0;
    if (!first && edition != out->edition)
        return error_set(err, STATUS_REFUSED, REASON_UNKNOWN_EDITION,
            "the submissions of the round %s answer different versions of the edition %s, which "
            "cannot be compared; declare a round for each with sigill-msb round",
            out->round.id, out->round.edition);
    out->edition = edition;
    return STATUS_OK;
}

/* Of the organisation in hand, the place of the submission that counts; -1 if none does. */
static int pick(const struct gathering *gathering)
{
    const struct listing_entry *entry = gathering->entries.items;
    int picked = -1;
    for (size_t i = 0; i < gathering->entries.count; i++) {
        const struct listing_entry *best = picked < 0 ? NULL : &entry[picked];
        if (!entry[i].current)
            continue;
        if (best == NULL || (best->superseded && !entry[i].superseded)) {
            picked = (int)i;
        } else if (best->superseded == entry[i].superseded) {
            int order = strcmp(entry[i].to, best->to);
            order = order != 0 ? order : strcmp(entry[i].from, best->from);
            picked = order > 0 ? (int)i : picked;
        }
    }
    return picked;
}

static void fill_member(
    const struct gathering *gathering, const struct listing_entry *entry, struct member *member)
{
    const struct collection *out = gathering->out;
    const struct submission *submission = &entry->submission;
    char day[DAY_SIZE];
    *member = (struct member){
        .sender = submission->sender,
        .serial = submission->serial,
        .listed = listed(gathering, submission->number),
        .security_role = entry->security_role,
        .consents = entry->consents,
        .standing = entry->standing,
    };
    const struct population_entry *row = member->listed;
    memcpy(member->number, submission->number, sizeof member->number);
    memcpy(member->name, row == NULL ? entry->name : row->name, sizeof member->name);
    memcpy(member->group, row == NULL ? entry->group : row->group, sizeof member->group);
    memcpy(member->id, submission->id, sizeof member->id);
    memcpy(member->from, entry->from, sizeof member->from);
    memcpy(member->to, entry->to, sizeof member->to);
    round_day(day, submission);
    if (out->populations > 0 && row == NULL)
        member->place = MEMBER_OUTSIDE;
    else
        member->place = round_is_late(&out->round, day) ? MEMBER_LATE : MEMBER_ON_TIME;
}

/* Twice the room, or some at first; what held the answers before is wiped. NULL if there is no
 * memory. */
static struct answer *more_room(struct answer *held, size_t questions, size_t *capacity)
{
    size_t size = *capacity * questions * sizeof *held;
    size_t members;
    size_t wanted;
    if (__builtin_mul_overflow(*capacity, 2, &members))
        return NULL;
    members = members == 0 ? FIRST_ROOM : members;
    if (__builtin_mul_overflow(members, questions * sizeof *held, &wanted))
        return NULL;
    struct answer *room = memory_allocate(wanted);
    if (room == NULL)
        return NULL;
    if (held != NULL) {
        memcpy(room, held, size);
        sodium_memzero(held, size);
        free(held);
    }
    *capacity = members;
    return room;
}

/* Room for the answers of one more member. */
static enum status make_room(struct gathering *gathering, struct error *err)
{
    struct collection *out = gathering->out;
    if (gathering->members.count < gathering->answers_capacity)
        return STATUS_OK;
    struct answer *room =
        more_room(out->answers, out->edition->model.questions, &gathering->answers_capacity);
    if (room == NULL)
        return error_memory(err);
    out->answers = room;
    return STATUS_OK;
}

/* Puts the answers of the newest member behind those of the others, where there is room. */
static void keep_answers(struct gathering *gathering, size_t picked)
{
    const struct answer_set *set = gathering->answers.items;
    struct collection *out = gathering->out;
    size_t questions = out->edition->model.questions;
    size_t place = gathering->members.count - 1;
    memcpy(out->answers + place * questions, set[picked].answer,
        questions * sizeof *set[picked].answer);
}

/* Makes a member of the organisation in hand, and forgets the rest of it. */
static enum status close_organisation(struct gathering *gathering, struct error *err)
{
    struct listing_entry *entry = gathering->entries.items;
    if (gathering->entries.count == 0)
        return STATUS_OK;
    enum status status = listing_mark(entry, gathering->entries.count, err);
    int picked = status == STATUS_OK ? pick(gathering) : -1;
    /* Room comes first: whoever wipes the answers counts the members. */
    if (picked >= 0 && gathering->answers.count > 0)
        status = make_room(gathering, err);
    if (picked >= 0 && status == STATUS_OK) {
        struct member *member = table_list_add(&gathering->members);
        if (member == NULL)
            return error_memory(err);
        fill_member(gathering, &entry[picked], member);
        if (gathering->answers.count > 0)
            keep_answers(gathering, (size_t)picked);
    }
    gathering->entries.count = 0;
    gathering->answers.count = 0;
    return status;
}

enum status gathering_add(struct gathering *gathering, const struct listing_entry *entry,
    const struct answer_set *answers, struct error *err)
{
    const struct listing_entry *held = gathering->entries.items;
    enum status status = STATUS_OK;
    if (gathering->entries.count > 0 &&
        strcmp(held->submission.number, entry->submission.number) != 0)
        status = close_organisation(gathering, err);
    if (status != STATUS_OK)
        return status;
    struct listing_entry *kept = table_list_add(&gathering->entries);
    struct answer_set *set = answers == NULL ? NULL : table_list_add(&gathering->answers);
    if (kept == NULL || (answers != NULL && set == NULL))
        return error_memory(err);
    *kept = *entry;
    if (set != NULL)
        *set = *answers;
    return STATUS_OK;
}

enum status gathering_end(struct gathering *gathering, enum status status, struct error *err)
{
    if (status == STATUS_OK)
        status = close_organisation(gathering, err);
    gathering->out->member = gathering->members.items;
    gathering->out->members = gathering->members.count;
    if (gathering->answers.items != NULL)
        sodium_memzero(
            gathering->answers.items, gathering->answers.capacity * sizeof(struct answer_set));
    free(gathering->answers.items);
    free(gathering->entries.items);
    free(gathering->rounds);
    return status;
}
