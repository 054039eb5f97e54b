/* card.json: exactly what its record is written as. */
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct card card;
    struct buffer again = {0};
    if (card_parse(data, size, &card, NULL) == STATUS_OK) {
        fuzz_require(card_encode(&card, &again, NULL) == STATUS_OK);
        fuzz_require(fuzz_same(&again, data, size));
    }
    buffer_free(&again);
    return 0;
}
