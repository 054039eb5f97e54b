#include "analysis/collection_build.h"

#include "base/memory.h"
#include "base/system/allocator.h"
#include "register/answer_record.h"
#include "register/current.h"

#include <stdlib.h>
#include <string.h>

enum status collection_build_begin(struct collection_build *build, struct store *store,
    const struct editions *editions, const struct round *round, struct collection *out,
    struct error *err)
{
    *build = (struct collection_build){
        .store = store,
        .out = out,
        .members = {.size = sizeof(struct member)},
        .claims = {.size = sizeof(struct covered_claim)},
    };
    *out = (struct collection){.round = *round};
    out->edition = editions_find(editions, round->edition);
    if (out->edition == NULL)
        return error_set(err, STATUS_REFUSED, REASON_UNKNOWN_EDITION,
            "the round %s is about the edition %s, which is not known here; "
            "add its file with `sigill-msb edition add`",
            round->id, round->edition);
    TRY(population_load(store, round->id, &out->population, &out->populations, err));
    return rounds_load(store, &build->rounds, &build->round_count, err);
}

bool collection_build_wants(
    const struct collection_build *build, const struct submission *submission)
{
    return rounds_holds(build->rounds, build->round_count, &build->out->round, submission);
}

/* Once it is known how much room each takes. */
static void make_room(struct collection_build *build)
{
    list_reserve_long(&build->members, build->expected);
    size_t size = build->expected * build->out->answers_size;
    allocator_prefer_large_pages(buffer_reserve(&build->kept, size), size);
}

enum status collection_build_edition(
    struct collection_build *build, const struct edition *edition, struct error *err)
{
    struct collection *out = build->out;
    if (build->begun && edition != out->edition)
        return error_set(err, STATUS_REFUSED, REASON_UNKNOWN_EDITION,
            "the submissions of the round %s answer different versions of the edition %s, which "
            "cannot be compared; declare a round for each with sigill-msb round",
            out->round.id, out->round.edition);
    if (build->begun)
        return STATUS_OK;
    out->edition = edition;
    out->answers_size = answer_record_answers_size(edition);
    build->begun = true;
    if (build->expected > 0)
        make_room(build);
    return STATUS_OK;
}

/* ---- members ---- */

/* Nearly every group is one of the edition's. */
static const char *keep_group(struct collection *out, const char *group)
{
    int place = edition_find_group(out->edition, group);
    return place >= 0 ? out->edition->group[place].id : labels_keep(&out->labels, group);
}

static void fill_member(const struct collection_build *build, const struct submission *submission,
    const struct collection_entry *entry, struct member *member)
{
    struct collection *out = build->out;
    char day[DAY_SIZE];
    *member = (struct member){
        .serial = submission->serial,
        .listed = population_find(out->population, out->populations, submission->number),
        .security_role = entry->security_role,
        .consents = entry->consents,
        .suspect = submission->suspect,
    };
    const struct population_entry *row = member->listed;
    memcpy(member->number, submission->number, sizeof member->number);
    memcpy(member->from, entry->from, sizeof member->from);
    memcpy(member->to, entry->to, sizeof member->to);
    member->name = row != NULL       ? row->name
                   : entry->outlives ? entry->name
                                     : labels_keep(&out->labels, entry->name);
    member->group = row != NULL       ? row->group
                    : entry->outlives ? entry->group
                                      : keep_group(out, entry->group);
    round_day(day, submission);
    if (out->populations > 0 && row == NULL)
        member->place = MEMBER_OUTSIDE;
    else
        member->place = round_is_late(&out->round, day) ? MEMBER_LATE : MEMBER_ON_TIME;
}

/* One that does not count changes nothing for those that do. */
void collection_build_add(struct collection_build *build, const struct submission *submission,
    const struct collection_entry *entry)
{
    if (!current_counts(submission))
        return;
    struct member *member = list_add(&build->members);
    fill_member(build, submission, entry, member);
    member->slot = build->members.count - 1;
    if (entry->answers != NULL)
        buffer_append(&build->kept, entry->answers, build->out->answers_size);
}

static int compare_members(const void *left, const void *right)
{
    const struct member *a = left;
    const struct member *b = right;
    int order = strcmp(a->number, b->number);
    return order != 0 ? order : (a->serial > b->serial) - (a->serial < b->serial);
}

static void sort_members(struct list *members)
{
    const struct member *member = members->items;
    size_t sorted = 1;
    while (sorted < members->count && compare_members(&member[sorted - 1], &member[sorted]) < 0)
        sorted++;
    if (sorted < members->count)
        qsort(members->items, members->count, members->size, compare_members);
}

/* Of an organisation's submissions, the place of the one that counts; count if none does. */
static size_t pick_current(const struct current_candidate *candidate, size_t count)
{
    size_t picked = count;
    for (size_t i = 0; i < count; i++) {
        const struct current_candidate *best = picked == count ? NULL : &candidate[picked];
        if (!candidate[i].current)
            continue;
        if (best == NULL || (best->superseded && !candidate[i].superseded)) {
            picked = i;
        } else if (best->superseded == candidate[i].superseded) {
            int order = strcmp(candidate[i].to, best->to);
            order = order != 0 ? order : strcmp(candidate[i].from, best->from);
            picked = order > 0 ? i : picked;
        }
    }
    return picked;
}

static enum status load_candidates(const struct collection_build *build,
    const struct member *member, size_t count, struct current_candidate *candidate,
    struct current_candidate **order, struct error *err)
{
    for (size_t i = 0; i < count; i++) {
        TRY(submissions_by_serial(build->store, member[i].serial, &candidate[i].submission, err));
        memcpy(candidate[i].from, member[i].from, DAY_SIZE);
        memcpy(candidate[i].to, member[i].to, DAY_SIZE);
        order[i] = &candidate[i];
    }
    return STATUS_OK;
}

/* Puts the one that counts of an organisation's submissions first. *found: whether there is one. */
static enum status choose_member(const struct collection_build *build, struct member *member,
    size_t count, bool *found, struct error *err)
{
    struct current_candidate *candidate = memory_new(count, sizeof *candidate);
    struct current_candidate **order = memory_new(count, sizeof(struct current_candidate *));
    enum status status;
    TRY_OUT(load_candidates(build, member, count, candidate, order, err));
    current_mark(order, count);
    size_t picked = pick_current(candidate, count);
    *found = picked < count;
    if (*found) {
        member[0] = member[picked];
        member[0].unclear = current_is_unclear(&candidate[picked]);
    }
out:
    free(order);
    free(candidate);
    return status;
}

enum status collection_build_finish(struct collection_build *build, struct error *err)
{
    struct member *member = build->members.items;
    size_t count = build->members.count;
    size_t left = 0;
    sort_members(&build->members);
    for (size_t first = 0, next = 0; first < count; first = next) {
        bool found = true;
        while (next < count && strcmp(member[next].number, member[first].number) == 0)
            next++;
        if (next - first > 1)
            TRY(choose_member(build, &member[first], next - first, &found, err));
        if (found)
            member[left++] = member[first];
    }
    build->out->member = build->members.items;
    build->out->members = left;
    build->out->slots = count;
    build->out->answers = build->kept.data;
    build->members.items = NULL;
    build->kept = (struct buffer){0};
    covered_settle(build->claims.items, build->claims.count, build->out);
    return STATUS_OK;
}

void collection_build_free(struct collection_build *build)
{
    buffer_wipe(&build->kept);
    free(build->claims.items);
    free(build->members.items);
    free(build->rounds);
    *build = (struct collection_build){0};
}
