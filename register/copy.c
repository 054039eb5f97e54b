#include "register/copy.h"

#include "base/file.h"
#include "base/memory.h"
#include "base/text.h"
#include "format/receipt.h"
#include "register/store_parts.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { PART = 1 << 20 };

/* ---- files ---- */

static enum status copy_bytes(
    int from, const char *name, int to, const struct stream_progress *progress, struct error *err)
{
    struct descriptor descriptor = {from, name};
    struct source source = source_from_descriptor(&descriptor);
    uint8_t *part = memory_allocate(PART);
    size_t got = PART;
    enum status status = STATUS_OK;
    while (status == STATUS_OK && got == PART) {
        status = source_fill(&source, part, PART, &got, err);
        for (size_t done = 0; status == STATUS_OK && done < got;) {
            ssize_t count = write(to, part + done, got - done);
            if (count < 0 && errno != EINTR)
                status = error_system(err, "%s: copying failed", name);
            done += count > 0 ? (size_t)count : 0;
        }
        if (status == STATUS_OK && progress != NULL)
            progress->advance(progress->context, got);
    }
    free(part);
    return status;
}

/* Copies into a new file, synced and dropped from the cache: what reads it next reads the disk, as
 * far as the system allows. */
static enum status copy_file(
    const char *from, const char *to, const struct stream_progress *progress, struct error *err)
{
    int source = -1;
    uint64_t size = 0;
    enum status status = file_open(from, false, &source, &size, err);
    if (status != STATUS_OK)
        return status;
    int target = open(to, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (target < 0)
        status = error_system(err, "%s: cannot be created", to);
    if (status == STATUS_OK)
        status = copy_bytes(source, from, target, progress, err);
    if (status == STATUS_OK && fsync(target) != 0)
        status = error_system(err, "%s: could not be brought to the disk", to);
    if (status == STATUS_OK)
        (void)posix_fadvise(target, 0, 0, POSIX_FADV_DONTNEED);
    if (target >= 0 && close(target) != 0 && status == STATUS_OK)
        status = error_system(err, "%s: closing failed", to);
    (void)close(source);
    return status;
}

/* One file of a directory; one that was copied before, or has gone since, is passed over. */
static enum status copy_entry(const char *from, const char *to, const char *name,
    const struct stream_progress *progress, struct error *err)
{
    char *source = path_join(from, name);
    char *target = path_join(to, name);
    enum status status = STATUS_OK;
    if (status == STATUS_OK && !file_exists(target) && file_exists(source)) {
        status = copy_file(source, target, progress, err);
        if (status != STATUS_OK && !file_exists(source))
            status = STATUS_OK;
    }
    free(source);
    free(target);
    return status;
}

static enum status copy_entries(
    const char *from, const char *to, const struct stream_progress *progress, struct error *err)
{
    enum status status = STATUS_OK;
    DIR *entries = opendir(from);
    if (entries == NULL)
        return error_system(err, "%s: cannot be read", from);
    while (status == STATUS_OK) {
        errno = 0;
        const struct dirent *entry = readdir(entries);
        if (entry == NULL && errno != 0)
            status = error_system(err, "%s: cannot be read", from);
        if (entry == NULL)
            break;
        if (entry->d_type != DT_DIR && !file_is_temporary(entry->d_name))
            status = copy_entry(from, to, entry->d_name, progress, err);
    }
    (void)closedir(entries);
    return status == STATUS_OK ? directory_sync(to, err) : status;
}

static enum status copy_directory(const char *from, const char *to, const char *name,
    const struct stream_progress *progress, struct error *err)
{
    char *source = path_join(from, name);
    char *target = path_join(to, name);
    enum status status = STATUS_OK;
    if (status == STATUS_OK)
        status = directory_make(target, err);
    if (status == STATUS_OK)
        status = copy_entries(source, target, progress, err);
    free(source);
    free(target);
    return status;
}

static enum status make_incoming(const char *to, struct error *err)
{
    char *path = path_join(to, STORE_INCOMING);
    enum status status = path == NULL ? error_memory(err) : directory_make(path, err);
    free(path);
    return status;
}

static enum status copy_files(
    const char *from, const char *to, const struct stream_progress *progress, struct error *err)
{
    static const char *const names[] = {STORE_ORIGINALS, STORE_QUARANTINE, STORE_RECEIPTS};
    enum status status = copy_entry(from, to, STORE_KEY, NULL, err);
    if (status == STATUS_OK)
        status = make_incoming(to, err);
    for (size_t i = 0; status == STATUS_OK && i < sizeof names / sizeof names[0]; i++)
        status = copy_directory(from, to, names[i], progress, err);
    return status;
}

uint64_t copy_size(const char *path)
{
    return store_directory_size(path, STORE_ORIGINALS) +
           store_directory_size(path, STORE_QUARANTINE) +
           store_directory_size(path, STORE_RECEIPTS);
}

/* ---- the database ---- */

static enum status snapshot(
    const struct store *store, const char *path, sqlite3 *to, struct error *err)
{
    sqlite3_backup *backup = sqlite3_backup_init(to, "main", store->db, "main");
    int step = backup == NULL ? SQLITE_ERROR : sqlite3_backup_step(backup, -1);
    int ended = backup == NULL ? SQLITE_ERROR : sqlite3_backup_finish(backup);
    if (step == SQLITE_DONE && ended == SQLITE_OK)
        return STATUS_OK;
    return error_set(
        err, STATUS_FAILED, REASON_IO_ERROR, "%s: the database says: %s", path, sqlite3_errmsg(to));
}

static enum status sync_file(const char *path, struct error *err)
{
    int fd = open(path, O_RDWR | O_NOFOLLOW | O_CLOEXEC);
    enum status status = STATUS_OK;
    if (fd < 0 || fchmod(fd, S_IRUSR | S_IWUSR) != 0 || fsync(fd) != 0)
        status = error_system(err, "%s: could not be brought to the disk", path);
    if (fd >= 0)
        (void)close(fd);
    return status;
}

/* One read transaction of SQLite: rows of one moment, whoever writes meanwhile. */
static enum status copy_database(const struct store *store, const char *to, struct error *err)
{
    sqlite3 *db = NULL;
    char *path = path_join(to, STORE_DATABASE);
    enum status status = STATUS_OK;
    mode_t before = umask(S_IRWXG | S_IRWXO);
    if (sqlite3_open_v2(path, &db,
            SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOFOLLOW, NULL) != SQLITE_OK)
        status = error_set(err, STATUS_FAILED, REASON_IO_ERROR, "%s: the database says: %s", path,
            db == NULL ? "" : sqlite3_errmsg(db));
    (void)umask(before);
    if (status == STATUS_OK)
        status = snapshot(store, path, db, err);
    if (db != NULL && sqlite3_close(db) != SQLITE_OK && status == STATUS_OK)
        status = error_system(err, "%s: closing failed", path);
    if (status == STATUS_OK)
        status = sync_file(path, err);
    free(path);
    return status;
}

/* ---- copies ---- */

/* A receipt is written right after its row is committed: waits up to two seconds for one that
 * another process is just writing. */
static void await_receipt(const struct store *store, const char *directory, const uint8_t *sealed)
{
    static const struct timespec pause = {.tv_nsec = 50 * 1000 * 1000};
    char *path = store_file(store, directory, sealed, RECEIPT_SUFFIX);
    for (int tries = 0; path != NULL && !file_exists(path) && tries < 40; tries++)
        (void)nanosleep(&pause, NULL);
    free(path);
}

static enum status await_newest_receipt(const struct store *store, struct error *err)
{
    sqlite3_stmt *select = NULL;
    enum status status = store_prepare(
        store, "SELECT sealed_digest FROM submissions ORDER BY serial DESC LIMIT 1", &select, err);
    if (status != STATUS_OK)
        return status;
    if (sqlite3_step(select) == SQLITE_ROW && sqlite3_column_bytes(select, 0) == FINGERPRINT_SIZE)
        await_receipt(store, STORE_RECEIPTS, sqlite3_column_blob(select, 0));
    (void)sqlite3_finalize(select);
    return STATUS_OK;
}

/* Quarantine is copied on both sides of the database: what is taken out of it meanwhile is in the
 * first part, what comes into it in the second. */
enum status copy_make(const struct store *store, const char *to,
    const struct stream_progress *progress, struct error *err)
{
    enum status status = copy_directory(store->path, to, STORE_QUARANTINE, progress, err);
    if (status == STATUS_OK)
        status = copy_database(store, to, err);
    if (status == STATUS_OK)
        status = await_newest_receipt(store, err);
    if (status == STATUS_OK)
        status = copy_files(store->path, to, progress, err);
    return status;
}

enum status copy_take(
    const char *from, const char *to, const struct stream_progress *progress, struct error *err)
{
    char *database = path_join(from, STORE_DATABASE);
    enum status status = STATUS_OK;
    if (status == STATUS_OK && !file_exists(database))
        status = error_set(err, STATUS_FAILED, REASON_NOT_FOUND,
            "%s: there is no copy of a register here; name a directory that sigill-msb backup made",
            from);
    if (status == STATUS_OK)
        status = copy_entry(from, to, STORE_DATABASE, NULL, err);
    if (status == STATUS_OK)
        status = copy_files(from, to, progress, err);
    free(database);
    return status;
}

/* ---- heads ---- */

enum status copy_write_head(const struct audit *audit, const char *path, struct error *err)
{
    struct buffer frame = {0};
    struct head head = audit->last;
    char *file = path_join(path, COPY_HEAD);
    enum status status = STATUS_OK;
    if (status == STATUS_OK)
        status = head_seal(&head, audit->sign, &frame, err);
    if (status == STATUS_OK)
        status = file_write(file, frame.data, frame.length, S_IRUSR | S_IWUSR, false, err);
    buffer_free(&frame);
    free(file);
    return status;
}

static enum status read_head(
    const struct audit *audit, const char *file, struct head *head, struct error *err)
{
    struct buffer frame = {0};
    if (!file_exists(file))
        return error_set(err, STATUS_REFUSED, REASON_NOT_FOUND,
            "%s: is missing; take a copy that sigill-msb backup made", file);
    enum status status = file_read(file, HEAD_FILE_MAX, &frame, err);
    if (status == STATUS_OK) {
        status = head_open(frame.data, frame.length, minisign_key_public(audit->sign), head, err);
        if (status != STATUS_OK)
            error_prefix(err, file);
    }
    buffer_free(&frame);
    return status;
}

enum status copy_check_head(const struct audit *audit, const char *path, struct error *err)
{
    struct head head;
    char *file = path_join(path, COPY_HEAD);
    enum status status = read_head(audit, file, &head, err);
    if (status == STATUS_OK && (memcmp(head.id, audit->last.id, HEAD_REGISTER_SIZE) != 0 ||
                                   head.count != audit->last.count ||
                                   memcmp(head.link, audit->last.link, HEAD_LINK_SIZE) != 0))
        status = error_set(err, STATUS_REFUSED, REASON_OLDER_REGISTER,
            "%s: is not the head of this copy's audit: the copy was edited, or put together from "
            "several; take another one",
            file);
    free(file);
    return status;
}
