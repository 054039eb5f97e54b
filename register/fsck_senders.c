/* Enrolled cards against what their rows and the audit say of them. */
#include "base/memory.h"
#include "register/fsck_parts.h"
#include "register/senders.h"
#include "register/store_parts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A row as it is looked up by; what is not of its form is all zero, or "". */
struct sender_key {
    int64_t row;
    uint8_t fingerprint[FINGERPRINT_SIZE];
    char number[ORGANISATION_NUMBER_SIZE];
    struct minisign_public sign;
    int64_t series;
};

/* The columns beside the card, by which it is looked up, must be what the card says; and only a
 * revocation has a reason. */
static enum status compare_sender(const struct fsck_run *run, const struct sender_key *key,
    struct sender *sender, struct error *err)
{
    TRY(senders_by_fingerprint(run->fsck->store, key->fingerprint, sender, err));
    if (strcmp(key->number, sender->card.number) != 0 ||
        !minisign_public_equal(&key->sign, &sender->card.sign) ||
        key->series != (int64_t)sender->card.series ||
        (!sender->revoked && sender->reason[0] != '\0'))
        return error_set(err, STATUS_REFUSED, REASON_DAMAGED,
            "the row of an enrolled card is not what the card says");
    return STATUS_OK;
}

static enum status audited_sender(
    struct fsck_run *run, const struct sender *sender, struct error *err)
{
    char words[AUDIT_SUBJECT_SIZE];
    char card[FINGERPRINT_HEX_SIZE];
    int64_t enrolled = 0;
    int64_t revoked = 0;
    fingerprint_hex(card, &sender->fingerprint);
    (void)snprintf(words, sizeof words, "number=%s card=%s", sender->card.number, card);
    TRY(fsck_find_audited(run, AUDIT_ENROL, words, sender->enrolled, &enrolled, err));
    senders_revoked_words(words, sender->card.number, sender->reason);
    if (sender->revoked)
        TRY(fsck_find_audited(run, AUDIT_REVOKE, words, sender->revoked_at, &revoked, err));
    if (enrolled > 0 && (revoked > enrolled || !sender->revoked))
        return STATUS_OK;
    return fsck_found(run, FSCK_NOT_AUDITED, sender->card.number, err,
        "the audit does not tell that this card was enrolled, or revoked, as the register has it; "
        "do not receive from it");
}

static struct sender_key read_sender_key(sqlite3_stmt *row)
{
    struct sender_key key = {
        .row = sqlite3_column_int64(row, 0), .series = sqlite3_column_int64(row, 5)};
    (void)store_column_blob(row, 1, key.fingerprint, sizeof key.fingerprint);
    (void)store_column_text(row, 2, key.number, sizeof key.number);
    (void)store_column_blob(row, 3, key.sign.number, sizeof key.sign.number);
    (void)store_column_blob(row, 4, key.sign.key, sizeof key.sign.key);
    return key;
}

static void note_card(struct fsck_run *run, const struct sender *sender)
{
    const struct card *from = &sender->card;
    struct fsck_card *card = list_add(&run->cards);
    card->fingerprint = sender->fingerprint;
    card->sign = from->sign;
    card->role = from->role;
    memcpy(card->name, from->name, sizeof card->name);
    memcpy(card->number, from->number, sizeof card->number);
    memcpy(card->group, from->group, sizeof card->group);
}

static enum status check_sender(void *context, sqlite3_stmt *row, struct error *err)
{
    struct fsck_run *run = context;
    struct sender_key key = read_sender_key(row);
    struct sender sender;
    char subject[64];
    struct error why;
    error_init(&why, err->catalog);
    run->counts->senders++;
    enum status looked = compare_sender(run, &key, &sender, &why);
    if (looked == STATUS_OK) {
        note_card(run, &sender);
        return audited_sender(run, &sender, err);
    }
    (void)snprintf(subject, sizeof subject, "senders %lld %s", (long long)key.row, key.number);
    return fsck_judge(run, FSCK_SENDER, subject, looked, &why, err);
}

static int compare_cards(const void *left, const void *right)
{
    const struct fsck_card *a = left;
    const struct fsck_card *b = right;
    return memcmp(a->fingerprint.bytes, b->fingerprint.bytes, FINGERPRINT_SIZE);
}

enum status fsck_senders(struct fsck_run *run, struct error *err)
{
    sqlite3_stmt *select = NULL;
    TRY(store_prepare(run->fsck->store,
        "SELECT rowid, fingerprint, number, key_number, sign_key, series FROM senders"
        " ORDER BY number, enrolled",
        &select, err));
    TRY(store_each(run->fsck->store, select, check_sender, run, err));
    if (run->cards.count > 0)
        qsort(run->cards.items, run->cards.count, run->cards.size, compare_cards);
    return STATUS_OK;
}

/* ---- whose a submission is ---- */

static void give_card(struct keydir_trusted *signer, const struct fsck_card *from)
{
    *signer = (struct keydir_trusted){.fingerprint = from->fingerprint};
    signer->card.sign = from->sign;
    signer->card.role = from->role;
    memcpy(signer->card.name, from->name, sizeof from->name);
    memcpy(signer->card.number, from->number, sizeof from->number);
    memcpy(signer->card.group, from->group, sizeof from->group);
}

static enum status read_card(const struct fsck_run *run, const struct fingerprint *card,
    struct keydir_trusted *signer, struct error *why)
{
    struct sender *sender = memory_new(1, sizeof *sender);
    enum status status = senders_of_submission(run->fsck->store, card, sender, why);
    senders_signer(sender, signer);
    free(sender);
    return status;
}

void fsck_signer(const struct fsck_run *run, struct fsck_look *look)
{
    const struct fsck_card key = {.fingerprint = look->submission.sender};
    const struct fsck_card *card =
        run->cards.count == 0
            ? NULL
            : bsearch(&key, run->cards.items, run->cards.count, run->cards.size, compare_cards);
    look->card.status = STATUS_OK;
    if (card != NULL)
        give_card(&look->signer, card);
    else
        look->card.status = read_card(run, &key.fingerprint, &look->signer, &look->card.why);
}
