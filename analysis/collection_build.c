#include "analysis/collection_build.h"

#include "base/memory.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FIRST_ROOM = 64 }; /* members whose answers have room at first */

bool collection_build_wants(
    const struct collection_build *build, const struct submission *submission)
{
    return rounds_holds(build->rounds, build->round_count, &build->out->round, submission);
}

static const struct population_entry *listed(
    const struct collection_build *build, const char *number)
{
    return population_find(build->out->population, build->out->populations, number);
}

bool collection_build_lists(const struct collection_build *build, const char *number)
{
    return listed(build, number) != NULL;
}

enum status collection_build_edition(
    struct collection_build *build, const struct edition *edition, struct error *err)
{
    struct collection *out = build->out;
    bool first = build->members.count == 0 && build->entries.count == 0;
    if (!first && edition != out->edition)
        return error_set(err, STATUS_REFUSED, REASON_UNKNOWN_EDITION,
            "the submissions of the round %s answer different versions of the edition %s, which "
            "cannot be compared; declare a round for each with sigill-msb round",
            out->round.id, out->round.edition);
    out->edition = edition;
    return STATUS_OK;
}

/* Of the organisation in hand, the place of the submission that counts; -1 if none does. */
static int pick(const struct collection_build *build)
{
    const struct listing_entry *entry = build->entries.items;
    int picked = -1;
    for (size_t i = 0; i < build->entries.count; i++) {
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
    const struct collection_build *build, const struct listing_entry *entry, struct member *member)
{
    const struct collection *out = build->out;
    const struct submission *submission = &entry->submission;
    char day[DAY_SIZE];
    *member = (struct member){
        .sender = submission->sender,
        .serial = submission->serial,
        .listed = listed(build, submission->number),
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
static enum status make_room(struct collection_build *build, struct error *err)
{
    struct collection *out = build->out;
    if (build->members.count < build->answers_capacity)
        return STATUS_OK;
    struct answer *room =
        more_room(out->answers, out->edition->model.questions, &build->answers_capacity);
    if (room == NULL)
        return error_memory(err);
    out->answers = room;
    return STATUS_OK;
}

/* Puts the answers of the newest member behind those of the others, where there is room. */
static void keep_answers(struct collection_build *build, size_t picked)
{
    const struct answer_set *set = build->answers.items;
    struct collection *out = build->out;
    size_t questions = out->edition->model.questions;
    size_t place = build->members.count - 1;
    memcpy(out->answers + place * questions, set[picked].answer,
        questions * sizeof *set[picked].answer);
}

/* Makes a member of the organisation in hand, and forgets the rest of it. */
static enum status close_organisation(struct collection_build *build, struct error *err)
{
    struct listing_entry *entry = build->entries.items;
    if (build->entries.count == 0)
        return STATUS_OK;
    enum status status = listing_mark(entry, build->entries.count, err);
    int picked = status == STATUS_OK ? pick(build) : -1;
    /* Room comes first: whoever wipes the answers counts the members. */
    if (picked >= 0 && build->answers.count > 0)
        status = make_room(build, err);
    if (picked >= 0 && status == STATUS_OK) {
        struct member *member = list_add(&build->members);
        fill_member(build, &entry[picked], member);
        if (build->answers.count > 0)
            keep_answers(build, (size_t)picked);
    }
    build->entries.count = 0;
    build->answers.count = 0;
    return status;
}

enum status collection_build_add(struct collection_build *build, const struct listing_entry *entry,
    const struct answer_set *answers, struct error *err)
{
    const struct listing_entry *held = build->entries.items;
    enum status status = STATUS_OK;
    if (build->entries.count > 0 && strcmp(held->submission.number, entry->submission.number) != 0)
        status = close_organisation(build, err);
    if (status != STATUS_OK)
        return status;
    struct listing_entry *kept = list_add(&build->entries);
    struct answer_set *set = answers == NULL ? NULL : list_add(&build->answers);
    *kept = *entry;
    if (set != NULL)
        *set = *answers;
    return STATUS_OK;
}

enum status collection_build_end(
    struct collection_build *build, enum status status, struct error *err)
{
    if (status == STATUS_OK)
        status = close_organisation(build, err);
    build->out->member = build->members.items;
    build->out->members = build->members.count;
    if (build->answers.items != NULL)
        sodium_memzero(build->answers.items, build->answers.capacity * sizeof(struct answer_set));
    free(build->answers.items);
    free(build->entries.items);
    free(build->rounds);
    return status;
}
