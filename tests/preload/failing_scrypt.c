/* For tests: the FAILING_SCRYPT-th call (from 1) of scrypt fails, and only its result says so.
 * Preloaded. */
#include <dlfcn.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

/* The first function may call the second one through this library: that is one call. */
static int inside;

static int fails(void)
{
    static long calls;
    const char *which = getenv("FAILING_SCRYPT");
    return which != NULL && !inside && ++calls == strtol(which, NULL, 10);
}

int crypto_pwhash_scryptsalsa208sha256(unsigned char *out, unsigned long long length,
    const char *passphrase, unsigned long long passphrase_length, const unsigned char *salt,
    unsigned long long operations, size_t memory)
{
    int (*real)(unsigned char *, unsigned long long, const char *, unsigned long long,
        const unsigned char *, unsigned long long, size_t) =
        dlsym(RTLD_NEXT, "crypto_pwhash_scryptsalsa208sha256");
    if (fails())
        return -1;
    inside = 1;
    int result = real(out, length, passphrase, passphrase_length, salt, operations, memory);
    inside = 0;
    return result;
}

int crypto_pwhash_scryptsalsa208sha256_ll(const uint8_t *passphrase, size_t passphrase_length,
    const uint8_t *salt, size_t salt_length, uint64_t n, uint32_t r, uint32_t p, uint8_t *out,
    size_t length)
{
    int (*real)(const uint8_t *, size_t, const uint8_t *, size_t, uint64_t, uint32_t, uint32_t,
        uint8_t *, size_t) = dlsym(RTLD_NEXT, "crypto_pwhash_scryptsalsa208sha256_ll");
    return fails() ? -1
                   : real(passphrase, passphrase_length, salt, salt_length, n, r, p, out, length);
}
