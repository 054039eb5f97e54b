#include "cmd/ui/published.h"

#include "base/clock.h"
#include "base/text.h"
#include "format/json.h"
#include "report/json_stats.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

enum { DIGEST_SIZE = 32, DIGEST_HEX = 2 * DIGEST_SIZE + 1 };

/* The BLAKE2b-256 of a result, as JSON: equal ones have the same. Takes the reference, which may be
 * NULL for want of memory. */
static enum status digest_of(json_t *json, char hex[DIGEST_HEX], struct error *err)
{
    uint8_t digest[DIGEST_SIZE];
    struct buffer text = {0};
    enum status status = json == NULL ? error_memory(err) : json_write_pretty(json, &text, err);
    json_decref(json);
    if (status == STATUS_OK) {
        (void)crypto_generichash(digest, sizeof digest, text.data, text.length, NULL, 0);
        hex_encode(hex, digest, sizeof digest);
    }
    buffer_free(&text);
    return status;
}

/* What was published of the round before, beside what will be appended. */
struct search {
    const char *round;
    const char *group; /* of a benchmark, like best; both NULL for tables */
    const char *best;
    const char *key; /* of the digest */
    const char *digest;
    bool late;
    int64_t other;  /* when another result about the same was published; 0 if never, like below */
    int64_t unlike; /* when anything was that counts late submissions where this does not, or the
                       reverse */
    int64_t before; /* when anything else was */
    int64_t stale;  /* the same, if submissions, rounds or lists have changed since */
};

static bool row_has(const struct audit_row *row, const char *key, const char *value)
{
    char found[AUDIT_SUBJECT_SIZE];
    return value == NULL ||
           (audit_value(row, key, found, sizeof found) && strcmp(found, value) == 0);
}

static bool is_kind(const struct audit_row *row, enum audit_kind kind)
{
    return strcmp(row->kind, audit_kind_name(kind)) == 0;
}

/* Whether other organisations may count since. */
static bool changes_who_counts(const struct audit_row *row)
{
    static const enum audit_kind KINDS[] = {
        AUDIT_IMPORT, AUDIT_CHOOSE, AUDIT_SUSPECT, AUDIT_ROUND, AUDIT_POPULATION};
    for (size_t i = 0; i < sizeof KINDS / sizeof KINDS[0]; i++) {
        if (is_kind(row, KINDS[i]))
            return true;
    }
    return false;
}

static enum status visit(void *context, const struct audit_row *row, struct error *err)
{
    struct search *search = context;
    char digest[DIGEST_HEX];
    (void)err;
    if (search->before != 0 && changes_who_counts(row))
        search->stale = search->before;
    if (!is_kind(row, AUDIT_PUBLISH) || !row_has(row, "round", search->round) ||
        row_has(row, search->key, search->digest))
        return STATUS_OK;
    search->before = row->time;
    if (!row_has(row, "late", search->late ? "1" : "0"))
        search->unlike = row->time;
    if (row_has(row, "group", search->group) && row_has(row, "best", search->best) &&
        audit_value(row, search->key, digest, sizeof digest))
        search->other = row->time;
    return STATUS_OK;
}

/* Fills the digest of a result that search points to, and what was published before. Takes the
 * reference. */
static enum status find_others(struct opened_register *opened, json_t *json,
    char digest[DIGEST_HEX], struct search *search, struct error *err)
{
    enum status status = digest_of(json, digest, err);
    return status == STATUS_OK ? audit_walk(&opened->audit, visit, search, err) : status;
}

/* What two results about different organisations tell by their difference is hidden in neither. */
static void warn_of_others(struct app *app, const struct search *search)
{
    char day[DAY_SIZE];
    if (search->unlike != 0) {
        day_format(day, search->unlike);
        warn(app,
            "figures of the round %s that count late submissions otherwise were made for "
            "publication on %s; whoever has both can subtract one from the other, so publish only "
            "one of them",
            search->round, day);
    } else if (search->stale != 0) {
        day_format(day, search->stale);
        warn(app,
            "the register has changed since figures of the round %s were made for publication on "
            "%s; whoever has both can subtract one from the other, so publish only what is made at "
            "one time",
            search->round, day);
    }
}

static enum status append(struct opened_register *opened, const char *what,
    const struct stats_table *table, const char *digest, struct error *err)
{
    enum status status = store_begin(&opened->store, err);
    if (status != STATUS_OK)
        return status;
    status = audit_append(&opened->audit, AUDIT_PUBLISH, clock_now(), err,
        "what=%s round=%s late=%d min-group=%u tables=%s", what, table->round,
        table->late_included ? 1 : 0, table->min_group, digest);
    return audit_end(&opened->audit, status, err);
}

enum status published_note(struct app *app, struct opened_register *opened, const char *what,
    const struct stats_table *table, struct error *err)
{
    char digest[DIGEST_HEX];
    struct search search = {
        .round = table->round, .key = "tables", .digest = digest, .late = table->late_included};
    enum status status = find_others(opened, json_stats(table), digest, &search, err);
    if (status == STATUS_OK && search.other != 0) {
        char day[DAY_SIZE];
        day_format(day, search.other);
        warn(app,
            "other tables of the round %s were made for publication on %s; whoever has both can "
            "subtract one from the other, so publish only one of them",
            table->round, day);
    } else if (status == STATUS_OK) {
        warn_of_others(app, &search);
    }
    return status == STATUS_OK ? append(opened, what, table, digest, err) : status;
}

static enum status append_benchmark(
    struct opened_register *opened, const struct search *search, struct error *err)
{
    enum status status = store_begin(&opened->store, err);
    if (status != STATUS_OK)
        return status;
    status = audit_append(&opened->audit, AUDIT_PUBLISH, clock_now(), err,
        "what=benchmark round=%s late=%d group=%s best=%s benchmark=%s", search->round,
        search->late ? 1 : 0, search->group, search->best, search->digest);
    return audit_end(&opened->audit, status, err);
}

enum status published_benchmark_note(struct app *app, struct opened_register *opened,
    const struct benchmark_result *report, struct error *err)
{
    const struct scope *scope = &report->scope;
    char digest[DIGEST_HEX];
    char best[16];
    struct search search = {.round = scope->round,
        .group = scope->group == NULL ? "all" : scope->group,
        .best = best,
        .key = "benchmark",
        .digest = digest,
        .late = scope->late};
    (void)snprintf(best, sizeof best, "%u", report->best);
    enum status status = find_others(opened, json_benchmark(report), digest, &search, err);
    if (status == STATUS_OK && search.other != 0) {
        char day[DAY_SIZE];
        day_format(day, search.other);
        warn(app,
            "another benchmark of the same organisations was made for publication on %s; whoever "
            "has both can compare them, so publish only one of them",
            day);
    } else if (status == STATUS_OK) {
        warn_of_others(app, &search);
    }
    return status == STATUS_OK ? append_benchmark(opened, &search, err) : status;
}

enum status exported_note(
    struct opened_register *opened, const char *what, const char *round, struct error *err)
{
    enum status status = store_begin(&opened->store, err);
    if (status != STATUS_OK)
        return status;
    status = audit_append(
        &opened->audit, AUDIT_EXPORT, clock_now(), err, "what=%s round=%s", what, round);
    return audit_end(&opened->audit, status, err);
}
