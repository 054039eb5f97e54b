#include "register/store.h"

#include "base/directory.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/system/owner.h"
#include "base/system/paste.h"
#include "base/text.h"
#include "register/agreement_parts.h"
#include "register/audited.h"
#include "register/changes_parts.h"
#include "register/store_parts.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

enum status store_execute(const struct store *store, const char *sql, struct error *err)
{
    if (sqlite3_exec(store->db, sql, NULL, NULL, NULL) != SQLITE_OK)
        return store_failed(store, err);
    return STATUS_OK;
}

enum status store_begin(struct store *store, struct error *err)
{
    return store_execute(store, "BEGIN IMMEDIATE", err);
}

enum status store_end(struct store *store, enum status status, struct error *err)
{
    if (status != STATUS_OK)
        goto out;
    TRY_OUT(store_execute(store, "COMMIT", err));
    store->demo_kept = store->demo;
out:
    if (status != STATUS_OK)
        (void)sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL);
    store->demo = store->demo_kept;
    return status;
}

enum status store_begin_reading(const struct store *store, struct error *err)
{
    return store_execute(store, "BEGIN", err);
}

void store_end_reading(const struct store *store)
{
    (void)sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL);
}

char *store_file(
    const struct store *store, const char *directory, const uint8_t *digest, const char *suffix)
{
    char hex[65];
    hex_encode(hex, digest, 32);
    return memory_printf("%s/%s/%s%s", store->path, directory, hex, suffix);
}

uint64_t store_directory_size(const char *path, const char *directory)
{
    uint64_t total = 0;
    char *whole = path_join(path, directory);
    DIR *entries = opendir(whole);
    free(whole);
    if (entries == NULL)
        return 0;
    for (const struct dirent *entry = readdir(entries); entry != NULL; entry = readdir(entries)) {
        struct stat about;
        if (fstatat(dirfd(entries), entry->d_name, &about, AT_SYMLINK_NOFOLLOW) == 0 &&
            S_ISREG(about.st_mode))
            total += (uint64_t)about.st_size;
    }
    (void)closedir(entries);
    return total;
}

/* One thread at a time has the database, so SQLite need not lock each of its calls. Said of the
 * whole process, before the first connection, it also allows values of rows to be read by
 * themselves (store_column_text): there are none then that it calls unprotected. */
static int open_database(struct store *store, const char *path, int flags)
{
    (void)sqlite3_config(SQLITE_CONFIG_MULTITHREAD);
    return sqlite3_open_v2(path, &store->db, flags | SQLITE_OPEN_NOMUTEX, NULL);
}

/* SQLite refuses a link in any part of a path, but a link above the register is its owner's, such
 * as from /home to /var/home: only the database itself may be none. */
enum status store_connect(struct store *store, int flags, struct error *err)
{
    char *directory = realpath(store->path, NULL);
    if (directory == NULL)
        return error_system(err, "%s: cannot be examined", store->path);
    char *path = path_join(directory, STORE_DATABASE);
    int opened = open_database(store, path, flags | SQLITE_OPEN_NOFOLLOW);
    free(path);
    free(directory);
    return opened == SQLITE_OK ? STATUS_OK : store_failed(store, err);
}

/* What SQLite does with a file that someone prepared is limited: no triggers, views or functions of
 * the schema's own are run. */
