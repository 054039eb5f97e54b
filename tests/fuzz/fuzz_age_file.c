/* Whole age files in any form, opened with the authority's keys and with a passphrase. */
#include "tests/fuzz/fuzz.h"
#include "tests/unit/age_forms.h"

static void open_with(const struct age_identities *ids, const uint8_t *data, size_t size)
{
    struct cursor cursor = {data, size, 0};
    struct secret plain = {0};
    struct buffer out = {0};
    fuzz_ignore(
        age_decrypt_as(AGE_ANY_FORM, ids, source_from_bytes(&cursor), sink_to_buffer(&out), NULL));
    out.length = 0;
    cursor.position = 0;
    enum status status =
        age_decrypt_as(AGE_BINARY, ids, source_from_bytes(&cursor), sink_to_buffer(&out), NULL);
    cursor.position = 0;
    enum status secret =
        age_decrypt_secret(ids, source_from_bytes(&cursor), (size_t)1 << 20, &plain, NULL);
    fuzz_require((status == STATUS_OK) == (secret == STATUS_OK));
    if (status == STATUS_OK)
        fuzz_require(fuzz_same(&out, plain.bytes, plain.length));
    secret_clear(&plain);
    buffer_free(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct fuzz_party *authority = fuzz_authority();
    struct age_identity identity;
    struct age_identities passphrase = {0};
    fuzz_require(age_identity_passphrase(&identity, "secret", 6, 4, NULL) == STATUS_OK);
    age_identities_add(&passphrase, &identity);
    open_with(&authority->secrets.receive, data, size);
    open_with(&passphrase, data, size);
    age_identities_free(&passphrase);
    return 0;
}
