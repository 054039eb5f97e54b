/* What libraries open by a name is opened as all else is: libxlsxwriter calls fopen, which takes
 * paths in the letters of the system's old programs and short ones alone, where it is given UTF-8.
 * The linker turns its calls into those of __wrap_NAME (ld(1), --wrap). */
#include "base/system/wide_windows.h"

#include <errno.h>
#include <fcntl.h>
#include <io.h>
#include <stdio.h>
#include <sys/stat.h>
#include <wchar.h>

FILE *__wrap_fopen(const char *path, const char *mode);
FILE *__wrap_fopen64(const char *path, const char *mode);
FILE *__wrap_tmpfileplus(const char *directory, const char *prefix, char **path, int keep);

enum { MODE_MAX = 8 };

FILE *__wrap_fopen(const char *path, const char *mode)
{
    struct wide wide;
    wchar_t wide_mode[MODE_MAX] = {0};
    if (!wide_path(path, &wide))
        return NULL;
    for (size_t i = 0; i + 1 < MODE_MAX && mode[i] != '\0'; i++)
        wide_mode[i] = (wchar_t)mode[i];
    return _wfopen(wide.text, wide_mode);
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
    return _wopen(wide.text, _O_RDWR | _O_CREAT | _O_EXCL | _O_BINARY | _O_TEMPORARY | _O_NOINHERIT,
        _S_IREAD | _S_IWRITE);
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
    FILE *file = fd < 0 ? NULL : _fdopen(fd, "w+b");
    if (file == NULL && fd >= 0)
        (void)_close(fd);
    return file;
}
