#include "analysis/collection_build.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

enum status collection_build_begin(struct collection_build *build, struct store *store,
    const struct editions *editions, const struct round *round, struct collection *out,
    struct error *err)
{
    *build = (struct collection_build){
        .out = out,
        .entries = {.size = sizeof(struct scored)},
        .members = {.size = sizeof(struct member)},
    };
    *out = (struct collection){.round = *round};
    out->edition = editions_find(editions, round->edition);
    if (out->edition == NULL)
        return error_set(err, STATUS_REFUSED, REASON_UNKNOWN_EDITION,
            "the round %s is about the edition %s, which is not known here; "
            "name its file with --edition",
            round->id, round->edition);
    TRY(population_load(store, round->id, &out->population, &out->populations, err));
    return rounds_load(store, &build->rounds, &build->round_count, err);
}

bool collection_build_wants(
    const struct collection_build *build, const struct submission *submission)
{
    return rounds_holds(build->rounds, build->round_count, &build->out->round, submission);
}

static const struct population_entry *listed_as(
    const struct collection_build *build, const char *number)
{
    return population_find(build->out->population, build->out->populations, number);
}

bool collection_build_lists(const struct collection_build *build, const char *number)
{
    return listed_as(build, number) != NULL;
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
static int pick_current(const struct collection_build *build)
{
    const struct scored *entry = build->entries.items;
    int picked = -1;
    for (size_t i = 0; i < build->entries.count; i++) {
        const struct scored *best = picked < 0 ? NULL : &entry[picked];
        if (!entry[i].candidate.current)
            continue;
        if (best == NULL || (best->candidate.superseded && !entry[i].candidate.superseded)) {
            picked = (int)i;
        } else if (best->candidate.superseded == entry[i].candidate.superseded) {
            int order = strcmp(entry[i].candidate.to, best->candidate.to);
            order = order != 0 ? order : strcmp(entry[i].candidate.from, best->candidate.from);
            picked = order > 0 ? (int)i : picked;
        }
    }
    return picked;
}

static void fill_member(
    const struct collection_build *build, const struct scored *entry, struct member *member)
{
    const struct collection *out = build->out;
    const struct submission *submission = &entry->candidate.submission;
    char day[DAY_SIZE];
    *member = (struct member){
        .sender = submission->sender,
        .serial = submission->serial,
        .listed = listed_as(build, submission->number),
        .security_role = entry->security_role,
        .consents = entry->consents,
        .unclear = current_is_unclear(&entry->candidate),
        .suspect = submission->suspect,
        .standing = entry->standing,
    };
    const struct population_entry *row = member->listed;
    memcpy(member->number, submission->number, sizeof member->number);
    memcpy(member->name, row == NULL ? entry->name : row->name, sizeof member->name);
    memcpy(member->group, row == NULL ? entry->group : row->group, sizeof member->group);
    memcpy(member->id, submission->id, sizeof member->id);
    memcpy(member->from, entry->candidate.from, sizeof member->from);
    memcpy(member->to, entry->candidate.to, sizeof member->to);
    round_day(day, submission);
    if (out->populations > 0 && row == NULL)
        member->place = MEMBER_OUTSIDE;
    else
        member->place = round_is_late(&out->round, day) ? MEMBER_LATE : MEMBER_ON_TIME;
}

static void keep_answers(struct collection_build *build, size_t picked)
{
    size_t questions = build->out->edition->model.questions;
    struct answer_set set;
    if (build->answers.length == 0)
        return;
    memcpy(&set, build->answers.data + picked * sizeof set, sizeof set);
    buffer_append(&build->kept, set.answer, questions * sizeof set.answer[0]);
    sodium_memzero(&set, sizeof set);
}

/* Makes a member of the organisation in hand, and forgets the rest of it. */
static void close_organisation(struct collection_build *build)
{
    struct scored *entry = build->entries.items;
    if (build->entries.count == 0)
        return;
    scored_mark(entry, build->entries.count);
    int picked = pick_current(build);
    if (picked >= 0) {
        fill_member(build, &entry[picked], list_add(&build->members));
        keep_answers(build, (size_t)picked);
    }
    build->entries.count = 0;
    build->answers.length = 0;
}

void collection_build_add(
    struct collection_build *build, const struct scored *entry, const struct answer_set *answers)
{
    const struct scored *held = build->entries.items;
    if (build->entries.count > 0 &&
        strcmp(held->candidate.submission.number, entry->candidate.submission.number) != 0)
        close_organisation(build);
    *(struct scored *)list_add(&build->entries) = *entry;
    if (answers != NULL)
        buffer_append(&build->answers, answers, sizeof *answers);
}

void collection_build_finish(struct collection_build *build)
{
    close_organisation(build);
    build->out->member = build->members.items;
    build->out->members = build->members.count;
    build->out->answers = (struct answer *)(void *)build->kept.data;
    build->members.items = NULL;
    build->kept = (struct buffer){0};
}

void collection_build_free(struct collection_build *build)
{
    buffer_wipe(&build->answers);
    buffer_wipe(&build->kept);
    free(build->members.items);
    free(build->entries.items);
    free(build->rounds);
    *build = (struct collection_build){0};
}
