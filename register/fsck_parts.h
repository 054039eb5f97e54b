/* The parts of register/fsck.h, for its own files. */
#ifndef REGISTER_FSCK_PARTS_H
#define REGISTER_FSCK_PARTS_H

#include "register/fsck.h"
#include "register/submissions.h"

/* A run: what was asked for, and what has been counted. */
struct fsck_run {
    const struct fsck *fsck;
    struct fsck_counts *counts;
    bool demo;        /* the audit says that the register was marked as a demonstration */
    int64_t serial;   /* of the submission that was looked at last, 0 for none, */
    int64_t imported; /* and of its row in the audit */
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

/* fsck_marks.c: what only the audit can confirm of a submission. */
enum status fsck_marks(
    struct fsck_run *run, const struct submission *submission, struct error *err) MUST_USE;

/* fsck_files.c: what belongs to a submission, and receipts. reason: the code that the receipt must
 * give, or "" for that of an import; submission: NULL for a refusal. */
enum status fsck_original(
    struct fsck_run *run, const struct submission *submission, struct error *err) MUST_USE;
enum status fsck_receipt(struct fsck_run *run, const struct fingerprint *sealed,
    const struct submission *submission, const char *reason, struct error *err) MUST_USE;

/* A sign key that the authority had before the register moved to others, by its place from 0;
 * *found is false after the last. */
enum status fsck_former_key(const struct fsck_run *run, int place, struct minisign_public *key,
    bool *found, struct error *err) MUST_USE;

/* A file of the register's that is named by the sealed bytes, and has the given digest:
 * STATUS_REFUSED if it cannot be read whole, or holds others. progress may be NULL. */
enum status fsck_look_at_file(const struct fsck_run *run, const char *directory,
    const struct fingerprint *sealed, const struct fingerprint *content,
    const struct stream_progress *progress, struct error *why) MUST_USE;

/* fsck_rounds.c: rounds and population lists against what the audit says of them last. */
enum status fsck_rounds(struct fsck_run *run, struct error *err) MUST_USE;

/* fsck_refusals.c: refusals with their files, and what belongs to nothing. */
enum status fsck_refusals(struct fsck_run *run, struct error *err) MUST_USE;
enum status fsck_leftovers(struct fsck_run *run, struct error *err) MUST_USE;

#endif
