/* Imported submissions: their rows, and the answers that rest encrypted in them. */
#ifndef REGISTER_SUBMISSIONS_H
#define REGISTER_SUBMISSIONS_H

#include "base/buffer.h"
#include "base/error.h"
#include "format/edition.h"
#include "format/fingerprint.h"
#include "format/manifest.h"
#include "register/audit.h"
#include "register/store.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SUBMISSION_NOTE_SIZE 201 /* a reference or a day of arrival, and a NUL */

/* The row, without its answers. */
struct submission {
    int64_t serial; /* 1, 2, 3 … in the order of importing */
    char number[MANIFEST_NUMBER_SIZE];
    uint8_t id[MANIFEST_ID_SIZE];
    struct fingerprint sender; /* the card's */
    char edition[MANIFEST_WORD_SIZE];
    uint8_t edition_digest[MANIFEST_DIGEST_SIZE];
    int64_t created;
    int64_t imported;
    struct manifest_supersedes supersedes;
    uint8_t manifest_digest[MANIFEST_DIGEST_SIZE];
    struct fingerprint sealed;            /* of the bundle's file */
    char arrived[SUBMISSION_NOTE_SIZE];   /* a day, or "" */
    char reference[SUBMISSION_NOTE_SIZE]; /* the authority's own, or "" */
    bool chosen;
    bool suspect; /* signed with a key that was revoked as of before the import */
    bool rewrapped_any;
    struct fingerprint rewrapped;           /* of the original, since its header was made anew */
    uint8_t rewrapped_to[FINGERPRINT_SIZE]; /* of the recipients that it was made for */
};

/* The words of an import's row in the audit. */
void submissions_words(char words[AUDIT_SUBJECT_SIZE], const struct submission *submission);

/* What the words of every import say first. */
struct submission_words {
    char number[MANIFEST_NUMBER_SIZE];
    uint8_t id[MANIFEST_ID_SIZE];
    struct fingerprint sealed;
    uint8_t manifest_digest[MANIFEST_DIGEST_SIZE];
    struct fingerprint sender;
};

/* Reads that, and finds the rest behind it: words are a submission's if this is what it has, and
 * the rest is. False for words of another form; *said is then filled in part. */
bool submissions_words_read(const char words[AUDIT_SUBJECT_SIZE], struct submission_words *said,
    const char **rest) MUST_USE;
void submissions_rest_words(char rest[AUDIT_SUBJECT_SIZE], const struct submission *submission);

/* The words of a refusal's row there. size: the file's, NULL if the register has no row of it.
 * number: the organisation's whose signature held, or "". */
void submissions_refused_words(char words[AUDIT_SUBJECT_SIZE], const struct fingerprint *sealed,
    const char *reason, bool kept, const uint64_t *size, const char *number);

/* Whether these sealed bytes were imported; *submission is then filled. */
enum status submissions_by_sealed(struct store *store, const struct fingerprint *sealed,
    bool *found, struct submission *submission, struct error *err) MUST_USE;

/* The same by organisation and id. */
enum status submissions_by_id(struct store *store, const char *number, const uint8_t *id,
    bool *found, struct submission *submission, struct error *err) MUST_USE;

/* The row of that serial, which must be there: STATUS_FAILED, REASON_DAMAGED. */
enum status submissions_by_serial(
    struct store *store, int64_t serial, struct submission *submission, struct error *err) MUST_USE;

/* Finds by an id as it was typed: the beginning of its hexadecimal form, at least 4 digits.
 * STATUS_REFUSED: REASON_NOT_FOUND if there is none, REASON_BAD_VALUE if it is no id or there are
 * several. */
enum status submissions_find(struct store *store, const char *typed, struct submission *submission,
    struct error *err) MUST_USE;

/* All rows in the order of importing, for whoever steps through them: *select is the caller's
 * (register/store_parts.h). Of the row that was stepped to: its serial, which anybody may have
 * written, and all of it, with a serial from 1 on. */
struct sqlite3_stmt;
enum status submissions_select(
    const struct store *store, struct sqlite3_stmt **select, struct error *err) MUST_USE;
int64_t submissions_serial(struct sqlite3_stmt *select);
enum status submissions_row(const struct store *store, struct sqlite3_stmt *select,
    struct submission *submission, struct error *err) MUST_USE;

/* Calls visit for every row in the order of importing, until it fails. */
enum status submissions_each(struct store *store,
    enum status (*visit)(void *context, const struct submission *submission, struct error *err),
    void *context, struct error *err) MUST_USE;

/* The same for the rows of one edition, by number, each number's in the order of importing. */
enum status submissions_each_of(struct store *store, const char *edition,
    enum status (*visit)(void *context, const struct submission *submission, struct error *err),
    void *context, struct error *err) MUST_USE;

/* The same for the rows of one organisation. */
enum status submissions_each_from(struct store *store, const char *number,
    enum status (*visit)(void *context, const struct submission *submission, struct error *err),
    void *context, struct error *err) MUST_USE;

/* Whether the audit says whose the rows are, and nobody else adds others: while the store is open
 * with the lock and the audit was walked. Then the row that it tells of (register/audited.h) is
 * read, and must be that organisation's: STATUS_FAILED, REASON_DAMAGED. */
struct audited_row;
bool submissions_are_told(const struct store *store);
enum status submissions_told(struct store *store, const struct audited_row *told,
    struct submission *submission, struct error *err) MUST_USE;

enum status submissions_count(struct store *store, uint64_t *count, struct error *err) MUST_USE;

/* Opens the answers of a row: answers.json and its signature are appended. */
enum status submissions_answers(struct store *store, const uint8_t *key,
    const struct submission *submission, struct buffer *answers, struct buffer *signature,
    struct error *err) MUST_USE;

/* Whether a refusal of that file is noted. */
enum status submissions_is_refused(
    struct store *store, const struct fingerprint *sealed, bool *found, struct error *err) MUST_USE;

/* The time of the first refusal of these sealed bytes in the audit, 0 if there is none. */
enum status submissions_first_refused(struct store *store, const struct fingerprint *sealed,
    int64_t *first, struct error *err) MUST_USE;

#endif
