#include "crypto/age_base64.h"

#include <sodium.h>

void age_base64_append(struct buffer *out, const uint8_t *bytes, size_t length)
{
    size_t room = sodium_base64_ENCODED_LEN(length, sodium_base64_VARIANT_ORIGINAL_NO_PADDING);
    uint8_t *text = buffer_reserve(out, room);
    sodium_bin2base64((char *)text, room, bytes, length, sodium_base64_VARIANT_ORIGINAL_NO_PADDING);
    out->length += room - 1;
}

bool age_base64_read(uint8_t *bytes, size_t size, const uint8_t *text, size_t length)
{
    size_t got = 0;
    return sodium_base642bin(bytes, size, (const char *)text, length, NULL, &got, NULL,
               sodium_base64_VARIANT_ORIGINAL_NO_PADDING) == 0 &&
           got == size;
}
