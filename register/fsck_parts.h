/* The parts of register/fsck.h, for its own files. */
#ifndef REGISTER_FSCK_PARTS_H
#define REGISTER_FSCK_PARTS_H

#include "base/list.h"
#include "format/keydir.h"
#include "register/fsck.h"
#include "register/record_blocks.h"
#include "register/record_walk.h"
#include "register/submissions.h"

#include <pthread.h>

/* A run: what was asked for, and what has been counted. */
struct fsck_run {
    const struct fsck *fsck;
    struct fsck_counts *counts;
    bool demo;        /* the audit says that the register was marked as a demonstration */
    int64_t serial;   /* of the submission that was looked at last, 0 for none, */
    int64_t imported; /* and of its row in the audit */
    bool row_amiss;   /* of that submission, something was found of its row or its answers */
    bool row_lost;    /* of any submission, so that its record may be left over */
    struct record_reader *records; /* owned, like what the next one opened */
    struct stored_answers stored;
    struct list cards;  /* of struct fsck_card: those that are as the audit has them */
    struct list former; /* of struct minisign_public: the authority's sign keys before the register
                           moved to others, as far as the audit tells them */
    struct stream_progress progress; /* of what several look at, one at a time */
    pthread_mutex_t advancing;
    pthread_mutex_t spawning;
};

/* What of an enrolled card is needed to judge what it signed; by fingerprint in the run's list. */
struct fsck_card {
    struct fingerprint fingerprint;
    struct minisign_public sign;
    uint32_t role;
    char name[CARD_NAME_MAX + 1];
    char number[ORGANISATION_NUMBER_SIZE];
    char group[CARD_GROUP_MAX + 1];
};

/* What the audit confirms of a submission. */
struct fsck_confirmed {
    int64_t imported; /* serials of rows in the audit, 0 if there is none: of the import, */
    int64_t doubted;  /* of what made it suspect first, */
    int64_t chosen;   /* of the last choice of it, */
    int64_t dropped;  /* and of the last choice of another in its stead */
    bool rewrapped;   /* the audit knows the keys that its original was sealed to anew */
};

/* What a look at something gave, and why not. */
struct fsck_seen {
    enum status status;
    struct error why;
};

/* A submission that is looked at: first what the database has of it, then, at the same time as
 * others, its files and its answers; last it is reported. */
struct fsck_look {
    struct submission submission;
    bool broken; /* the row is not of its form: of the submission only the serial is there */
    struct fsck_confirmed confirmed;
    struct keydir_trusted signer; /* its card, as far as struct fsck_card goes */
    struct fsck_seen card;        /* whether that opens */
    struct fsck_seen answers;
    struct buffer json; /* of the answers at rest */
    struct buffer signature;
    struct buffer record;  /* made of these answers; empty if it was not */
    struct fsck_seen kept; /* whether the record at rest is of the row, */
    struct buffer resting; /* and it; empty if there is none */
    bool there;            /* the original */
    struct fsck_seen original;
    struct fsck_seen manifest;
    bool receipt_there;
    struct fsck_seen receipt;
};

/* Reports a finding; why: its sentence, which is in err's language. Counts it unless harmless. */
enum status fsck_report(struct fsck_run *run, enum fsck_code code, const char *subject,
    const struct error *why, struct error *err) MUST_USE;

/* The same with a sentence of its own: a printf format, which is translated. */
enum status fsck_found(struct fsck_run *run, enum fsck_code code, const char *subject,
    struct error *err, const char *format, ...) __attribute__((format(printf, 5, 6))) MUST_USE;

/* Judges what a look gave: a refusal, or a file that is not there, is a finding; any other failure
 * of the surroundings is passed on. */
enum status fsck_judge(struct fsck_run *run, enum fsck_code code, const char *subject,
    enum status looked, const struct error *why, struct error *err) MUST_USE;

/* fsck_audit.c: the chain, and its rows against the tables. */
enum status fsck_audit(struct fsck_run *run, struct error *err) MUST_USE;

