/* The frame of a document: what is taken apart can be put together to the same bytes, and
 * libarchive takes it apart in the same way. */
#include "format/frame.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct frame_view json;
    struct frame_view signature;
    if (frame_document_split(data, size, CARD_NAME, CARD_JSON_MAX, &json, &signature, NULL) !=
        STATUS_OK)
        return 0;
    struct buffer again = {0};
    frame_document_build(
        CARD_NAME, json.bytes, json.length, signature.bytes, signature.length, &again);
    fuzz_require(fuzz_same(&again, data, size));
    const struct fuzz_member members[] = {{CARD_NAME, json.bytes, json.length},
        {CARD_NAME FRAME_SIGNATURE_SUFFIX, signature.bytes, signature.length}};
    fuzz_judge_archive(data, size, members, 2);
    buffer_free(&again);
    return 0;
}
