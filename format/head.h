/* The head of a register's audit chain, signed and kept away from the register, so that an older,
 * edited or foreign register is noticed (docs/format.md, "Audit").
 *
 * head.json is canonical JSON with exactly: format "sigill-head/1", register (its id, hex), key
 * (the commitment to the register's key, hex: vault_commitment), count (rows of the chain), head
 * (the link of the last one, hex; zeros where there is none yet), time (when this was written). Its
 * file is a frame, signed by the authority with the trusted comment "sigill-head/1 COUNT"; it
 * stands in the key directory as heads/REGISTER.head, and in a register and a copy of one as
 * register.head (register/proof.h). */
#ifndef FORMAT_HEAD_H
#define FORMAT_HEAD_H

#include "base/buffer.h"
#include "base/error.h"
#include "crypto/minisign_key.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define HEAD_NAME "head.json"
#define HEAD_FORMAT "sigill-head/1"
#define HEAD_SUFFIX ".head"
#define HEAD_DIRECTORY "heads" /* in the key directory */
#define HEAD_FILE_MAX ((size_t)16 * 1024)
#define HEAD_REGISTER_SIZE 16
#define HEAD_LINK_SIZE 32
#define HEAD_KEY_SIZE 32

struct head {
    uint8_t id[HEAD_REGISTER_SIZE]; /* of the register */
    uint8_t key[HEAD_KEY_SIZE];     /* commitment to the register's key */
    uint64_t count;                 /* 0 to JSON_INTEGER_MAX */
    uint8_t link[HEAD_LINK_SIZE];   /* of row `count`; zeros if that is 0 */
    int64_t time;
};

/* Appends the head's file. */
enum status head_seal(const struct head *head, const struct minisign_secret *secret,
    struct buffer *frame, struct error *err) MUST_USE;

/* Opens a head's file; nothing of its JSON is read before the signature holds under the authority's
 * key. STATUS_REFUSED: REASON_BAD_SYNTAX, REASON_BAD_SIGNATURE, REASON_UNKNOWN_FORMAT,
 * REASON_BAD_VALUE. *head is all zero on failure. */
enum status head_open(const uint8_t *frame, size_t length, const struct minisign_public *authority,
    struct head *head, struct error *err) MUST_USE;

/* The head that a key directory keeps of a register: *found: whether there is one. The
 * failures of file_read and head_open; REASON_BAD_VALUE for the head of another register. */
enum status head_load(const char *keys, const uint8_t id[HEAD_REGISTER_SIZE],
    const struct minisign_public *authority, bool *found, struct head *head,
    struct error *err) MUST_USE;

/* Puts a head into the key directory, in place of the one that is there; wholly or not at all. One
 * process at a time does so, and a head of fewer rows is passed over in silence, since another
 * process has come further; unless lower is true, after an older register was accepted. */
enum status head_keep(const char *keys, const struct head *head,
    const struct minisign_secret *secret, bool lower, struct error *err) MUST_USE;

/* Where a key directory keeps the head of a register: "KEYS/heads/REGISTER.head", allocated. */
char *head_path(const char *keys, const uint8_t id[HEAD_REGISTER_SIZE]);

/* Takes a first head back that a register has not got its name for, and heads/ if nothing else is
 * in it. Allocates nothing, so that it may be called when there is no memory (base/undo.h); what
 * cannot be removed is left. */
void head_take_back(const char *keys, const uint8_t id[HEAD_REGISTER_SIZE]);

#endif
