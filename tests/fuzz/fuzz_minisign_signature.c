/* A signature file over an empty message: nothing but the one that the key makes may hold. */
#include "crypto/minisign.h"
#include "tests/fuzz/fuzz.h"
#include "tests/unit/minisign_stock.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct minisign_claim claim;
    struct buffer trusted = {0};
    const struct minisign_public *public = minisign_key_public(fuzz_municipality()->secrets.sign);
    enum status peeked = minisign_signature_peek(data, size, &claim, NULL);
    enum status ours = minisign_document_verify(public, NULL, 0, claim.trusted, data, size, NULL);
    enum status stock = minisign_stock_verify(public, NULL, 0, data, size, &trusted, NULL);
    fuzz_require(stock == STATUS_OK || trusted.length == 0);
    if (ours == STATUS_OK) {
        struct buffer again = {0};
        fuzz_require(peeked == STATUS_OK && stock == STATUS_OK);
        fuzz_require(minisign_sign(fuzz_municipality()->secrets.sign, "", 0, claim.trusted, &again,
                         NULL) == STATUS_OK);
        fuzz_require(fuzz_same(&again, data, size));
        buffer_free(&again);
    }
    buffer_free(&trusted);
    return 0;
}
