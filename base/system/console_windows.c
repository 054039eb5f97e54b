/* Reading and writing have a handle of their own each: the descriptor is that of what is typed. */
#include "base/system/console.h"

#include "base/system/failure_windows.h"

#include <fcntl.h>
#include <io.h>
#include <windows.h>

static const DWORD BOTH = GENERIC_READ | GENERIC_WRITE;
static const DWORD SHARED = FILE_SHARE_READ | FILE_SHARE_WRITE;

static HANDLE open_screen(void)
{
    return CreateFileW(L"CONOUT$", BOTH, SHARED, NULL, OPEN_EXISTING, 0, NULL);
}

void console_begin(struct console_settings *before)
{
    HANDLE screen = open_screen();
    *before = (struct console_settings){GetConsoleOutputCP(), 0};
    if (screen == INVALID_HANDLE_VALUE)
        return;
    (void)SetConsoleOutputCP(CP_UTF8);
    if (GetConsoleMode(screen, &before->mode) != 0)
        (void)SetConsoleMode(
            screen, before->mode | ENABLE_PROCESSED_OUTPUT | ENABLE_VIRTUAL_TERMINAL_PROCESSING);
    (void)CloseHandle(screen);
}

void console_end(const struct console_settings *before)
{
    HANDLE screen = open_screen();
    if (screen == INVALID_HANDLE_VALUE)
        return;
    (void)SetConsoleMode(screen, before->mode);
    (void)SetConsoleOutputCP((UINT)before->page);
    (void)CloseHandle(screen);
}

bool console_open(int *fd)
{
    HANDLE handle = CreateFileW(L"CONIN$", BOTH, SHARED, NULL, OPEN_EXISTING, 0, NULL);
    *fd = -1;
    if (handle == INVALID_HANDLE_VALUE)
        return failure_last();
    *fd = _open_osfhandle((intptr_t)handle, _O_BINARY);
    if (*fd >= 0)
        return true;
    (void)CloseHandle(handle);
    return failure_of(ERROR_TOO_MANY_OPEN_FILES);
}

/* As long as whole letters fit; the system takes so many at once. */
enum { PART = 4096 };

static size_t whole_letters(const unsigned char *bytes, size_t length)
{
    size_t end = length < PART ? length : PART;
    while (end < length && end > 0 && (bytes[end] & 0xC0) == 0x80)
        end--;
    return end == 0 ? length : end;
}

static bool write_wide(HANDLE screen, const wchar_t *wide, DWORD count)
{
    while (count > 0) {
        DWORD wrote = 0;
        if (WriteConsoleW(screen, wide, count, &wrote, NULL) == 0)
            return failure_last();
        if (wrote == 0)
            return failure_of(ERROR_WRITE_FAULT);
        wide += wrote;
        count -= wrote;
    }
    return true;
}

bool console_write(int fd, const void *bytes, size_t length)
{
    (void)fd;
    const unsigned char *next = bytes;
    bool written = true;
    HANDLE screen = open_screen();
    if (screen == INVALID_HANDLE_VALUE)
        return failure_last();
    while (written && length > 0) {
        wchar_t wide[PART];
        size_t part = whole_letters(next, length);
        int count = MultiByteToWideChar(CP_UTF8, 0, (const char *)next, (int)part, wide, PART);
        written = count > 0 ? write_wide(screen, wide, (DWORD)count) : failure_last();
        next += part;
        length -= part;
    }
    (void)CloseHandle(screen);
    return written;
}

/* The C library would hand on each byte by itself, or as many as it has room for. */
bool console_print(FILE *stream, const void *bytes, size_t length)
{
    if (!console_is(_fileno(stream)))
        return fwrite(bytes, 1, length, stream) == length;
    return fflush(stream) == 0 && console_write(_fileno(stream), bytes, length);
}

bool console_is(int fd)
{
    DWORD mode;
    return GetConsoleMode((HANDLE)_get_osfhandle(fd), &mode) != 0;
}

/* The program said so when it began (process_begin). */
bool console_has_utf8(int fd)
{
    (void)fd;
    return true;
}

bool console_has_colours(void)
{
    DWORD mode = 0;
    HANDLE screen = open_screen();
    bool told = GetConsoleMode(screen, &mode) != 0;
    if (screen != INVALID_HANDLE_VALUE)
        (void)CloseHandle(screen);
    return told && (mode & ENABLE_VIRTUAL_TERMINAL_PROCESSING) != 0;
}

/* What is seen of it, and not what it remembers. A descriptor of what is typed is of the same. */
struct console_size console_size(int fd)
{
    CONSOLE_SCREEN_BUFFER_INFO about;
    HANDLE screen = open_screen();
    struct console_size size = {0, 0};
    if (console_is(fd) && GetConsoleScreenBufferInfo(screen, &about) != 0) {
        size.columns = (size_t)(about.srWindow.Right - about.srWindow.Left + 1);
        size.lines = (size_t)(about.srWindow.Bottom - about.srWindow.Top + 1);
    }
    if (screen != INVALID_HANDLE_VALUE)
        (void)CloseHandle(screen);
    return size;
}

bool console_is_own(void)
{
    DWORD processes[2];
    return GetConsoleProcessList(processes, 2) == 1;
}
