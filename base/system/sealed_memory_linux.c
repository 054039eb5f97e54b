#include "base/system/sealed_memory.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

enum { SEALS = F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE };
/* As Linux has it since 6.3 (include/uapi/linux/memfd.h); the headers of older systems do not. */
enum { NOT_EXECUTABLE = 0x0008 };

int sealed_memory_begin(const char *name)
{
    int fd = memfd_create(name, MFD_CLOEXEC | MFD_ALLOW_SEALING | NOT_EXECUTABLE);
    if (fd < 0 && errno == EINVAL) /* an older kernel */
        fd = memfd_create(name, MFD_CLOEXEC | MFD_ALLOW_SEALING);
    return fd;
}

bool sealed_memory_end(int fd)
{
    return fcntl(fd, F_ADD_SEALS, SEALS) == 0;
}
