/* For tests that are about something else than what scrypt costs: a thousandth of the work, so that
 * what is locked with a passphrase opens with it in the same run of the library alone. Preloaded.
 */
#include <dlfcn.h>
#include <stddef.h>
#include <stdint.h>

enum { WORK = 256, BLOCK = 8 };

int crypto_pwhash_scryptsalsa208sha256_ll(const uint8_t *passphrase, size_t passphrase_length,
    const uint8_t *salt, size_t salt_length, uint64_t n, uint32_t r, uint32_t p, uint8_t *out,
    size_t length)
{
    int (*real)(const uint8_t *, size_t, const uint8_t *, size_t, uint64_t, uint32_t, uint32_t,
        uint8_t *, size_t) = dlsym(RTLD_NEXT, "crypto_pwhash_scryptsalsa208sha256_ll");
    return real(
        passphrase, passphrase_length, salt, salt_length, n < WORK ? n : WORK, r, p, out, length);
}

int crypto_pwhash_scryptsalsa208sha256(unsigned char *out, unsigned long long length,
    const char *passphrase, unsigned long long passphrase_length, const unsigned char *salt,
    unsigned long long operations, size_t memory)
{
    (void)operations;
    (void)memory;
    return crypto_pwhash_scryptsalsa208sha256_ll((const uint8_t *)passphrase,
        (size_t)passphrase_length, salt, 32, WORK, BLOCK, 1, out, (size_t)length);
}
