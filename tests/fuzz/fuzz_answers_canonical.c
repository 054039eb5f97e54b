/* The sealed form of answers: exactly what the record is written as. */
#include "tests/fuzz/fuzz.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct edition *edition = fuzz_edition();
    struct answers *answers = calloc(1, sizeof *answers);
    struct buffer again = {0};
    fuzz_require(answers != NULL);
    if (answers_parse_canonical(edition, data, size, answers, NULL) == STATUS_OK) {
        fuzz_require(answers_validate_record(edition, answers, NULL) == STATUS_OK);
        fuzz_require(answers_encode(edition, answers, &again, NULL) == STATUS_OK);
        fuzz_require(fuzz_same(&again, data, size));
    }
    buffer_free(&again);
    free(answers);
    return 0;
}
