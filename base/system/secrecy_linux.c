#include "base/system/secrecy.h"

#include "base/memory.h"
#include "base/messages.h"

#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>

bool secrecy_begin(void)
{
    static const struct rlimit none = {0, 0};
    return setrlimit(RLIMIT_CORE, &none) == 0 && prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0;
}

bool secrecy_can_lock(size_t size)
{
    void *memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED)
        memory_exhausted();
    bool locked = mlock(memory, size) == 0;
    (void)munmap(memory, size);
    return locked;
}

const char *secrecy_advice(void)
{
    return N_("raise the limit: `ulimit -l 8192`, or memlock in /etc/security/limits.conf");
}
