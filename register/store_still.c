/* A register that nothing can be written into, such as one on a medium that is write-protected. */
#include "base/file.h"
#include "register/store_parts.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

enum status store_refuse_locked(const struct store *store, struct error *err)
{
    return error_set(err, STATUS_FAILED, REASON_IO_ERROR,
        "%s: another sigill-msb is writing to this register; wait until it is done", store->path);
}

/* Of a directory that nothing can be written into, SQLite opens no database with a log. */
bool store_is_write_protected(const char *path)
{
    return access(path, W_OK) != 0 && (errno == EROFS || errno == EACCES);
}

enum status store_refuse_protected(const struct store *store, struct error *err)
{
    return error_set(err, STATUS_FAILED, REASON_IO_ERROR,
        "%s: the register cannot be written to, and what this command does must be noted in its "
        "audit; copy the whole directory to where you can write, and open the copy",
        store->path);
}

/* What stands in the log is not in the database yet, and to leave it out in silence would show an
 * older register. */
static enum status check_log(const struct store *store, struct error *err)
{
    struct stat about;
    char *log = path_join(store->path, STORE_DATABASE "-wal");
    bool waits = lstat(log, &about) == 0 && about.st_size > 0;
    free(log);
    if (!waits)
        return STATUS_OK;
    return error_set(err, STATUS_FAILED, REASON_IO_ERROR,
        "%s: nothing can be written here, and the last changes still wait in %s: copy the whole "
        "directory to where you can write, and open the copy",
        store->path, STORE_DATABASE "-wal");
}

/* Nobody may change it while it is read as it lies. */
static enum status check_unlocked(const struct store *store, struct error *err)
{
    char *path = path_join(store->path, STORE_LOCK);
    int fd = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
    bool held = fd >= 0 && flock(fd, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK;
    free(path);
    if (fd >= 0)
        (void)close(fd);
    return held ? store_refuse_locked(store, err) : STATUS_OK;
}

enum status store_check_still(const struct store *store, struct error *err)
{
    TRY(check_unlocked(store, err));
    return check_log(store, err);
}
