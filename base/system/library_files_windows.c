/* What libraries open by a name is opened as all else is: libxlsxwriter calls fopen, which takes
 * paths in the letters of the system's old programs and short ones alone, where it is given UTF-8.
 * The linker turns its calls into those of __wrap_NAME (ld(1), --wrap). */
#include "base/system/failure_windows.h"
#include "base/system/wide_windows.h"
#include "base/undo.h"

#include <errno.h>
#include <fcntl.h>
#include <io.h>
#include <stdio.h>
#include <string.h>
#include <wchar.h>
#include <windows.h>

FILE *__wrap_fopen(const char *path, const char *mode);
FILE *__wrap_fopen64(const char *path, const char *mode);
FILE *__wrap_tmpfileplus(const char *directory, const char *prefix, char **path, int keep);

/* As others than the C library open them (base/system/place_windows.c): what is open can be
 * removed, and nothing is made behind what was taken back. */
static int open_shared(const struct wide *wide, DWORD access, DWORD how, DWORD flags)
{
    static const DWORD all = FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE;
    undo_hold();
    HANDLE handle = CreateFileW(wide->text, access, all, NULL, how, flags, NULL);
    undo_release();
    if (handle == INVALID_HANDLE_VALUE) {
        (void)failure_last();
        return -1;
    }
    int fd = _open_osfhandle((intptr_t)handle, _O_BINARY);
    if (fd < 0)
        (void)CloseHandle(handle);
    return fd;
}

static FILE *stream_of(int fd, const char *mode)
{
    FILE *file = fd < 0 ? NULL : _fdopen(fd, mode);
    if (file == NULL && fd >= 0)
        (void)_close(fd);
    return file;
}

/* What is read is there, what is written is made anew: the libraries add to nothing. */
FILE *__wrap_fopen(const char *path, const char *mode)
{
    struct wide wide;
    bool made = mode[0] == 'w';
    DWORD access = made || strchr(mode, '+') != NULL ? GENERIC_READ | GENERIC_WRITE : GENERIC_READ;
    if (!wide_path(path, &wide))
        return NULL;
    return stream_of(
        open_shared(&wide, access, made ? CREATE_ALWAYS : OPEN_EXISTING, FILE_ATTRIBUTE_NORMAL),
        mode);
}

FILE *__wrap_fopen64(const char *path, const char *mode)
{
    return __wrap_fopen(path, mode);
}

/* Of the directory and the number. */
static int open_part(const char *directory, unsigned number)
{
    struct wide wide;
    wchar_t name[16];
    (void)swprintf(name, sizeof name / sizeof *name, L"part%u", number);
    if (!wide_path_to_add(directory, &wide) || !wide_add(&wide, name))
        return -1;
    return open_shared(&wide, GENERIC_READ | GENERIC_WRITE | DELETE, CREATE_NEW,
        FILE_ATTRIBUTE_TEMPORARY | FILE_FLAG_DELETE_ON_CLOSE);
}

/* libxlsxwriter has a directory of its own for what it does not keep (report/workbook_library.h),
 * and asks for none of the rest. The file goes when it is closed. */
FILE *__wrap_tmpfileplus(const char *directory, const char *prefix, char **path, int keep)
{
    (void)prefix;
    (void)path;
    (void)keep;
    unsigned number = 0;
    int fd = open_part(directory, number);
    while (fd < 0 && errno == EEXIST)
        fd = open_part(directory, ++number);
    return stream_of(fd, "w+b");
}
