#include "register/round_history.h"

#include "base/clock.h"
#include "base/memory.h"
#include "base/text.h"
#include "register/rounds.h"

#include <stdlib.h>
#include <string.h>

/* When a member's submission came, as the rows so far report it. */
struct round_history_arrival {
    int64_t imported; /* 0: not yet */
    char day[DAY_SIZE];
};

void round_history_begin(
    struct round_history *history, const struct round_history_member *member, size_t members)
{
    *history = (struct round_history){.member = member,
        .arrival = memory_new(members + 1, sizeof *history->arrival),
        .members = members,
        .rounds = {.size = sizeof(struct round)}};
}

void round_history_free(struct round_history *history)
{
    free(history->arrival);
    free(history->rounds.items);
    *history = (struct round_history){0};
}

/* ---- rows ---- */

static int compare_numbers(const void *key, const void *member)
{
    return strcmp(key, ((const struct round_history_member *)member)->number);
}

static struct round_history_arrival *find_arrival(
    const struct round_history *history, const struct audit_row *row)
{
    char number[MANIFEST_NUMBER_SIZE] = "";
    char id[MANIFEST_ID_HEX] = "";
    char expected[MANIFEST_ID_HEX];
    const struct round_history_member *found;
    if (history->members == 0 || !audit_value(row, "number", number, sizeof number) ||
        !audit_value(row, "id", id, sizeof id))
        return NULL;
    found = bsearch(number, history->member, history->members, sizeof *found, compare_numbers);
    if (found == NULL)
        return NULL;
    hex_encode(expected, found->id, MANIFEST_ID_SIZE);
    return strcmp(id, expected) == 0 ? &history->arrival[found - history->member] : NULL;
}

/* imported: 0 of an amendment, which leaves that as it was. */
static void note_arrival(
    const struct round_history *history, const struct audit_row *row, int64_t imported)
{
    struct round_history_arrival *arrival = find_arrival(history, row);
    struct submission submission = {0};
    if (arrival == NULL)
        return;
    if (imported != 0)
        arrival->imported = imported;
    submission.imported = arrival->imported;
    (void)audit_value(row, "arrived", submission.arrived, sizeof submission.arrived);
    round_day(arrival->day, &submission);
}

static int compare_openings(const void *one, const void *other)
{
    return strcmp(((const struct round *)one)->opens, ((const struct round *)other)->opens);
}

static struct round *find_round(const struct round_history *history, const char *id)
{
    struct round *round = history->rounds.items;
    for (size_t i = 0; i < history->rounds.count; i++) {
        if (strcmp(round[i].id, id) == 0)
            return &round[i];
    }
    return NULL;
}

static void note_round(struct round_history *history, const struct audit_row *row)
{
    struct round declared = {0};
    (void)audit_value(row, "round", declared.id, sizeof declared.id);
    (void)audit_value(row, "edition", declared.edition, sizeof declared.edition);
    (void)audit_value(row, "opens", declared.opens, sizeof declared.opens);
    (void)audit_value(row, "closes", declared.closes, sizeof declared.closes);
    struct round *round = find_round(history, declared.id);
    if (round == NULL)
        round = list_add(&history->rounds);
    *round = declared;
    qsort(history->rounds.items, history->rounds.count, sizeof declared, compare_openings);
}

void round_history_add(struct round_history *history, const struct audit_row *row)
{
    if (strcmp(row->kind, audit_kind_name(AUDIT_ROUND)) == 0)
        note_round(history, row);
    if (strcmp(row->kind, audit_kind_name(AUDIT_IMPORT)) == 0)
        note_arrival(history, row, row->time);
    if (strcmp(row->kind, audit_kind_name(AUDIT_AMEND)) == 0)
        note_arrival(history, row, 0);
}

/* ---- what they held ---- */

bool round_history_held(
    const struct round_history *history, const char *edition, const char *round, bool late)
{
    const struct round *declared = history->rounds.items;
    size_t count = history->rounds.count;
    for (size_t i = 0; i < history->members; i++) {
        const struct round_history_arrival *arrival = &history->arrival[i];
        int place = rounds_place(declared, count, edition, arrival->day);
        const char *id = place < 0 ? edition : declared[place].id;
        if (arrival->imported != 0 && strcmp(id, round) == 0 &&
            (late || place < 0 || !round_is_late(&declared[place], arrival->day)))
            return true;
    }
    return false;
}
