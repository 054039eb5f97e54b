/* The header of an age file, and the search for its file key with every kind of identity. */
#include "crypto/age_header.h"
#include "tests/fuzz/fuzz.h"

/* An identity of each kind: the authority's, one for X25519, and a passphrase that may cost little.
 */
static const struct age_identities *identities(void)
{
    static struct age_identities list;
    struct age_identity identity;
    if (list.count > 0)
        return &list;
    for (size_t i = 0; i < fuzz_authority()->secrets.receive.count; i++) {
        char text[AGE_IDENTITY_TEXT_SIZE];
        age_identity_encode(&fuzz_authority()->secrets.receive.items[i], text);
        fuzz_require(age_identity_parse(&identity, text, sizeof text - 1, NULL) == STATUS_OK);
        age_identities_add(&list, &identity);
    }
    age_identity_generate(&identity, AGE_X25519);
    age_identities_add(&list, &identity);
    fuzz_require(age_identity_passphrase(&identity, "secret", 6, 4, NULL) == STATUS_OK);
    age_identities_add(&list, &identity);
    return &list;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct age_header header;
    struct error err;
    const struct age_identities *list = identities();
    uint8_t file_key[AGE_FILE_KEY_SIZE];
    error_init(&err, NULL);
    if (age_header_parse(data, size, &header, &err) != STATUS_OK) {
        fuzz_require(err.status == STATUS_REFUSED && err.reason == REASON_BAD_HEADER);
        return 0;
    }
    fuzz_require(header.count >= 1 && header.count <= AGE_STANZAS_MAX && header.size <= size);
    fuzz_require(header.signed_part.bytes == data && header.signed_part.length < header.size);
    (void)age_header_is_hybrid(&header);
    enum status status = age_header_unwrap(&header, list, file_key, &err);
    fuzz_require(status != STATUS_USAGE);

    /* What stands behind the header plays no part, and less than the header is cut. */
    struct age_header again;
    fuzz_require(age_header_parse(data, header.size, &again, NULL) == STATUS_OK);
    fuzz_require(age_header_parse(data, header.size - 1, &again, NULL) == STATUS_REFUSED);
    fuzz_require(again.truncated);
    return 0;
}
