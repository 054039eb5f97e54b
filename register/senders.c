#include "register/senders.h"

#include "base/clock.h"
#include "crypto/minisign.h"
#include "register/audited.h"
#include "register/changes_parts.h"
#include "register/store_parts.h"

#include <stdio.h>
#include <string.h>

#define COLUMNS "fingerprint, card, enrolled, revoked, reason, number, key_number, sign_key, series"

static enum status refuse_row(const struct store *store, struct error *err)
{
    return error_set(err, STATUS_FAILED, REASON_DAMAGED,
        "%s: a sender's row is broken; restore the register from a copy", store->path);
}

/* The columns that a card is looked up by must be what it says itself. */
static bool agrees_with_card(sqlite3_stmt *row, const struct card *card)
{
    char number[ORGANISATION_NUMBER_SIZE];
    struct minisign_public sign;
    return store_column_text(row, 5, number, sizeof number) &&
           store_column_blob(row, 6, sign.number, sizeof sign.number) &&
           store_column_blob(row, 7, sign.key, sizeof sign.key) &&
           strcmp(number, card->number) == 0 && minisign_public_equal(&sign, &card->sign) &&
           sqlite3_column_int64(row, 8) == (int64_t)card->series;
}

/* The card was opened and its fingerprint compared when it was enrolled. Its bytes are digested
 * again, so that an edited row does not speak for a card; where the audit has not been asked for
 * it, it is opened again as a whole. *enrolment: what the audit says of it; NULL if that was not
 * asked. */
static enum status read_card(const struct store *store, sqlite3_stmt *row, struct sender *sender,
    const struct audited_enrolment **enrolment, struct error *err)
{
    const void *frame = sqlite3_column_blob(row, 1);
    size_t length = (size_t)sqlite3_column_bytes(row, 1);
    struct fingerprint_given given = {.whole = true};
    if (!store_column_blob(row, 0, given.fingerprint.bytes, FINGERPRINT_SIZE))
        return refuse_row(store, err);
    *enrolment = audited_card(store->audited, frame, length, &sender->card, &sender->fingerprint);
    if (*enrolment != NULL)
        return fingerprint_equal(&sender->fingerprint, &given.fingerprint) ? STATUS_OK
                                                                           : refuse_row(store, err);
    if (audited_has_all_cards(store->audited))
        return refuse_row(store, err);
    enum status status = card_open(frame, length, &given, &sender->card, &sender->fingerprint, err);
    return status == STATUS_REFUSED ? refuse_row(store, err) : status;
}

/* The row was compared when the register was opened, and is read again: somebody may have written
 * to the file meanwhile. */
static bool is_as_audited(const struct sender *sender, const struct audited_enrolment *enrolment)
{
    return enrolment == NULL ||
           (enrolment->enrolled == sender->enrolled && enrolment->revoked == sender->revoked &&
               enrolment->revoked_at == sender->revoked_at);
}

static enum status read_sender(
    const struct store *store, sqlite3_stmt *row, struct sender *sender, struct error *err)
{
    const struct audited_enrolment *enrolment = NULL;
    *sender = (struct sender){0};
    if (!store_column_text(row, 4, sender->reason, sizeof sender->reason))
        return refuse_row(store, err);
    TRY(read_card(store, row, sender, &enrolment, err));
    if (!agrees_with_card(row, &sender->card))
        return refuse_row(store, err);
    sender->enrolled = sqlite3_column_int64(row, 2);
    sender->revoked = sqlite3_column_type(row, 3) != SQLITE_NULL;
    sender->revoked_at = sqlite3_column_int64(row, 3);
    return is_as_audited(sender, enrolment) ? STATUS_OK : refuse_row(store, err);
}

/* Takes the first row, if there is one, and finalises the statement. */
static enum status first_sender(struct store *store, sqlite3_stmt *select, bool *found,
    struct sender *sender, struct error *err)
{
    enum status status;
    *sender = (struct sender){0};
    TRY_OUT(store_step(store, select, found, err));
    if (*found)
        TRY_OUT(read_sender(store, select, sender, err));
out:
    store_release(store, select);
    return status;
}

