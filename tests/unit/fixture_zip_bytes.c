#include "fixture_zip_bytes.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include <string.h>
#include <unistd.h>

#include "base/system/descriptor.h"
#include "base/system/sealed_memory.h"

enum { BLOCK_MAX = 65535 };

static void zip_put_number(struct buffer *bytes, size_t width, uint32_t number)
{
    for (size_t i = 0; i < width; i++) {
        uint8_t byte = (uint8_t)(number >> (8 * i));
        buffer_append(bytes, &byte, 1);
    }
}

static void zip_put_rubbish(struct buffer *bytes, size_t count)
{
    for (size_t i = 0; i < count; i++)
        zip_put_number(bytes, 1, 'r');
}

/* The sum of ISO 3309, one bit at a time. */
static uint32_t zip_sum_of(const struct buffer *content)
{
    uint32_t sum = UINT32_MAX;
    for (size_t i = 0; i < content->length; i++) {
        sum ^= content->data[i];
        for (int bit = 0; bit < 8; bit++)
            sum = sum >> 1 ^ ((sum & 1) != 0 ? 0xedb88320 : 0);
    }
    return ~sum;
}

static void zip_put_content(struct buffer *content, const struct zip_part *part)
{
    if (part->content != NULL) {
        buffer_append(content, part->content, strlen(part->content));
        return;
    }
    for (uint32_t i = 0; i < part->size; i++)
        zip_put_number(content, 1, 'x');
}

/* Deflated in blocks that are stored. */
static void zip_put_packed(struct buffer *bytes, const struct buffer *content, bool deflated)
{
    size_t place = 0;
    if (!deflated) {
        if (content->length > 0)
            buffer_append(bytes, content->data, content->length);
        return;
    }
    do {
        size_t left = content->length - place;
        uint32_t count = (uint32_t)(left > BLOCK_MAX ? BLOCK_MAX : left);
        zip_put_number(bytes, 1, left <= BLOCK_MAX);
        zip_put_number(bytes, 2, count);
        zip_put_number(bytes, 2, ~count);
        if (count > 0)
            buffer_append(bytes, content->data + place, count);
        place += count;
    } while (place < content->length);
}

/* What header and entry have in common, from the flags to the length of the name. */
static void zip_put_shared(
    struct buffer *bytes, const struct zip_part *part, const uint32_t sizes[3])
{
    zip_put_number(bytes, 2, 20);
    zip_put_number(bytes, 2, part->flags);
    zip_put_number(bytes, 2, part->deflated ? 8 : 0);
    zip_put_number(bytes, 4, 0x21 << 16);
    for (size_t i = 0; i < 3; i++)
        zip_put_number(bytes, 4, sizes[i]);
    zip_put_number(bytes, 2, (uint32_t)strlen(part->name));
}

/* Header and content; sizes: the sum, the size packed, the size. */
static void zip_put_member(
    struct zip_bytes *zip, size_t place, const struct zip_part *part, uint32_t sizes[3])
{
    static const uint32_t none[3] = {0};
    struct buffer *bytes = &zip->bytes, content = {0}, packed = {0};
    zip_put_content(&content, part);
    zip_put_packed(&packed, &content, part->deflated);
    sizes[0] = zip_sum_of(&content);
    sizes[1] = (uint32_t)packed.length;
    sizes[2] = part->claimed != 0 ? part->claimed : (uint32_t)content.length;
    zip_put_rubbish(bytes, part->gap);
    zip->header[place] = bytes->length;
    zip_put_number(bytes, 4, 0x04034b50);
    zip_put_shared(bytes, part, part->behind == 0 ? sizes : none);
    zip_put_number(bytes, 2, part->extra);
    buffer_append(bytes, part->name, strlen(part->name));
    zip_put_rubbish(bytes, part->extra);
    if (packed.length > 0)
        buffer_append(bytes, packed.data, packed.length);
    if (part->behind >= 16)
        zip_put_number(bytes, 4, 0x08074b50);
    for (size_t i = 0; i < 3 && part->behind >= 12; i++)
        zip_put_number(bytes, 4, sizes[i]);
    zip_put_rubbish(bytes, part->behind % 4);
    buffer_free(&content);
    buffer_free(&packed);
}

static void zip_put_entry(
    struct zip_bytes *zip, size_t place, const struct zip_part *part, const uint32_t sizes[3])
{
    struct buffer *bytes = &zip->bytes;
    zip->entry[place] = bytes->length;
    zip_put_number(bytes, 4, 0x02014b50);
    zip_put_number(bytes, 2, part->made_by);
    zip_put_shared(bytes, part, sizes);
    zip_put_number(bytes, 2, 0);
    zip_put_number(bytes, 2, part->comment);
    zip_put_number(bytes, 4, 0); /* disk, and whether it is text */
    zip_put_number(bytes, 4, part->mode);
    zip_put_number(bytes, 4, (uint32_t)zip->header[place]);
    buffer_append(bytes, part->name, strlen(part->name));
    zip_put_rubbish(bytes, part->comment);
}

void zip_bytes_make(struct zip_bytes *zip, const struct zip_part *part, size_t parts, bool turned)
{
    static uint32_t sizes[ZIP_PARTS_MAX][3];
    struct buffer *bytes = &zip->bytes;
    memset(zip, 0, sizeof *zip);
    for (size_t i = 0; i < parts; i++)
        zip_put_member(zip, i, &part[i], sizes[i]);
    size_t begin = bytes->length;
    for (size_t i = 0; i < parts; i++) {
        size_t place = turned ? parts - 1 - i : i;
        zip_put_entry(zip, place, &part[place], sizes[place]);
    }
    zip->end = bytes->length;
    zip_put_number(bytes, 4, 0x06054b50);
    zip_put_number(bytes, 4, 0); /* disks */
    zip_put_number(bytes, 2, (uint32_t)parts);
    zip_put_number(bytes, 2, (uint32_t)parts);
    zip_put_number(bytes, 4, (uint32_t)(zip->end - begin));
    zip_put_number(bytes, 4, (uint32_t)begin);
    zip_put_number(bytes, 2, 0);
}

void zip_bytes_poke(struct zip_bytes *zip, size_t place, size_t width, uint32_t number)
{
    assert_true(place + width <= zip->bytes.length);
    for (size_t i = 0; i < width; i++)
        zip->bytes.data[place + i] = (uint8_t)(number >> (8 * i));
}

uint32_t zip_bytes_peek(const struct zip_bytes *zip, size_t place, size_t width)
{
    uint32_t number = 0;
    assert_true(place + width <= zip->bytes.length);
    for (size_t i = 0; i < width; i++)
        number |= (uint32_t)zip->bytes.data[place + i] << (8 * i);
    return number;
}

int zip_bytes_file(const void *bytes, size_t length)
{
    int fd = sealed_memory_begin("archive");
    assert_true(fd >= 0);
    assert_true(descriptor_write_at(fd, bytes, length, 0));
    return fd;
}
