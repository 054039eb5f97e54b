/* The rows of senders against the audit, which tells what was enrolled and revoked. */
#include "format/fingerprint.h"
#include "format/organisation_number.h"
#include "register/agreement_parts.h"
#include "register/senders.h"
#include "register/store_parts.h"

#include <stdlib.h>
#include <string.h>

/* A card as its row has it. */
struct sender_row {
    struct audited_enrolment says;
    size_t reason; /* its place among the reasons, from 1; 0 if it has none */
};

/* Every card of an organisation that is in force at that row is revoked by it. */
struct enrolment_end {
    char number[ORGANISATION_NUMBER_SIZE];
    uint64_t serial;
    int64_t time;
    struct fingerprint reason; /* of its text */
};

static int by_fingerprint(const void *one, const void *other)
{
    const struct audited_enrolment *a = one;
    const struct audited_enrolment *b = other;
    return memcmp(a->fingerprint.bytes, b->fingerprint.bytes, FINGERPRINT_SIZE);
}

/* As the index senders_by_enrolment has them. */
static int by_enrolment(const void *one, const void *other)
{
    const struct audited_enrolment *a = one;
    const struct audited_enrolment *b = other;
    int order = (a->enrolled > b->enrolled) - (a->enrolled < b->enrolled);
    order = order != 0 ? order : strcmp(a->number, b->number);
    return order != 0 ? order : by_fingerprint(one, other);
}

static int by_number_and_serial(const void *one, const void *other)
{
    const struct enrolment_end *a = one;
    const struct enrolment_end *b = other;
    int order = strcmp(a->number, b->number);
    return order != 0 ? order : (a->serial > b->serial) - (a->serial < b->serial);
}

#define SELECT_FROM "SELECT fingerprint, number, enrolled, revoked, reason FROM senders"

/* ---- what the audit says ---- */

/* A word that is lacking leaves zeros, which no row of senders agrees with. */
static void note_enrolment(const struct enrolment_lists *lists, const struct audit_row *row)
{
    struct audited_enrolment enrolment = {.enrolled = row->time, .serial = row->serial};
    (void)audit_value(row, "number", enrolment.number, sizeof enrolment.number);
    (void)audit_digest(row, "card", enrolment.fingerprint.bytes);
    audited_add_card(lists->audited, &enrolment);
}

enum status enrolments_expect(
    struct enrolment_lists *lists, bool by_index, size_t cards, struct error *err)
{
    lists->by_index = by_index && lists->store->enrolments;
    lists->rows.size = sizeof(struct sender_row);
    lists->reasons.size = sizeof(struct fingerprint);
    lists->ends.size = sizeof(struct enrolment_end);
    list_reserve_long(&lists->audited->cards, cards);
    list_reserve_long(&lists->rows, cards);
    return store_prepare(lists->store,
        lists->by_index ? SELECT_FROM " INDEXED BY senders_by_enrolment"
                        : SELECT_FROM " NOT INDEXED",
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
        (void)audit_digest(row, "reason", end->reason.bytes);
        end->serial = row->serial;
        end->time = row->time;
    }
    return false;
}

/* The first row that revokes the organisation's cards after that serial; NULL if there is none. */
static const struct enrolment_end *end_after(
    const struct enrolment_lists *lists, const struct audited_enrolment *enrolment)
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
    const struct list *cards = &lists->audited->cards;
    struct audited_enrolment *enrolments = cards->items;
    if (lists->ends.count == 0)
        return;
    qsort(lists->ends.items, lists->ends.count, lists->ends.size, by_number_and_serial);
    for (size_t i = 0; i < cards->count; i++) {
        const struct enrolment_end *end = end_after(lists, &enrolments[i]);
        enrolments[i].revoked = end != NULL;
        enrolments[i].revoked_at = end == NULL ? 0 : end->time;
    }
}

