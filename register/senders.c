#include "register/senders.h"

#include "base/clock.h"
#include "crypto/minisign.h"
#include "format/frame.h"

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
    *sender = (struct sender){0};
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
    return find(store, "SELECT " COLUMNS " FROM senders WHERE key_number = ? ORDER BY series DESC",
        number, MINISIGN_NUMBER_SIZE, sender, err);
}

enum status senders_by_fingerprint(
    struct store *store, const uint8_t *fingerprint, struct sender *sender, struct error *err)
{
    return find(store, "SELECT " COLUMNS " FROM senders WHERE fingerprint = ?", fingerprint,
        FINGERPRINT_SIZE, sender, err);
}

enum status senders_label(struct store *store, const struct fingerprint *fingerprint,
    char name[CARD_NAME_MAX + 1], char group[CARD_GROUP_MAX + 1], struct error *err)
{
    sqlite3_stmt *select = NULL;
    enum status status =
        store_prepare(store, "SELECT card FROM senders WHERE fingerprint = ?", &select, err);
    if (status != STATUS_OK)
        return status;
    (void)sqlite3_bind_blob(select, 1, fingerprint->bytes, FINGERPRINT_SIZE, SQLITE_TRANSIENT);
    int step = sqlite3_step(select);
    if (step == SQLITE_ROW)
        status = card_label(sqlite3_column_blob(select, 0), (size_t)sqlite3_column_bytes(select, 0),
            fingerprint, name, group, err);
    if (step == SQLITE_DONE || status == STATUS_REFUSED)
        status = broken_row(store, err);
    else if (step != SQLITE_ROW)
        status = store_failed(store, err);
    (void)sqlite3_finalize(select);
    return status;
}

enum status senders_of_submission(
    struct store *store, const struct fingerprint *card, struct sender *sender, struct error *err)
{
    enum status status = senders_by_fingerprint(store, card->bytes, sender, err);
    if (status == STATUS_REFUSED)
        status = error_set(err, STATUS_FAILED, REASON_DAMAGED,
            "%s: the card that a submission was verified with is lacking; restore the register "
            "from a copy",
            store->path);
    return status;
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

/* The enrolled card has a sign key of the same number. */
static enum status judge_follower(
    const struct sender *enrolled, const struct card *card, struct error *err)
{
    if (!minisign_public_equal(&enrolled->card.sign, &card->sign) ||
        strcmp(enrolled->card.number, card->number) != 0)
        return error_set(err, STATUS_REFUSED, REASON_NOT_TRUSTED,
            "the card's sign key is already enrolled with another card, of %s (%s)",
            enrolled->card.name, enrolled->card.number);
    if (enrolled->revoked)
        return error_set(err, STATUS_REFUSED, REASON_REVOKED_KEY,
            "%s: its key was revoked (%s) and cannot come back; ask for a card with new keys",
            enrolled->card.name, enrolled->reason);
    if (card->series <= enrolled->card.series)
        return error_set(err, STATUS_REFUSED, REASON_NOT_TRUSTED,
            "the card is number %u in its series, and number %u is enrolled already; ask for the newest",
            (unsigned)card->series, (unsigned)enrolled->card.series);
    return STATUS_OK;
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
        return judge_follower(&other, card, err);
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
            "INSERT INTO senders(fingerprint, number, key_number, card, enrolled, series) VALUES(?,?,?,?,?,?)",
            &insert, err);
    if (status == STATUS_OK) {
        (void)sqlite3_bind_blob(insert, 1, fingerprint->bytes, FINGERPRINT_SIZE, SQLITE_TRANSIENT);
        (void)sqlite3_bind_text(insert, 2, card->number, -1, SQLITE_TRANSIENT);
        (void)sqlite3_bind_blob(
            insert, 3, card->sign.number, MINISIGN_NUMBER_SIZE, SQLITE_TRANSIENT);
        (void)sqlite3_bind_blob64(insert, 4, frame, length, SQLITE_TRANSIENT);
        (void)sqlite3_bind_int64(insert, 5, now);
        (void)sqlite3_bind_int64(insert, 6, card->series);
        status = store_run(store, insert, err);
    }
    return status;
}

