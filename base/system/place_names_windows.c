/* Names are given, taken, looked for and removed. */
#include "base/system/place.h"

#include "base/system/access_windows.h"
#include "base/system/failure_windows.h"
#include "base/system/wide_windows.h"
#include "base/undo.h"

#include <errno.h>
#include <wchar.h>

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

/* Whether somebody has it open: then it cannot be opened for oneself alone. */
static bool is_held(const struct wide *wide)
{
    HANDLE handle = CreateFileW(wide->text, DELETE, 0, NULL, OPEN_EXISTING,
        FILE_FLAG_BACKUP_SEMANTICS | FILE_FLAG_OPEN_REPARSE_POINT, NULL);
    if (handle == INVALID_HANDLE_VALUE)
        return GetLastError() == ERROR_SHARING_VIOLATION;
    (void)CloseHandle(handle);
    return false;
}

/* Whatever looks at each new file, for what is wicked or to find it again, lets go soon. */
enum { HELD_PARTS = 20, HELD_MILLISECONDS = 50 };

static bool stays_held(const struct wide *wide)
{
    for (int i = 0; i < HELD_PARTS && is_held(wide); i++)
        Sleep(HELD_MILLISECONDS);
    return is_held(wide);
}

bool place_is_held(const char *path)
{
    struct wide wide;
    return wide_path(path, &wide) && stays_held(&wide);
}

/* Who removes a file opens it by its name first, and would remove it under the other one if it got
 * that in between: so nothing is taken back meanwhile. No name is given behind the end, either. */
static bool move_once(const struct wide *before, const struct wide *after, DWORD flags)
{
    undo_hold();
    bool moved = MoveFileExW(before->text, after->text, flags) != 0;
    undo_release();
    return moved;
}

/* The system says of what is held, too, that it denies access. */
static bool move_wide(const struct wide *before, const struct wide *after, DWORD flags)
{
    if (move_once(before, after, flags))
        return true;
    DWORD number = GetLastError();
    if (number != ERROR_ACCESS_DENIED && number != ERROR_SHARING_VIOLATION)
        return failure_of(number);
    if (stays_held(before) || stays_held(after))
        return failure_of(ERROR_SHARING_VIOLATION);
    return move_once(before, after, flags) || failure_last();
}

static bool move(const char *from, const char *to, DWORD flags)
{
    struct wide before;
    struct wide after;
    return wide_path(from, &before) && wide_path(to, &after) &&
           move_wide(&before, &after, flags | MOVEFILE_WRITE_THROUGH);
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
    if (!wide_path(from, &before) || !wide_path(to, &after))
        return false;
    undo_hold();
    bool linked = CreateHardLinkW(after.text, before.text, NULL) != 0;
    undo_release();
    return linked || failure_last();
}

bool place_make_directory(const char *path, unsigned mode)
{
    struct wide wide;
    struct access_closed closed;
    bool alone = access_mode_is_closed(mode);
    if (!wide_path(path, &wide) || (alone && !access_close(&closed)))
        return false;
    undo_hold();
    bool made = CreateDirectoryW(wide.text, alone ? &closed.attributes : NULL) != 0;
    undo_release();
    return made || failure_last();
}

/* ---- removing ---- */

/* *parts: so often it may be waited yet for who has something open. */
static bool remove_wide(const struct wide *wide, int *parts)
{
    while (DeleteFileW(wide->text) == 0) {
        DWORD number = GetLastError();
        if (number != ERROR_SHARING_VIOLATION || *parts == 0)
            return failure_of(number);
        --*parts;
        Sleep(HELD_MILLISECONDS);
    }
    return true;
}

bool place_remove(const char *path)
{
    struct wide wide;
    int parts = HELD_PARTS;
    return wide_path(path, &wide) && remove_wide(&wide, &parts);
}

bool place_remove_directory(const char *path)
{
    struct wide wide;
    return wide_path(path, &wide) && (RemoveDirectoryW(wide.text) != 0 || failure_last());
}

/* A tree that goes. at is lengthened by a name and shortened again: one path for the whole way
 * down. It is waited for all together: there are five seconds where a window is closed. */
struct going {
    struct wide at;
    struct wide beside;
    int parts;
};

/* What somebody has open, as this process in another thread, keeps its name until it is closed,
 * unless the file system knows better; and a directory in which a name is left stays. So it gets a
 * name beside the directory first. */
static void remove_file(struct going *going)
{
    const struct wide *file = &going->at;
    struct wide *beside = &going->beside;
    size_t length = beside->length;
    bool moved = false;
    for (wchar_t last = L'0'; !moved && last <= L'9' && length + 1 < WIDE_MAX && is_held(file);
         last++) {
        beside->text[length] = last;
        beside->text[length + 1] = L'\0';
        moved = MoveFileExW(file->text, beside->text, 0) != 0;
    }
    (void)remove_wide(moved ? beside : file, &going->parts);
    beside->text[length] = L'\0';
}

static void remove_tree(struct going *going);

static void remove_entry(struct going *going, const WIN32_FIND_DATAW *entry)
{
    static const DWORD link = FILE_ATTRIBUTE_DIRECTORY | FILE_ATTRIBUTE_REPARSE_POINT;
    struct wide *wide = &going->at;
    size_t length = wide->length;
    if (wide_add(wide, entry->cFileName)) {
        if ((entry->dwFileAttributes & link) == FILE_ATTRIBUTE_DIRECTORY)
            remove_tree(going);
        else if ((entry->dwFileAttributes & FILE_ATTRIBUTE_DIRECTORY) != 0)
            (void)RemoveDirectoryW(wide->text);
        else
            remove_file(going);
    }
    wide->length = length;
    wide->text[length] = L'\0';
}

static void remove_tree(struct going *going)
{
    WIN32_FIND_DATAW entry;
    struct wide *wide = &going->at;
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
            remove_entry(going, &entry);
    } while (FindNextFileW(listing, &entry) != 0);
    (void)FindClose(listing);
    (void)RemoveDirectoryW(wide->text);
}

void place_remove_tree(const char *path)
{
    struct going going = {.parts = HELD_PARTS};
    enum place_kind kind;
    if (!place_look(path, false, &kind) || kind != PLACE_DIRECTORY ||
        !wide_path_to_add(path, &going.at))
        return;
    going.beside = going.at;
    remove_tree(&going);
}

bool place_is_unable(int number)
{
    return number == EPERM || number == ENOSYS;
}
