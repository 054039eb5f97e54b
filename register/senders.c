#include "register/senders.h"

#include <stdio.h>
#include <string.h>

#define COLUMNS "fingerprint, card, enrolled, revoked, reason"

static enum status broken_row(const struct store *store, struct error *err)
{
    return error_set(err, STATUS_FAILED, REASON_DAMAGED,
        "%s: a sender's row is broken; restore the register from a copy", store->path);
}

/* The card was opened and its fingerprint compared when it was enrolled; it is opened again, so
 * that an edited row does not speak for a card. */
static enum status read_row(
    const struct store *store, sqlite3_stmt *row, struct sender *sender, struct error *err)
{
    struct fingerprint_given given = {.whole = true};
    *sender = (struct sender){0};
    if (sqlite3_column_bytes(row, 0) != FINGERPRINT_SIZE)
        return broken_row(store, err);
    memcpy(given.fingerprint.bytes, sqlite3_column_blob(row, 0), FINGERPRINT_SIZE);
    enum status status = card_open(sqlite3_column_blob(row, 1),
        (size_t)sqlite3_column_bytes(row, 1), &given, &sender->card, &sender->fingerprint, err);
    if (status != STATUS_OK)
        return status == STATUS_REFUSED ? broken_row(store, err) : status;
    sender->enrolled = sqlite3_column_int64(row, 2);
    sender->revoked = sqlite3_column_type(row, 3) != SQLITE_NULL;
    sender->revoked_at = sqlite3_column_int64(row, 3);
    const char *reason = (const char *)sqlite3_column_text(row, 4);
    (void)snprintf(sender->reason, sizeof sender->reason, "%s", reason == NULL ? "" : reason);
    return STATUS_OK;
}

static enum status find(struct store *store, const char *sql, const void *key, int length,
    struct sender *sender, struct error *err)
{
    sqlite3_stmt *select = NULL;
    enum status status = store_prepare(store, sql, &select, err);
    if (status != STATUS_OK)
        return status;
    (void)sqlite3_bind_blob(select, 1, key, length, SQLITE_TRANSIENT);
    int step = sqlite3_step(select);
    if (step == SQLITE_ROW)
        status = read_row(store, select, sender, err);
    else if (step == SQLITE_DONE)
        status = error_set(err, STATUS_REFUSED, REASON_UNKNOWN_SENDER,
            "the signature is made with a key that is not enrolled here; "
            "ask the sender for its card, ring back, and enrol it");
    else
        status = store_failed(store, err);
    (void)sqlite3_finalize(select);
    return status;
}

enum status senders_by_key(struct store *store, const uint8_t number[MINISIGN_NUMBER_SIZE],
    struct sender *sender, struct error *err)
{
    return find(store, "SELECT " COLUMNS " FROM senders WHERE key_number = ?", number,
        MINISIGN_NUMBER_SIZE, sender, err);
}

enum status senders_by_fingerprint(
    struct store *store, const uint8_t *fingerprint, struct sender *sender, struct error *err)
{
    return find(store, "SELECT " COLUMNS " FROM senders WHERE fingerprint = ?", fingerprint,
        FINGERPRINT_SIZE, sender, err);
}

static enum status count(
    struct store *store, const char *sql, const char *number, int *found, struct error *err)
{
    sqlite3_stmt *select = NULL;
    enum status status = store_prepare(store, sql, &select, err);
    if (status != STATUS_OK)
        return status;
    (void)sqlite3_bind_text(select, 1, number, -1, SQLITE_TRANSIENT);
    if (sqlite3_step(select) == SQLITE_ROW)
        *found = sqlite3_column_int(select, 0);
    else
        status = store_failed(store, err);
    (void)sqlite3_finalize(select);
    return status;
}

static enum status refuse_taken(struct store *store, const struct card *card,
    const struct fingerprint *fingerprint, struct error *err)
{
    struct sender other;
    int in_force = 0;
    enum status status = senders_by_fingerprint(store, fingerprint->bytes, &other, NULL);
    if (status == STATUS_OK)
        return error_set(
            err, STATUS_REFUSED, REASON_EXISTS, "%s: this card is enrolled already", card->name);
    if (senders_by_key(store, card->sign.number, &other, NULL) == STATUS_OK)
        return error_set(err, STATUS_REFUSED, REASON_NOT_TRUSTED,
            "the card's sign key is already enrolled with another card, of %s (%s)",
            other.card.name, other.card.number);
    status = count(store, "SELECT count(*) FROM senders WHERE number = ? AND revoked IS NULL",
        card->number, &in_force, err);
    if (status == STATUS_OK && in_force > 0)
        status = error_set(err, STATUS_REFUSED, REASON_NOT_TRUSTED,
            "%s has another card in force; if that is lost, revoke it first: "
            "sigill-msb revoke %s --reason TEXT",
            card->number, card->number);
    return status;
}

enum status senders_enrol(struct store *store, const void *frame, size_t length,
    const struct card *card, const struct fingerprint *fingerprint, int64_t now, struct error *err)
{
    sqlite3_stmt *insert = NULL;
    enum status status = refuse_taken(store, card, fingerprint, err);
    if (status == STATUS_OK)
        status = store_prepare(store,
            "INSERT INTO senders(fingerprint, number, key_number, card, enrolled)"
            " VALUES(?,?,?,?,?)",
            &insert, err);
    if (status == STATUS_OK) {
        (void)sqlite3_bind_blob(insert, 1, fingerprint->bytes, FINGERPRINT_SIZE, SQLITE_TRANSIENT);
        (void)sqlite3_bind_text(insert, 2, card->number, -1, SQLITE_TRANSIENT);
        (void)sqlite3_bind_blob(
            insert, 3, card->sign.number, MINISIGN_NUMBER_SIZE, SQLITE_TRANSIENT);
        (void)sqlite3_bind_blob64(insert, 4, frame, length, SQLITE_TRANSIENT);
        (void)sqlite3_bind_int64(insert, 5, now);
        status = store_run(store, insert, err);
    }
    return status;
}

enum status senders_revoke(
    struct store *store, const char *number, const char *reason, int64_t now, struct error *err)
{
    sqlite3_stmt *update = NULL;
    enum status status = store_prepare(store,
        "UPDATE senders SET revoked = ?, reason = ? WHERE number = ? AND revoked IS NULL", &update,
        err);
    if (status != STATUS_OK)
        return status;
    (void)sqlite3_bind_int64(update, 1, now);
    (void)sqlite3_bind_text(update, 2, reason, -1, SQLITE_TRANSIENT);
    (void)sqlite3_bind_text(update, 3, number, -1, SQLITE_TRANSIENT);
    status = store_run(store, update, err);
    if (status == STATUS_OK && sqlite3_changes(store->db) == 0)
        status = error_set(err, STATUS_REFUSED, REASON_NOT_FOUND,
            "%s: no card in force is enrolled for this number; look for a mistyped digit", number);
    return status;
}
