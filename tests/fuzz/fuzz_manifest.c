/* A manifest: exactly what its record is written as. */
#include "tests/fuzz/fuzz.h"

#include "format/extract.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct manifest *manifest = malloc(sizeof *manifest);
    struct buffer again = {0};
    char comment[MANIFEST_COMMENT_SIZE];
    char name[EXTRACT_NAME_SIZE];
    fuzz_require(manifest != NULL);
    if (manifest_parse(data, size, manifest, NULL) == STATUS_OK) {
        fuzz_require(manifest_check(manifest, NULL) == STATUS_OK);
        fuzz_require(manifest_encode(manifest, &again, NULL) == STATUS_OK);
        fuzz_require(fuzz_same(&again, data, size));
        manifest_comment(comment, manifest);
        for (size_t i = 0; i < manifest->files; i++)
            extract_name(name, &manifest->file[i], i);
    }
    buffer_free(&again);
    free(manifest);
    return 0;
}
