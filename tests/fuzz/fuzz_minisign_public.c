/* A minisign public key file, and its line alone. */
#include "crypto/minisign_key.h"
#include "tests/fuzz/fuzz.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct minisign_public public;
    struct minisign_public again;
    char line[MINISIGN_PUBLIC_LINE_SIZE];
    struct buffer text = {0};
    if (minisign_public_read(data, size, &public, NULL) == STATUS_OK) {
        minisign_public_write(&public, &text);
        fuzz_require(minisign_public_read(text.data, text.length, &again, NULL) == STATUS_OK);
        fuzz_require(minisign_public_equal(&public, &again));
    }
    if (minisign_public_from_line((const char *)data, size, &public, NULL) == STATUS_OK) {
        minisign_public_line(line, &public);
        fuzz_require(strlen(line) == size && memcmp(line, data, size) == 0);
    }
    buffer_free(&text);
    return 0;
}
