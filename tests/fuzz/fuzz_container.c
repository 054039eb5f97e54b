/* A container as a worker goes through it. The first byte says of which kind it is; what a file on
 * a medium is taken for is looked at in the same bytes. */
#include "format/archive_walk.h"
#include "format/beginning.h"
#include "tests/fuzz/fuzz.h"

#include <string.h>
#include <unistd.h>

enum { KINDS = 4, MEMBERS = 64, PART = 4096, PARTS = 64 };

/* As much of a member as is needed to see that it comes in bounds. */
static void read_member(struct archive_reader *reader)
{
    uint8_t bytes[PART];
    size_t got = 1;
    for (size_t part = 0; part < PARTS && got > 0; part++) {
        if (archive_walk_read(reader, bytes, sizeof bytes, &got, NULL) != STATUS_OK)
            return;
        fuzz_require(got <= sizeof bytes);
    }
}

static void walk(struct archive_reader *reader)
{
    for (size_t member = 0; member < MEMBERS; member++) {
        struct archive_member about;
        bool found = false;
        if (archive_walk_next(reader, &about, &found, NULL) != STATUS_OK || !found)
            return;
        fuzz_require(about.name == NULL || strlen(about.name) < SIZE_MAX);
        if (!about.encrypted)
            read_member(reader);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static bool prepared = false;
    struct archive_reader *reader = NULL;
    if (size == 0)
        return 0;
    if (!prepared)
        fuzz_require(archive_walk_prepare());
    prepared = true;
    enum beginning kind = beginning_of(data + 1, size - 1, size - 1, NULL);
    fuzz_require(beginning_name(kind) != NULL);
    int fd = fuzz_file(data + 1, size - 1);
    if (archive_walk_open((enum archive_format)(data[0] % KINDS), fd, size - 1, &reader, NULL) ==
        STATUS_OK)
        walk(reader);
    archive_reader_close(reader);
    (void)close(fd);
    return 0;
}
