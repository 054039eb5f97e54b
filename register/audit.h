/* The audit: what was done with the register, as a chain of rows that nobody without the register
 * key can change, take away, put in or reorder (docs/format.md, "Audit"; R4).
 *
 * A row has a serial (1, 2, 3 … without gaps), a time, a kind, a subject and a link. The subject is
 * words KEY=VALUE with one space between them: ids, numbers, digests, reason codes; nothing of
 * answers. The link is BLAKE2b-256, keyed with K, of
 *     the link of the row before (zeros before the first), the register's id (16 bytes), serial,
 *     time (8 bytes each), length of kind (4), kind, length of subject (4), subject,
 * all numbers little-endian. K is subkey 1 of the register key under libsodium's crypto_kdf
 * (BLAKE2b) with the context "sigaudit".
 *
 * A row is appended in the transaction of what it reports. After the commit the chain's head is
 * signed and kept in the key directory (format/head.h). A register that has fewer rows than that
 * head, or another row in its place, is an older or edited one.
 *
 * The head also commits to the register's key, from the moment on that the register was made. A key
 * that no head of this authority commits to was sealed by somebody else (anyone can seal to a
 * public key), and nothing under it is believed: neither answers nor the chain. */
#ifndef REGISTER_AUDIT_H
#define REGISTER_AUDIT_H

#include "base/error.h"
#include "crypto/minisign_key.h"
#include "format/fingerprint.h"
#include "format/head.h"
#include "register/store.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define AUDIT_KIND_SIZE 32
#define AUDIT_SUBJECT_SIZE 512

/* What is reported, and the words of its subject. */
enum audit_kind {
    AUDIT_ENROL,   /* number, card (fingerprint) */
    AUDIT_REVOKE,  /* number, reason (digest of its text) */
    AUDIT_IMPORT,  /* number, id, sealed (digest), manifest (digest), card, reference (digest of its
                      text), supersedes (digest of the ids, as in the row), arrived (a day); of
                      these three those that there are */
    AUDIT_REFUSE,  /* sealed, reason, kept (1: in quarantine); size, number: if they are known */
    AUDIT_CHOOSE,  /* number, id, instead (the id that was the chosen one, if one was) */
    AUDIT_DEMO,    /* none: the register was marked as a demonstration */
    AUDIT_BACKUP,  /* submissions (how many) */
    AUDIT_RESTORE, /* older (1: an older copy was accepted), rows (of the copy), head (rows of the
                      head that was in the key directory) */
    AUDIT_SUSPECT, /* number, since (a day): what it had sent from that day on */
    AUDIT_REWRAP,  /* to (digest of the recipients, register/rewrap.h), signed (the sign key of
                      the authority until then, as in sign.pub; "unknown" if it is lost) */
    AUDIT_ROUND,   /* round, edition, opens, closes (days): declared or changed */
    AUDIT_EXPORT, /* what, round: figures that were written into a file, for use at the authority */
    AUDIT_PUBLISH,    /* those of publications_words: figures that may leave the authority */
    AUDIT_POPULATION, /* round, count, digest (register/population.h): the list that it has now */
    AUDIT_FEEDBACK, /* number, id (of the submission), bundle (the feedback's id), sealed (digest),
                       card (that it was sealed to) */
    AUDIT_AMEND,    /* those of an import, as they are from now on */
    AUDIT_CLOCK, /* last (the moment that the row before has, which was wrong): later rows may have
                    this row's time */
    AUDIT_EDITION, /* edition, model (the digest that answers name), file (digest of all its bytes):
                      added, or its wording replaced */
    AUDIT_KIT,     /* kit (its number), kit-file (digest): given out */
};

/* The kind as it stands in a row; static text. */
const char *audit_kind_name(enum audit_kind kind);

struct audit_row {
    uint64_t serial;
    int64_t time;
    char kind[AUDIT_KIND_SIZE];
    char subject[AUDIT_SUBJECT_SIZE];
    uint8_t link[HEAD_LINK_SIZE];
};

/* The value of a word of the subject, at most size bytes with its NUL; false if it has none. */
bool audit_value(const struct audit_row *row, const char *key, char *value, size_t size);

