#include "register/rounds.h"

#include "base/list.h"
#include "base/text.h"
#include "register/changes_parts.h"
#include "register/store_parts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { NAMES_SIZE = 512 };

void round_implicit(struct round *round, const char *edition)
{
    *round = (struct round){.implicit = true};
    text_copy(round->id, sizeof round->id, edition);
    text_copy(round->edition, sizeof round->edition, edition);
}

void round_day(char day[DAY_SIZE], const struct submission *submission)
{
    int64_t seconds;
    if (day_parse(submission->arrived, strlen(submission->arrived), &seconds))
        memcpy(day, submission->arrived, DAY_SIZE);
    else
        day_format(day, submission->imported);
}

int rounds_place(const struct round *rounds, size_t count, const char *edition, const char *day)
{
    int place = -1;
    for (size_t i = 0; i < count; i++) {
        if (strcmp(rounds[i].edition, edition) == 0 &&
            (place < 0 || strcmp(rounds[i].opens, day) <= 0))
            place = (int)i;
    }
    return place;
}

bool rounds_holds(const struct round *rounds, size_t count, const struct round *round,
    const struct submission *submission)
{
    char day[DAY_SIZE];
    if (strcmp(submission->edition, round->edition) != 0)
        return false;
    round_day(day, submission);
    int place = rounds_place(rounds, count, submission->edition, day);
    return place < 0 ? round->implicit : strcmp(rounds[place].id, round->id) == 0;
}

bool round_is_late(const struct round *round, const char *day)
{
    return round->closes[0] != '\0' && strcmp(day, round->closes) > 0;
}

/* ---- reading ---- */

struct round_rows {
    const struct store *store;
    struct list list; /* struct round */
};

static enum status take_round(void *context, sqlite3_stmt *row, struct error *err)
{
    struct round_rows *rows = context;
    struct round *round = list_add(&rows->list);
    if (!store_column_text(row, 0, round->id, sizeof round->id) ||
        !store_column_text(row, 1, round->edition, sizeof round->edition) ||
        !store_column_text(row, 2, round->opens, sizeof round->opens) ||
        !store_column_text(row, 3, round->closes, sizeof round->closes))
        return error_set(err, STATUS_FAILED, REASON_DAMAGED,
            "%s: a round's row is broken; restore the register from a copy", rows->store->path);
    return STATUS_OK;
}

enum status rounds_load(
    struct store *store, struct round **rounds, size_t *count, struct error *err)
{
    struct round_rows rows = {store, {.size = sizeof **rounds}};
    sqlite3_stmt *select = NULL;
    enum status status;
    *rounds = NULL;
    *count = 0;
    TRY_OUT(store_prepare(store,
        "SELECT id, edition, opens, closes FROM rounds ORDER BY edition, opens", &select, err));
    TRY_OUT(store_each(store, select, take_round, &rows, err));
    *rounds = rows.list.items;
    *count = rows.list.count;
    rows.list.items = NULL;
out:
    free(rows.list.items);
    return status;
}

enum status rounds_submissions(
    struct store *store, const struct round *round, uint64_t *count, struct error *err)
{
    sqlite3_stmt *select = NULL;
    int64_t number = 0;
    TRY(store_prepare(store, "SELECT count(*) FROM submissions WHERE edition = ?", &select, err));
    store_bind_text(select, 1, round->edition);
    TRY(store_number(store, select, &number, err));
    *count = (uint64_t)number;
    return STATUS_OK;
}

/* ---- declaring ---- */

static bool is_id(const char *id)
{
    static const char allowed[] =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.";
    size_t length = strlen(id);
    return length > 0 && length < MANIFEST_WORD_SIZE && strspn(id, allowed) == length;
}

static bool is_day(const char *day)
{
    int64_t seconds;
    return day_parse(day, strlen(day), &seconds);
}

