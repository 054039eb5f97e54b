/* A file of identities, under either policy. */
#include "tests/fuzz/fuzz.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct age_identities list = {0};
    if (age_identities_parse(&list, data, size, AGE_HYBRID_ONLY, KEYDIR_IDENTITIES_MAX, NULL) ==
        STATUS_OK) {
        fuzz_require(list.count >= 1 && list.count <= KEYDIR_IDENTITIES_MAX);
        for (size_t i = 0; i < list.count; i++) {
            char text[AGE_IDENTITY_TEXT_SIZE];
            age_identity_encode(&list.items[i], text);
            fuzz_require(memmem(data, size, text, strlen(text)) != NULL);
        }
    }
    age_identities_free(&list);
    fuzz_ignore(age_identities_parse(&list, data, size, AGE_ANY_KEY, KEYDIR_IDENTITIES_MAX, NULL));
    age_identities_free(&list);
    return 0;
}