/* The audit sorted by kind and subject, as temp.audited(kind, subject, serial, time): what the
 * functions below look in. To be made before them, and forgotten after. */
enum status fsck_sort_audit(const struct fsck_run *run, struct error *err) MUST_USE;
void fsck_forget_audit(const struct fsck_run *run);

/* SQL: a subject of temp.audited begins with the text of that parameter. No letter is above the
 * last of Unicode. */
#define FSCK_BEGINS_WITH(parameter)                                                                \
    "subject >= " parameter " AND subject < " parameter " || char(1114111)"

/* The serial of the audit's last row of that kind, subject and time, 0 if there is none. */
enum status fsck_find_audited(const struct fsck_run *run, enum audit_kind kind, const char *subject,
    int64_t time, int64_t *serial, struct error *err) MUST_USE;

/* fsck_senders.c: enrolled cards against the audit; fills run->cards. fsck_signer: the card that a
 * row names, from there or, where it is not as it should be, from its row. */
enum status fsck_senders(struct fsck_run *run, struct error *err) MUST_USE;
void fsck_signer(const struct fsck_run *run, struct fsck_look *look);

/* fsck_marks.c: what only the audit can confirm of a submission; compared with its row. */
enum status fsck_confirm(const struct fsck_run *run, const struct submission *submission,
    struct fsck_confirmed *confirmed, struct error *err) MUST_USE;
enum status fsck_marks(
    struct fsck_run *run, const struct fsck_look *look, struct error *err) MUST_USE;

/* fsck_submissions.c: each row of the submissions with all that belongs to it. */
enum status fsck_submissions(struct fsck_run *run, struct error *err) MUST_USE;

/* fsck_files.c: what belongs to a submission. fsck_look needs no database: several run at once. */
void fsck_look(struct fsck_run *run, struct fsck_look *look);
enum status fsck_files(
    struct fsck_run *run, const struct fsck_look *look, struct error *err) MUST_USE;

/* The receipt of a refusal with that reason. quarantined: the file was kept. */
enum status fsck_refusal_receipt(struct fsck_run *run, const struct fingerprint *sealed,
    const char *reason, bool quarantined, struct error *err) MUST_USE;

/* The keys of run->former, from the audit. */
enum status fsck_former_keys(struct fsck_run *run, struct error *err) MUST_USE;

/* A file of the register's that is named by the sealed bytes, and has the given digest:
 * STATUS_REFUSED if it cannot be read whole, or holds others. progress may be NULL. */
enum status fsck_look_at_file(const struct fsck_run *run, const char *directory,
    const struct fingerprint *sealed, const struct fingerprint *content,
    const struct stream_progress *progress, struct error *why) MUST_USE;

/* fsck_records.c: fsck_find_record takes the record at rest of a submission, each call for a later
 * one. fsck_make_record makes it of the answers, and needs no database: several run at once.
 * fsck_is_witnessed: whether the import itself left its witness of this row and these answers.
 * fsck_record compares the two, unless the row itself was found amiss, so that its record cannot be
 * its; and what is left then. */
enum status fsck_find_record(
    struct fsck_run *run, struct fsck_look *look, struct error *err) MUST_USE;
void fsck_make_record(const struct fsck_run *run, struct fsck_look *look);
bool fsck_is_witnessed(const struct fsck_look *look);
enum status fsck_record(
    struct fsck_run *run, const struct fsck_look *look, struct error *err) MUST_USE;
enum status fsck_records_left(struct fsck_run *run, struct error *err) MUST_USE;

/* fsck_rounds.c: rounds and population lists against what the audit says of them last. */
enum status fsck_rounds(struct fsck_run *run, struct error *err) MUST_USE;

/* fsck_editions.c: the editions that are kept against what the audit says of each last. */
enum status fsck_editions(struct fsck_run *run, struct error *err) MUST_USE;

/* fsck_refusals.c: refusals with their files, and what belongs to nothing. */
enum status fsck_refusals(struct fsck_run *run, struct error *err) MUST_USE;
enum status fsck_leftovers(struct fsck_run *run, struct error *err) MUST_USE;

#endif
