#include "report/zip_check.h"

#include "base/memory.h"

#include <stdlib.h>
#include <string.h>
#include <zlib.h>

/* APPNOTE.TXT 6.3: signatures and sizes of the end of directory (4.3.16), an entry of the directory
 * (4.3.12) and a local header (4.3.7); compression methods (4.4.5). */
enum {
    END_SIGNATURE = 0x06054b50,
    END_SIZE = 22,
    ENTRY_SIGNATURE = 0x02014b50,
    ENTRY_SIZE = 46,
    LOCAL_SIGNATURE = 0x04034b50,
    LOCAL_SIZE = 30,
    STORED = 0,
    DEFLATED = 8,
    PART_MOST = 1 << 30, /* bytes of a part: more than a sheet can need */
};

struct archive {
    const uint8_t *bytes;
    size_t length;
};

struct part {
    const uint8_t *packed;
    size_t packed_length;
    size_t length;
    uint32_t crc;
    uint16_t method;
};

static uint32_t number(const uint8_t *bytes, unsigned size)
{
    uint32_t value = 0;
    for (unsigned i = size; i-- > 0;)
        value = value << 8 | bytes[i];
    return value;
}

/* The record at an offset if it is there, of that signature and at least of that size. */
static const uint8_t *record(
    const struct archive *archive, size_t offset, uint32_t signature, size_t size)
{
    if (offset > archive->length || archive->length - offset < size ||
        number(archive->bytes + offset, 4) != signature)
        return NULL;
    return archive->bytes + offset;
}

/* ---- XML ---- */

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

/* ---- parts ---- */

static bool inflate_part(const struct part *part, uint8_t *out)
{
    z_stream stream = {0};
    stream.next_in = (Bytef *)(uintptr_t)part->packed; /* zlib only reads it */
    stream.avail_in = (uInt)part->packed_length;
    stream.next_out = out;
    stream.avail_out = (uInt)part->length + 1;
    if (inflateInit2(&stream, -MAX_WBITS) != Z_OK)
        return false;
    bool whole = inflate(&stream, Z_FINISH) == Z_STREAM_END && stream.total_out == part->length &&
                 stream.avail_in == 0;
    (void)inflateEnd(&stream);
    return whole;
}

static bool part_is_whole(const struct part *part)
{
    if (part->length > PART_MOST || part->packed_length > PART_MOST)
        return false;
    uint8_t *content = memory_new(1, part->length + 1);
    if (content == NULL)
        return false;
    bool whole = false;
    if (part->method == DEFLATED) {
        whole = inflate_part(part, content);
    } else if (part->method == STORED && part->packed_length == part->length) {
        memcpy(content, part->packed, part->length);
        whole = true;
    }
    content[part->length] = '\0';
    whole = whole && crc32(crc32(0, NULL, 0), content, (uInt)part->length) == part->crc &&
            ends_as_it_begins((const char *)content, part->length);
    free(content);
    return whole;
}

/* The part that an entry of the directory is about. */
static bool find_part(const struct archive *archive, const uint8_t *entry, struct part *part)
{
    size_t offset = number(entry + 42, 4);
    const uint8_t *local = record(archive, offset, LOCAL_SIGNATURE, LOCAL_SIZE);
    if (local == NULL)
        return false;
    *part = (struct part){.method = (uint16_t)number(entry + 10, 2),
        .crc = number(entry + 16, 4),
        .packed_length = number(entry + 20, 4),
        .length = number(entry + 24, 4)};
    offset += LOCAL_SIZE + number(local + 26, 2) + number(local + 28, 2);
    if (offset > archive->length || archive->length - offset < part->packed_length)
        return false;
    part->packed = archive->bytes + offset;
    return true;
}

bool zip_is_whole_xml(const uint8_t *bytes, size_t length)
{
    struct archive archive = {bytes, length};
    const uint8_t *end =
        length < END_SIZE ? NULL : record(&archive, length - END_SIZE, END_SIGNATURE, END_SIZE);
    if (end == NULL)
        return false;
    unsigned entries = number(end + 10, 2);
    size_t offset = number(end + 16, 4);
    for (unsigned i = 0; i < entries; i++) {
        struct part part;
        const uint8_t *entry = record(&archive, offset, ENTRY_SIGNATURE, ENTRY_SIZE);
        if (entry == NULL || !find_part(&archive, entry, &part) || !part_is_whole(&part))
            return false;
        offset +=
            ENTRY_SIZE + number(entry + 28, 2) + number(entry + 30, 2) + number(entry + 32, 2);
    }
    return entries > 0 && offset == length - END_SIZE;
}
