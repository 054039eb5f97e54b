#include "register/publications.h"

#include "base/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *digest_key(const struct publication *publication)
{
    return publication->group == NULL ? "tables" : "benchmark";
}

/* A name of several words becomes one, for people: what tells one tag from another is the digest.
 */
static void add_tag_words(char *words, size_t size, const struct publication *publication)
{
    char name[MANIFEST_WORD_SIZE];
    text_copy(name, sizeof name, publication->tag);
    for (char *space = strchr(name, ' '); space != NULL; space = strchr(space, ' '))
        *space = '_';
    (void)snprintf(words, size, " tag=%s values=%s", name, publication->values);
}

void publications_words(char words[AUDIT_SUBJECT_SIZE], const struct publication *publication)
{
    int late = publication->late ? 1 : 0;
    const char *again = publication->again ? " again=1" : "";
    char tag[AUDIT_SUBJECT_SIZE / 2] = "";
    char least[32] = "";
    if (publication->tag != NULL)
        add_tag_words(tag, sizeof tag, publication);
    if (publication->min_group > 0)
        (void)snprintf(least, sizeof least, " min-group=%u", publication->min_group);
    if (publication->group == NULL)
        (void)snprintf(words, AUDIT_SUBJECT_SIZE,
            "what=%s round=%s edition=%s late=%d form=%s set=%s min-group=%u tables=%s%s%s",
            publication->what, publication->round, publication->edition, late, publication->form,
            publication->set, publication->min_group, publication->digest, tag, again);
    else
        (void)snprintf(words, AUDIT_SUBJECT_SIZE,
            "what=%s round=%s edition=%s late=%d form=%s set=%s group=%s best=%u%s benchmark=%s%s",
            publication->what, publication->round, publication->edition, late, publication->form,
            publication->set, publication->group, publication->best, least, publication->digest,
            again);
}

struct comparison {
    const struct publication *publication;
    struct published_before *before; /* what is asked for: this, */
    struct list *rounded;            /* or this: of struct published_rounding */
    struct round_history history;
};

static bool row_has(const struct audit_row *row, const char *key, const char *value)
{
    char found[AUDIT_SUBJECT_SIZE];
    return audit_value(row, key, found, sizeof found) && strcmp(found, value) == 0;
}

/* Whether the row's figures are about the same organisations: all tables of a round by group are.
 * What is parted is judged together with these. */
static bool same_subject(const struct audit_row *row, const struct publication *publication)
{
    char best[16];
    char found[AUDIT_SUBJECT_SIZE];
    (void)snprintf(best, sizeof best, "%u", publication->best);
    if (!audit_value(row, digest_key(publication), found, sizeof found))
        return false;
    if (publication->group == NULL)
        return audit_value(row, "values", found, sizeof found) == (publication->tag != NULL);
    return row_has(row, "group", publication->group) && row_has(row, "best", best);
}

/* Whether it is about the same round, or about any of the same submissions by another name. */
static bool same_submissions(
    const struct comparison *comparison, const struct audit_row *row, const char *round)
{
    const struct publication *publication = comparison->publication;
    return strcmp(round, publication->round) == 0 ||
           round_history_held(
               &comparison->history, publication->edition, round, row_has(row, "late", "1"));
}

/* Whether both are by a tag, and not by the same one. */
static bool by_another_tag(const struct audit_row *row, const struct publication *publication)
{
    char values[AUDIT_SUBJECT_SIZE];
    return publication->tag != NULL && audit_value(row, "values", values, sizeof values) &&
           strcmp(values, publication->values) != 0;
}

/* Counts were rounded by the name of their round as long as no row named the edition. */
static bool rounded_otherwise(
    const struct audit_row *row, const struct publication *publication, const char *round)
{
    char edition[MANIFEST_WORD_SIZE];
    return row_has(row, "form", "rounded") && strcmp(round, publication->edition) != 0 &&
           !audit_value(row, "edition", edition, sizeof edition);
}

static void note_earlier(
    struct published_earlier *earlier, const struct audit_row *row, const char *round)
{
    earlier->time = row->time;
    text_copy(earlier->round, sizeof earlier->round, round);
}

/* Whether it is a publication of the same submissions: of which round. */
static bool take_row(
    struct comparison *comparison, const struct audit_row *row, char round[MANIFEST_WORD_SIZE])
{
    round_history_add(&comparison->history, row);
    return strcmp(row->kind, audit_kind_name(AUDIT_PUBLISH)) == 0 &&
           audit_value(row, "round", round, MANIFEST_WORD_SIZE) &&
           same_submissions(comparison, row, round);
}