static enum status find_by_number(struct store *store, const uint8_t number[MINISIGN_NUMBER_SIZE],
    size_t place, bool *found, struct sender *sender, struct error *err)
{
    sqlite3_stmt *select = NULL;
    TRY(store_prepare_once(store,
        "SELECT " COLUMNS " FROM senders AS one WHERE key_number = ?1 AND series ="
        " (SELECT max(series) FROM senders WHERE key_number = ?1 AND sign_key = one.sign_key)"
        " ORDER BY sign_key LIMIT 1 OFFSET ?2",
        &select, err));
    store_bind_blob(select, 1, number, MINISIGN_NUMBER_SIZE);
    store_bind_number(select, 2, (int64_t)place);
    return first_sender(store, select, found, sender, err);
}

/* The newest card with this very key, under whatever number. */
static enum status find_by_sign_key(struct store *store, const uint8_t key[MINISIGN_KEY_SIZE],
    bool *found, struct sender *sender, struct error *err)
{
    sqlite3_stmt *select = NULL;
    TRY(store_prepare(store,
        "SELECT " COLUMNS " FROM senders WHERE sign_key = ? ORDER BY series DESC", &select, err));
    store_bind_blob(select, 1, key, MINISIGN_KEY_SIZE);
    return first_sender(store, select, found, sender, err);
}

static enum status find_by_fingerprint(struct store *store, const uint8_t *fingerprint, bool *found,
    struct sender *sender, struct error *err)
{
    sqlite3_stmt *select = NULL;
    TRY(store_prepare_once(
        store, "SELECT " COLUMNS " FROM senders WHERE fingerprint = ?", &select, err));
    store_bind_blob(select, 1, fingerprint, FINGERPRINT_SIZE);
    return first_sender(store, select, found, sender, err);
}

static enum status refuse_unknown(bool found, struct error *err)
{
    if (found)
        return STATUS_OK;
    return error_set(err, STATUS_REFUSED, REASON_UNKNOWN_SENDER,
        "the signature is made with a key that is not enrolled here; "
        "ask the sender for its card, ring back, and enrol it");
}

enum status senders_by_key(struct store *store, const uint8_t number[MINISIGN_NUMBER_SIZE],
    size_t place, struct sender *sender, struct error *err)
{
    bool found = false;
    TRY(find_by_number(store, number, place, &found, sender, err));
    return refuse_unknown(found, err);
}

enum status senders_by_fingerprint(
    struct store *store, const uint8_t *fingerprint, struct sender *sender, struct error *err)
{
    bool found = false;
    TRY(find_by_fingerprint(store, fingerprint, &found, sender, err));
    return refuse_unknown(found, err);
}

enum status senders_label(struct store *store, const struct fingerprint *fingerprint,
    char name[CARD_NAME_MAX + 1], char group[CARD_GROUP_MAX + 1], struct error *err)
{
    sqlite3_stmt *select = NULL;
    bool found = false;
    enum status status;
    TRY(store_prepare(store, "SELECT card FROM senders WHERE fingerprint = ?", &select, err));
    store_bind_blob(select, 1, fingerprint->bytes, FINGERPRINT_SIZE);
    TRY_OUT(store_step(store, select, &found, err));
    if (!found)
        TRY_OUT(refuse_row(store, err));
    TRY_OUT(card_label(sqlite3_column_blob(select, 0), (size_t)sqlite3_column_bytes(select, 0),
        fingerprint, name, group, err));
out:
    store_release(store, select);
    return status == STATUS_REFUSED ? refuse_row(store, err) : status;
}

void senders_signer(const struct sender *sender, struct keydir_trusted *signer)
{
    signer->card = sender->card;
    signer->fingerprint = sender->fingerprint;
}

enum status senders_of_submission(
    struct store *store, const struct fingerprint *card, struct sender *sender, struct error *err)
{
    bool found = false;
    TRY(find_by_fingerprint(store, card->bytes, &found, sender, err));
    if (found)
        return STATUS_OK;
    return error_set(err, STATUS_FAILED, REASON_DAMAGED,
        "%s: the card that a submission was verified with is lacking; restore the register "
        "from a copy",
        store->path);
}

/* How many cards of an organisation there are; in_force: only those that are not revoked. */
static enum status count_cards(
    struct store *store, const char *number, bool in_force, int64_t *count, struct error *err)
{
    sqlite3_stmt *select = NULL;
    TRY(store_prepare(store,
        in_force ? "SELECT count(*) FROM senders WHERE number = ? AND revoked IS NULL"
                 : "SELECT count(*) FROM senders WHERE number = ?",
        &select, err));
    store_bind_text(select, 1, number);
    return store_number(store, select, count, err);
}

