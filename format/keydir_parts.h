/* What the files of the key directory share among themselves. */
#ifndef FORMAT_KEYDIR_PARTS_H
#define FORMAT_KEYDIR_PARTS_H

#include "base/buffer.h"
#include "base/file.h"
#include "crypto/minisign_key.h"
#include "crypto/secret.h"
#include "format/keydir.h"

#include <stdbool.h>

#define KEYDIR_CARD_SUFFIX ".card"

enum {
    KEYDIR_IDENTITIES_SIZE_MAX = 128 * 1024, /* twenty, each with its recipient as a comment */
    KEYDIR_RECIPIENTS_SIZE_MAX = 64 * 1024,
};

/* ---- keydir.c ---- */

/* The identities file as it was before it was encrypted. *encrypted: whether it was.
 * *identities is the caller's, empty on failure. */
enum status keydir_read_identities(const struct keydir *dir, const struct secret *passphrase,
    struct secret *identities, bool *encrypted, struct error *err) MUST_USE;

/* Appends a public file of the directory. */
enum status keydir_read_public(const struct keydir *dir, const char *name, size_t limit,
    struct buffer *content, struct error *err) MUST_USE;

/* ---- keydir_create.c ---- */

/* A new identity as age-keygen writes one, the caller's to clear; its recipient's line is appended
 * to line. */
struct secret keydir_make_identity(struct buffer *line);

/* What is set is the passphrase's composed form: sign.key, the caller's to clear (passphrase NULL:
 * not encrypted), and the identities file, encrypted and appended. */
struct secret keydir_write_sign(
    const struct minisign_secret *sign, const struct secret *passphrase);
enum status keydir_encrypt_identities(const struct secret *passphrase,
    const struct secret *identities, struct buffer *sealed, struct error *err) MUST_USE;

/* Refuses a passphrase that cannot be set. NULL is none, and good. */
enum status keydir_check_passphrase(const struct secret *passphrase, struct error *err) MUST_USE;

/* ---- keydir_rotate.c ---- */

/* Begins a file of the directory, whole but for its name, in the place of the one that is there. */
enum status keydir_prepare_file(const struct keydir *dir, const char *name, const void *bytes,
    size_t length, unsigned mode, struct new_file *file, struct error *err) MUST_USE;

/* Reads the public part anew. */
enum status keydir_read_anew(struct keydir *dir, struct error *err) MUST_USE;

/* ---- keydir_cards.c ---- */

/* Opens a card's file; given may be NULL (card_open). */
enum status keydir_open_card(const char *path, const struct fingerprint_given *given,
    struct card *card, struct fingerprint *fingerprint, struct error *err) MUST_USE;

/* The cards of a folder of the directory, each named by its fingerprint, and one to be added that
 * has not got its name yet: as keydir_trusted_list and keydir_trust, for any folder. */
enum status keydir_list_cards(const struct keydir *dir, const char *folder,
    struct keydir_trusted **list, size_t *count, struct error *err) MUST_USE;
enum status keydir_prepare_card(const struct keydir *dir, const char *folder, const void *frame,
    size_t length, struct new_file *file, struct error *err) MUST_USE;

#endif
