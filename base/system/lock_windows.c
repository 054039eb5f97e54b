#include "base/system/lock.h"

#include "base/system/failure_windows.h"
#include "base/system/place.h"
#include "base/system/wide_windows.h"

#include <errno.h>
#include <fcntl.h>
#include <io.h>
#include <windows.h>

/* Directories cannot be locked here: a hidden file in it is, which stays. To remove it would have
 * to be done by the last who waits for it, and nobody knows who that is. */
static const wchar_t LOCK_NAME[] = L".sigill.lock";

static bool is_directory_to_lock(const char *path, bool follow)
{
    enum place_kind kind;
    if (!place_look(path, follow, &kind))
        return false;
    if (kind == PLACE_DIRECTORY)
        return true;
    errno = ENOTDIR;
    return false;
}

bool lock_directory(const char *path, bool follow, int *fd)
{
    struct wide wide;
    OVERLAPPED whole = {0};
    *fd = -1;
    if (!is_directory_to_lock(path, follow) || !wide_path_to_add(path, &wide) ||
        !wide_add(&wide, LOCK_NAME))
        return false;
    HANDLE handle = CreateFileW(wide.text, GENERIC_READ | GENERIC_WRITE,
        FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE, NULL, OPEN_ALWAYS,
        FILE_ATTRIBUTE_HIDDEN, NULL);
    if (handle == INVALID_HANDLE_VALUE)
        return failure_last();
    *fd = _open_osfhandle((intptr_t)handle, _O_BINARY);
    if (*fd < 0) {
        (void)CloseHandle(handle);
        return failure_of(ERROR_TOO_MANY_OPEN_FILES);
    }
    return LockFileEx(handle, LOCKFILE_EXCLUSIVE_LOCK, 0, 1, 0, &whole) != 0 || failure_last();
}