/* Their rows come in that order: as a rule it is that of the audit. */
static void order_enrolments(const struct list *cards)
{
    const struct audited_enrolment *enrolments = cards->items;
    size_t ordered = 1;
    while (
        ordered < cards->count && by_enrolment(&enrolments[ordered - 1], &enrolments[ordered]) <= 0)
        ordered++;
    if (ordered < cards->count)
        qsort(cards->items, cards->count, cards->size, by_enrolment);
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

/* The list of reasons is as short as the revocations are few. */
static size_t keep_reason(struct enrolment_lists *lists)
{
    const void *text = sqlite3_column_text(lists->select, 4);
    fingerprint_of(list_add(&lists->reasons), text, (size_t)sqlite3_column_bytes(lists->select, 4));
    return lists->reasons.count;
}

/* *read: all zero. */
static void read_row(struct enrolment_lists *lists, struct sender_row *read)
{
    sqlite3_stmt *row = lists->select;
    struct audited_enrolment *says = &read->says;
    (void)store_column_blob(row, 0, says->fingerprint.bytes, FINGERPRINT_SIZE);
    (void)store_column_text(row, 1, says->number, sizeof says->number);
    says->enrolled = sqlite3_column_int64(row, 2);
    says->revoked = sqlite3_column_type(row, 3) != SQLITE_NULL;
    if (says->revoked)
        says->revoked_at = sqlite3_column_int64(row, 3);
    if (sqlite3_column_type(row, 4) != SQLITE_NULL)
        read->reason = keep_reason(lists);
}

enum status enrolments_read(struct enrolment_lists *lists, size_t cards, struct error *err)
{
    while (!lists->ended && lists->rows.count < cards) {
        TRY(step_row(lists, err));
        if (!lists->ended)
            read_row(lists, list_add(&lists->rows));
    }
    return STATUS_OK;
}

/* As a rule the rows have the order of the enrolments; as soon as one has not, they are searched.
 */
static struct audited_enrolment *find_enrolment(
    struct enrolment_lists *lists, const struct audited_enrolment *says)
{
    struct audited *audited = lists->audited;
    struct audited_enrolment *enrolments = audited->cards.items;
    size_t count = audited->cards.count;
    if (!audited->sorted && lists->found < count &&
        by_fingerprint(&enrolments[lists->found], says) == 0)
        return &enrolments[lists->found];
    if (!audited->sorted && count > 0)
        qsort(enrolments, count, sizeof *enrolments, by_fingerprint);
    audited->sorted = true;
    return count == 0 ? NULL : bsearch(says, enrolments, count, sizeof *says, by_fingerprint);
}

/* Without a reason there are zeros. */
static bool has_reason(const struct enrolment_lists *lists, const struct sender_row *read,
    const struct audited_enrolment *audited)
{
    static const struct fingerprint none = {{0}};
    const struct fingerprint *reasons = lists->reasons.items;
    const struct fingerprint *reason = read->reason == 0 ? &none : &reasons[read->reason - 1];
    return fingerprint_equal(reason, audited->revoked ? &end_after(lists, audited)->reason : &none);
}

static enum status compare_sender(
    struct enrolment_lists *lists, const struct sender_row *read, struct error *err)
{
    const struct audited_enrolment *says = &read->says;
    struct audited_enrolment *audited = find_enrolment(lists, says);
    if (audited == NULL || audited->found || strcmp(audited->number, says->number) != 0 ||
        audited->enrolled != says->enrolled || audited->revoked != says->revoked ||
        audited->revoked_at != says->revoked_at ||
        ((audited->revoked || read->reason != 0) && !has_reason(lists, read, audited)))
        return refuse_sender(lists->store, says->number, err);
    audited->found = true;
    lists->found++;
    return STATUS_OK;
}

/* Those that are not read yet are not kept: there may be any number of them. */
static enum status compare_further(struct enrolment_lists *lists, struct error *err)
{
    while (!lists->ended) {
        struct sender_row read = {0};
        TRY(step_row(lists, err));
        if (lists->ended)
            return STATUS_OK;
        lists->reasons.count = 0;
        read_row(lists, &read);
        TRY(compare_sender(lists, &read, err));
    }
    return STATUS_OK;
}

enum status enrolments_compare(struct enrolment_lists *lists, struct error *err)
{
    const struct sender_row *read = lists->rows.items;
    end_enrolments(lists);
    if (lists->by_index)
        order_enrolments(&lists->audited->cards);
    for (size_t i = 0; i < lists->rows.count; i++)
        TRY(compare_sender(lists, &read[i], err));
    TRY(compare_further(lists, err));
    if (lists->found != lists->audited->cards.count)
        return senders_refuse_missing(lists->store, err);
    audited_complete_cards(lists->audited);
    return STATUS_OK;
}

void enrolments_free(struct enrolment_lists *lists)
{
    (void)sqlite3_finalize(lists->select);
    free(lists->rows.items);
    free(lists->reasons.items);
    free(lists->ends.items);
}
