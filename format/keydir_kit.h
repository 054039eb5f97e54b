/* The kit of a key directory: what `sigill trust` took in last, as plain files in kit/, for all
 * that is read afterwards (docs/format.md, "Key directory").
 *
 * It is replaced as a whole: the new one is made beside, and counts from the moment when it has the
 * name kit.next; what a run that was cut off left is completed, or cleared away, by the next.
 * Beside the members lie the card, kit.json and its signature, so that each reading can see that
 * nothing in it was changed. */
#ifndef FORMAT_KEYDIR_KIT_H
#define FORMAT_KEYDIR_KIT_H

#include "base/buffer.h"
#include "base/error.h"
#include "base/new_directory.h"
#include "format/card.h"
#include "format/kit.h"
#include "format/kit_content.h"
#include "format/kit_rounds.h"

#include <stdbool.h>
#include <stddef.h>

#define KEYDIR_KIT "kit"
#define KEYDIR_KIT_NEXT                                                                            \
    "kit.next" /* only while a kit is replaced; then it is the one that counts */

/* A zeroed struct is none. */
struct keydir_kit {
    char *path;               /* of the directory that it lies in; owned */
    struct kit kit;           /* its number, day and members */
    struct card card;         /* of the authority */
    struct kit_rounds rounds; /* count 0 if it has none */
};

/* Whether there is one, of whatever state. */
bool keydir_kit_is_there(const char *keys);

/* Opens the kit of the key directory of that path, verified: the card is one's own word, since who
 * can write there can do all (SECURITY.md); kit.json is signed with it. *found is false, and
 * STATUS_OK, where there is none, or no key directory. STATUS_REFUSED for one that was changed
 * since it was taken in: the reasons of card_open and document_open, REASON_CONTENT_MISMATCH. *kit
 * is the caller's (keydir_kit_free), empty if there is none. */
enum status keydir_kit_load(
    const char *keys, struct keydir_kit *kit, bool *found, struct error *err) MUST_USE;
void keydir_kit_free(struct keydir_kit *kit);

/* The next member of that kind from *place on, 0 at first; NULL after the last. */
const struct kit_file *keydir_kit_next(
    const struct keydir_kit *kit, enum kit_member member, size_t *place);

/* Appends the content of a member, compared with what was signed. id NULL: the first of that kind.
 * *found is false, and STATUS_OK, if there is none. STATUS_REFUSED, REASON_CONTENT_MISMATCH if the
 * file was changed; STATUS_FAILED if it cannot be read. */
enum status keydir_kit_read(const struct keydir_kit *kit, enum kit_member member, const char *id,
    struct buffer *bytes, bool *found, struct error *err) MUST_USE;

/* A kit that is about to be kept; until then no other program can keep one there. */
struct keydir_kit_addition {
    int lock; /* -1 when there is none */
    struct new_directory made;
    char *next; /* the two names that it shall have, one after the other; owned */
    char *path;
};

#define KEYDIR_KIT_ADDITION_NONE                                                                   \
    ((struct keydir_kit_addition){.lock = -1, .made = NEW_DIRECTORY_NONE})

/* Writes a kit that was verified beside the one until then, and has it on the disk. *addition is
 * the caller's (keydir_kit_abandon), none on failure. */
enum status keydir_kit_prepare(const char *keys, const struct kit_frame *frame,
    const struct kit_content *content, struct keydir_kit_addition *addition,
    struct error *err) MUST_USE;

/* Puts it in the place of the one until then. A failure, or the end of the process at any moment,
 * leaves the one or the other, whole; once it counts, no memory is asked for. */
enum status keydir_kit_commit(
    const char *keys, struct keydir_kit_addition *addition, struct error *err) MUST_USE;
void keydir_kit_abandon(struct keydir_kit_addition *addition);

/* Removes the kit, where there is one: whole until the moment when it is none. */
enum status keydir_kit_remove(const char *keys, struct error *err) MUST_USE;

#endif
