#include "base/system/place.h"

#include "base/system/access_windows.h"
#include "base/system/failure_windows.h"
#include "base/system/wide_windows.h"

#include <errno.h>
#include <fcntl.h>
#include <io.h>
#include <wchar.h>

/* Others may read, write, rename and remove what we have open, as on other systems. */
enum { SHARE_ALL = FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE };

static const unsigned OTHERS = 0077;

static HANDLE handle_of_place(int fd)
{
    return (HANDLE)_get_osfhandle(fd);
}

static bool close_failed(HANDLE handle)
{
    int number = errno;
    (void)CloseHandle(handle);
    errno = number;
    return false;
}

static bool give_descriptor(HANDLE handle, int *fd)
{
    *fd = _open_osfhandle((intptr_t)handle, _O_BINARY);
    if (*fd >= 0)
        return true;
    (void)CloseHandle(handle);
    return failure_of(ERROR_TOO_MANY_OPEN_FILES);
}

/* ---- looking ---- */

/* Only some reparse points stand for another place; others are files that a service keeps. */
static bool is_link(HANDLE handle, DWORD attributes)
{
    FILE_ATTRIBUTE_TAG_INFO tag;
    return (attributes & FILE_ATTRIBUTE_REPARSE_POINT) != 0 &&
           GetFileInformationByHandleEx(handle, FileAttributeTagInfo, &tag, sizeof tag) != 0 &&
           IsReparseTagNameSurrogate(tag.ReparseTag);
}

static bool look_at_handle(HANDLE handle, enum place_kind *kind)
{
    BY_HANDLE_FILE_INFORMATION about;
    if (GetFileType(handle) != FILE_TYPE_DISK) {
        *kind = PLACE_OTHER;
        return true;
    }
    if (GetFileInformationByHandle(handle, &about) == 0)
        return failure_last();
    *kind = is_link(handle, about.dwFileAttributes)                    ? PLACE_LINK
            : (about.dwFileAttributes & FILE_ATTRIBUTE_DIRECTORY) != 0 ? PLACE_DIRECTORY
                                                                       : PLACE_FILE;
    return true;
}

/* With these flags directories can be opened as well, and a link itself. */
static bool open_place(const char *path, DWORD access, bool follow, HANDLE *handle)
{
    struct wide wide;
    DWORD flags = FILE_FLAG_BACKUP_SEMANTICS | (follow ? 0 : FILE_FLAG_OPEN_REPARSE_POINT);
    *handle = INVALID_HANDLE_VALUE;
    if (!wide_path(path, &wide))
        return false;
    *handle = CreateFileW(wide.text, access, SHARE_ALL, NULL, OPEN_EXISTING, flags, NULL);
    return *handle != INVALID_HANDLE_VALUE || failure_last();
}

bool place_look(const char *path, bool follow, enum place_kind *kind)
{
    HANDLE handle;
    if (!open_place(path, FILE_READ_ATTRIBUTES, follow, &handle))
        return false;
    if (!look_at_handle(handle, kind))
        return close_failed(handle);
    (void)CloseHandle(handle);
    return true;
}

bool place_look_at(int fd, enum place_kind *kind)
{
    return look_at_handle(handle_of_place(fd), kind);
}

/* ---- opening ---- */

static bool refuse_link(HANDLE handle, bool follow)
{
    enum place_kind kind = PLACE_LINK;
    if (!follow && (!look_at_handle(handle, &kind) || kind == PLACE_LINK)) {
        errno = ELOOP;
        return close_failed(handle);
    }
    return true;
}

bool place_open(const char *path, bool follow, int *fd)
{
    HANDLE handle;
    *fd = -1;
    return open_place(path, GENERIC_READ, follow, &handle) && refuse_link(handle, follow) &&
           give_descriptor(handle, fd);
}

/* To be synced a directory has to be opened for writing, which not everybody may who may read it.
 */
bool place_open_directory(const char *path, bool follow, int *fd)
{
    HANDLE handle;
    enum place_kind kind = PLACE_OTHER;
    *fd = -1;
    if (!open_place(path, GENERIC_READ | GENERIC_WRITE, follow, &handle) &&
        !open_place(path, GENERIC_READ, follow, &handle))
        return false;
    if (!refuse_link(handle, follow))
        return false;
    if (!look_at_handle(handle, &kind) || kind != PLACE_DIRECTORY) {
        errno = ENOTDIR;
        return close_failed(handle);
    }
    return give_descriptor(handle, fd);
}

static bool create(const struct wide *wide, unsigned mode, int *fd)
{
    struct access_closed closed;
    SECURITY_ATTRIBUTES *attributes = NULL;
    *fd = -1;
    if ((mode & OTHERS) == 0) {
        if (!access_close(&closed))
            return false;
        attributes = &closed.attributes;
    }
    HANDLE handle = CreateFileW(wide->text, GENERIC_READ | GENERIC_WRITE | WRITE_DAC, SHARE_ALL,
        attributes, CREATE_NEW, FILE_ATTRIBUTE_NORMAL, NULL);
    return handle == INVALID_HANDLE_VALUE ? failure_last() : give_descriptor(handle, fd);
}

bool place_create(const char *path, unsigned mode, int *fd)
{
    struct wide wide;
    *fd = -1;
    return wide_path(path, &wide) && create(&wide, mode, fd);
}

