/* The rows of senders against the audit, which tells what was enrolled and revoked. */
#include "format/fingerprint.h"
#include "format/organisation_number.h"
#include "register/agreement_parts.h"
#include "register/store_parts.h"

#include <stdlib.h>
#include <string.h>

/* A card as the audit knows it, or as its row has it. */
struct enrolment {
    uint8_t fingerprint[FINGERPRINT_SIZE];
    char number[ORGANISATION_NUMBER_SIZE];
    bool revoked;
    bool found;      /* among the rows of senders */
    uint64_t serial; /* of the audit's row; 0 in a row of senders */
    int64_t enrolled;
    int64_t revoked_at;
    uint8_t reason[FINGERPRINT_SIZE]; /* the digest of its text; zeros if it is not revoked */
};

/* Every card of an organisation that is in force at that row is revoked by it. */
struct enrolment_end {
    char number[ORGANISATION_NUMBER_SIZE];
    uint64_t serial;
    int64_t time;
    uint8_t reason[FINGERPRINT_SIZE]; /* the digest of its text */
};

static int by_fingerprint(const void *one, const void *other)
{
    const struct enrolment *a = one;
    const struct enrolment *b = other;
    return memcmp(a->fingerprint, b->fingerprint, FINGERPRINT_SIZE);
}

static int by_number_and_serial(const void *one, const void *other)
{
    const struct enrolment_end *a = one;
    const struct enrolment_end *b = other;
    int order = strcmp(a->number, b->number);
    return order != 0 ? order : (a->serial > b->serial) - (a->serial < b->serial);
}

/* ---- what the audit says ---- */

/* A word that is lacking leaves zeros, which no row of senders agrees with. */
static void note_enrolment(struct enrolment_lists *lists, const struct audit_row *row)
{
    struct enrolment *enrolment = list_add(&lists->enrolments);
    (void)audit_value(row, "number", enrolment->number, sizeof enrolment->number);
    (void)audit_digest(row, "card", enrolment->fingerprint);
    enrolment->serial = row->serial;
    enrolment->enrolled = row->time;
}

enum status enrolments_expect(struct enrolment_lists *lists, size_t cards, struct error *err)
{
    lists->enrolments.size = lists->rows.size = sizeof(struct enrolment);
    lists->ends.size = sizeof(struct enrolment_end);
    list_reserve(&lists->enrolments, cards);
    list_reserve(&lists->rows, cards);
    return store_prepare(lists->store,
        "SELECT fingerprint, number, enrolled, revoked, reason FROM senders NOT INDEXED",
        &lists->select, err);
}

bool enrolments_note(struct enrolment_lists *lists, const struct audit_row *row)
{
    if (strcmp(row->kind, audit_kind_name(AUDIT_ENROL)) == 0) {
        note_enrolment(lists, row);
        return true;
    }
    if (strcmp(row->kind, audit_kind_name(AUDIT_REVOKE)) == 0) {
        struct enrolment_end *end = list_add(&lists->ends);
        (void)audit_value(row, "number", end->number, sizeof end->number);
        (void)audit_digest(row, "reason", end->reason);
        end->serial = row->serial;
        end->time = row->time;
    }
    return false;
}

