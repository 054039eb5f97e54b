/* What the row of a submission says that only the audit can confirm: its place in the order of
 * importing, and the marks that were put on it afterwards. They are computed anew from the audit
 * and compared. */
#include "base/clock.h"
#include "base/text.h"
#include "register/fsck_parts.h"
#include "register/store_parts.h"

#include <stdio.h>
#include <string.h>

/* Days are compared as they are written: the later one is the greater text. */
static enum status find_doubt(const struct fsck_run *run, const struct submission *submission,
    struct fsck_confirmed *confirmed, struct error *err)
{
    sqlite3_stmt *select = NULL;
    char words[AUDIT_SUBJECT_SIZE];
    char day[DAY_SIZE];
    day_format(day, submission->imported);
    (void)snprintf(words, sizeof words, "number=%s since=", submission->number);
    TRY(store_prepare_once(run->fsck->store,
        "SELECT min(serial) FROM temp.audited WHERE kind = ?1 AND subject >= ?2"
        " AND subject <= ?2 || ?3 AND serial > ?4",
        &select, err));
    store_bind_text(select, 1, audit_kind_name(AUDIT_SUSPECT));
    store_bind_text(select, 2, words);
    store_bind_text(select, 3, day);
    store_bind_number(select, 4, confirmed->imported);
    return store_number(run->fsck->store, select, &confirmed->doubted, err);
}

/* The last choice whose subject begins so and ends so. */
static enum status find_choice(const struct fsck_run *run, const char *beginning, const char *end,
    int64_t *serial, struct error *err)
{
    sqlite3_stmt *select = NULL;
    TRY(store_prepare_once(run->fsck->store,
        "SELECT max(serial) FROM temp.audited WHERE kind = ?1 AND " FSCK_BEGINS_WITH(
            "?2") " AND substr(subject, length(subject) - length(?3) + 1) = ?3",
        &select, err));
    store_bind_text(select, 1, audit_kind_name(AUDIT_CHOOSE));
    store_bind_text(select, 2, beginning);
    store_bind_text(select, 3, end);
    return store_number(run->fsck->store, select, serial, err);
}

static enum status find_choices(const struct fsck_run *run, const struct submission *submission,
    struct fsck_confirmed *confirmed, struct error *err)
{
    char words[AUDIT_SUBJECT_SIZE];
    char end[AUDIT_SUBJECT_SIZE];
    char id[MANIFEST_ID_HEX];
    hex_encode(id, submission->id, MANIFEST_ID_SIZE);
    (void)snprintf(words, sizeof words, "number=%s id=%s", submission->number, id);
    TRY(find_choice(run, words, "", &confirmed->chosen, err));
    (void)snprintf(words, sizeof words, "number=%s id=", submission->number);
    (void)snprintf(end, sizeof end, " instead=%s", id);
    return find_choice(run, words, end, &confirmed->dropped, err);
}

static enum status find_target(const struct fsck_run *run, const struct submission *submission,
    struct fsck_confirmed *confirmed, struct error *err)
{
    sqlite3_stmt *select = NULL;
    char words[AUDIT_SUBJECT_SIZE];
    char to[FINGERPRINT_HEX_SIZE];
    confirmed->rewrapped = true;
    if (!submission->rewrapped_any)
        return STATUS_OK;
    hex_encode(to, submission->rewrapped_to, FINGERPRINT_SIZE);
    (void)snprintf(words, sizeof words, "to=%s signed=", to);
    TRY(store_prepare_once(run->fsck->store,
        "SELECT 1 FROM temp.audited WHERE kind = ?1 AND " FSCK_BEGINS_WITH(
            "?2") " AND serial > ?3 LIMIT 1",
        &select, err));
    store_bind_text(select, 1, audit_kind_name(AUDIT_REWRAP));
    store_bind_text(select, 2, words);
    store_bind_number(select, 3, confirmed->imported);
    return store_found(run->fsck->store, select, &confirmed->rewrapped, err);
}

