#include "cmd/ui/file_kind.h"

#include "base/file.h"
#include "base/memory.h"
#include "base/system/descriptor.h"
#include "format/beginning.h"
#include "format/card.h"
#include "format/kit.h"
#include "format/receipt.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { LOOKED_AT = 4096 };

static bool begins(const char *bytes, size_t length, const char *with, size_t size)
{
    return length >= size && memcmp(bytes, with, size) == 0;
}

/* Of text: as far as it may be looked at; ends with a zero. */
static const char *text_begin(const char *bytes)
{
    static const char mark[] = "\xEF\xBB\xBF";
    if (strncmp(bytes, mark, sizeof mark - 1) == 0)
        bytes += sizeof mark - 1;
    return bytes + strspn(bytes, " \t\r\n");
}

/* Excel's and Word's is as long as a name may be, which stands in it behind its length;
 * LibreOffice's is one line: who has the file open, where, and since when. */
static bool is_lock(const char *bytes, uint64_t size)
{
    enum { EXCEL = 165, WORD = 162, NAME_MOST = 54 };
    bool of_office = (size == EXCEL || size == WORD) && bytes[0] > 0 && bytes[0] <= NAME_MOST;
    return of_office || (bytes[0] == ',' && strstr(bytes, ",file:///") != NULL);
}

/* The first line has two separators at least, and nothing that begins JSON, be it mistyped. */
static bool is_table(const char *text)
{
    size_t line = strcspn(text, "\r\n");
    size_t found = 0;
    for (size_t i = 0; i < line; i++) {
        if (text[i] == '{' || text[i] == '}' || text[i] == '[' || text[i] == ':')
            return false;
        found += text[i] == ';' || text[i] == ',' || text[i] == '\t';
    }
    return found >= 2;
}

static enum file_kind kind_of_text(const char *bytes)
{
    const char *text = text_begin(bytes);
    if (*text == '<')
        return FILE_KIND_PAGE;
    /* All that is about an edition names it; answers alone do not name a format. */
    if (*text == '{')
        return strstr(text, "\"edition\"") != NULL && strstr(text, "\"format\"") == NULL
                   ? FILE_KIND_ANSWERS
                   : FILE_KIND_OTHER;
    return is_table(text) ? FILE_KIND_TABLE : FILE_KIND_OTHER;
}

static enum file_kind kind_of_beginning(enum beginning kind)
{
    if (beginning_is_key(kind))
        return FILE_KIND_KEY;
    if (beginning_is_container(kind) || beginning_is_closed(kind))
        return FILE_KIND_ARCHIVE;
    switch (kind) {
    case BEGINNING_AGE:
        return FILE_KIND_BUNDLE;
    case BEGINNING_OFFICE:
    case BEGINNING_OFFICE_OLD:
        return FILE_KIND_OFFICE;
    case BEGINNING_PDF:
        return FILE_KIND_PDF;
    case BEGINNING_PICTURE:
        return FILE_KIND_PICTURE;
    default:
        return FILE_KIND_OTHER;
    }
}

/* bytes: LOOKED_AT at most, and a zero. A document is a tar archive, whose first member is named at
 * its beginning. */
static enum file_kind kind_of(const char *bytes, size_t length, uint64_t size)
{
    if (size == 0)
        return FILE_KIND_EMPTY;
    if (begins(bytes, length, CARD_NAME, sizeof CARD_NAME))
        return FILE_KIND_CARD;
    if (kit_begins((const uint8_t *)bytes, length))
        return FILE_KIND_KIT;
    if (begins(bytes, length, RECEIPT_NAME, sizeof RECEIPT_NAME))
        return FILE_KIND_RECEIPT;
    enum file_kind kind =
        kind_of_beginning(beginning_of((const uint8_t *)bytes, length, size, NULL));
    if (kind != FILE_KIND_OTHER)
        return kind;
    return is_lock(bytes, size) ? FILE_KIND_LOCK : kind_of_text(bytes);
}

/* What is looked at may be answers or a key, so it lies where it is wiped when it is freed. */
static char *beginning_room(void)
{
    return memory_new(LOOKED_AT + 1, 1);
}

enum file_kind file_kind_of_bytes(const uint8_t *bytes, size_t length)
{
    char *copy = beginning_room();
    size_t looked_at = length < LOOKED_AT ? length : LOOKED_AT;
    if (length > 0)
        memcpy(copy, bytes, looked_at);
    enum file_kind kind = kind_of(copy, looked_at, length);
    free(copy);
    return kind;
}

enum file_kind file_kind_of(const char *path, bool follow)
{
    uint64_t size;
    int fd = -1;
    if (file_open(path, follow, &fd, &size, NULL) != STATUS_OK)
        return FILE_KIND_OTHER;
    char *bytes = beginning_room();
    size_t got = 0;
    bool read = descriptor_read_at(fd, bytes, LOOKED_AT, 0, &got);
    (void)descriptor_close(fd);
    enum file_kind kind = read ? kind_of(bytes, got, size) : FILE_KIND_OTHER;
    free(bytes);
    return kind;
}
