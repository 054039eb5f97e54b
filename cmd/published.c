#include "cmd/published.h"

#include "base/clock.h"
#include "base/text.h"
#include "format/json.h"
#include "report/json_stats.h"

#include <sodium.h>
#include <string.h>

enum { DIGEST_SIZE = 32, DIGEST_HEX = 2 * DIGEST_SIZE + 1 };

/* The tables' BLAKE2b-256, as JSON: equal tables have the same. */
static enum status digest_of(
    const struct stats_table *table, char hex[DIGEST_HEX], struct error *err)
{
    uint8_t digest[DIGEST_SIZE];
    struct buffer text = {0};
    json_t *json = json_stats(table);
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

struct search {
    const char *round;
    const char *digest;
    int64_t other; /* when other tables of the round were last published; 0 if never */
};

static enum status visit(void *context, const struct audit_row *row, struct error *err)
{
    struct search *search = context;
    char round[AUDIT_SUBJECT_SIZE];
    char digest[DIGEST_HEX];
    (void)err;
    if (strcmp(row->kind, audit_kind_name(AUDIT_PUBLISH)) == 0 &&
        audit_value(row, "round", round, sizeof round) && strcmp(round, search->round) == 0 &&
        audit_value(row, "tables", digest, sizeof digest) && strcmp(digest, search->digest) != 0)
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
    struct search search = {table->round, digest, 0};
    enum status status = digest_of(table, digest, err);
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
