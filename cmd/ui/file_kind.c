#include "cmd/ui/file_kind.h"

#include "base/file.h"
#include "crypto/age_header.h"
#include "format/beginning.h"
#include "format/card.h"
#include "format/receipt.h"

#include <stdint.h>
#include <string.h>
#include <unistd.h>

enum { LOOKED_AT = 4096 };

static bool begins(const char *bytes, size_t length, const char *with, size_t size)
{
    return length >= size && memcmp(bytes, with, size) == 0;
}

/* A document is a tar archive, whose first member is named at its beginning. */
static enum file_kind kind_of(const char *bytes, size_t length, uint64_t size)
{
    const char *text = bytes + strspn(bytes, " \t\r\n");
    if (beginning_is_key(beginning_of((const uint8_t *)bytes, length, size, NULL)))
        return FILE_KIND_KEY;
    if (begins(bytes, length, AGE_MAGIC, sizeof AGE_MAGIC - 1))
        return FILE_KIND_BUNDLE;
    if (begins(bytes, length, CARD_NAME, sizeof CARD_NAME))
        return FILE_KIND_CARD;
    if (begins(bytes, length, RECEIPT_NAME, sizeof RECEIPT_NAME))
        return FILE_KIND_RECEIPT;
    /* All that is about an edition names it; answers alone do not name a format. */
    return *text == '{' && strstr(text, "\"edition\"") != NULL && strstr(text, "\"format\"") == NULL
               ? FILE_KIND_ANSWERS
               : FILE_KIND_OTHER;
}

enum file_kind file_kind_of(const char *path, bool follow)
{
    char bytes[LOOKED_AT + 1] = {0};
    uint64_t size;
    int fd = -1;
    if (file_open(path, follow, &fd, &size, NULL) != STATUS_OK)
        return FILE_KIND_OTHER;
    ssize_t got = pread(fd, bytes, LOOKED_AT, 0);
    (void)close(fd);
    return got <= 0 ? FILE_KIND_OTHER : kind_of(bytes, (size_t)got, size);
}
