/* Small decoders of format/, over every input up to a bound, each against a model that is written
 * here from docs/format.md and shares nothing with it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "format/fingerprint.h"
#include "format/json.h"
#include "format/organisation_number.h"
#include "format/ustar.h"

/* ---- whole numbers of canonical JSON ---- */

static const char LETTERS[] = "0123456789-+.eE ";
enum { LETTERS_COUNT = sizeof LETTERS - 1, NUMBER_MAX = 4 };

/* {"a":TEXT} */
static enum status read_number(const char *text, json_int_t *number)
{
    char json[64];
    json_t *object = NULL;
    (void)snprintf(json, sizeof json, "{\"a\":%s}", text);
    enum status status = json_read_canonical(json, strlen(json), "test", &object, NULL);
    if (status == STATUS_OK)
        *number = json_integer_value(json_object_get(object, "a"));
    json_decref(object);
    return status;
}

static void check_number(const char *text)
{
    json_int_t number = -1;
    json_int_t value = 0;
    size_t digits = strspn(text, "0123456789");
    bool right = digits > 0 && text[digits] == '\0' && (text[0] != '0' || digits == 1);
    for (size_t i = 0; i < digits; i++)
        value = value * 10 + (text[i] - '0');
    if ((read_number(text, &number) == STATUS_OK) != right || (right && number != value))
        fail_msg("%s", text);
}

static void test_every_short_number_is_canonical_or_refused(void **state)
{
    (void)state;
    for (size_t length = 1, count = LETTERS_COUNT; length <= NUMBER_MAX;
         length++, count *= LETTERS_COUNT) {
        for (size_t place = 0; place < count; place++) {
            char text[NUMBER_MAX + 1] = {0};
            for (size_t i = 0, rest = place; i < length; i++, rest /= LETTERS_COUNT)
                text[i] = LETTERS[rest % LETTERS_COUNT];
            check_number(text);
        }
    }
}

/* To 2^53-1, and every longer one is more. */
static void test_the_greatest_number(void **state)
{
    (void)state;
    json_int_t number;
    for (uint64_t value = 9007199254740900; value < 9007199254741100; value++) {
        char text[32];
        (void)snprintf(text, sizeof text, "%" PRIu64, value);
        assert_int_equal(
            read_number(text, &number), value <= 9007199254740991 ? STATUS_OK : STATUS_REFUSED);
    }
    for (int digits = 17; digits <= 40; digits++) {
        char text[64];
        (void)snprintf(text, sizeof text, "1%0*d", digits - 1, 0);
        assert_int_equal(read_number(text, &number), STATUS_REFUSED);
    }
}

/* ---- organisation numbers ---- */

/* By the table of the Luhn formula's doubled digits. */
static bool model_organisation(const char digits[10])
{
    static const int doubled[] = {0, 2, 4, 6, 8, 1, 3, 5, 7, 9};
    int sum = 0;
    for (int i = 0; i < 10; i++)
        sum += (10 - i) % 2 == 0 ? doubled[digits[i] - '0'] : digits[i] - '0';
    return digits[2] >= '2' && sum % 10 == 0;
}

/* A million: the first and third digit, and the last four. */
static void test_every_organisation_number(void **state)
{
    (void)state;
    for (unsigned value = 0; value < 1000000; value++) {
        char digits[11] = "?1?9990000";
        char hyphen[12];
        char out[ORGANISATION_NUMBER_SIZE];
        digits[0] = (char)('0' + value / 100000);
        digits[2] = (char)('0' + value / 10000 % 10);
        for (unsigned i = 0, rest = value % 10000; i < 4; i++, rest /= 10)
            digits[9 - i] = (char)('0' + rest % 10);
        memcpy(hyphen, digits, 6);
        hyphen[6] = '-';
        memcpy(hyphen + 7, digits + 6, 5);
        bool right = model_organisation(digits);
        if (organisation_number_canonical(digits, 10, out) != right ||
            strcmp(out, right ? hyphen : "") != 0 ||
            organisation_number_is_canonical(hyphen, 11) != right ||
            organisation_number_is_canonical(digits, 10))
            fail_msg("%s", digits);
    }
}