static void limit_schema(const struct store *store)
{
    (void)sqlite3_db_config(store->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    (void)sqlite3_db_config(store->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
    (void)sqlite3_db_config(store->db, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL);
    (void)sqlite3_db_config(store->db, SQLITE_DBCONFIG_ENABLE_VIEW, 0, NULL);
}

static enum status connect_to(struct store *store, int flags, struct error *err)
{
    TRY(store_connect(store, flags, err));
    limit_schema(store);
    (void)sqlite3_busy_timeout(store->db, 10000);
    return store_execute(store,
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
        "PRAGMA temp_store=MEMORY; PRAGMA secure_delete=ON;",
        err);
}

static enum status write_schema(struct store *store, bool demo, struct error *err)
{
    randombytes_buf(store->id, sizeof store->id);
    TRY(store_begin(store, err));
    return store_end(store, store_fill_schema(store, demo, err), err);
}

static const char *const DIRECTORIES[] = {
    STORE_ORIGINALS, STORE_INCOMING, STORE_QUARANTINE, STORE_RECEIPTS};
enum { DIRECTORY_COUNT = sizeof DIRECTORIES / sizeof DIRECTORIES[0] };

static enum status make_directories(const char *path, struct error *err)
{
    TRY(directory_make(path, err));
    for (size_t i = 0; i < DIRECTORY_COUNT; i++) {
        char *inner = path_join(path, DIRECTORIES[i]);
        enum status status = directory_make(inner, err);
        free(inner);
        TRY(status);
    }
    return STATUS_OK;
}

static bool has_database(const char *path)
{
    char *file = path_join(path, STORE_DATABASE);
    bool found = file_exists(file);
    free(file);
    return found;
}

static void remove_database(const char *path)
{
    static const char *const names[] = {
        STORE_DATABASE, STORE_DATABASE "-wal", STORE_DATABASE "-shm"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        char *file = path_join(path, names[i]);
        (void)unlink(file);
        free(file);
    }
}

/* What closing would do in silence: from the log into the database, which is then on the disk. */
static enum status checkpoint(const struct store *store, struct error *err)
{
    if (sqlite3_wal_checkpoint_v2(store->db, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL) !=
        SQLITE_OK)
        return store_failed(store, err);
    return STATUS_OK;
}

/* SQLite makes it, and gives its logs to whose it is. */
static void give_database(const char *path)
{
    char *file = path_join(path, STORE_DATABASE);
    int fd = open(file, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
    if (fd >= 0) {
        owner_follow(fd, file);
        (void)close(fd);
    }
    free(file);
}

static enum status create_database(const char *path, bool demo, struct error *err)
{
    struct store store = {.lock = -1, .path = memory_text(path)};
    mode_t before = umask(S_IRWXG | S_IRWXO);
    enum status status;
    TRY_OUT(connect_to(&store, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, err));
    TRY_OUT(write_schema(&store, demo, err));
    TRY_OUT(checkpoint(&store, err));
    give_database(path);
out:
    (void)umask(before);
    store_close(&store);
    return status;
}

enum status store_create(const char *path, bool demo, struct error *err)
{
    if (has_database(path))
        return error_set(err, STATUS_FAILED, REASON_EXISTS,
            "%s: holds a register already, which is left as it is; name another directory", path);
    TRY(make_directories(path, err));
    enum status status = create_database(path, demo, err);
    if (status != STATUS_OK) {
        remove_database(path);
        return status;
    }
    return directory_sync(path, err);
}

static enum status take_lock(struct store *store, struct error *err)
{
    char *path = path_join(store->path, STORE_LOCK);
    store->lock = open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (store->lock >= 0)
        owner_follow(store->lock, path);
    free(path);
    if (store->lock < 0 && store_is_write_protected(store->path))
        return store_refuse_protected(store, err);
    if (store->lock < 0)
        return error_system(err, "%s/%s: cannot be opened", store->path, STORE_LOCK);
    if (flock(store->lock, LOCK_EX | LOCK_NB) == 0)
        return STATUS_OK;
    if (errno == EWOULDBLOCK)
        return store_refuse_locked(store, err);
    return error_system(err, "%s/%s: cannot be locked", store->path, STORE_LOCK);
}

static enum status read_meta(struct store *store, struct error *err)
{
    sqlite3_stmt *select = NULL;
    enum status status = STATUS_OK;
    TRY(store_prepare(store, "SELECT version, id, demo FROM meta", &select, err));
    int step = sqlite3_step(select);
    store->version = sqlite3_column_int64(select, 0);
    if (step == SQLITE_IOERR) /* a medium that is gone says nothing of what lies on it */
        status = store_failed(store, err);
    else if (step != SQLITE_ROW || !store_column_blob(select, 1, store->id, STORE_ID_SIZE) ||
             !store_column_flag(select, 2, &store->demo))
        status = error_set(err, STATUS_FAILED, REASON_IO_ERROR,
            "%s: this is not a register, or it is broken; restore it from a copy", store->path);
    else if (store->version < STORE_VERSION_FIRST || store->version > STORE_VERSION)
        status = error_set(err, STATUS_FAILED, REASON_UNKNOWN_FORMAT,
            "%s: the register has version %lld, this program knows %d; use the version of this "
            "program that made it, or a newer one",
            store->path, (long long)store->version, STORE_VERSION);
    else if (sqlite3_step(select) == SQLITE_ROW)
        status = error_set(err, STATUS_FAILED, REASON_IO_ERROR,
            "%s: this is not one register, but two in one file; restore it from a copy",
            store->path);
    else
        store->demo_kept = store->demo;
    (void)sqlite3_finalize(select);
    return status;
}

static enum status refuse_absent(const char *path, struct error *err)
{
    struct buffer pasted = {0};
    (void)error_set(err, STATUS_FAILED, REASON_NOT_FOUND,
        "%s: there is no register here; make one with: sigill-msb init -r %s -k DIR", path,
        paste_path(&pasted, path));
    buffer_free(&pasted);
    return STATUS_FAILED;
}

/* A link in such a place would have files written, or cleared away, where it leads: among the keys,
 * if somebody chose so. What is missing fails where it is used. */
static enum status check_directories(const struct store *store, struct error *err)
{
    for (size_t i = 0; i < DIRECTORY_COUNT; i++) {
        struct stat about;
        char *inner = path_join(store->path, DIRECTORIES[i]);
        bool foreign = lstat(inner, &about) == 0 && !S_ISDIR(about.st_mode);
        free(inner);
        if (foreign)
            return error_set(err, STATUS_FAILED, REASON_DAMAGED,
                "%s/%s: is a link or a file, where the register has a directory of its own; "
                "restore the register from a copy",
                store->path, DIRECTORIES[i]);
    }
    return STATUS_OK;
}

/* "file:PATH?immutable=1" with all but plain letters of the path encoded, allocated. */
static char *immutable_uri(const char *path)
{
    struct buffer uri = {0};
    buffer_text(&uri, "file:");
    for (const char *at = path; *at != '\0'; at++) {
        if (strchr("/._-", *at) != NULL || (*at >= '0' && *at <= '9') ||
            (*at >= 'A' && *at <= 'Z') || (*at >= 'a' && *at <= 'z'))
            buffer_append(&uri, at, 1);
        else
            buffer_printf(&uri, "%%%02X", (unsigned)(unsigned char)*at);
    }
    buffer_text(&uri, "?immutable=1");
    char *text = memory_text(buffer_string(&uri));
    buffer_free(&uri);
    return text;
}

static enum status connect_still(struct store *store, struct error *err)
{
    char *path = path_join(store->path, STORE_DATABASE);
    char *uri = immutable_uri(path);
    int opened = open_database(store, uri, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI);
    free(uri);
    free(path);
    if (opened != SQLITE_OK)
        return store_failed(store, err);
    limit_schema(store);
    return store_execute(store, "PRAGMA temp_store=MEMORY;", err);
}

static enum status connect_protected(struct store *store, struct error *err)
{
    TRY(store_check_still(store, err));
    return connect_still(store, err);
}

/* Who only reads goes through the rows once: no more of their pages are kept than a core's own
 * cache holds (256 KiB), so that each next one is read into a place that is near. */
static enum status keep_few_pages(const struct store *store, struct error *err)
{
    return store_execute(store, "PRAGMA cache_size=-256;", err);
}

/* SQLite syncs the directory that it makes its write-ahead log in, and does not report that this
 * failed: the log is there once something was read, and its name is brought to the disk here. */
enum status store_open(const char *path, bool write, struct store *store, struct error *err)
{
    enum status status;
    *store = (struct store){.lock = -1};
    if (!has_database(path))
        return refuse_absent(path, err);
    store->path = memory_text(path);
    bool still = !write && store_is_write_protected(path);
    if (write)
        TRY_OUT(take_lock(store, err));
    TRY_OUT(check_directories(store, err));
    TRY_OUT(still ? connect_protected(store, err) : connect_to(store, SQLITE_OPEN_READWRITE, err));
    if (!write)
        TRY_OUT(keep_few_pages(store, err));
    TRY_OUT(read_meta(store, err));
    TRY_OUT(store_check_schema(store, err));
    if (!still)
        TRY_OUT(directory_sync(path, err));
    store_keep_statements(store);
out:
    if (status != STATUS_OK)
        store_close(store);
    return status;
}

enum status store_open_copy(const char *path, struct store *store, struct error *err)
{
    enum status status;
    *store = (struct store){.lock = -1};
    if (!has_database(path))
        return error_set(err, STATUS_FAILED, REASON_NOT_FOUND,
            "%s: there is no copy of a register here; name a directory that sigill-msb backup made",
            path);
    store->path = memory_text(path);
    TRY_OUT(check_directories(store, err));
    TRY_OUT(connect_still(store, err));
    TRY_OUT(read_meta(store, err));
    TRY_OUT(store_check_schema(store, err));
out:
    if (status != STATUS_OK)
        store_close(store);
    return status;
}

void store_close(struct store *store)
{
    store_drop_statements(store);
    if (store->db != NULL)
        (void)sqlite3_close(store->db);
    if (store->lock >= 0)
        (void)close(store->lock);
    audited_free(store->audited);
    imports_forget(store);
    free(store->path);
    *store = (struct store){.lock = -1};
}

enum status store_mark_demo(struct store *store, struct error *err)
{
    TRY(store_execute(store, "UPDATE meta SET demo=1", err));
    store->demo = true;
    return STATUS_OK;
}