static enum status judge_form(
    const struct editions *editions, const struct round *round, struct error *err)
{
    if (!is_id(round->id))
        return error_set(err, STATUS_REFUSED, REASON_BAD_VALUE,
            "\"%s\" cannot be a round's id; take letters a to z, digits, and - _ . without spaces, "
            "such as 2025-spring",
            round->id);
    for (size_t i = 0; i < editions->count; i++) {
        if (strcmp(editions->edition[i]->id, round->id) == 0 &&
            strcmp(round->edition, round->id) != 0)
            return error_set(err, STATUS_REFUSED, REASON_BAD_VALUE,
                "%s is the id of another edition; give the round another id", round->id);
    }
    if (!is_day(round->opens) || !is_day(round->closes))
        return error_set(err, STATUS_REFUSED, REASON_BAD_VALUE,
            "%s: the days on which the round opens and closes are expected as YYYY-MM-DD",
            round->id);
    if (strcmp(round->closes, round->opens) < 0)
        return error_set(err, STATUS_REFUSED, REASON_BAD_VALUE,
            "%s: the round closes on %s, before it opens on %s; look for exchanged days", round->id,
            round->closes, round->opens);
    return STATUS_OK;
}

static enum status judge_neighbours(
    const struct round *rounds, size_t count, const struct round *round, struct error *err)
{
    for (size_t i = 0; i < count; i++) {
        const struct round *other = &rounds[i];
        bool same = strcmp(other->id, round->id) == 0;
        if (same && strcmp(other->edition, round->edition) != 0)
            return error_set(err, STATUS_REFUSED, REASON_BAD_VALUE,
                "%s is a round of the edition %s already; give the new round another id", round->id,
                other->edition);
        if (!same && strcmp(other->edition, round->edition) == 0 &&
            strcmp(other->opens, round->closes) <= 0 && strcmp(round->opens, other->closes) <= 0)
            return error_set(err, STATUS_REFUSED, REASON_BAD_VALUE,
                "%s would overlap the round %s of the same edition, %s to %s; choose other days",
                round->id, other->id, other->opens, other->closes);
    }
    return STATUS_OK;
}

void rounds_words(char words[AUDIT_SUBJECT_SIZE], const struct round *round)
{
    (void)snprintf(words, AUDIT_SUBJECT_SIZE, "round=%s edition=%s opens=%s closes=%s", round->id,
        round->edition, round->opens, round->closes);
}

static enum status write_round(struct store *store, const struct round *round, struct error *err)
{
    sqlite3_stmt *insert = NULL;
    TRY(store_prepare(store,
        "INSERT INTO rounds VALUES(?,?,?,?) ON CONFLICT(id) DO UPDATE SET"
        " opens = excluded.opens, closes = excluded.closes",
        &insert, err));
    store_bind_text(insert, 1, round->id);
    store_bind_text(insert, 2, round->edition);
    store_bind_text(insert, 3, round->opens);
    store_bind_text(insert, 4, round->closes);
    return store_run(store, insert, err);
}

enum status rounds_put(struct store *store, const struct editions *editions,
    const struct round *round, bool *changed, struct error *err)
{
    struct round *rounds = NULL;
    size_t count = 0;
    enum status status;
    *changed = false;
    TRY(judge_form(editions, round, err));
    TRY_OUT(rounds_load(store, &rounds, &count, err));
    TRY_OUT(judge_neighbours(rounds, count, round, err));
    for (size_t i = 0; i < count; i++)
        *changed = *changed || strcmp(rounds[i].id, round->id) == 0;
    TRY_OUT(write_round(store, round, err));
out:
    free(rounds);
    return status;
}

/* ---- choosing ---- */

/* What there is to choose from: the declared rounds, and the editions without one that are known or
 * answered. */
struct choice {
    struct round *round; /* owned */
    size_t count;
    size_t declared;
    size_t answered; /* implicit ones with submissions stand right after the declared ones */
};

static bool list_has_edition(const struct list *list, const char *edition)
{
    const struct round *round = list->items;
    for (size_t i = 0; i < list->count; i++) {
        if (strcmp(round[i].edition, edition) == 0)
            return true;
    }
    return false;
}

static void add_implicit(struct list *list, const char *edition)
{
    if (list_has_edition(list, edition))
        return;
    round_implicit(list_add(list), edition);
}

static enum status take_edition(void *context, sqlite3_stmt *row, struct error *err)
{
    char edition[MANIFEST_WORD_SIZE];
    (void)err;
    if (store_column_text(row, 0, edition, sizeof edition))
        add_implicit(context, edition);
    return STATUS_OK;
}

/* From each edition the index leads to the next, past all that answer the one. No edition is given
 * twice, so that also an index which somebody has edited comes to an end. */
