#include "base/system/process.h"

#include "base/memory.h"

#include <fcntl.h>
#include <io.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <windows.h>

enum { STANDARD = 3 }; /* descriptors */

/* Ctrl-C and Ctrl-Break, the window that is closed, the user who logs off, the machine that is shut
 * down. Told to whoever waits for the program, by its status (apart_run): what the system does by
 * itself says so on Windows alone, and would write what is still in the buffer of standard output,
 * which is half a result. */
static BOOL WINAPI end_from_outside(DWORD event)
{
    (void)event;
    (void)TerminateProcess(GetCurrentProcess(), (UINT)STATUS_CONTROL_C_EXIT);
    return FALSE;
}

/* The C library would write another end of a line than it is given. Ctrl-C is heard, also where
 * who started the program does not hear it. What the system loads yet, as for random numbers, is
 * its own, whatever lies beside the program, where it was saved to, or where the user is. */
void process_begin(void)
{
    (void)SetDefaultDllDirectories(LOAD_LIBRARY_SEARCH_SYSTEM32);
    for (int fd = 0; fd < STANDARD; fd++)
        (void)_setmode(fd, _O_BINARY);
    (void)SetConsoleCtrlHandler(NULL, FALSE);
    (void)SetConsoleCtrlHandler(end_from_outside, TRUE);
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

static char *text_of_wide(const wchar_t *wide)
{
    int size = WideCharToMultiByte(CP_UTF8, 0, wide, -1, NULL, 0, NULL, NULL);
    char *word = memory_allocate(size <= 0 ? 1 : (size_t)size);
    word[0] = '\0';
    (void)WideCharToMultiByte(CP_UTF8, 0, wide, -1, word, size, NULL, NULL);
    return word;
}

/* Of the C library: what takes a command line apart, by no header of every compiler. Of the system
 * CommandLineToArgvW would, from a library that no worker can load: it brings those that draw. */
struct words_how {
    int new_mode;
};
_CRTIMP int __cdecl __wgetmainargs(
    int *count, wchar_t ***words, wchar_t ***variables, int wildcards, struct words_how *how);

/* What main has is in the letters of the system's old programs. */
void process_words(int *count, char ***words)
{
    int found = 0;
    wchar_t **wide = NULL;
    wchar_t **variables = NULL;
    struct words_how how = {0};
    (void)__wgetmainargs(&found, &wide, &variables, 0, &how);
    if (wide == NULL)
        return;
    *words = memory_new((size_t)found + 1, sizeof **words);
    for (int i = 0; i < found; i++)
        (*words)[i] = text_of_wide(wide[i]);
    *count = found;
}

const char *process_variable(const char *name)
{
    enum { NAME_MAX_LENGTH = 64 };
    wchar_t wide[NAME_MAX_LENGTH] = {0};
    for (size_t i = 0; i + 1 < NAME_MAX_LENGTH && name[i] != '\0'; i++)
        wide[i] = (wchar_t)name[i];
    const wchar_t *value = _wgetenv(wide);
    return value == NULL ? NULL : text_of_wide(value);
}

/* ExitProcess would have the libraries say goodbye first. */
void process_end(int status)
{
    for (;;)
        (void)TerminateProcess(GetCurrentProcess(), (UINT)status);
}

void process_complain(const char *text)
{
    DWORD written = 0;
    (void)WriteFile(GetStdHandle(STD_ERROR_HANDLE), text, (DWORD)strlen(text), &written, NULL);
}
