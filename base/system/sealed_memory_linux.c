#include "base/system/sealed_memory.h"

#include "base/stream.h"

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

enum status sealed_memory_make(
    const char *name, const void *bytes, size_t length, int *fd, struct error *err)
{
    struct descriptor memory = {sealed_memory_begin(name), name};
    struct sink sink = sink_to_descriptor(&memory);
    enum status status;
    *fd = -1;
    if (memory.fd < 0)
        return error_system(err, "memory for another process cannot be had");
    TRY_OUT(sink_write(&sink, bytes, length, err));
    if (lseek(memory.fd, 0, SEEK_SET) != 0 || fcntl(memory.fd, F_ADD_SEALS, SEALS) != 0)
        TRY_OUT(error_system(err, "memory for another process cannot be sealed"));
    *fd = memory.fd;
    memory.fd = -1;
out:
    if (memory.fd >= 0)
        (void)close(memory.fd);
    return status;
}
