/* A card's file, with and without a fingerprint that was told, and as one that follows another. */
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct fuzz_party *party = fuzz_municipality();
    struct fingerprint_given given = {.whole = true, .fingerprint = party->fingerprint};
    struct fingerprint fingerprint;
    struct fingerprint told;
    struct card card;
    if (card_open(data, size, NULL, &card, &fingerprint, NULL) == STATUS_OK) {
        fuzz_require(card_fingerprint(data, size, &told, NULL) == STATUS_OK);
        fuzz_require(fingerprint_equal(&told, &fingerprint));
    }
    if (card_open(data, size, &given, &card, &fingerprint, NULL) == STATUS_OK)
        fuzz_require(fingerprint_equal(&fingerprint, &party->fingerprint));
    if (card_open_successor(data, size, &party->card, &card, &fingerprint, NULL) == STATUS_OK)
        fuzz_require(card.series == party->card.series + 1);
    return 0;
}
