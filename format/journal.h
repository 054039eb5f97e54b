/* The journal: what was sealed from a key directory. No answer and no score is in it.
 *
 * It is the file sealed.json in the directory: {"format": "sigill-journal/1", "sealed": […]},
 * newest last, each entry with exactly: id (hex), sealed (BLAKE2b-256 of the bundle's file, hex),
 * created, edition, from and to (the period's days), recipient (fingerprint of the card it was
 * sealed to, hex), authority (the sign key on that card, its public key's line), supersedes (an id
 * that was given by hand because no journal had it, or null). From it follows which bundles a new
 * one supersedes, which one a receipt is about, and whose receipt it must be (docs/format.md,
 * "Journal"). */
#ifndef FORMAT_JOURNAL_H
#define FORMAT_JOURNAL_H

#include "base/buffer.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/file.h"
#include "crypto/minisign_key.h"
#include "format/fingerprint.h"
#include "format/manifest.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define JOURNAL_FILE "sealed.json"
#define JOURNAL_FORMAT "sigill-journal/1"
#define JOURNAL_ENTRIES_MAX 1000 /* ours: some 600 bytes each keep it far below JSON_LENGTH_MAX */

struct journal_entry {
    uint8_t id[MANIFEST_ID_SIZE];
    struct fingerprint sealed;
    int64_t created; /* seconds since 1970 */
    char edition[MANIFEST_WORD_SIZE];
    char from[DAY_SIZE];
    char to[DAY_SIZE];
    struct fingerprint recipient;
    struct minisign_public authority; /* what the recipient signs with, after a renewal too */
    bool supersedes_any;
    uint8_t supersedes[MANIFEST_ID_SIZE]; /* given by hand; zeros if none was */
};

struct journal {
    struct journal_entry *entry; /* owned; NULL if there is none */
    size_t count;
};

/* Reads a journal's text. STATUS_REFUSED: what json_read refuses, and REASON_BAD_VALUE for what is
 * not of the form above. *journal is the caller's (journal_free), empty on failure. */
enum status journal_parse(
    const uint8_t *text, size_t length, struct journal *journal, struct error *err) MUST_USE;

/* Appends the text of a journal. */
enum status journal_encode(
    const struct journal *journal, struct buffer *text, struct error *err) MUST_USE;

/* Reads the journal of a key directory; one that is not there is empty. A journal that is not of
 * its form is STATUS_FAILED, REASON_BAD_SYNTAX. *journal is the caller's (journal_free), empty on
 * failure. */
enum status journal_load(
    const char *directory, struct journal *journal, struct error *err) MUST_USE;
void journal_free(struct journal *journal);

/* An entry that is about to be added; until then no other program can add one. */
struct journal_addition {
    int lock; /* -1 when there is none */
    struct new_file file;
};

#define JOURNAL_ADDITION_NONE ((struct journal_addition){.lock = -1, .file = NEW_FILE_NONE})

/* Writes the journal as it stands on the disk by now, with one entry more, beside it. The errors
 * are those of journal_load and new_file_prepare, and STATUS_FAILED, REASON_TOO_LARGE if it has
 * JOURNAL_ENTRIES_MAX entries. *addition is the caller's (journal_abandon), none on failure. */
enum status journal_prepare(const char *directory, const struct journal_entry *entry,
    struct journal_addition *addition, struct error *err) MUST_USE;

/* Puts it into the journal's place, as new_file_commit. It asks for no memory, so that what the
 * entry is about can get its name first. On failure the journal is as it was. */
enum status journal_commit(struct journal_addition *addition, struct error *err) MUST_USE;
void journal_abandon(struct journal_addition *addition);

/* Adds what was sealed for an edition and a period, the newest first, and behind it what was given
 * by hand then, as far as the list has room. */
void journal_earlier(const struct journal *journal, const char *edition, const char *from,
    const char *to, struct manifest_supersedes *supersedes);

/* The entry of an id; NULL if there is none. Points into the journal. */
const struct journal_entry *journal_by_id(
    const struct journal *journal, const uint8_t id[MANIFEST_ID_SIZE]);

/* The entry of a sealed file; NULL if there is none. Points into the journal. */
const struct journal_entry *journal_by_digest(
    const struct journal *journal, const struct fingerprint *sealed);

#endif
