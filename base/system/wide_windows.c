#include "base/system/wide_windows.h"

#include "base/memory.h"
#include "base/system/failure_windows.h"

#include <stdlib.h>
#include <string.h>
#include <wchar.h>
#include <windows.h>

/* Above this a path is given with the prefix: directories have room for a short name of 12 less
 * than other paths' 260, and a path that does not begin at a root has that of where the process is
 * in front of it. */
enum { WIDE_SHORT = 240 };

enum { PREFIX = 4, SHARE = 7 };
static const wchar_t LONG_PREFIX[] = L"\\\\?\\";
static const wchar_t SHARE_PREFIX[] = L"\\\\?\\UNC";

static bool is_prefixed(const wchar_t *path)
{
    return wcsncmp(path, LONG_PREFIX, PREFIX) == 0;
}

static bool put(struct wide *wide, const wchar_t *prefix, const wchar_t *path)
{
    size_t before = wcslen(prefix);
    size_t length = wcslen(path);
    if (before + length >= WIDE_MAX)
        return failure_of(ERROR_FILENAME_EXCED_RANGE);
    memcpy(wide->text, prefix, before * sizeof *prefix);
    memcpy(wide->text + before, path, (length + 1) * sizeof *path);
    wide->length = before + length;
    return true;
}

/* What stands after the prefix is taken as it is, so it has to be whole. */
static bool lengthen(struct wide *wide)
{
    wchar_t full[WIDE_MAX];
    DWORD length = GetFullPathNameW(wide->text, WIDE_MAX, full, NULL);
    if (length == 0)
        return failure_last();
    if (length >= WIDE_MAX)
        return failure_of(ERROR_FILENAME_EXCED_RANGE);
    bool share = wcsncmp(full, L"\\\\", 2) == 0;
    return put(wide, share ? SHARE_PREFIX : LONG_PREFIX, share ? full + 1 : full);
}

/* A colon behind anything but a drive's letter: what is read and written then is a part of another
 * file that no listing shows. */
static bool names_stream(const struct wide *wide)
{
    const wchar_t *colon = wcsrchr(wide->text, L':');
    return colon != NULL && colon - wide->text != 1 &&
           !(colon - wide->text == PREFIX + 1 && is_prefixed(wide->text));
}

static bool widen(const char *path, struct wide *wide)
{
    wide->length = 0;
    int count = MultiByteToWideChar(CP_UTF8, MB_ERR_INVALID_CHARS, path, -1, wide->text, WIDE_MAX);
    if (count == 0)
        return GetLastError() == ERROR_INSUFFICIENT_BUFFER ? failure_of(ERROR_FILENAME_EXCED_RANGE)
                                                           : failure_last();
    if (count == 1)
        return failure_of(ERROR_PATH_NOT_FOUND);
    wide->length = (size_t)count - 1;
    for (size_t i = 0; i < wide->length; i++) {
        if (wide->text[i] == L'/')
            wide->text[i] = L'\\';
    }
    return !names_stream(wide) || failure_of(ERROR_INVALID_NAME);
}

bool wide_path(const char *path, struct wide *wide)
{
    return widen(path, wide) && (is_prefixed(wide->text) ||
                                    (wide->length < WIDE_SHORT && GetFullPathNameW(wide->text, 0,
                                                                      NULL, NULL) <= WIDE_SHORT) ||
                                    lengthen(wide));
}

bool wide_path_to_add(const char *path, struct wide *wide)
{
    return widen(path, wide) && (is_prefixed(wide->text) || lengthen(wide));
}

bool wide_real(void *handle, struct wide *real)
{
    DWORD length = GetFinalPathNameByHandleW(handle, real->text, WIDE_MAX, FILE_NAME_NORMALIZED);
    if (length == 0)
        return failure_last();
    real->length = length;
    return length < WIDE_MAX || failure_of(ERROR_FILENAME_EXCED_RANGE);
}

bool wide_add(struct wide *wide, const wchar_t *name)
{
    size_t length = wcslen(name);
    if (wide->length + 1 + length >= WIDE_MAX)
        return failure_of(ERROR_FILENAME_EXCED_RANGE);
    if (wide->length > 0 && wide->text[wide->length - 1] != L'\\')
        wide->text[wide->length++] = L'\\';
    memcpy(wide->text + wide->length, name, (length + 1) * sizeof *name);
    wide->length += length;
    return true;
}

bool wide_to_text(const wchar_t *wide, char *text, size_t size)
{
    int count =
        WideCharToMultiByte(CP_UTF8, WC_ERR_INVALID_CHARS, wide, -1, text, (int)size, NULL, NULL);
    return count > 0 || failure_last();
}

char *wide_shown(const wchar_t *path)
{
    enum { TEXT_SIZE = 3 * WIDE_MAX };
    bool share = wcsncmp(path, SHARE_PREFIX, SHARE) == 0;
    char *text = memory_allocate(TEXT_SIZE);
    bool told = wide_to_text(path + (share                  ? SHARE
                                        : is_prefixed(path) ? PREFIX
                                                            : 0),
        text, TEXT_SIZE);
    char *shown = told ? memory_printf("%s%s", share ? "\\" : "", text) : NULL;
    free(text);
    return shown;
}
