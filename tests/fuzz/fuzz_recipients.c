/* A file of recipients, under either policy. */
#include "tests/fuzz/fuzz.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct age_recipients list = {0};
    if (age_recipients_parse(&list, data, size, AGE_HYBRID_ONLY, CARD_RECIPIENTS_MAX, NULL) ==
        STATUS_OK) {
        fuzz_require(list.count >= 1 && list.count <= CARD_RECIPIENTS_MAX);
        for (size_t i = 0; i < list.count; i++) {
            char text[AGE_RECIPIENT_TEXT_SIZE];
            age_recipient_encode(&list.items[i], text);
            fuzz_require(memmem(data, size, text, strlen(text)) != NULL);
        }
    }
    age_recipients_free(&list);
    fuzz_ignore(age_recipients_parse(&list, data, size, AGE_ANY_KEY, CARD_RECIPIENTS_MAX, NULL));
    age_recipients_free(&list);
    return 0;
}