/* Any byte in any place of both forms. */
static void test_every_other_letter_of_an_organisation_number(void **state)
{
    (void)state;
    static const char *const forms[] = {"212999-0004", "2129990004"};
    for (size_t form = 0; form < 2; form++) {
        size_t length = strlen(forms[form]);
        for (size_t place = 0; place < length; place++) {
            for (int byte = 0; byte < 256; byte++) {
                char text[12];
                char digits[11] = {0};
                char out[ORGANISATION_NUMBER_SIZE];
                memcpy(text, forms[form], length + 1);
                text[place] = (char)byte;
                bool right = form == 1 || text[6] == '-';
                for (size_t i = 0, to = 0; i < length; i++) {
                    if (form == 0 && i == 6)
                        continue;
                    right = right && text[i] >= '0' && text[i] <= '9';
                    digits[to++] = text[i];
                }
                right = right && model_organisation(digits);
                assert_int_equal(organisation_number_canonical(text, length, out), right);
            }
        }
    }
}

/* ---- fingerprints ---- */

/* Every value that a group can have, four at a time. */
static void test_every_group_of_a_fingerprint(void **state)
{
    (void)state;
    for (uint32_t value = 0; value < 1U << 24; value += 4) {
        struct fingerprint fingerprint = {{0}};
        char text[FINGERPRINT_SHORT_SIZE];
        for (uint32_t i = 0; i < 4; i++) {
            fingerprint.bytes[3 * i] = (uint8_t)((value + i) / 65536);
            fingerprint.bytes[3 * i + 1] = (uint8_t)((value + i) / 256 % 256);
            fingerprint.bytes[3 * i + 2] = (uint8_t)((value + i) % 256);
        }
        fingerprint_short(text, &fingerprint);
        for (uint32_t i = 0; i < 4; i++) {
            char *end = NULL;
            unsigned long group = strtoul(text + 6 * i, &end, 10);
            if (group != (value + i) % 100000 || end != text + 6 * i + 5 ||
                *end != (i < 3 ? '-' : '\0'))
                fail_msg("%s for %" PRIu32, text, value);
        }
    }
}

/* 50 digits, or 64 of hexadecimal; blanks, ends of line and hyphens anywhere. */
static bool model_fingerprint(const char *text, size_t length)
{
    size_t digits = 0;
    size_t letters = 0;
    size_t others = 0;
    for (size_t i = 0; i < length; i++) {
        bool digit = text[i] >= '0' && text[i] <= '9';
        bool letter = (text[i] >= 'a' && text[i] <= 'f') || (text[i] >= 'A' && text[i] <= 'F');
        digits += digit ? 1 : 0;
        letters += letter ? 1 : 0;
        others +=
            !digit && !letter && (text[i] == '\0' || strchr(" -\t\r\n", text[i]) == NULL) ? 1 : 0;
    }
    return others == 0 && ((digits == 50 && letters == 0) || digits + letters == 64);
}

static void check_fingerprint(const char *text, size_t length)
{
    struct fingerprint_given given;
    if ((fingerprint_read(text, length, &given, NULL) == STATUS_OK) !=
        model_fingerprint(text, length))
        fail_msg("%.*s", (int)length, text);
}

/* One byte put in, taken away or in place of another. */
static void test_every_neighbour_of_a_fingerprint(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "12345-67890-12345-67890-12345-67890-12345-67890-12345-67890",
        "12345678901234567890123456789012345678901234567890",
        "0123456789abcdef0123456789ABCDEF0123456789abcdef0123456789ABCDEF"};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        size_t length = strlen(texts[i]);
        for (size_t place = 0; place <= length; place++) {
            char text[80];
            check_fingerprint(texts[i], place);
            for (int byte = 0; byte < 256; byte++) {
                memcpy(text, texts[i], length + 1);
                text[place] = (char)byte;
                check_fingerprint(text, length);
                memcpy(text, texts[i], place);
                text[place] = (char)byte;
                memcpy(text + place + 1, texts[i] + place, length - place);
                check_fingerprint(text, length + 1);
            }
            memcpy(text, texts[i], place);
            memcpy(text + place, texts[i] + place + (place < length ? 1 : 0), length - place);
            check_fingerprint(text, length - 1);
        }
    }
}

