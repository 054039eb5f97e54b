/* libarchive as the judge of what our own readers of archives have accepted. */
#include "format/archive.h"
#include "tests/fuzz/fuzz.h"

#include <string.h>

void fuzz_judge_archive(
    const uint8_t *bytes, size_t length, const struct fuzz_member *member, size_t count)
{
    static const struct archive_limits limits = {MANIFEST_FILES_MAX + 1, UINT64_C(1) << 32};
    struct archive_input input = {bytes, -1, length};
    struct archive_reader *reader = NULL;
    const char *name;
    if (count == 0) /* two blocks of zeros: for libarchive no tar at all */
        return;
    fuzz_require(archive_reader_open(ARCHIVE_TAR, &input, &limits, &reader, NULL) == STATUS_OK);
    for (size_t i = 0; i < count; i++) {
        struct buffer content = {0};
        fuzz_require(archive_reader_next(reader, &name, NULL) == STATUS_OK && name != NULL);
        fuzz_require(strcmp(name, member[i].name) == 0);
        fuzz_require(archive_reader_content(reader, &content, NULL) == STATUS_OK);
        fuzz_require(fuzz_same(&content, member[i].bytes, member[i].length));
        buffer_free(&content);
    }
    fuzz_require(archive_reader_next(reader, &name, NULL) == STATUS_OK && name == NULL);
    archive_reader_close(reader);
}
