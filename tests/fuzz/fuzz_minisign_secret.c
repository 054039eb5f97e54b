/* A minisign secret key file, without its passphrase: scrypt would cost more than all the rest. */
#include "crypto/minisign_key.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct minisign_secret *secret = NULL;
    struct minisign_secret *again = NULL;
    struct secret text = {0};
    bool encrypted = false;
    enum status known = minisign_secret_is_encrypted(data, size, &encrypted, NULL);
    if (minisign_secret_read(data, size, NULL, &secret, NULL) == STATUS_OK) {
        fuzz_require(known == STATUS_OK && !encrypted);
        text = minisign_secret_write(secret, NULL);
        fuzz_require(
            minisign_secret_read(text.bytes, text.length, NULL, &again, NULL) == STATUS_OK);
        fuzz_require(
            minisign_public_equal(minisign_key_public(secret), minisign_key_public(again)));
    }
    minisign_key_free(secret);
    minisign_key_free(again);
    secret_clear(&text);
    return 0;
}