static enum status add_answered(struct store *store, struct list *list, struct error *err)
{
    sqlite3_stmt *select = NULL;
    TRY(store_prepare(store,
        "WITH RECURSIVE answered(edition) AS (SELECT min(edition) FROM submissions UNION"
        " SELECT (SELECT min(edition) FROM submissions WHERE edition > answered.edition)"
        " FROM answered WHERE edition IS NOT NULL)"
        " SELECT edition FROM answered WHERE edition IS NOT NULL ORDER BY edition",
        &select, err));
    return store_each(store, select, take_edition, list, err);
}

/* choice->round is to be freed. */
static enum status gather_choice(
    struct store *store, const struct editions *editions, struct choice *choice, struct error *err)
{
    struct list list = {.size = sizeof *choice->round};
    enum status status;
    *choice = (struct choice){0};
    TRY(rounds_load(store, &choice->round, &choice->declared, err));
    list.items = choice->round;
    list.count = list.capacity = choice->declared;
    TRY_OUT(add_answered(store, &list, err));
    choice->answered = list.count - choice->declared;
    for (size_t i = 0; i < editions->count; i++)
        add_implicit(&list, editions->edition[i]->id);
out:
    choice->round = list.items;
    choice->count = list.count;
    return status;
}

enum status rounds_all(struct store *store, const struct editions *editions, struct round **rounds,
    size_t *count, struct error *err)
{
    struct choice choice;
    enum status status;
    *rounds = NULL;
    *count = 0;
    TRY_OUT(gather_choice(store, editions, &choice, err));
    *rounds = choice.round;
    *count = choice.count;
    choice.round = NULL;
out:
    free(choice.round);
    return status;
}

static const char *names_of(const struct choice *choice, char names[NAMES_SIZE])
{
    size_t length = 0;
    names[0] = '\0';
    for (size_t i = 0; i < choice->count && length + MANIFEST_WORD_SIZE + 2 < NAMES_SIZE; i++)
        length += (size_t)snprintf(
            names + length, NAMES_SIZE - length, "%s%s", i == 0 ? "" : ", ", choice->round[i].id);
    return names;
}

/* Of the declared rounds, the one that opened last; NULL if two of different editions did. */
static const struct round *opened_last(const struct choice *choice, const char *today)
{
    const struct round *best = NULL;
    bool tie = false;
    for (size_t i = 0; i < choice->declared; i++) {
        const struct round *round = &choice->round[i];
        bool opened = strcmp(round->opens, today) <= 0;
        bool best_opened = best != NULL && strcmp(best->opens, today) <= 0;
        int order = best == NULL ? 1 : strcmp(round->opens, best->opens);
        if (best != NULL && opened == best_opened && order == 0)
            tie = true;
        if (best == NULL || (opened && !best_opened) ||
            (opened == best_opened && (opened ? order > 0 : order < 0))) {
            best = round;
            tie = false;
        }
    }
    return tie ? NULL : best;
}

static const struct round *by_id(const struct choice *choice, const char *id)
{
    for (size_t i = 0; i < choice->count; i++) {
        if (strcmp(choice->round[i].id, id) == 0)
            return &choice->round[i];
    }
    return NULL;
}

static const struct round *by_default(
    const struct choice *choice, const struct editions *editions, const char *today)
{
    if (choice->declared > 0)
        return opened_last(choice, today);
    if (choice->answered > 0)
        return choice->answered == 1 ? &choice->round[0] : NULL;
    return choice->count == 0 ? NULL : by_id(choice, editions->edition[0]->id);
}

enum status rounds_choose(struct store *store, const struct editions *editions, const char *id,
    const char *today, struct round *round, struct error *err)
{
    struct choice choice;
    char names[NAMES_SIZE];
    enum status status;
    TRY_OUT(gather_choice(store, editions, &choice, err));
    const struct round *found =
        id != NULL ? by_id(&choice, id) : by_default(&choice, editions, today);
    if (found == NULL && id != NULL)
        TRY_OUT(error_set(err, STATUS_REFUSED, REASON_NOT_FOUND,
            "%s: there is no such round; the rounds are: %s", id, names_of(&choice, names)));
    if (found == NULL)
        TRY_OUT(error_set(err, STATUS_REFUSED, REASON_BAD_VALUE,
            "several rounds could be meant; name one with --round: %s", names_of(&choice, names)));
    *round = *found;
out:
    free(choice.round);
    return status;
}