/* The enrolled card has the same sign key, perhaps under another number. */
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

enum status senders_judge(struct store *store, const struct card *card,
    const struct fingerprint *fingerprint, struct error *err)
{
    struct sender other;
    bool found = false;
    int64_t in_force = 0;
    TRY(find_by_fingerprint(store, fingerprint->bytes, &found, &other, err));
    if (found && other.revoked)
        return judge_follower(&other, card, err);
    if (found)
        return error_set(err, STATUS_REFUSED, REASON_EXISTS,
            "%s: this card is enrolled already; nothing is to be done", card->name);
    TRY(find_by_sign_key(store, card->sign.key, &found, &other, err));
    if (found)
        return judge_follower(&other, card, err);
    TRY(count_cards(store, card->number, true, &in_force, err));
    if (in_force > 0)
        return error_set(err, STATUS_REFUSED, REASON_NOT_TRUSTED,
            "%s has another card in force; if that is lost, revoke it first: "
            "sigill-msb revoke %s --reason TEXT",
            card->number, card->number);
    return STATUS_OK;
}

enum status senders_enrol(struct store *store, const void *frame, size_t length,
    const struct card *card, const struct fingerprint *fingerprint, int64_t now, struct error *err)
{
    sqlite3_stmt *insert = NULL;
    TRY(senders_judge(store, card, fingerprint, err));
    TRY(store_prepare(store,
        "INSERT INTO senders(fingerprint, number, key_number, sign_key, card, enrolled, series)"
        " VALUES(?,?,?,?,?,?,?)",
        &insert, err));
    store_bind_blob(insert, 1, fingerprint->bytes, FINGERPRINT_SIZE);
    store_bind_text(insert, 2, card->number);
    store_bind_blob(insert, 3, card->sign.number, MINISIGN_NUMBER_SIZE);
    store_bind_blob(insert, 4, card->sign.key, MINISIGN_KEY_SIZE);
    store_bind_blob(insert, 5, frame, length);
    store_bind_number(insert, 6, now);
    store_bind_number(insert, 7, card->series);
    audited_forget_cards(store->audited);
    return store_run(store, insert, err);
}

/* Of the enrolled keys whose number the signature names, the one that made it. */
static enum status find_voucher(struct store *store, const struct document_signed *document,
    const struct minisign_claim *claim, bool *found, struct sender *enrolled, struct error *err)
{
    size_t place = 0;
    do {
        TRY(find_by_number(store, claim->number, place++, found, enrolled, err));
    } while (*found && minisign_document_verify(&enrolled->card.sign, document->json.bytes,
                           document->json.length, claim->trusted, document->signature.bytes,
                           document->signature.length, NULL) != STATUS_OK);
    return STATUS_OK;
}

enum status senders_open_successor(struct store *store, const uint8_t *frame, size_t length,
    struct card *card, struct fingerprint *fingerprint, struct error *err)
{
    struct document_signed document;
    struct minisign_claim claim;
    struct sender enrolled;
    bool found = false;
    *card = (struct card){0};
    *fingerprint = (struct fingerprint){0};
    TRY(card_fingerprint(frame, length, fingerprint, err));
    TRY(find_by_fingerprint(store, fingerprint->bytes, &found, &enrolled, err));
    if (found) {
        *card = enrolled.card;
        return STATUS_OK;
    }
    TRY(document_split(&card_document, frame, length, &document, err));
    TRY(minisign_signature_peek(document.signature.bytes, document.signature.length, &claim, err));
    TRY(find_voucher(store, &document, &claim, &found, &enrolled, err));
    if (!found || enrolled.revoked)
        return error_set(err, STATUS_REFUSED, REASON_NOT_TRUSTED,
            "no card in force that is enrolled here vouches for this one; ring its owner on a "
            "number that you know, and give --fingerprint");
    return card_open_successor(frame, length, &enrolled.card, card, fingerprint, err);
}

enum status senders_known(struct store *store, const char *number, bool *known, struct error *err)
{
    int64_t count = 0;
    TRY(count_cards(store, number, false, &count, err));
    *known = count > 0;
    return STATUS_OK;
}

