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
    const char *again = publication->again ? " again=1" : "";
    if (publication->group == NULL)
        (void)snprintf(words, AUDIT_SUBJECT_SIZE,
            "what=%s round=%s late=%d form=%s set=%s min-group=%u tables=%s%s", publication->what,
            publication->round, late, publication->form, publication->set, publication->min_group,
            publication->digest, again);
    else
        (void)snprintf(words, AUDIT_SUBJECT_SIZE,
            "what=%s round=%s late=%d form=%s set=%s group=%s best=%u benchmark=%s%s",
            publication->what, publication->round, late, publication->form, publication->set,
            publication->group, publication->best, publication->digest, again);
}

struct comparison {
    const struct publication *publication;
    struct published_before *before;
};

static bool row_has(const struct audit_row *row, const char *key, const char *value)
{
    char found[AUDIT_SUBJECT_SIZE];
    return audit_value(row, key, found, sizeof found) && strcmp(found, value) == 0;
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
    if (strcmp(row->kind, audit_kind_name(AUDIT_PUBLISH)) != 0 ||
        !row_has(row, "round", publication->round))
        return STATUS_OK;
    if (!row_has(row, "form", publication->form))
        comparison->before->form = row->time;
    if (!row_has(row, "set", publication->set))
        comparison->before->set = row->time;
    if (same_subject(row, publication) &&
        !row_has(row, digest_key(publication), publication->digest))
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
