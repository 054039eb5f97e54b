#include "base/system/descriptor.h"

#include "base/system/failure_windows.h"

#include <errno.h>
#include <fcntl.h>
#include <io.h>
#include <windows.h>

/* One call takes no more than that. */
enum { PART_MAX = 1 << 30 };

static HANDLE handle_of(int fd)
{
    return (HANDLE)_get_osfhandle(fd);
}

static DWORD part_of(size_t size)
{
    return size < PART_MAX ? (DWORD)size : PART_MAX;
}

/* Places are given where the handle keeps a position, which a call at a place would move: another
 * opening of the same file has one of its own. */
static bool open_again(int fd, DWORD access, HANDLE *again)
{
    static const DWORD all = FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE;
    *again = ReOpenFile(handle_of(fd), access, all, 0);
    return *again != INVALID_HANDLE_VALUE || failure_last();
}

static OVERLAPPED at_place(uint64_t place)
{
    return (OVERLAPPED){.Offset = (DWORD)place, .OffsetHigh = (DWORD)(place >> 32)};
}

bool descriptor_close(int fd)
{
    return _close(fd) == 0;
}

/* The other end of a pipe that is gone is its end. */
static bool is_end(DWORD number)
{
    return number == ERROR_HANDLE_EOF || number == ERROR_BROKEN_PIPE;
}

bool descriptor_read(int fd, void *bytes, size_t size, size_t *got)
{
    DWORD count = 0;
    bool good = ReadFile(handle_of(fd), bytes, part_of(size), &count, NULL) != 0;
    *got = count;
    return good || is_end(GetLastError()) || failure_last();
}

static bool read_part(HANDLE file, uint8_t *to, size_t size, uint64_t place, DWORD *count)
{
    OVERLAPPED where = at_place(place);
    *count = 0;
    return ReadFile(file, to, part_of(size), count, &where) != 0 || is_end(GetLastError()) ||
           failure_last();
}

bool descriptor_read_at(int fd, void *bytes, size_t size, uint64_t place, size_t *got)
{
    HANDLE again;
    DWORD count = 1;
    *got = 0;
    /* A worker may open nothing: it reads by the handle, whose position is its own and not used. */
    bool opened = open_again(fd, GENERIC_READ, &again);
    if (!opened && GetLastError() != ERROR_ACCESS_DENIED)
        return false;
    if (!opened)
        again = handle_of(fd);
    bool good = true;
    while (good && *got < size && count > 0) {
        good = read_part(again, (uint8_t *)bytes + *got, size - *got, place + *got, &count);
        *got += count;
    }
    int number = errno;
    if (opened)
        (void)CloseHandle(again);
    errno = number;
    return good;
}

bool descriptor_rewind(int fd)
{
    return SetFilePointerEx(handle_of(fd), (LARGE_INTEGER){0}, NULL, FILE_BEGIN) != 0 ||
           failure_last();
}

static bool write_all(HANDLE file, const uint8_t *next, size_t length, OVERLAPPED *where)
{
    while (length > 0) {
        DWORD count = 0;
        if (WriteFile(file, next, part_of(length), &count, where) == 0)
            return failure_last();
        if (count == 0)
            return failure_of(ERROR_DISK_FULL);
        next += count;
        length -= count;
        if (where != NULL)
            *where = at_place(((uint64_t)where->OffsetHigh << 32 | where->Offset) + count);
    }
    return true;
}

bool descriptor_write(int fd, const void *bytes, size_t length)
{
    return write_all(handle_of(fd), bytes, length, NULL);
}

bool descriptor_write_at(int fd, const void *bytes, size_t length, uint64_t place)
{
    HANDLE again;
    OVERLAPPED where = at_place(place);
    if (!open_again(fd, GENERIC_WRITE, &again))
        return false;
    bool good = write_all(again, bytes, length, &where);
    int number = errno;
    (void)CloseHandle(again);
    errno = number;
    return good;
}

bool descriptor_size(int fd, uint64_t *size)
{
    LARGE_INTEGER found;
    if (GetFileSizeEx(handle_of(fd), &found) == 0)
        return failure_last();
    *size = (uint64_t)found.QuadPart;
    return true;
}

bool descriptor_duplicate(int fd, int *second)
{
    HANDLE process = GetCurrentProcess();
    HANDLE copy;
    *second = -1;
    if (DuplicateHandle(process, handle_of(fd), process, &copy, 0, FALSE, DUPLICATE_SAME_ACCESS) ==
        0)
        return failure_last();
    *second = _open_osfhandle((intptr_t)copy, _O_BINARY);
    if (*second >= 0)
        return true;
    (void)CloseHandle(copy);
    return failure_of(ERROR_TOO_MANY_OPEN_FILES);
}

static bool is_directory(HANDLE handle)
{
    BY_HANDLE_FILE_INFORMATION about;
    return GetFileInformationByHandle(handle, &about) != 0 &&
           (about.dwFileAttributes & FILE_ATTRIBUTE_DIRECTORY) != 0;
}

/* Whether a directory can be synced depends on the file system and on who asks; a name is on the
 * disk already when it was given (place_rename). */
bool descriptor_sync(int fd)
{
    if (FlushFileBuffers(handle_of(fd)) != 0 || is_directory(handle_of(fd)))
        return true;
    return failure_last();
}

/* The system has no call for it, and begins by itself. */
void descriptor_begin_sync(int fd)
{
    (void)fd;
}

/* Only a file opened without a cache is read past it. */
void descriptor_drop_cache(int fd)
{
    (void)fd;
}
