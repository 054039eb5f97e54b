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

/* The path that leads there without a link; empty if it leads nowhere. */
static void find_real(const char *path, struct wide *real)
{
    struct wide given;
    real->text[0] = L'\0';
    if (!wide_path(path, &given))
        return;
    HANDLE handle = open_to_look(given.text);
    if (handle == INVALID_HANDLE_VALUE)
        return;
    DWORD length = GetFinalPathNameByHandleW(handle, real->text, WIDE_MAX, FILE_NAME_NORMALIZED);
    if (length == 0 || length >= WIDE_MAX)
        real->text[0] = L'\0';
    (void)CloseHandle(handle);
}

/* Without the prefix of long paths, which nobody writes. */
static char *as_text(const wchar_t *real)
{
    enum { TEXT_SIZE = 3 * WIDE_MAX };
    char *text = memory_allocate(TEXT_SIZE);
    if (!wide_to_text(wcsncmp(real, L"\\\\?\\", 4) == 0 ? real + 4 : real, text, TEXT_SIZE))
        text[0] = '\0';
    return text;
}

/* What is left of "\\?\C:\a" at the end is "\\?\C:". */
char *exposure_of(const char *path)
{
    struct wide real;
    find_real(path, &real);
    for (bool above = false; real.text[0] != L'\0'; above = true) {
        if (is_open_to_others(real.text, above))
            return as_text(real.text);
        wchar_t *last = wcsrchr(real.text, L'\\');
        if (last == NULL || last < real.text + 4 || last[-1] == L':')
            return NULL;
        *last = L'\0';
    }
    return NULL;
}