enum status senders_open_successor(struct store *store, const uint8_t *frame, size_t length,
    struct card *card, struct fingerprint *fingerprint, struct error *err)
{
    struct frame_view json;
    struct frame_view signature;
    struct minisign_claim claim;
    struct sender enrolled;
    *card = (struct card){0};
    *fingerprint = (struct fingerprint){0};
    enum status status =
        frame_document_split(frame, length, CARD_NAME, CARD_JSON_MAX, &json, &signature, err);
    if (status == STATUS_OK)
        status = minisign_signature_peek(signature.bytes, signature.length, &claim, err);
    if (status != STATUS_OK)
        return status;
    status = senders_by_key(store, claim.number, &enrolled, err);
    if (status == STATUS_REFUSED || (status == STATUS_OK && enrolled.revoked))
        return error_set(err, STATUS_REFUSED, REASON_NOT_TRUSTED,
            "no card in force that is enrolled here vouches for this one; ring its owner on a "
            "number that you know, and give --fingerprint");
    if (status == STATUS_OK)
        status = card_open_successor(frame, length, &enrolled.card, card, fingerprint, err);
    return status;
}

enum status senders_known(struct store *store, const char *number, bool *known, struct error *err)
{
    int found = 0;
    enum status status =
        count(store, "SELECT count(*) FROM senders WHERE number = ?", number, &found, err);
    *known = found > 0;
    return status;
}

static enum status refuse_unreachable(struct store *store, const char *number, struct error *err)
{
    bool known = false;
    enum status status = senders_known(store, number, &known, err);
    if (status != STATUS_OK)
        return status;
    if (known)
        return error_set(err, STATUS_REFUSED, REASON_REVOKED_KEY,
            "%s: its card is revoked; enrol its new card first", number);
    return error_set(err, STATUS_REFUSED, REASON_UNKNOWN_SENDER,
        "%s: no card of this organisation is enrolled", number);
}

enum status senders_in_force(
    struct store *store, const char *number, int64_t now, struct sender *sender, struct error *err)
{
    char until[DAY_SIZE];
    sqlite3_stmt *select = NULL;
    enum status status = store_prepare(store,
        "SELECT " COLUMNS " FROM senders WHERE number = ? AND revoked IS NULL"
        " ORDER BY series DESC LIMIT 1",
        &select, err);
    if (status != STATUS_OK)
        return status;
    (void)sqlite3_bind_text(select, 1, number, -1, SQLITE_TRANSIENT);
    int step = sqlite3_step(select);
    if (step == SQLITE_ROW)
        status = read_row(store, select, sender, err);
    else if (step != SQLITE_DONE)
        status = store_failed(store, err);
    (void)sqlite3_finalize(select);
    if (step == SQLITE_DONE)
        return refuse_unreachable(store, number, err);
    if (status == STATUS_OK && !card_valid_on(&sender->card, now)) {
        day_format(until, sender->card.valid_until);
        status = error_set(err, STATUS_REFUSED, REASON_EXPIRED_KEY,
            "%s: its card is not valid today, only until %s; enrol its next card first",
            sender->card.name, until);
    }
    return status;
}

enum status senders_each(struct store *store,
    enum status (*visit)(void *context, const struct sender *sender, struct error *err),
    void *context, struct error *err)
{
    sqlite3_stmt *select = NULL;
    struct sender sender;
    enum status status = store_prepare(
        store, "SELECT " COLUMNS " FROM senders ORDER BY number, enrolled, series", &select, err);
    if (status != STATUS_OK)
        return status;
    int step = SQLITE_DONE;
    while (status == STATUS_OK && (step = sqlite3_step(select)) == SQLITE_ROW) {
        status = read_row(store, select, &sender, err);
        if (status == STATUS_OK)
            status = visit(context, &sender, err);
    }
    if (status == STATUS_OK && step != SQLITE_DONE)
        status = store_failed(store, err);
    (void)sqlite3_finalize(select);
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
