#include "crypto/bech32.h"

#include <sodium.h>
#include <stdbool.h>
#include <string.h>

static const char CHARSET[] = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"; /* BIP 173 */

static bool is_upper(char c)
{
    return c >= 'A' && c <= 'Z';
}

static char to_lower(char c)
{
    return is_upper(c) ? (char)(c - 'A' + 'a') : c;
}

static char to_upper(char c)
{
    return c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
}

/* One step of the checksum, BIP 173's polymod. */
static uint32_t checksum_advance(uint32_t state, uint32_t value)
{
    static const uint32_t generator[] = {
        0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3};
    uint32_t top = state >> 25;
    state = (state & 0x1ffffff) << 5 ^ value;
    for (unsigned i = 0; i < 5; i++)
        state ^= (top >> i & 1) != 0 ? generator[i] : 0;
    return state;
}

/* The checksum's state after the prefix, which counts in lower case (BIP 173). */
static uint32_t checksum_begin(const char *prefix)
{
    uint32_t state = 1;
    for (const char *c = prefix; *c != '\0'; c++)
        state = checksum_advance(state, (uint32_t)(unsigned char)to_lower(*c) >> 5);
    state = checksum_advance(state, 0);
    for (const char *c = prefix; *c != '\0'; c++)
        state = checksum_advance(state, (uint32_t)(unsigned char)to_lower(*c) & 31);
    return state;
}

static bool prefix_is_upper(const char *prefix)
{
    for (const char *c = prefix; *c != '\0'; c++) {
        if (is_upper(*c))
            return true;
    }
    return false;
}

void bech32_encode(char *text, const char *prefix, const uint8_t *bytes, size_t length)
{
    bool upper = prefix_is_upper(prefix);
    size_t groups = (length * 8 + 4) / 5;
    uint32_t state = checksum_begin(prefix);
    size_t at = strlen(prefix);
    memcpy(text, prefix, at);
    text[at++] = '1';
    for (size_t i = 0; i < groups; i++) {
        size_t bit = i * 5;
        uint32_t pair = (uint32_t)bytes[bit / 8] << 8;
        if (bit / 8 + 1 < length)
            pair |= bytes[bit / 8 + 1];
        uint32_t value = pair >> (11 - bit % 8) & 31;
        state = checksum_advance(state, value);
        text[at++] = upper ? to_upper(CHARSET[value]) : CHARSET[value];
    }
    for (unsigned i = 0; i < BECH32_CHECKSUM_LENGTH; i++)
        state = checksum_advance(state, 0);
    state ^= 1;
    for (unsigned i = 0; i < BECH32_CHECKSUM_LENGTH; i++) {
        char c = CHARSET[state >> (5 * (BECH32_CHECKSUM_LENGTH - 1 - i)) & 31];
        text[at++] = upper ? to_upper(c) : c;
    }
    text[at] = '\0';
}

/* The value of a character in the wanted case, -1 if it has none. */
static int value_of(char c, bool upper)
{
    if (c == '\0' || c == '1' || (upper ? to_upper(c) : to_lower(c)) != c)
        return -1;
    const char *found = strchr(CHARSET, to_lower(c));
    return found == NULL ? -1 : (int)(found - CHARSET);
}

static enum status bech32_refuse(struct error *err)
{
    return error_set(err, STATUS_REFUSED, REASON_BAD_SYNTAX,
        "the key is not whole: a character is missing, added or changed; copy it again");
}

/* Sets the bits of the data part one group after the other; false if those beyond size are not
 * zero. */
static bool put_bits(uint8_t *bytes, size_t size, size_t group, uint32_t value)
{
    size_t bit = group * 5;
    uint32_t pair = value << (11 - bit % 8);
    bytes[bit / 8] |= (uint8_t)(pair >> 8);
    if (bit / 8 + 1 < size)
        bytes[bit / 8 + 1] |= (uint8_t)pair;
    else if ((uint8_t)pair != 0)
        return false;
    return true;
}

enum status bech32_decode(uint8_t *bytes, size_t size, const char *prefix, const char *text,
    size_t length, struct error *err)
{
    size_t before = strlen(prefix);
    bool upper = prefix_is_upper(prefix);
    memset(bytes, 0, size);
    if (length <= before || memcmp(text, prefix, before) != 0 || text[before] != '1')
        return error_set(err, STATUS_REFUSED, REASON_BAD_SYNTAX,
            "the key does not begin with %s1; give a key of that kind", prefix);
    if (length != BECH32_LENGTH(before, size))
        return bech32_refuse(err);
    size_t groups = (size * 8 + 4) / 5;
    uint32_t state = checksum_begin(prefix);
    for (size_t i = 0; i < groups + BECH32_CHECKSUM_LENGTH; i++) {
        int value = value_of(text[before + 1 + i], upper);
        if (value < 0 || (i < groups && !put_bits(bytes, size, i, (uint32_t)value)))
            goto refused;
        state = checksum_advance(state, (uint32_t)value);
    }
    if (state == 1)
        return STATUS_OK;
refused:
    sodium_memzero(bytes, size);
    return bech32_refuse(err);
}