bool place_create_in(int directory, const char *name, int *fd)
{
    struct wide wide;
    struct wide last;
    *fd = -1;
    if (!wide_path(name, &last))
        return false;
    DWORD length = GetFinalPathNameByHandleW(
        handle_of_place(directory), wide.text, WIDE_MAX, FILE_NAME_NORMALIZED);
    if (length == 0)
        return failure_last();
    if (length >= WIDE_MAX)
        return failure_of(ERROR_FILENAME_EXCED_RANGE);
    wide.length = length;
    return wide_add(&wide, last.text) && create(&wide, 0600, fd);
}

/* ---- whose it is ---- */

/* What others may read keeps the access list that its directory hands down. */
bool place_set_mode(int fd, unsigned mode)
{
    return (mode & OTHERS) != 0 || access_close_open(handle_of_place(fd));
}

static const DWORD CHANGE =
    FILE_WRITE_DATA | FILE_APPEND_DATA | FILE_DELETE_CHILD | DELETE | WRITE_DAC | WRITE_OWNER;

struct place_others place_others(const char *path)
{
    HANDLE handle;
    if (!open_place(path, READ_CONTROL | FILE_READ_ATTRIBUTES, true, &handle))
        return (struct place_others){false, false};
    struct place_others others = {
        access_others_have(handle, FILE_ALL_ACCESS), access_others_have(handle, CHANGE)};
    (void)CloseHandle(handle);
    return others;
}

bool place_is_closed(int fd)
{
    return !access_others_have(handle_of_place(fd), FILE_ALL_ACCESS);
}

/* ---- names ---- */

bool place_separates(char character)
{
    return character == '/' || character == '\\';
}

size_t place_root(const char *path)
{
    char small = (char)(path[0] | 0x20);
    size_t drive = small >= 'a' && small <= 'z' && path[1] == ':' ? 2 : 0;
    return place_separates(path[drive]) ? drive + 1 : drive;
}

static bool move(const char *from, const char *to, DWORD flags)
{
    struct wide before;
    struct wide after;
    return wide_path(from, &before) && wide_path(to, &after) &&
           (MoveFileExW(before.text, after.text, flags | MOVEFILE_WRITE_THROUGH) != 0 ||
               failure_last());
}

bool place_rename(const char *from, const char *to)
{
    return move(from, to, MOVEFILE_REPLACE_EXISTING);
}

bool place_rename_to_free(const char *from, const char *to)
{
    return move(from, to, 0);
}

bool place_link(const char *from, const char *to)
{
    struct wide before;
    struct wide after;
    return wide_path(from, &before) && wide_path(to, &after) &&
           (CreateHardLinkW(after.text, before.text, NULL) != 0 || failure_last());
}

bool place_make_directory(const char *path, unsigned mode)
{
    struct wide wide;
    struct access_closed closed;
    bool alone = (mode & OTHERS) == 0;
    return wide_path(path, &wide) && (!alone || access_close(&closed)) &&
           (CreateDirectoryW(wide.text, alone ? &closed.attributes : NULL) != 0 || failure_last());
}

/* ---- removing ---- */

static bool remove_wide(const struct wide *wide)
{
    return DeleteFileW(wide->text) != 0 || failure_last();
}

bool place_remove(const char *path)
{
    struct wide wide;
    return wide_path(path, &wide) && remove_wide(&wide);
}

bool place_remove_directory(const char *path)
{
    struct wide wide;
    return wide_path(path, &wide) && (RemoveDirectoryW(wide.text) != 0 || failure_last());
}

static void remove_tree(struct wide *wide);

/* wide is lengthened by the name and shortened again: one path for the whole way down. */
static void remove_entry(struct wide *wide, const WIN32_FIND_DATAW *entry)
{
    static const DWORD link = FILE_ATTRIBUTE_DIRECTORY | FILE_ATTRIBUTE_REPARSE_POINT;
    size_t length = wide->length;
    if (wide_add(wide, entry->cFileName)) {
        if ((entry->dwFileAttributes & link) == FILE_ATTRIBUTE_DIRECTORY)
            remove_tree(wide);
        else if ((entry->dwFileAttributes & FILE_ATTRIBUTE_DIRECTORY) != 0)
            (void)RemoveDirectoryW(wide->text);
        else
            (void)remove_wide(wide);
    }
    wide->length = length;
    wide->text[length] = L'\0';
}

static void remove_tree(struct wide *wide)
{
    WIN32_FIND_DATAW entry;
    size_t length = wide->length;
    if (!wide_add(wide, L"*"))
        return;
    HANDLE listing = FindFirstFileW(wide->text, &entry);
    wide->length = length;
    wide->text[length] = L'\0';
    if (listing == INVALID_HANDLE_VALUE)
        return;
    do {
        if (wcscmp(entry.cFileName, L".") != 0 && wcscmp(entry.cFileName, L"..") != 0)
            remove_entry(wide, &entry);
    } while (FindNextFileW(listing, &entry) != 0);
    (void)FindClose(listing);
    (void)RemoveDirectoryW(wide->text);
}

void place_remove_tree(const char *path)
{
    struct wide wide;
    enum place_kind kind;
    if (place_look(path, false, &kind) && kind == PLACE_DIRECTORY && wide_path(path, &wide))
        remove_tree(&wide);
}

bool place_is_unable(int number)
{
    return number == EPERM || number == ENOSYS;
}
