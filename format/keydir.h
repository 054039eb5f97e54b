/* A key directory: one party's keys, its own card, and the cards it trusts, as standard files
 * (docs/format.md, "Key directory").
 *
 * sign.key: minisign secret key. sign.pub: minisign public key. receive.key: age identities, hybrid
 * only, the newest first, in an age file. receive.pub: age recipients, hybrid only; the first is
 * the party's own newest, the others were added, such as an offline backup. own.card: the own card,
 * when made. history/: all own cards that were ever made, named FINGERPRINT.card. trusted/: cards
 * of others, named likewise.
 *
 * One passphrase opens both secrets, set in its composed form (crypto/passphrase_form.h). Without a
 * passphrase sign.key is as minisign -W writes it and receive.key is a plain identities file: for
 * tests and demonstrations. */
#ifndef FORMAT_KEYDIR_H
#define FORMAT_KEYDIR_H

#include "base/error.h"
#include "crypto/age_keys.h"
#include "crypto/minisign_key.h"
#include "crypto/secret.h"
#include "format/card.h"
#include "format/fingerprint.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define KEYDIR_SIGN_KEY "sign.key"
#define KEYDIR_SIGN_PUB "sign.pub"
#define KEYDIR_RECEIVE_KEY "receive.key"
#define KEYDIR_RECEIVE_PUB "receive.pub"
#define KEYDIR_RECEIVE_NEXT "receive.key.next" /* only while the passphrase is changed */
#define KEYDIR_OWN_CARD "own.card"
#define KEYDIR_TRUSTED "trusted"
#define KEYDIR_HISTORY "history"
#define KEYDIR_IDENTITIES_MAX 20
#define KEYDIR_TRUSTED_MAX 100
#define KEYDIR_SCRYPT_LOG_N 18     /* what is written */
#define KEYDIR_SCRYPT_LOG_N_MAX 22 /* what is paid for when reading */

/* The public part, read without a passphrase. */
struct keydir {
    char *path; /* owned */
    struct minisign_public sign;
    struct age_recipients recipients; /* 1 to CARD_RECIPIENTS_MAX, hybrid, as in the file; owned */
    bool encrypted;                   /* a passphrase is wanted: one secret at least is encrypted */
    bool exposed; /* others can read a secret, or change the directory or its trusted cards: warn */
};

/* Whether any of the four key files is there. */
bool keydir_has_keys(const char *path);

/* Makes the directory (0700; one that is there keeps its mode) and in it new keys, the secrets 0600
 * from their first byte. passphrase NULL: unencrypted; an empty one, or one with a NUL in it, is
 * STATUS_REFUSED, REASON_BAD_VALUE. A directory that has any of the four key files is left as it
 * is: STATUS_FAILED, REASON_EXISTS. On any other failure none of the four is left. */
enum status keydir_create(
    const char *path, const struct secret *passphrase, struct error *err) MUST_USE;

/* Reads the public part. STATUS_FAILED, REASON_IO_ERROR if a file is missing; STATUS_REFUSED,
 * REASON_BAD_SYNTAX if one is not of its form. *dir is the caller's, empty on failure. */
enum status keydir_load(const char *path, struct keydir *dir, struct error *err) MUST_USE;
void keydir_free(struct keydir *dir);

/* The secret part. */
struct keydir_secrets {
    struct minisign_secret *sign;
    struct age_identities receive;
};

/* Opens both secrets. STATUS_REFUSED: REASON_WRONG_PASSPHRASE if the passphrase does not open them
 * or is NULL where one is wanted; REASON_BAD_SYNTAX if the secrets do not belong to the public
 * part; else what minisign_secret_read, age_decrypt_secret and age_identities_parse find. *secrets
 * is the caller's, empty on failure. */
enum status keydir_unlock(const struct keydir *dir, const struct secret *passphrase,
    struct keydir_secrets *secrets, struct error *err) MUST_USE;
void keydir_lock(struct keydir_secrets *secrets);

/* Opens an identities file that lies by itself, such as an offline backup, in either form that
 * receive.key may have. STATUS_REFUSED: REASON_WRONG_PASSPHRASE if the passphrase does not open it,
 * or is NULL where one is wanted; else what age_identities_parse finds. *identities is empty on
 * failure. */
enum status keydir_open_identities(const char *path, const struct secret *passphrase,
    struct age_identities *identities, struct error *err) MUST_USE;

/* Whether things that are sealed to this directory's own recipients by now, and to no older ones,
 * are opened by the identity. */