/* The first row that revokes the organisation's cards after that serial; NULL if there is none. */
static const struct enrolment_end *end_after(
    const struct enrolment_lists *lists, const struct enrolment *enrolment)
{
    const struct enrolment_end *ends = lists->ends.items;
    struct enrolment_end sought = {.serial = enrolment->serial};
    memcpy(sought.number, enrolment->number, sizeof sought.number);
    size_t low = 0;
    size_t high = lists->ends.count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (by_number_and_serial(&ends[middle], &sought) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    bool found = low < lists->ends.count && strcmp(ends[low].number, enrolment->number) == 0;
    return found ? &ends[low] : NULL;
}

static void end_enrolments(struct enrolment_lists *lists)
{
    struct enrolment *enrolments = lists->enrolments.items;
    if (lists->ends.count > 0)
        qsort(lists->ends.items, lists->ends.count, lists->ends.size, by_number_and_serial);
    for (size_t i = 0; i < lists->enrolments.count; i++) {
        const struct enrolment_end *end = end_after(lists, &enrolments[i]);
        enrolments[i].revoked = end != NULL;
        enrolments[i].revoked_at = end == NULL ? 0 : end->time;
        if (end != NULL)
            memcpy(enrolments[i].reason, end->reason, sizeof end->reason);
    }
}

/* ---- what the rows say ---- */

static enum status refuse_sender(const struct store *store, const char *number, struct error *err)
{
    return error_set(err, STATUS_REFUSED, REASON_DAMAGED,
        "%s: the card of %s is not as it was enrolled, or revoked, by the audit: somebody has "
        "edited the register; `sigill-msb fsck` shows what is amiss; restore it from a copy",
        store->path, number);
}

static enum status step_row(struct enrolment_lists *lists, struct error *err)
{
    bool found = false;
    TRY(store_step(lists->store, lists->select, &found, err));
    lists->ended = !found;
    return STATUS_OK;
}

static struct enrolment read_enrolment(sqlite3_stmt *row)
{
    struct fingerprint digest;
    struct enrolment read = {
        .enrolled = sqlite3_column_int64(row, 2),
        .revoked = sqlite3_column_type(row, 3) != SQLITE_NULL,
        .revoked_at = sqlite3_column_int64(row, 3),
    };
    (void)store_column_blob(row, 0, read.fingerprint, sizeof read.fingerprint);
    (void)store_column_text(row, 1, read.number, sizeof read.number);
    if (sqlite3_column_type(row, 4) != SQLITE_NULL) {
        const void *reason = sqlite3_column_text(row, 4);
        fingerprint_of(&digest, reason, (size_t)sqlite3_column_bytes(row, 4));
        memcpy(read.reason, digest.bytes, FINGERPRINT_SIZE);
    }
    return read;
}

enum status enrolments_read(struct enrolment_lists *lists, size_t cards, struct error *err)
{
    while (!lists->ended && lists->rows.count < cards) {
        TRY(step_row(lists, err));
        if (!lists->ended)
            *(struct enrolment *)list_add(&lists->rows) = read_enrolment(lists->select);
    }
    return STATUS_OK;
}

/* As a rule the rows have the order of the audit; as soon as one has not, they are searched. */
static struct enrolment *find_enrolment(struct enrolment_lists *lists, const struct enrolment *read)
{
    struct enrolment *enrolments = lists->enrolments.items;
    size_t count = lists->enrolments.count;
    if (!lists->sorted && lists->found < count &&
        by_fingerprint(&enrolments[lists->found], read) == 0)
        return &enrolments[lists->found];
    if (!lists->sorted && count > 0)
        qsort(enrolments, count, sizeof *enrolments, by_fingerprint);
    lists->sorted = true;
    return count == 0 ? NULL : bsearch(read, enrolments, count, sizeof *read, by_fingerprint);
}

static enum status compare_sender(
    struct enrolment_lists *lists, const struct enrolment *read, struct error *err)
{
    struct enrolment *audited = find_enrolment(lists, read);
    if (audited == NULL || audited->found || strcmp(audited->number, read->number) != 0 ||
        audited->enrolled != read->enrolled || audited->revoked != read->revoked ||
        audited->revoked_at != read->revoked_at ||
        memcmp(audited->reason, read->reason, sizeof read->reason) != 0)
        return refuse_sender(lists->store, read->number, err);
    audited->found = true;
    lists->found++;
    return STATUS_OK;
}

/* Those that are not read yet are not kept: there may be any number of them. */
static enum status compare_further(struct enrolment_lists *lists, struct error *err)
{
    while (!lists->ended) {
        TRY(step_row(lists, err));
        if (lists->ended)
            return STATUS_OK;
        const struct enrolment read = read_enrolment(lists->select);
        TRY(compare_sender(lists, &read, err));
    }
    return STATUS_OK;
}

enum status enrolments_compare(struct enrolment_lists *lists, struct error *err)
{
    const struct enrolment *read = lists->rows.items;
    end_enrolments(lists);
    for (size_t i = 0; i < lists->rows.count; i++)
        TRY(compare_sender(lists, &read[i], err));
    TRY(compare_further(lists, err));
    if (lists->found != lists->enrolments.count)
        return error_set(err, STATUS_REFUSED, REASON_DAMAGED,
            "%s: a card that was enrolled by the audit is missing: somebody has edited the "
            "register; `sigill-msb fsck` shows what is amiss; restore it from a copy",
            lists->store->path);
    return STATUS_OK;
}

void enrolments_free(struct enrolment_lists *lists)
{
    (void)sqlite3_finalize(lists->select);
    free(lists->rows.items);
    free(lists->enrolments.items);
    free(lists->ends.items);
}

static void keep_enrolment(const struct enrolment *enrolment, struct audited *audited)
{
    struct audited_enrolment kept = {
        .enrolled = enrolment->enrolled,
        .revoked_at = enrolment->revoked_at,
        .revoked = enrolment->revoked,
    };
    memcpy(kept.fingerprint.bytes, enrolment->fingerprint, FINGERPRINT_SIZE);
    audited_add_card(audited, &kept);
}

void enrolments_keep(const struct enrolment_lists *lists, struct audited *audited)
{
    const struct enrolment *enrolments = lists->enrolments.items;
    list_reserve(&audited->cards, lists->enrolments.count);
    for (size_t i = 0; i < lists->enrolments.count; i++)
        keep_enrolment(&enrolments[i], audited);
    audited_complete_cards(audited);
}
