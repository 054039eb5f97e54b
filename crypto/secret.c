#include "crypto/secret.h"

#include "base/memory.h"
#include "base/system/secrecy.h"

#include <sodium.h>
#include <string.h>

enum status secret_start(struct error *err)
{
    if (sodium_init() < 0)
        return error_set(err, STATUS_FAILED, REASON_IO_ERROR,
            "the cryptographic library cannot start: the system gives no random numbers");
    if (!secrecy_begin())
        return error_system(err, "core dumps cannot be turned off");
    return STATUS_OK;
}

bool secret_can_be_locked(void)
{
    enum { ALL_SECRETS = 1 << 20 };
    return secrecy_can_lock(ALL_SECRETS);
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
