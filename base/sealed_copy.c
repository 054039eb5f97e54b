#include "base/sealed_copy.h"

#include "base/stream.h"
#include "base/system/descriptor.h"
#include "base/system/sealed_memory.h"

enum status sealed_copy_make(
    const char *name, const void *bytes, size_t length, int *fd, struct error *err)
{
    struct descriptor memory = {sealed_memory_begin(name), name};
    struct sink sink = sink_to_descriptor(&memory);
    enum status status;
    *fd = -1;
    if (memory.fd < 0)
        return error_system(err, "memory for another process cannot be had");
    TRY_OUT(sink_write(&sink, bytes, length, err));
    if (!descriptor_rewind(memory.fd) || !sealed_memory_end(memory.fd))
        TRY_OUT(error_system(err, "memory for another process cannot be sealed"));
    *fd = memory.fd;
    memory.fd = -1;
out:
    if (memory.fd >= 0)
        (void)descriptor_close(memory.fd);
    return status;
}
