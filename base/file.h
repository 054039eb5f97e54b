/* Files that are read whole or streamed under a limit, and new files that appear whole or not at
 * all. */
#ifndef BASE_FILE_H
#define BASE_FILE_H

#include "base/buffer.h"
#include "base/error.h"
#include "base/stream.h"
#include "base/undo.h"

#include <stdbool.h>
#include <stdint.h>

/* Opens a regular file for reading, waiting for nothing. What is known to be another thing, such as
 * a FIFO or a device, is not even opened. *size is its size.
 * follow: whether the last part of the path may be a symbolic link. The descriptor is the caller's.
 */
enum status file_open(
    const char *path, bool follow, int *fd, uint64_t *size, struct error *err) MUST_USE;

/* Appends the whole of a regular file to out; one over limit bytes is refused (REASON_TOO_LARGE)
 * without being read. */
enum status file_read(
    const char *path, size_t limit, struct buffer *out, struct error *err) MUST_USE;

/* The same for a path that somebody has typed: FILE_STANDARD is standard input. */
#define FILE_STANDARD "-"
enum status file_read_given(
    const char *path, size_t limit, struct buffer *out, struct error *err) MUST_USE;

/* Whether a regular file is at a path, links followed. */
bool file_is_regular(const char *path);

/* Whether something of that name is there, a dangling link included. */
bool file_exists(const char *path);

/* A file in the making. It is written under a temporary name in the directory where it shall be,
 * and gets its name when it is complete: synced, closed without error, and its directory synced. It
 * is removed if the process ends for want of memory. */
struct new_file {
    int fd;          /* -1 when there is none; may be written and read at any offset */
    int parent;      /* the directory that it shall be in */
    char *path;      /* the name it shall have */
    char *temporary; /* the name it has */
    char *kept;      /* the name that a file which it replaces shall have; NULL: it is not kept */
    char *spare;     /* a name for that one in between */
    struct undo *undo;
    bool replace;
    int same; /* once it has its name: open, to sync what has it */
};

#define NEW_FILE_NONE ((struct new_file){.fd = -1, .parent = -1, .same = -1})

/* Creates the temporary file with the given mode, whatever the umask. If replace is false and path
 * exists, refuses at once (STATUS_FAILED, REASON_EXISTS); new_file_commit looks again. */
enum status new_file_create(struct new_file *file, const char *path, unsigned mode, bool replace,
    struct error *err) MUST_USE;

/* The same for what may lie on a medium that keeps no modes: one that cannot be set is passed over.
 * The mode is less the umask. */
enum status new_file_create_anywhere(struct new_file *file, const char *path, unsigned mode,
    bool replace, struct error *err) MUST_USE;

/* A file that it replaces shall stay beside as "PATH~" (file_kept_name), in the place of an earlier
 * one. */
void new_file_keep_replaced(struct new_file *file);

/* Appends at the file's position. */
enum status new_file_write(
    struct new_file *file, const void *bytes, size_t length, struct error *err) MUST_USE;

/* Writes at an offset, the position left where it is. */
enum status new_file_write_at(struct new_file *file, const void *bytes, size_t length,
    uint64_t offset, struct error *err) MUST_USE;

struct sink sink_to_new_file(struct new_file *file);

/* Brings the bytes to the disk and asks the system to drop them from its cache, so that a reading
 * that follows comes from the medium as far as the system allows. */
enum status new_file_sync(struct new_file *file, struct error *err) MUST_USE;

/* Sync, close, name, sync of what has it and of the directory. It asks for no memory: of several
 * files that were written each before the first gets its name, all get theirs, or none. On failure
 * nothing is left under either name, unless only a sync after that failed and the file was one to
 * replace another: then it stands under its name and the error says so. */
enum status new_file_commit(struct new_file *file, struct error *err) MUST_USE;

/* The same in its parts, for many files of one directory: sync, close and name; then, after the
 * last, sync of each that has its name; and directory_sync, once. On failure of any of them nothing
 * is left in the making, and new_file_abandon is still the caller's. */
enum status new_file_name(struct new_file *file, struct error *err) MUST_USE;
enum status new_file_sync_named(const struct new_file *file, struct error *err) MUST_USE;

/* Closes a file in the making and leaves it under the name that it has, which the caller removes or
 * gives another; *name is allocated. *undo still removes it if memory ends: undo_drop is the
 * caller's, before *name is freed. Nothing is synced, and nothing is left on failure. */
enum status new_file_leave(
    struct new_file *file, char **name, struct undo **undo, struct error *err) MUST_USE;

/* "PATH~", allocated. */
char *file_kept_name(const char *path);

/* Refuses a name that is taken: STATUS_FAILED, REASON_EXISTS. */
enum status file_refuse_existing(const char *path, struct error *err) MUST_USE;

/* Refuses a place that cannot be closed to others: STATUS_FAILED, REASON_IO_ERROR. */
enum status file_refuse_open_medium(const char *path, struct error *err) MUST_USE;

/* Removes what there is; to be called on every way out, does nothing after a commit. */
void new_file_abandon(struct new_file *file);

/* A name for something in the making, beside the path that it shall have; allocated. And whether a
 * name, without its directory, is such a one: what a run that was cut off leaves. */
char *file_temporary_name(const char *path);
bool file_is_temporary(const char *name);

/* Creates and writes one whose bytes are in memory; on failure there is none. And all of the above
 * for them. */
enum status new_file_prepare(struct new_file *file, const char *path, const void *bytes,
    size_t length, unsigned mode, bool replace, struct error *err) MUST_USE;
enum status file_write(const char *path, const void *bytes, size_t length, unsigned mode,
    bool replace, struct error *err) MUST_USE;

/* Gives a file or directory in the making its name, in the same directory. Without replace an
 * existing name is STATUS_FAILED, REASON_EXISTS, and both are left as they are. */
enum status file_rename(
    const char *temporary, const char *path, bool replace, struct error *err) MUST_USE;

/* "DIR/NAME", allocated. */
char *path_join(const char *directory, const char *name);

/* The part after the last slash, or what else separates names (place_separates); points into path.
 */
const char *path_name(const char *path);

/* The directory that a path is in, "." if it names none; a root (place_root) is in itself. Slashes
 * at its end are passed over. Allocated. */
char *path_parent(const char *path);

#endif
