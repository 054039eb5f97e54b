#include "crypto/secret.h"

#include "base/memory.h"

#include <sodium.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>

enum status secret_start(struct error *err)
{
    if (sodium_init() < 0)
        return error_set(err, STATUS_FAILED, REASON_IO_ERROR,
            "the cryptographic library cannot start: the system gives no random numbers");
    static const struct rlimit none = {0, 0};
    if (setrlimit(RLIMIT_CORE, &none) != 0 || prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0)
        return error_system(err, "core dumps cannot be turned off");
    return STATUS_OK;
}

bool secret_can_be_locked(void)
{
    enum { ALL_SECRETS = 1 << 20 };
    void *memory =
        mmap(NULL, ALL_SECRETS, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED)
        memory_exhausted();
    bool locked = mlock(memory, ALL_SECRETS) == 0;
    (void)munmap(memory, ALL_SECRETS);
    return locked;
}

void *secret_new(size_t size)
{
    unsigned char *secret = sodium_malloc(size);
    if (secret == NULL)
        memory_exhausted();
    memset(secret, 0, size);
    return secret;
}

void secret_free(void *secret)
{
    sodium_free(secret);
}

struct secret secret_make(size_t size)
{
    return (struct secret){.bytes = secret_new(size), .size = size};
}

struct secret secret_copy(const void *bytes, size_t length)
{
    struct secret copy = secret_make(length);
    memcpy(copy.bytes, bytes, length);
    copy.length = length;
    return copy;
}

void secret_clear(struct secret *secret)
{
    secret_free(secret->bytes);
    *secret = (struct secret){0};
}