/* ---- the header of a member ---- */

static void put_octal(uint8_t *field, unsigned digits, uint64_t value)
{
    while (digits-- > 0) {
        field[digits] = (uint8_t)('0' + value % 8);
        value /= 8;
    }
}

/* As POSIX.1-1988, table 10-1, has it for mode 0600, owner, group and time 0. */
static void model_header(uint8_t block[512], const char *name, uint64_t size)
{
    uint64_t sum = 0;
    memset(block, 0, 512);
    memcpy(block, name, strlen(name));
    put_octal(block + 100, 7, 0600);
    put_octal(block + 108, 7, 0);
    put_octal(block + 116, 7, 0);
    put_octal(block + 124, 11, size);
    put_octal(block + 136, 11, 0);
    memset(block + 148, ' ', 8);
    block[156] = '0';
    memcpy(block + 257, "ustar", 6);
    memcpy(block + 263, "00", 2);
    put_octal(block + 329, 7, 0);
    put_octal(block + 337, 7, 0);
    for (unsigned i = 0; i < 512; i++)
        sum += block[i];
    put_octal(block + 148, 6, sum);
    block[154] = 0;
}

static void check_size(uint64_t size)
{
    uint8_t block[512];
    uint8_t built[USTAR_BLOCK];
    uint64_t found = 0;
    model_header(block, "manifest.json", size);
    ustar_header(built, "manifest.json", size);
    assert_memory_equal(block, built, 512);
    assert_int_equal(ustar_size(block, "manifest.json", &found, NULL), STATUS_OK);
    assert_int_equal(found, size);
}

static void test_every_size_of_a_member(void **state)
{
    (void)state;
    for (uint64_t size = 0; size < 100000; size++)
        check_size(size);
    for (unsigned bit = 0; bit < 33; bit++) {
        check_size(UINT64_C(1) << bit);
        check_size((UINT64_C(1) << bit) - 1);
        check_size(USTAR_SIZE_MAX - ((UINT64_C(1) << bit) - 1));
    }
}

/* Any other byte in any place; in the size with the checksum that then belongs to it too. */
static void test_every_other_byte_of_a_header(void **state)
{
    (void)state;
    for (unsigned place = 0; place < 512; place++) {
        for (unsigned byte = 0; byte < 256; byte++) {
            uint8_t block[512];
            uint64_t found = 0;
            model_header(block, "manifest.json", 01234567012);
            bool same = block[place] == byte;
            block[place] = (uint8_t)byte;
            assert_int_equal(ustar_size(block, "manifest.json", &found, NULL),
                same ? STATUS_OK : STATUS_REFUSED);
            if (place < 124 || place > 134)
                continue;
            uint64_t sum = 8 * ' ';
            for (unsigned i = 0; i < 512; i++)
                sum += i < 148 || i > 155 ? block[i] : 0;
            put_octal(block + 148, 6, sum);
            bool digit = byte >= '0' && byte <= '7';
            assert_int_equal(ustar_size(block, "manifest.json", &found, NULL),
                digit ? STATUS_OK : STATUS_REFUSED);
        }
    }
}

static int start(void **state)
{
    (void)state;
    json_start();
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_short_number_is_canonical_or_refused),
        cmocka_unit_test(test_the_greatest_number),
        cmocka_unit_test(test_every_organisation_number),
        cmocka_unit_test(test_every_other_letter_of_an_organisation_number),
        cmocka_unit_test(test_every_group_of_a_fingerprint),
        cmocka_unit_test(test_every_neighbour_of_a_fingerprint),
        cmocka_unit_test(test_every_size_of_a_member),
        cmocka_unit_test(test_every_other_byte_of_a_header),
    };
    return cmocka_run_group_tests(tests, start, NULL);
}
