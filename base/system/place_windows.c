#include "base/system/place.h"

#include "base/memory.h"
#include "base/system/access_windows.h"
#include "base/system/failure_windows.h"
#include "base/system/wide_windows.h"
#include "base/undo.h"

#include <errno.h>
#include <fcntl.h>
#include <io.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

/* Others may read, write, rename and remove what we have open, as on other systems. */
enum { SHARE_ALL = FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE };

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

/* What a handle says of a file, from opening to closing. */
static bool examine_place(const char *path, BY_HANDLE_FILE_INFORMATION *about)
{
    HANDLE handle;
    if (!open_place(path, FILE_READ_ATTRIBUTES, true, &handle))
        return false;
    if (GetFileInformationByHandle(handle, about) == 0) {
        (void)failure_last();
        return close_failed(handle);
    }
    (void)CloseHandle(handle);
    return true;
}

static struct place_identity identity_of(const BY_HANDLE_FILE_INFORMATION *about)
{
    return (struct place_identity){
        about->dwVolumeSerialNumber, (uint64_t)about->nFileIndexHigh << 32 | about->nFileIndexLow};
}

bool place_identify(const char *path, struct place_identity *identity)
{
    BY_HANDLE_FILE_INFORMATION about;
    if (!examine_place(path, &about))
        return false;
    *identity = identity_of(&about);
    return true;
}

bool place_identify_at(int fd, struct place_identity *identity)
{
    BY_HANDLE_FILE_INFORMATION about;
    if (GetFileInformationByHandle(handle_of_place(fd), &about) == 0)
        return failure_last();
    *identity = identity_of(&about);
    return true;
}

/* Of the system's moments, in tenths of a microsecond since 1601. */
static const int64_t TICKS_A_SECOND = 10000000;
static const int64_t SECONDS_BEFORE_1970 = 11644473600;

bool place_changed(const char *path, int64_t *moment)
{
    BY_HANDLE_FILE_INFORMATION about;
    if (!examine_place(path, &about))
        return false;
    uint64_t ticks =
        (uint64_t)about.ftLastWriteTime.dwHighDateTime << 32 | about.ftLastWriteTime.dwLowDateTime;
    *moment = (int64_t)ticks / TICKS_A_SECOND - SECONDS_BEFORE_1970;
    return true;
}

char *place_real(const char *path)
{
    HANDLE handle;
    struct wide wide;
    if (!open_place(path, FILE_READ_ATTRIBUTES, true, &handle))
        return NULL;
    if (!wide_real(handle, &wide)) {
        (void)close_failed(handle);
        return NULL;
    }
    (void)CloseHandle(handle);
    char *plain = wide_shown(wide.text);
    for (char *next = plain; next != NULL && *next != '\0'; next++)
        *next = *next == '\\' ? '/' : *next;
    return plain;
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

bool place_open_stream(const char *path, int *fd)
{
    return place_open(path, true, fd);
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
    if (access_mode_is_closed(mode)) {
        if (!access_close(&closed))
            return false;
        attributes = &closed.attributes;
    }
    /* On a share many may write and nobody but who runs it may give a list. */
    DWORD access = GENERIC_READ | GENERIC_WRITE | (attributes == NULL ? 0 : WRITE_DAC);
    undo_hold();
    HANDLE handle = CreateFileW(
        wide->text, access, SHARE_ALL, attributes, CREATE_NEW, FILE_ATTRIBUTE_NORMAL, NULL);
    undo_release();
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
    return wide_path(name, &last) && wide_real(handle_of_place(directory), &wide) &&
           wide_add(&wide, last.text) && create(&wide, 0600, fd);
}

/* ---- whose it is ---- */

/* What others may read keeps the access list that its directory hands down. */
bool place_set_mode(int fd, unsigned mode)
{
    return !access_mode_is_closed(mode) || access_close_open(handle_of_place(fd));
}

static const DWORD CHANGE =
    FILE_WRITE_DATA | FILE_APPEND_DATA | FILE_DELETE_CHILD | DELETE | WRITE_DAC | WRITE_OWNER;

/* Whether others may read it is what a system without modes keeps of one. */
unsigned place_mode(const char *path)
{
    enum place_kind kind;
    return place_look(path, true, &kind) && place_others(path).any ? 0666 : 0600;
}

bool place_takes_more(const char *directory)
{
    HANDLE handle;
    if (!open_place(directory, FILE_ADD_FILE, true, &handle))
        return false;
    (void)CloseHandle(handle);
    return true;
}

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
