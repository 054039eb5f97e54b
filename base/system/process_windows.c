#include "base/system/process.h"

#include "base/memory.h"

#include <fcntl.h>
#include <io.h>
#include <stdio.h>
#include <string.h>
#include <windows.h>

#include <shellapi.h> /* needs the one above */

enum { STANDARD = 3 }; /* descriptors */

/* The C library would write another end of a line than it is given. Ctrl-C is heard, also where
 * who started the program does not hear it. */
void process_begin(void)
{
    for (int fd = 0; fd < STANDARD; fd++)
        (void)_setmode(fd, _O_BINARY);
    (void)SetConsoleCtrlHandler(NULL, FALSE);
}

/* Those that a program was started without have no handle. */
bool process_hold_descriptors(void)
{
    for (int fd = 0; fd < STANDARD; fd++) {
        if (_get_osfhandle(fd) >= 0)
            continue;
        int made = _wopen(L"NUL", (fd == 0 ? _O_WRONLY : _O_RDONLY) | _O_BINARY | _O_NOINHERIT);
        if (made < 0 || (made != fd && (_dup2(made, fd) != 0 || _close(made) != 0)))
            return false;
    }
    return true;
}

static char *word_of(const wchar_t *wide)
{
    int size = WideCharToMultiByte(CP_UTF8, 0, wide, -1, NULL, 0, NULL, NULL);
    char *word = memory_allocate(size <= 0 ? 1 : (size_t)size);
    word[0] = '\0';
    (void)WideCharToMultiByte(CP_UTF8, 0, wide, -1, word, size, NULL, NULL);
    return word;
}

/* What main has is in the letters of the system's old programs. */
void process_words(int *count, char ***words)
{
    int found = 0;
    wchar_t **wide = CommandLineToArgvW(GetCommandLineW(), &found);
    if (wide == NULL)
        return;
    *words = memory_new((size_t)found + 1, sizeof **words);
    for (int i = 0; i < found; i++)
        (*words)[i] = word_of(wide[i]);
    *count = found;
    (void)LocalFree(wide);
}

/* ExitProcess would have the libraries say goodbye first. */
void process_end(int status)
{
    for (;;)
        (void)TerminateProcess(GetCurrentProcess(), (UINT)status);
}

void process_await_end(void)
{
    for (;;)
        Sleep(INFINITE);
}

void process_complain(const char *text)
{
    DWORD written = 0;
    (void)WriteFile(GetStdHandle(STD_ERROR_HANDLE), text, (DWORD)strlen(text), &written, NULL);
}
