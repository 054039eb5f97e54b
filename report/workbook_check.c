#include "report/workbook_check.h"

#include "base/buffer.h"
#include "format/archive.h"

#include <string.h>

/* More than the largest workbook can need. */
static const struct archive_limits LIMITS = {.members = 1000, .bytes = UINT64_C(1) << 30};

/* Where the first element begins, after the declaration; NULL if there is none. */
static const char *first_element(const char *text)
{
    if (strncmp(text, "<?xml", 5) == 0) {
        text = strstr(text, "?>");
        text = text == NULL ? NULL : strchr(text, '<');
    }
    return text != NULL && *text == '<' ? text + 1 : NULL;
}

/* text: with a NUL at its end. */
static bool ends_as_it_begins(const char *text, size_t length)
{
    const char *element = first_element(text);
    size_t name = element == NULL ? 0 : strcspn(element, " />\r\n");
    while (length > 0 && (text[length - 1] == '\n' || text[length - 1] == '\r'))
        length--;
    const char *end = text + length; /* of the document */
    if (name == 0 || (size_t)(end - element) < name + 1 || end[-1] != '>')
        return false;
    bool alone = end[-2] == '/' && strchr(element, '>') == end - 1;
    const char *tag = end - name - 3; /* "</NAME>" */
    return alone ||
           (tag > element && tag[0] == '<' && tag[1] == '/' && memcmp(tag + 2, element, name) == 0);
}

static enum status read_parts(struct archive_reader *reader, bool *whole)
{
    const char *name;
    TRY(archive_reader_next(reader, &name, NULL));
    *whole = name != NULL;
    while (name != NULL) {
        struct buffer part = {0};
        enum status status = archive_reader_content(reader, &part, NULL);
        *whole =
            *whole && status == STATUS_OK && ends_as_it_begins(buffer_string(&part), part.length);
        buffer_free(&part);
        TRY(status);
        TRY(archive_reader_next(reader, &name, NULL));
    }
    return STATUS_OK;
}

bool workbook_is_whole(const uint8_t *bytes, size_t length)
{
    struct archive_input input = {.bytes = bytes, .descriptor = -1, .length = length};
    struct archive_reader *reader = NULL;
    bool whole = false;
    enum status status;
    TRY_OUT(archive_reader_open(ARCHIVE_ZIP, &input, &LIMITS, &reader, NULL));
    status = read_parts(reader, &whole);
out:
    archive_reader_close(reader);
    return status == STATUS_OK && whole;
}