/* The same for a digest; false, and zeros, if the word is lacking or is none. */
bool audit_digest(const struct audit_row *row, const char *key, uint8_t digest[FINGERPRINT_SIZE]);

struct audit {
    struct store *store;                /* borrowed */
    const char *keys;                   /* the key directory; borrowed */
    const struct minisign_secret *sign; /* borrowed */
    uint8_t *key;                       /* K, in secret memory */
    bool head_found;                    /* set by audit_find_head */
    struct head head;                   /* as the key directory keeps it; zeros if it keeps none */
    struct head last;                   /* the last row that was verified or appended, and the
                                           commitment to the key that was opened */
    bool appended;                      /* rows, since audit_begin */
};

/* *audit is the caller's (audit_close). Nothing is verified yet. */
void audit_open(struct audit *audit, struct store *store, const char *keys,
    const struct minisign_secret *sign, const uint8_t *register_key);
void audit_close(struct audit *audit);

/* Reads the head that the key directory keeps of this register, if it keeps one: head_found. It
 * must be signed with the directory's key and commit to the key that was opened. STATUS_REFUSED:
 * REASON_REPLACED_KEY, and the refusals of head_load. */
enum status audit_find_head(struct audit *audit, struct error *err) MUST_USE;

/* Whether this register is the authority's: that head must be there. To be called before anything
 * is decrypted. STATUS_REFUSED: REASON_UNPROVEN_REGISTER, and as audit_find_head. */
enum status audit_prove(struct audit *audit, struct error *err) MUST_USE;

/* audit_prove, then compares the chain with the head, whose own link is computed anew under the key
 * that was opened, and verifies the rows that came after it: a run that is cut off between commit
 * and head leaves such. STATUS_REFUSED: REASON_OLDER_REGISTER, REASON_BROKEN_CHAIN, and as above.
 */
enum status audit_check(struct audit *audit, struct error *err) MUST_USE;

/* Both by another head, whose signature the caller has verified, for a key directory that keeps
 * none: after audit_adopt, which verifies all rows, audit_keep_head writes its first.
 * STATUS_REFUSED also: REASON_BAD_VALUE if it is the head of another register. */
enum status audit_prove_by(
    const struct audit *audit, const struct head *head, struct error *err) MUST_USE;
enum status audit_adopt(struct audit *audit, const struct head *head, struct error *err) MUST_USE;

/* After audit_check: STATUS_FAILED, REASON_CLOCK_BEHIND if that moment is before the last row. What
 * the row before AUDIT_CLOCK says is no bound: that clock was wrong. */
enum status audit_check_clock(const struct audit *audit, int64_t now, struct error *err) MUST_USE;

/* The time of the last row as it stands in the database, without a key and so verified by nothing;
 * 0 if there is no row. */
enum status audit_time_noted(struct store *store, int64_t *time, struct error *err) MUST_USE;

/* After audit_check, or appending: keeps the chain's last row as the signed head. lower: as in
 * head_keep. */
enum status audit_keep_head(struct audit *audit, bool lower, struct error *err) MUST_USE;

/* Verifies the chain from its first row, calling visit (which may be NULL) for each row that holds,
 * until it fails. REASON_BROKEN_CHAIN as above; does not look at the head. */
enum status audit_walk(struct audit *audit,
    enum status (*visit)(void *context, const struct audit_row *row, struct error *err),
    void *context, struct error *err) MUST_USE;

/* The same, with links compared on all cores. visit is called for the same rows in the same order,
 * one call at a time, but not always from the caller's thread, and while the database is read: it
 * must use nothing of the store. beside, which may be NULL, may: it is called each time that rows
 * up to a serial were read, so that something else is read while other cores compare; by any thread
 * too, one call at a time, but perhaps while visit runs, which has the same context. What it fails
 * with is returned after the rows before it were visited. */
enum status audit_walk_divided(struct audit *audit,
    enum status (*visit)(void *context, const struct audit_row *row, struct error *err),
    enum status (*beside)(void *context, uint64_t serial, struct error *err), void *context,
    struct error *err) MUST_USE;

#endif
