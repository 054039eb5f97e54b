/* Rounds and population lists against what the audit says of them last. */
#include "register/fsck_parts.h"
#include "register/population.h"
#include "register/rounds.h"
#include "register/table.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What is compared with the audit: the words that a table gives now for the id of a round. */
struct topic {
    enum audit_kind kind;
    const char *ids; /* the statement that gives the table's ids */
    enum status (*words)(struct store *store, const char *id, bool *found,
        char words[AUDIT_SUBJECT_SIZE], struct error *err);
};

static enum status round_words(struct store *store, const char *id, bool *found,
    char words[AUDIT_SUBJECT_SIZE], struct error *err)
{
    struct round *rounds = NULL;
    size_t count = 0;
    *found = false;
    enum status status = rounds_load(store, &rounds, &count, err);
    for (size_t i = 0; status == STATUS_OK && i < count; i++) {
        if (strcmp(rounds[i].id, id) == 0) {
            rounds_words(words, &rounds[i]);
            *found = true;
        }
    }
    free(rounds);
    return status;
}

/* A list that was moved away, or never was, is an empty one. */
static enum status list_words(struct store *store, const char *id, bool *found,
    char words[AUDIT_SUBJECT_SIZE], struct error *err)
{
    struct population_entry *list = NULL;
    size_t count = 0;
    enum status status = population_load(store, id, &list, &count, err);
    if (status == STATUS_OK)
        population_words(words, id, list, count);
    *found = true;
    free(list);
    return status;
}

static const struct topic TOPICS[] = {
    {AUDIT_ROUND, "SELECT id FROM rounds", round_words},
    {AUDIT_POPULATION, "SELECT DISTINCT round FROM population", list_words},
};

/* The last row of the audit whose first word names the round. */
static enum status last_told(const struct fsck_run *run, enum audit_kind kind, const char *id,
    char words[AUDIT_SUBJECT_SIZE], struct error *err)
{
    sqlite3_stmt *select = NULL;
    char first[MANIFEST_WORD_SIZE + 8];
    words[0] = '\0';
    (void)snprintf(first, sizeof first, "round=%s ", id);
    enum status status = store_prepare(run->fsck->store,
        "SELECT subject FROM audit WHERE kind = ?1 AND substr(subject, 1, length(?2)) = ?2"
        " ORDER BY serial DESC LIMIT 1",
        &select, err);
    if (status != STATUS_OK)
        return status;
    (void)sqlite3_bind_text(select, 1, audit_kind_name(kind), -1, SQLITE_STATIC);
    (void)sqlite3_bind_text(select, 2, first, -1, SQLITE_TRANSIENT);
    int step = sqlite3_step(select);
    if (step == SQLITE_ROW)
        (void)table_text(select, 0, words, AUDIT_SUBJECT_SIZE);
    else if (step != SQLITE_DONE)
        status = store_failed(run->fsck->store, err);
    (void)sqlite3_finalize(select);
    return status;
}

static enum status check_id(
    struct fsck_run *run, const struct topic *topic, const char *id, struct error *err)
{
    char now[AUDIT_SUBJECT_SIZE] = "";
    char told[AUDIT_SUBJECT_SIZE];
    char subject[AUDIT_KIND_SIZE + MANIFEST_WORD_SIZE + 1];
    bool found = false;
    struct error why;
    error_init(&why, err->catalog);
    (void)snprintf(subject, sizeof subject, "%s %s", audit_kind_name(topic->kind), id);
    enum status status = last_told(run, topic->kind, id, told, err);
    if (status != STATUS_OK)
        return status;
    enum status looked = topic->words(run->fsck->store, id, &found, now, &why);
    if (looked != STATUS_OK)
        return fsck_judge(run, FSCK_NOT_AUDITED, subject, looked, &why, err);
    if (!found) {
        (void)error_set(&why, STATUS_REFUSED, REASON_DAMAGED,
            "what the audit tells of is not in the register: %s", told);
        return fsck_tell(run, FSCK_ROW_MISSING, subject, &why, err);
    }
    if (strcmp(now, told) == 0)
        return STATUS_OK;
    (void)error_set(&why, STATUS_REFUSED, REASON_DAMAGED,
        "the register has \"%s\", but the audit tells \"%s\"; declare the round, or import its "
        "list, anew",
        now, told);
    return fsck_tell(run, FSCK_NOT_AUDITED, subject, &why, err);
}

/* Checks each id of the table, and those of the audit that the table lacks. */
static enum status check_topic(struct fsck_run *run, const struct topic *topic, struct error *err)
{
    sqlite3_stmt *select = NULL;
    char sql[256];
    char id[MANIFEST_WORD_SIZE];
    (void)snprintf(sql, sizeof sql,
        "%s UNION SELECT substr(subject, 7, instr(subject, ' ') - 7) FROM audit"
        " WHERE kind = ? AND substr(subject, 1, 6) = 'round='",
        topic->ids);
    enum status status = store_prepare(run->fsck->store, sql, &select, err);
    if (status != STATUS_OK)
        return status;
    (void)sqlite3_bind_text(select, 1, audit_kind_name(topic->kind), -1, SQLITE_STATIC);
    int step = SQLITE_DONE;
    while (status == STATUS_OK && (step = sqlite3_step(select)) == SQLITE_ROW) {
        (void)table_text(select, 0, id, sizeof id);
        status = check_id(run, topic, id, err);
    }
    if (status == STATUS_OK && step != SQLITE_DONE)
        status = store_failed(run->fsck->store, err);
    (void)sqlite3_finalize(select);
    return status;
}

enum status fsck_rounds(struct fsck_run *run, struct error *err)
{
    enum status status = STATUS_OK;
    for (size_t i = 0; status == STATUS_OK && i < sizeof TOPICS / sizeof TOPICS[0]; i++)
        status = check_topic(run, &TOPICS[i], err);
    return status;
}