static enum status compare_row(void *context, const struct audit_row *row, struct error *err)
{
    struct comparison *comparison = context;
    const struct publication *publication = comparison->publication;
    char round[MANIFEST_WORD_SIZE];
    (void)err;
    if (!take_row(comparison, row, round))
        return STATUS_OK;
    if (!row_has(row, "form", publication->form))
        note_earlier(&comparison->before->form, row, round);
    if (!row_has(row, "set", publication->set) || rounded_otherwise(row, publication, round))
        note_earlier(&comparison->before->set, row, round);
    if (by_another_tag(row, publication))
        note_earlier(&comparison->before->tag, row, round);
    if (same_subject(row, publication) &&
        !row_has(row, digest_key(publication), publication->digest))
        note_earlier(&comparison->before->other, row, round);
    return STATUS_OK;
}

static enum status keep_rounding(void *context, const struct audit_row *row, struct error *err)
{
    struct comparison *comparison = context;
    char round[MANIFEST_WORD_SIZE];
    char least[AUDIT_SUBJECT_SIZE];
    (void)err;
    if (!take_row(comparison, row, round) || !row_has(row, "form", "rounded"))
        return STATUS_OK;
    struct published_rounding *one = list_add(comparison->rounded);
    *one = (struct published_rounding){.time = row->time, .late = row_has(row, "late", "1")};
    text_copy(one->round, sizeof one->round, round);
    if (audit_value(row, "min-group", least, sizeof least))
        one->min_group = (unsigned)strtoul(least, NULL, 10);
    if (!rounded_otherwise(row, comparison->publication, round))
        (void)audit_value(row, "set", one->set, sizeof one->set);
    return STATUS_OK;
}

static enum status walk_rows(struct audit *audit, struct comparison *comparison,
    enum status (*visit)(void *context, const struct audit_row *row, struct error *err),
    struct error *err)
{
    const struct publication *publication = comparison->publication;
    round_history_begin(&comparison->history, publication->counted, publication->members);
    enum status status = audit_walk(audit, visit, comparison, err);
    round_history_free(&comparison->history);
    return status;
}

enum status publications_before(struct audit *audit, const struct publication *publication,
    struct published_before *before, struct error *err)
{
    struct comparison comparison = {.publication = publication, .before = before};
    *before = (struct published_before){0};
    return walk_rows(audit, &comparison, compare_row, err);
}

enum status publications_rounded(struct audit *audit, const struct publication *publication,
    struct list *found, struct error *err)
{
    struct comparison comparison = {.publication = publication, .rounded = found};
    return walk_rows(audit, &comparison, keep_rounding, err);
}

/* ---- benchmarks ---- */

struct benchmark_search {
    const char *round;
    struct list *found; /* of struct published_one */
};

static bool is_whole_benchmark(const struct audit_row *row, const char *round)
{
    return strcmp(row->kind, audit_kind_name(AUDIT_PUBLISH)) == 0 && row_has(row, "round", round) &&
           (row_has(row, "what", "benchmark") || row_has(row, "what", "report"));
}

static enum status keep_benchmark(void *context, const struct audit_row *row, struct error *err)
{
    const struct benchmark_search *search = context;
    struct published_one one = {.late = row_has(row, "late", "1")};
    char number[AUDIT_SUBJECT_SIZE];
    (void)err;
    if (!is_whole_benchmark(row, search->round) ||
        !audit_value(row, "benchmark", one.digest, sizeof one.digest) ||
        !audit_value(row, "group", one.group, sizeof one.group) ||
        !audit_value(row, "set", one.set, sizeof one.set))
        return STATUS_OK;
    one.rounded = row_has(row, "form", "rounded");
    if (audit_value(row, "best", number, sizeof number))
        one.best = (unsigned)strtoul(number, NULL, 10);
    if (audit_value(row, "min-group", number, sizeof number))
        one.min_group = (unsigned)strtoul(number, NULL, 10);
    *(struct published_one *)list_add(search->found) = one;
    return STATUS_OK;
}

enum status publications_benchmarks(
    struct audit *audit, const char *round, struct list *found, struct error *err)
{
    struct benchmark_search search = {round, found};
    return audit_walk(audit, keep_benchmark, &search, err);
}
