#include "base/system/process.h"

#include <string.h>
#include <windows.h>

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
