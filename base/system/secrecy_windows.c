#include "base/system/secrecy.h"

#include "base/memory.h"
#include "base/messages.h"
#include "base/system/failure_windows.h"

#include <windows.h>

/* What a process may have locked is part of what it is promised to keep in memory at all. */
enum { KEPT_LEAST = 8 << 20, KEPT_MOST = 64 << 20 };

/* A crash shows no window, which would offer to send what was in memory. */
bool secrecy_begin(void)
{
    (void)SetErrorMode(SEM_FAILCRITICALERRORS | SEM_NOGPFAULTERRORBOX);
    return SetProcessWorkingSetSize(GetCurrentProcess(), KEPT_LEAST, KEPT_MOST) != 0 ||
           failure_last();
}

bool secrecy_can_lock(size_t size)
{
    void *memory = VirtualAlloc(NULL, size, MEM_RESERVE | MEM_COMMIT, PAGE_READWRITE);
    if (memory == NULL)
        memory_exhausted();
    bool locked = VirtualLock(memory, size) != 0;
    (void)VirtualFree(memory, 0, MEM_RELEASE);
    return locked;
}

const char *secrecy_advice(void)
{
    return N_("end other programs, or ask whoever runs this machine to allow your account to "
              "increase the working set of a process");
}
