/* A whole sealed file, as `receive` gets it, with the keys that may open it. */
#include "crypto/minisign.h"
#include "crypto/secret.h"
#include "format/bundle.h"
#include "tests/fuzz/fuzz.h"

#include <unistd.h>

static void split(int fd, const struct bundle_envelope *envelope, const uint8_t *file_key)
{
    struct bundle_front front;
    struct minisign_claim claim;
    if (bundle_split(fd, envelope, file_key, &front, NULL) == STATUS_OK)
        fuzz_ignore(
            minisign_signature_peek(front.signature.data, front.signature.length, &claim, NULL));
    bundle_front_free(&front);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct bundle_envelope looked;
    struct bundle_envelope envelope;
    struct error err;
    uint8_t *file_key = secret_new(AGE_FILE_KEY_SIZE);
    int fd = fuzz_file(data, size);
    error_init(&err, NULL);
    enum status status =
        bundle_unwrap(fd, size, &fuzz_authority()->secrets.receive, &envelope, file_key, &err);
    if (status == STATUS_OK) {
        fuzz_require(envelope.stanzas >= 1 && envelope.stanzas <= BUNDLE_STANZAS_MAX);
        fuzz_require(envelope.header_size <= BUNDLE_HEADER_MAX && envelope.file_size == size);
        split(fd, &envelope, file_key);
    } else {
        fuzz_require(err.reason == REASON_NOT_A_BUNDLE || err.reason == REASON_NOT_FOR_US ||
                     err.reason == REASON_DAMAGED);
    }
    fuzz_require(bundle_look(fd, size, &looked, &err) == STATUS_OK || status != STATUS_OK);
    secret_free(file_key);
    (void)close(fd);
    return 0;
}
