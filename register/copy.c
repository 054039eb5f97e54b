#include "register/copy.h"

#include "base/directory.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/system/owner.h"
#include "base/system/place.h"
#include "format/receipt.h"
#include "register/store_parts.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

/* ---- files ---- */

/* Copies into a new file, synced and dropped from the cache: what reads it next reads the disk, as
 * far as the system allows. */
static enum status copy_file(
    const char *from, const char *to, const struct stream_progress *progress, struct error *err)
{
    struct descriptor source = {-1, from};
    struct descriptor target = {-1, to};
    struct source bytes = source_from_descriptor(&source);
    struct sink sink = sink_to_descriptor(&target);
    uint64_t size = 0;
    enum status status;
    TRY(file_open(from, false, &source.fd, &size, err));
    if (!place_create(to, 0600, &target.fd))
        TRY_OUT(error_system(err, "%s: cannot be created", to));
    owner_follow(target.fd, to);
    TRY_OUT(source_copy(&bytes, &sink, progress, err));
    if (fsync(target.fd) != 0)
        TRY_OUT(error_system(err, "%s: could not be brought to the disk", to));
    (void)posix_fadvise(target.fd, 0, 0, POSIX_FADV_DONTNEED);
out:
    if (target.fd >= 0 && close(target.fd) != 0 && status == STATUS_OK)
        status = error_system(err, "%s: closing failed", to);
    (void)close(source.fd);
    return status;
}

/* One file of a directory; one that was copied before, or has gone since, is passed over. */
static enum status copy_entry(const char *from, const char *to, const char *name,
    const struct stream_progress *progress, struct error *err)
{
    char *source = path_join(from, name);
    char *target = path_join(to, name);
    enum status status = STATUS_OK;
    if (!file_exists(target) && file_exists(source))
        status = copy_file(source, target, progress, err);
    if (status != STATUS_OK && !file_exists(source))
        status = STATUS_OK;
    free(source);
    free(target);
    return status;
}

static enum status copy_entries(
    const char *from, const char *to, const struct stream_progress *progress, struct error *err)
{
    const struct dirent *entry;
    enum status status = STATUS_OK;
    DIR *entries = opendir(from);
    if (entries == NULL)
        return error_system(err, "%s: cannot be read", from);
    for (errno = 0; (entry = readdir(entries)) != NULL; errno = 0) {
        if (entry->d_type != DT_DIR && !file_is_temporary(entry->d_name))
            TRY_OUT(copy_entry(from, to, entry->d_name, progress, err));
    }
    if (errno != 0)
        TRY_OUT(error_system(err, "%s: cannot be read", from));
    TRY_OUT(directory_sync(to, err));
out:
    (void)closedir(entries);
    return status;
}

static enum status copy_directory(const char *from, const char *to, const char *name,
    const struct stream_progress *progress, struct error *err)
{
    char *source = path_join(from, name);
    char *target = path_join(to, name);
    enum status status;
    TRY_OUT(directory_make(target, err));
    TRY_OUT(copy_entries(source, target, progress, err));
out:
    free(source);
    free(target);
    return status;
}

static enum status make_incoming(const char *to, struct error *err)
{
    char *path = path_join(to, STORE_INCOMING);
    enum status status = directory_make(path, err);
    free(path);
    return status;
}

static enum status copy_files(
    const char *from, const char *to, const struct stream_progress *progress, struct error *err)
{
    static const char *const names[] = {STORE_ORIGINALS, STORE_QUARANTINE, STORE_RECEIPTS};
    TRY(copy_entry(from, to, STORE_KEY, NULL, err));
    TRY(make_incoming(to, err));
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        TRY(copy_directory(from, to, names[i], progress, err));
    return STATUS_OK;
}

uint64_t copy_size(const char *path)
{
    return store_directory_size(path, STORE_ORIGINALS) +
           store_directory_size(path, STORE_QUARANTINE) +
           store_directory_size(path, STORE_RECEIPTS);
}

/* ---- the database ---- */

