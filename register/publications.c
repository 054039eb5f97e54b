#include "register/publications.h"

#include <stdio.h>
#include <string.h>

static const char *digest_key(const struct publication *publication)
{
    return publication->group == NULL ? "tables" : "benchmark";
}

void publications_words(char words[AUDIT_SUBJECT_SIZE], const struct publication *publication)
{
    int late = publication->late ? 1 : 0;
    if (publication->group == NULL)
        (void)snprintf(words, AUDIT_SUBJECT_SIZE, "what=%s round=%s late=%d min-group=%u tables=%s",
            publication->what, publication->round, late, publication->min_group,
            publication->digest);
    else
        (void)snprintf(words, AUDIT_SUBJECT_SIZE,
            "what=%s round=%s late=%d group=%s best=%u benchmark=%s", publication->what,
            publication->round, late, publication->group, publication->best, publication->digest);
}

struct comparison {
    const struct publication *publication;
    struct published_before *before;
    int64_t last; /* when anything else of the round was published */
};

static bool is_kind(const struct audit_row *row, enum audit_kind kind)
{
    return strcmp(row->kind, audit_kind_name(kind)) == 0;
}

static bool row_has(const struct audit_row *row, const char *key, const char *value)
{
    char found[AUDIT_SUBJECT_SIZE];
    return audit_value(row, key, found, sizeof found) && strcmp(found, value) == 0;
}

/* Whether other organisations may count since. */
static bool changes_who_counts(const struct audit_row *row)
{
    static const enum audit_kind KINDS[] = {
        AUDIT_IMPORT, AUDIT_CHOOSE, AUDIT_SUSPECT, AUDIT_ROUND, AUDIT_POPULATION, AUDIT_AMEND};
    for (size_t i = 0; i < sizeof KINDS / sizeof KINDS[0]; i++) {
        if (is_kind(row, KINDS[i]))
            return true;
    }
    return false;
}

/* Whether the row's figures are about the same organisations: all tables of a round are. */
static bool same_subject(const struct audit_row *row, const struct publication *publication)
{
    char best[16];
    char digest[AUDIT_SUBJECT_SIZE];
    (void)snprintf(best, sizeof best, "%u", publication->best);
    return audit_value(row, digest_key(publication), digest, sizeof digest) &&
           (publication->group == NULL ||
               (row_has(row, "group", publication->group) && row_has(row, "best", best)));
}

static enum status compare_row(void *context, const struct audit_row *row, struct error *err)
{
    struct comparison *comparison = context;
    const struct publication *publication = comparison->publication;
    (void)err;
    if (comparison->last != 0 && changes_who_counts(row))
        comparison->before->stale = comparison->last;
    if (!is_kind(row, AUDIT_PUBLISH) || !row_has(row, "round", publication->round) ||
        row_has(row, digest_key(publication), publication->digest))
        return STATUS_OK;
    comparison->last = row->time;
    if (!row_has(row, "late", publication->late ? "1" : "0"))
        comparison->before->unlike = row->time;
    if (same_subject(row, publication))
        comparison->before->other = row->time;
    return STATUS_OK;
}

enum status publications_before(struct audit *audit, const struct publication *publication,
    struct published_before *before, struct error *err)
{
    struct comparison comparison = {.publication = publication, .before = before};
    *before = (struct published_before){0};
    return audit_walk(audit, compare_row, &comparison, err);
}
