/* Rounds and population lists against what the audit says of them last. */
#include "register/fsck_parts.h"
#include "register/population.h"
#include "register/rounds.h"
#include "register/store_parts.h"

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
    TRY(rounds_load(store, &rounds, &count, err));
    for (size_t i = 0; i < count; i++) {
        if (strcmp(rounds[i].id, id) == 0) {
            rounds_words(words, &rounds[i]);
            *found = true;
        }
    }
    free(rounds);
    return STATUS_OK;
}

/* A list that was moved away, or never was, is an empty one. */
static enum status list_words(struct store *store, const char *id, bool *found,
    char words[AUDIT_SUBJECT_SIZE], struct error *err)
{
    struct population_entry *list = NULL;
    size_t count = 0;
    *found = true;
    TRY(population_load(store, id, &list, &count, err));
    population_words(words, id, list, count);
    free(list);
    return STATUS_OK;
}

static const struct topic TOPICS[] = {
    {AUDIT_ROUND, "SELECT id FROM rounds", round_words},
    {AUDIT_POPULATION, "SELECT DISTINCT round FROM population", list_words},
};

/* The last row of the audit whose first word names the round; "" if there is none. */
static enum status last_words(const struct fsck_run *run, enum audit_kind kind, const char *id,
    char words[AUDIT_SUBJECT_SIZE], struct error *err)
{
    sqlite3_stmt *select = NULL;
    char first[MANIFEST_WORD_SIZE + 8];
    bool found = false;
    enum status status;
    words[0] = '\0';
    (void)snprintf(first, sizeof first, "round=%s ", id);
    TRY(store_prepare(run->fsck->store,
        "SELECT subject FROM temp.audited WHERE kind = ?1 AND " FSCK_BEGINS_WITH(
            "?2") " ORDER BY serial DESC LIMIT 1",
        &select, err));
    store_bind_text(select, 1, audit_kind_name(kind));
    store_bind_text(select, 2, first);
    TRY_OUT(store_step(run->fsck->store, select, &found, err));
    if (found)
        (void)store_column_text(select, 0, words, AUDIT_SUBJECT_SIZE);
out:
    (void)sqlite3_finalize(select);
    return status;
}

static enum status check_id(
    struct fsck_run *run, const struct topic *topic, const char *id, struct error *err)
{
    char now[AUDIT_SUBJECT_SIZE] = "";
    char last[AUDIT_SUBJECT_SIZE];
    char subject[AUDIT_KIND_SIZE + MANIFEST_WORD_SIZE + 1];
    bool found = false;
    struct error why;
    error_init(&why, err->catalog);
    (void)snprintf(subject, sizeof subject, "%s %s", audit_kind_name(topic->kind), id);
    TRY(last_words(run, topic->kind, id, last, err));
    enum status looked = topic->words(run->fsck->store, id, &found, now, &why);
    if (looked != STATUS_OK)
        return fsck_judge(run, FSCK_NOT_AUDITED, subject, looked, &why, err);
    if (!found)
        return fsck_found(run, FSCK_ROW_MISSING, subject, err,
            "what the audit tells of is not in the register: %s", last);
    if (strcmp(now, last) == 0)
        return STATUS_OK;
    return fsck_found(run, FSCK_NOT_AUDITED, subject, err,
        "the register has \"%s\", but the audit tells \"%s\"", now, last);
}

struct topic_run {
    struct fsck_run *run;
    const struct topic *topic;
};

static enum status check_id_row(void *context, sqlite3_stmt *row, struct error *err)
{
    const struct topic_run *check = context;
    char id[MANIFEST_WORD_SIZE];
    (void)store_column_text(row, 0, id, sizeof id);
    return check_id(check->run, check->topic, id, err);
}

/* Checks each id of the table, and those of the audit that the table lacks. */
static enum status check_topic(struct fsck_run *run, const struct topic *topic, struct error *err)
{
    struct topic_run check = {run, topic};
    sqlite3_stmt *select = NULL;
    char sql[256];
    (void)snprintf(sql, sizeof sql,
        "%s UNION SELECT substr(subject, 7, instr(subject, ' ') - 7) FROM temp.audited"
        " WHERE kind = ? AND substr(subject, 1, 6) = 'round='",
        topic->ids);
    TRY(store_prepare(run->fsck->store, sql, &select, err));
    store_bind_text(select, 1, audit_kind_name(topic->kind));
    return store_each(run->fsck->store, select, check_id_row, &check, err);
}

enum status fsck_rounds(struct fsck_run *run, struct error *err)
{
    for (size_t i = 0; i < sizeof TOPICS / sizeof TOPICS[0]; i++)
        TRY(check_topic(run, &TOPICS[i], err));
    return STATUS_OK;
}
