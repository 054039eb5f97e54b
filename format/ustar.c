#include "format/ustar.h"

#include <stddef.h>
#include <stdio.h>
#include <string.h>

/* Where the fields of a header begin, and how long they are (POSIX.1-1988, table 10-1). */
enum {
    NAME = 0,
    MODE = 100,
    OWNER = 108,
    GROUP = 116,
    SIZE = 124,
    SIZE_DIGITS = 11,
    TIME = 136,
    CHECKSUM = 148,
    CHECKSUM_SIZE = 8,
    TYPE = 156,
    MAGIC = 257,
    DEVICE_MAJOR = 329,
    DEVICE_MINOR = 337,
};

static void put(uint8_t *block, size_t offset, const char *text)
{
    memcpy(block + offset, text, strlen(text));
}

void ustar_header(uint8_t block[USTAR_BLOCK], const char *name, uint64_t size)
{
    char digits[32];
    memset(block, 0, USTAR_BLOCK);
    put(block, NAME, name);
    put(block, MODE, "0000600");
    put(block, OWNER, "0000000");
    put(block, GROUP, "0000000");
    (void)snprintf(digits, sizeof digits, "%011llo", (unsigned long long)size);
    put(block, SIZE, digits);
    put(block, TIME, "00000000000");
    put(block, CHECKSUM, "        ");
    put(block, TYPE, "0");
    memcpy(block + MAGIC,
        "ustar\0"
        "00",
        8);
    put(block, DEVICE_MAJOR, "0000000");
    put(block, DEVICE_MINOR, "0000000");

    unsigned sum = 0;
    for (size_t i = 0; i < USTAR_BLOCK; i++)
        sum += block[i];
    (void)snprintf(digits, sizeof digits, "%06o", sum);
    memcpy(block + CHECKSUM, digits, CHECKSUM_SIZE - 1);
}

enum status ustar_size(
    const uint8_t block[USTAR_BLOCK], const char *name, uint64_t *size, struct error *err)
{
    uint64_t claimed = 0;
    for (size_t i = 0; i < SIZE_DIGITS; i++) {
        unsigned digit = block[SIZE + i] - (unsigned)'0';
        if (digit > 7)
            return error_set(err, STATUS_REFUSED, REASON_BAD_SYNTAX,
                "member %s: the size in its header is not eleven octal digits", name);
        claimed = claimed << 3 | digit;
    }
    uint8_t expected[USTAR_BLOCK];
    ustar_header(expected, name, claimed);
    if (memcmp(block, expected, USTAR_BLOCK) != 0)
        return error_set(err, STATUS_REFUSED, REASON_BAD_SYNTAX,
            "member %s: its header is not the only one allowed here", name);
    *size = claimed;
    return STATUS_OK;
}

uint64_t ustar_padding(uint64_t size)
{
    return (USTAR_BLOCK - size % USTAR_BLOCK) % USTAR_BLOCK;
}

uint64_t ustar_member_size(uint64_t size)
{
    return USTAR_BLOCK + size + ustar_padding(size);
}
