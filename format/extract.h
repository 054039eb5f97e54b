/* Members of a bundle as files in a new directory, which appears whole or not at all.
 *
 * Everything is written into a directory of a temporary name beside the one that it shall be; that
 * one gets its name when all is complete and synced. Shown names come from outside: a file is named
 * by its number and a form of its shown name that has none but plain letters (S5). */
#ifndef FORMAT_EXTRACT_H
#define FORMAT_EXTRACT_H

#include "base/error.h"
#include "base/new_directory.h"
#include "format/manifest.h"
#include "format/payload.h"

#include <stddef.h>

/* "001-", a letter for each of at most 200 bytes, and a NUL; or a fixed name. */
#define EXTRACT_NAME_SIZE 216

struct extract {
    struct new_directory directory;
    int file;                     /* the member being written, or -1 */
    char name[EXTRACT_NAME_SIZE]; /* of the file being written */
};

#define EXTRACT_NONE ((struct extract){.directory = {.descriptor = -1}, .file = -1})

/* The name of a file at its place in the payload (manifest_path): answers.json,
 * answers.json.minisig, or "001-" and the shown name with letters A-Z a-z 0-9 . - _ alone: Latin
 * letters lose their marks, combining marks go, everything else becomes "_", and so does a full
 * stop at the end. */
void extract_name(char name[EXTRACT_NAME_SIZE], const struct manifest_file *file, size_t place);

/* Makes the temporary directory (0700). STATUS_FAILED, REASON_EXISTS if there is something at path.
 */
enum status extract_begin(const char *path, struct extract *extract, struct error *err) MUST_USE;

/* Writes each member into a file of its own (0600, never one that is there). */
struct payload_receiver extract_receiver(struct extract *extract);

/* Writes one more file. name: a plain one of the program's own. */
enum status extract_add(struct extract *extract, const char *name, const void *bytes, size_t length,
    struct error *err) MUST_USE;

/* Syncs, and gives the directory its name. STATUS_FAILED, REASON_EXISTS if something has taken it.
 */
enum status extract_commit(struct extract *extract, struct error *err) MUST_USE;

/* Removes what there is; to be called on every way out, does nothing after a commit. */
void extract_abandon(struct extract *extract);

#endif
