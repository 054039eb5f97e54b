#include "base/system/exposure.h"

#include "base/memory.h"
#include "base/system/access_windows.h"
#include "base/system/wide_windows.h"

#include <stdbool.h>
#include <wchar.h>

/* By which others could change what is in a directory, or put another one in its place. */
static const DWORD CHANGE_IN =
    FILE_ADD_FILE | FILE_ADD_SUBDIRECTORY | FILE_DELETE_CHILD | DELETE | WRITE_DAC | WRITE_OWNER;
static const DWORD CHANGE_ABOVE = FILE_DELETE_CHILD | DELETE | WRITE_DAC | WRITE_OWNER;

static HANDLE open_to_look(const wchar_t *path)
{
    return CreateFileW(path, READ_CONTROL | FILE_READ_ATTRIBUTES,
        FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE, NULL, OPEN_EXISTING,
        FILE_FLAG_BACKUP_SEMANTICS, NULL);
}

static bool is_open_to_others(const wchar_t *path, bool above)
{
    HANDLE handle = open_to_look(path);
    if (handle == INVALID_HANDLE_VALUE)
        return false;
    bool others = access_others_have(handle, above ? CHANGE_ABOVE : CHANGE_IN);
    (void)CloseHandle(handle);
    return others;
}

/* The path that leads there without a link. */
static bool find_real(const char *path, struct wide *real)
{
    struct wide given;
    if (!wide_path(path, &given))
        return false;
    HANDLE handle = open_to_look(given.text);
    if (handle == INVALID_HANDLE_VALUE)
        return false;
    bool found = wide_real(handle, real);
    (void)CloseHandle(handle);
    return found;
}

/* From "\\?\C:\a" to "\\?\C:\": without its end that would be the drive and not what it holds.
 * False where nothing is above. */
static bool go_up(struct wide *real)
{
    enum { PREFIX = 4 };
    wchar_t *last = wcsrchr(real->text, L'\\');
    if (last == NULL || last < real->text + PREFIX || last[1] == L'\0')
        return false;
    last[last[-1] == L':'] = L'\0';
    return true;
}

/* A name that is not well formed cannot be shown: then what was asked for is. */
static char *shown_or(const struct wide *real, const char *path)
{
    char *shown = wide_shown(real->text);
    return shown == NULL ? memory_text(path) : shown;
}

char *exposure_of(const char *path)
{
    struct wide real;
    if (!find_real(path, &real))
        return NULL;
    for (bool above = false;; above = true) {
        if (is_open_to_others(real.text, above))
            return shown_or(&real, path);
        if (!go_up(&real))
            return NULL;
    }
}