/* The first row of a statement that looks for cards of that number. An index holds what the file's
 * maker put into it: the card must be one of the number that was asked for. */
static enum status first_of_number(struct store *store, const char *sql, const char *number,
    bool *found, struct sender *sender, struct error *err)
{
    sqlite3_stmt *select = NULL;
    TRY(store_prepare(store, sql, &select, err));
    store_bind_text(select, 1, number);
    TRY(first_sender(store, select, found, sender, err));
    return *found && strcmp(sender->card.number, number) != 0 ? refuse_row(store, err) : STATUS_OK;
}

enum status senders_latest(
    struct store *store, const char *number, bool *found, struct sender *sender, struct error *err)
{
    return first_of_number(store,
        "SELECT " COLUMNS " FROM senders WHERE number = ?"
        " ORDER BY revoked IS NOT NULL, enrolled DESC, series DESC LIMIT 1",
        number, found, sender, err);
}

static enum status refuse_unreachable(struct store *store, const char *number, struct error *err)
{
    bool known = false;
    TRY(senders_known(store, number, &known, err));
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
    bool found = false;
    TRY(first_of_number(store,
        "SELECT " COLUMNS " FROM senders WHERE number = ? AND revoked IS NULL"
        " ORDER BY series DESC LIMIT 1",
        number, &found, sender, err));
    if (!found)
        return refuse_unreachable(store, number, err);
    if (card_valid_on(&sender->card, now))
        return STATUS_OK;
    day_format(until, sender->card.valid_until);
    return error_set(err, STATUS_REFUSED, REASON_EXPIRED_KEY,
        "%s: its card is not valid today, only until %s; enrol its next card first",
        sender->card.name, until);
}

struct sender_walk {
    const struct store *store;
    enum status (*visit)(void *context, const struct sender *sender, struct error *err);
    void *context;
    size_t visited;
};

enum status senders_refuse_missing(const struct store *store, struct error *err)
{
    return error_set(err, STATUS_REFUSED, REASON_DAMAGED,
        "%s: a card that was enrolled by the audit is missing: somebody has edited the register; "
        "`sigill-msb fsck` shows what is amiss; restore it from a copy",
        store->path);
}

static enum status visit_row(void *context, sqlite3_stmt *row, struct error *err)
{
    struct sender_walk *walk = context;
    struct sender sender;
    TRY(read_sender(walk->store, row, &sender, err));
    walk->visited++;
    return walk->visit(walk->context, &sender, err);
}

enum status senders_each(struct store *store,
    enum status (*visit)(void *context, const struct sender *sender, struct error *err),
    void *context, struct error *err)
{
    struct sender_walk walk = {.store = store, .visit = visit, .context = context};
    sqlite3_stmt *select = NULL;
    TRY(store_prepare(
        store, "SELECT " COLUMNS " FROM senders ORDER BY number, enrolled, series", &select, err));
    TRY(store_each(store, select, visit_row, &walk, err));
    if (audited_has_all_cards(store->audited) && walk.visited != store->audited->cards.count)
        return senders_refuse_missing(store, err);
    return STATUS_OK;
}

void senders_revoked_words(char words[AUDIT_SUBJECT_SIZE], const char *number, const char *reason)
{
    char hex[FINGERPRINT_HEX_SIZE];
    struct fingerprint digest;
    fingerprint_of(&digest, (const uint8_t *)reason, strlen(reason));
    fingerprint_hex(hex, &digest);
    (void)snprintf(words, AUDIT_SUBJECT_SIZE, "number=%s reason=%s", number, hex);
}

enum status senders_revoke(
    struct store *store, const char *number, const char *reason, int64_t now, struct error *err)
{
    sqlite3_stmt *update = NULL;
    TRY(store_prepare(store,
        "UPDATE senders SET revoked = ?, reason = ? WHERE number = ? AND revoked IS NULL", &update,
        err));
    store_bind_number(update, 1, now);
    store_bind_text(update, 2, reason);
    store_bind_text(update, 3, number);
    audited_forget_cards(store->audited);
    TRY(store_run(store, update, err));
    if (sqlite3_changes(store->db) == 0)
        return error_set(err, STATUS_REFUSED, REASON_NOT_FOUND,
            "%s: no card in force is enrolled for this number; look for a mistyped digit", number);
    return STATUS_OK;
}
