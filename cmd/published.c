#include "cmd/published.h"

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
    if (status == STATUS_OK)
        status = buffer_status(&text, err);
    if (status == STATUS_OK) {
        (void)crypto_generichash(digest, sizeof digest, text.data, text.length, NULL, 0);
        hex_encode(hex, digest, sizeof digest);
    }
    buffer_free(&text);
    return status;
}

/* A row about the same as one that will be appended, but of another result. */
struct search {
    const char *round;
    const char *group; /* of a benchmark, like best; both NULL for tables */
    const char *best;
    const char *key; /* of the digest */
    const char *digest;
    int64_t other; /* when such a one was last published; 0 if never */
};

static bool row_has(const struct audit_row *row, const char *key, const char *value)
{
    char found[AUDIT_SUBJECT_SIZE];
    return value == NULL ||
           (audit_value(row, key, found, sizeof found) && strcmp(found, value) == 0);
}

static enum status visit(void *context, const struct audit_row *row, struct error *err)
{
    struct search *search = context;
    char digest[DIGEST_HEX];
    (void)err;
    if (strcmp(row->kind, audit_kind_name(AUDIT_PUBLISH)) == 0 &&
        row_has(row, "round", search->round) && row_has(row, "group", search->group) &&
        row_has(row, "best", search->best) &&
        audit_value(row, search->key, digest, sizeof digest) && strcmp(digest, search->digest) != 0)
        search->other = row->time;
    return STATUS_OK;
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
    struct search search = {table->round, NULL, NULL, "tables", digest, 0};
    enum status status = digest_of(json_stats(table), digest, err);
    if (status == STATUS_OK)
        status = audit_walk(&opened->audit, visit, &search, err);
    if (status == STATUS_OK && search.other != 0) {
        char day[DAY_SIZE];
        day_format(day, search.other);
        warn(app,
            "other tables of the round %s were made for publication on %s; whoever has both can "
            "subtract one from the other, so publish only one of them",
            table->round, day);
    }
    return status == STATUS_OK ? append(opened, what, table, digest, err) : status;
}

static enum status append_benchmark(
    struct opened_register *opened, const struct search *search, bool late, struct error *err)
{
    enum status status = store_begin(&opened->store, err);
    if (status != STATUS_OK)
        return status;
    status = audit_append(&opened->audit, AUDIT_PUBLISH, clock_now(), err,
        "what=benchmark round=%s late=%d group=%s best=%s benchmark=%s", search->round,
        late ? 1 : 0, search->group, search->best, search->digest);
    return audit_end(&opened->audit, status, err);
}

enum status published_benchmark_note(struct app *app, struct opened_register *opened,
    const struct benchmark_report *report, struct error *err)
{
    const struct scope *scope = &report->scope;
    char digest[DIGEST_HEX];
    char best[16];
    struct search search = {
        scope->round, scope->group == NULL ? "all" : scope->group, best, "benchmark", digest, 0};
    (void)snprintf(best, sizeof best, "%u", report->best);
    enum status status = digest_of(json_benchmark(report), digest, err);
    if (status == STATUS_OK)
        status = audit_walk(&opened->audit, visit, &search, err);
    if (status == STATUS_OK && search.other != 0) {
        char day[DAY_SIZE];
        day_format(day, search.other);
        warn(app,
            "another benchmark of the same organisations was made for publication on %s; whoever "
            "has both can compare them, so publish only one of them",
            day);
    }
    return status == STATUS_OK ? append_benchmark(opened, &search, scope->late, err) : status;
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