static enum status snapshot(const struct store *store, struct store *to, struct error *err)
{
    sqlite3_backup *backup = sqlite3_backup_init(to->db, "main", store->db, "main");
    if (backup == NULL)
        return store_failed(to, err);
    int step = sqlite3_backup_step(backup, -1);
    int ended = sqlite3_backup_finish(backup);
    return step == SQLITE_DONE && ended == SQLITE_OK ? STATUS_OK : store_failed(to, err);
}

static enum status sync_file(const char *path, struct error *err)
{
    int fd = open(path, O_RDWR | O_NOFOLLOW | O_CLOEXEC);
    enum status status = STATUS_OK;
    if (fd < 0 || fsync(fd) != 0)
        status = error_system(err, "%s: could not be brought to the disk", path);
    if (fd >= 0) {
        owner_follow(fd, path);
        (void)close(fd);
    }
    return status;
}

static enum status fill_database(
    const struct store *store, const char *to, const char *path, struct error *err)
{
    struct store copy = {.path = memory_text(to), .lock = -1};
    enum status status = STATUS_OK;
    mode_t before = umask(S_IRWXG | S_IRWXO); /* mode 0600, where modes are kept */
    enum status opened = store_connect(&copy, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, err);
    (void)umask(before);
    TRY_OUT(opened);
    TRY_OUT(snapshot(store, &copy, err));
out:
    if (sqlite3_close(copy.db) != SQLITE_OK && status == STATUS_OK)
        status = error_system(err, "%s: closing failed", path);
    free(copy.path);
    return status;
}

/* One read transaction of SQLite: rows of one moment, whoever writes meanwhile. */
static enum status copy_database(const struct store *store, const char *to, struct error *err)
{
    char *path = path_join(to, STORE_DATABASE);
    enum status status;
    TRY_OUT(fill_database(store, to, path, err));
    TRY_OUT(sync_file(path, err));
out:
    free(path);
    return status;
}

/* ---- copies ---- */

/* A receipt is written right after its row: whoever receives meanwhile is given the time. */
static void await_receipt(const struct store *store, const uint8_t *sealed)
{
    static const struct timespec pause = {.tv_nsec = 50 * 1000 * 1000};
    char *path = store_file(store, STORE_RECEIPTS, sealed, RECEIPT_SUFFIX);
    for (int tries = 0; !file_exists(path) && tries < 40; tries++)
        (void)nanosleep(&pause, NULL);
    free(path);
}

static enum status await_newest_receipt(const struct store *store, struct error *err)
{
    sqlite3_stmt *select = NULL;
    uint8_t sealed[FINGERPRINT_SIZE];
    bool found = false;
    enum status status;
    TRY(store_prepare(
        store, "SELECT sealed_digest FROM submissions ORDER BY serial DESC LIMIT 1", &select, err));
    TRY_OUT(store_step(store, select, &found, err));
    if (found && store_column_blob(select, 0, sealed, sizeof sealed))
        await_receipt(store, sealed);
out:
    (void)sqlite3_finalize(select);
    return status;
}

/* Quarantine is copied on both sides of the database: what is taken out of it meanwhile is in the
 * first part, what comes into it in the second. */
enum status copy_make(const struct store *store, const char *to,
    const struct stream_progress *progress, struct error *err)
{
    TRY(copy_directory(store->path, to, STORE_QUARANTINE, progress, err));
    TRY(copy_database(store, to, err));
    TRY(await_newest_receipt(store, err));
    return copy_files(store->path, to, progress, err);
}

enum status copy_take(
    const char *from, const char *to, const struct stream_progress *progress, struct error *err)
{
    char *database = path_join(from, STORE_DATABASE);
    bool found = file_exists(database);
    free(database);
    if (!found)
        return error_set(err, STATUS_FAILED, REASON_NOT_FOUND,
            "%s: there is no copy of a register here; name a directory that sigill-msb backup made",
            from);
    TRY(copy_entry(from, to, STORE_DATABASE, NULL, err));
    return copy_files(from, to, progress, err);
}