/* The row of the audit whose words the submission has: of its import, or of the last amendment. */
static enum status find_amended(const struct fsck_run *run, const char *begins, const char *words,
    bool *amended, bool *same, struct error *err)
{
    sqlite3_stmt *select = NULL;
    char last[AUDIT_SUBJECT_SIZE] = "";
    enum status status;
    TRY(store_prepare_once(run->fsck->store,
        "SELECT subject FROM temp.audited WHERE kind = ?1 AND " FSCK_BEGINS_WITH(
            "?2") " ORDER BY serial DESC LIMIT 1",
        &select, err));
    store_bind_text(select, 1, audit_kind_name(AUDIT_AMEND));
    store_bind_text(select, 2, begins);
    TRY_OUT(store_step(run->fsck->store, select, amended, err));
    *same = *amended && store_column_text(select, 0, last, sizeof last) && strcmp(last, words) == 0;
out:
    store_release(run->fsck->store, select);
    return status;
}

/* The import of a submission that was amended since has other words, but begins alike. */
static enum status find_first_import(const struct fsck_run *run, const char *begins, int64_t time,
    int64_t *serial, struct error *err)
{
    sqlite3_stmt *select = NULL;
    TRY(store_prepare_once(run->fsck->store,
        "SELECT max(serial) FROM temp.audited WHERE kind = ?1 AND " FSCK_BEGINS_WITH(
            "?2") " AND time = ?3",
        &select, err));
    store_bind_text(select, 1, audit_kind_name(AUDIT_IMPORT));
    store_bind_text(select, 2, begins);
    store_bind_number(select, 3, time);
    return store_number(run->fsck->store, select, serial, err);
}

static enum status find_import(const struct fsck_run *run, const struct submission *submission,
    struct fsck_confirmed *confirmed, struct error *err)
{
    char words[AUDIT_SUBJECT_SIZE];
    char begins[AUDIT_SUBJECT_SIZE];
    char id[MANIFEST_ID_HEX];
    bool amended = false;
    bool same = false;
    submissions_words(words, submission);
    hex_encode(id, submission->id, MANIFEST_ID_SIZE);
    (void)snprintf(begins, sizeof begins, "number=%s id=%s ", submission->number, id);
    TRY(find_amended(run, begins, words, &amended, &same, err));
    if (!amended)
        return fsck_find_audited(
            run, AUDIT_IMPORT, words, submission->imported, &confirmed->imported, err);
    return same ? find_first_import(run, begins, submission->imported, &confirmed->imported, err)
                : STATUS_OK;
}

enum status fsck_confirm(const struct fsck_run *run, const struct submission *submission,
    struct fsck_confirmed *confirmed, struct error *err)
{
    *confirmed = (struct fsck_confirmed){0};
    TRY(find_import(run, submission, confirmed, err));
    TRY(find_doubt(run, submission, confirmed, err));
    TRY(find_choices(run, submission, confirmed, err));
    return find_target(run, submission, confirmed, err);
}

/* A choice stands until another takes its place, or the submission becomes suspect. */
static bool is_chosen(const struct fsck_confirmed *confirmed)
{
    return confirmed->chosen > confirmed->dropped && confirmed->chosen > confirmed->doubted;
}

static enum status check_order(struct fsck_run *run, const struct submission *submission,
    const char *id, int64_t imported, struct error *err)
{
    bool in_order = submission->serial == run->serial + 1 && imported > run->imported;
    run->serial = submission->serial;
    run->imported = imported;
    if (in_order)
        return STATUS_OK;
    return fsck_found(run, FSCK_NOT_AUDITED, id, err,
        "row %lld of the submissions is not the one that was imported next: the audit has another "
        "order",
        (long long)submission->serial);
}

enum status fsck_marks(struct fsck_run *run, const struct fsck_look *look, struct error *err)
{
    const struct submission *submission = &look->submission;
    const struct fsck_confirmed *confirmed = &look->confirmed;
    char id[MANIFEST_ID_HEX];
    hex_encode(id, submission->id, MANIFEST_ID_SIZE);
    if (confirmed->imported == 0 || is_chosen(confirmed) != submission->chosen ||
        (confirmed->doubted > 0) != submission->suspect)
        TRY(fsck_found(run, FSCK_NOT_AUDITED, id, err,
            "the audit does not tell that this submission was imported, chosen or marked as suspect, "
            "as the register has it"));
    if (!confirmed->rewrapped)
        TRY(fsck_found(run, FSCK_NOT_AUDITED, id, err,
            "the audit names no such keys as this original is said to be sealed to anew; run rewrap "
            "once more"));
    if (confirmed->imported == 0) {
        run->serial = submission->serial;
        return STATUS_OK;
    }
    return check_order(run, submission, id, confirmed->imported, err);
}