bool keydir_is_present(const struct keydir *dir, const struct age_identity *identity);

/* Opens only the signing key, at half the price. *sign is the caller's (minisign_key_free). */
enum status keydir_unlock_sign(const struct keydir *dir, const struct secret *passphrase,
    struct minisign_secret **sign, struct error *err) MUST_USE;

/* Puts the directory's sign key and recipients into a card that is being made. */
void keydir_fill_card(const struct keydir *dir, struct card *card);

/* The own card, the newest of its series: STATUS_FAILED, REASON_NOT_FOUND if none was made;
 * STATUS_REFUSED, REASON_BAD_VALUE if it does not carry this directory's sign key and recipients;
 * else the refusals of card_open. keydir_latest_card lets other recipients pass: those of a card
 * whose successor is still to be made. */
enum status keydir_own_card(const struct keydir *dir, struct card *card,
    struct fingerprint *fingerprint, struct error *err) MUST_USE;
enum status keydir_latest_card(const struct keydir *dir, struct card *card,
    struct fingerprint *fingerprint, struct error *err) MUST_USE;

/* Keeps a card of one's own: in history/ first, then as the own card. One where there is one is
 * STATUS_FAILED, REASON_EXISTS, if replace is false. A failure in between leaves the own card as it
 * was and at most a card in history/ that nobody was given. */
enum status keydir_write_own_card(const struct keydir *dir, const void *frame, size_t length,
    bool replace, struct error *err) MUST_USE;

/* A card in trusted/: found by its file's name, and its bytes have that fingerprint. */
struct keydir_trusted {
    struct fingerprint fingerprint;
    struct card card;
};

/* All trusted cards, by name and series. *list is allocated, the caller frees it with free();
 * NULL and 0 when there is none. A file that is no card of its name is an error that names it;
 * files that do not end in .card are passed over. */
enum status keydir_trusted_list(const struct keydir *dir, struct keydir_trusted **list,
    size_t *count, struct error *err) MUST_USE;

/* All own cards that were ever made, oldest of the series first, allocated as above. Cards that do
 * not carry this directory's sign key are passed over. The errors are those of keydir_trusted_list
 * and of keydir_latest_card. */
enum status keydir_history(const struct keydir *dir, struct keydir_trusted **list, size_t *count,
    struct error *err) MUST_USE;

/* Adds a card's file, which the caller has opened with card_open or card_open_successor; after the
 * latter the caller removes the card that it follows. */
enum status keydir_trust(
    const struct keydir *dir, const void *frame, size_t length, struct error *err) MUST_USE;

/* Removes a card. STATUS_REFUSED, REASON_NOT_FOUND if it is not there. */
enum status keydir_distrust(
    const struct keydir *dir, const struct fingerprint *fingerprint, struct error *err) MUST_USE;

/* Gives the directory a new identity to be received with: the first in receive.key, before all
 * older ones, which still open what was sealed to them; its recipient takes the place of the
 * party's own in receive.pub, before those that were added. secret: the passphrase as at
 * keydir_unlock. STATUS_REFUSED, REASON_TOO_LARGE if there are KEYDIR_IDENTITIES_MAX already; else
 * what keydir_unlock and file_write find. On failure receive.pub is as it was, and receive.key too
 * unless the process was killed: then it holds an identity that nothing is sealed to. *dir is read
 * anew. */
enum status keydir_rotate(
    struct keydir *dir, const struct secret *passphrase, struct error *err) MUST_USE;

/* Gives both secrets a new passphrase. A kill at any time leaves them such that the old passphrase
 * or the new one opens both: the new receive.key waits beside, as KEYDIR_RECEIVE_NEXT, while
 * sign.key is replaced, and is opened there where the passphrase opens sign.key but not
 * receive.key. before: as at keydir_unlock; after: as at keydir_create. A failure says which of the
 * two opens them. *dir is read anew. */
enum status keydir_change_passphrase(struct keydir *dir, const struct secret *before,
    const struct secret *after, struct error *err) MUST_USE;

/* Adds a recipient to receive.pub, such as that of an offline backup. STATUS_REFUSED:
 * REASON_BAD_VALUE if it is not hybrid, REASON_EXISTS if it is there, REASON_TOO_LARGE if there are
 * CARD_RECIPIENTS_MAX. On failure receive.pub is as it was. *dir is read anew. */
enum status keydir_add_recipient(
    struct keydir *dir, const struct age_recipient *recipient, struct error *err) MUST_USE;

#endif
