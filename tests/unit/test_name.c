#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "format/name.h"

enum { LETTER_SIZE = 4, LAST = 0x10FFFF };

static size_t encode(char bytes[LETTER_SIZE], uint32_t code)
{
    static const uint8_t first[] = {0, 0, 0xC0, 0xE0, 0xF0};
    size_t size = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    for (size_t i = size; i-- > 1; code >>= 6)
        bytes[i] = (char)(0x80 | (code & 0x3F));
    bytes[0] = (char)(first[size] | code);
    return size;
}

/* Whether a name may have this letter between two others. */
static bool allowed(uint32_t code)
{
    char name[LETTER_SIZE + 2] = "A";
    size_t size = encode(name + 1, code);
    name[1 + size] = 'B';
    return name_is_allowed(name, size + 2);
}

static void assert_none(uint32_t first, uint32_t last)
{
    for (uint32_t code = first; code <= last; code++) {
        if (allowed(code))
            fail_msg("U+%04X is allowed", (unsigned)code);
    }
}

/* DerivedCoreProperties.txt of Unicode 15.1, Default_Ignorable_Code_Point. */
static void test_S2_a_name_has_no_ignorable_letter(void **state)
{
    (void)state;
    static const uint32_t ignorable[][2] = {{0x00AD, 0x00AD}, {0x034F, 0x034F}, {0x061C, 0x061C},
        {0x115F, 0x1160}, {0x17B4, 0x17B5}, {0x180B, 0x180F}, {0x200B, 0x200F}, {0x202A, 0x202E},
        {0x2060, 0x206F}, {0x3164, 0x3164}, {0xFE00, 0xFE0F}, {0xFEFF, 0xFEFF}, {0xFFA0, 0xFFA0},
        {0xFFF0, 0xFFF8}, {0x1BCA0, 0x1BCA3}, {0x1D173, 0x1D17A}, {0xE0000, 0xE0FFF}};
    for (size_t i = 0; i < sizeof ignorable / sizeof ignorable[0]; i++)
        assert_none(ignorable[i][0], ignorable[i][1]);
}

static void test_S2_a_name_has_nothing_else_that_is_not_seen(void **state)
{
    (void)state;
    static const uint32_t unseen[][2] = {{0, 0x1F}, {0x7F, 0x9F}, {0x2800, 0x2800},
        {0x1D159, 0x1D159}, {0x2028, 0x2029}, {0xFFF9, 0xFFFB}, {0xE000, 0xF8FF}, {0xFDD0, 0xFDEF},
        {0xF0000, LAST}, {0x600, 0x605}, {0x6DD, 0x6DD}, {0x70F, 0x70F}, {0x890, 0x891},
        {0x8E2, 0x8E2}, {0x110BD, 0x110BD}, {0x110CD, 0x110CD}, {0x13430, 0x1343F}};
    static const uint32_t spaces[] = {0xA0, 0x1680, 0x2000, 0x2001, 0x2002, 0x2003, 0x2004, 0x2005,
        0x2006, 0x2007, 0x2008, 0x2009, 0x200A, 0x202F, 0x205F, 0x3000};
    for (size_t i = 0; i < sizeof unseen / sizeof unseen[0]; i++)
        assert_none(unseen[i][0], unseen[i][1]);
    for (size_t i = 0; i < sizeof spaces / sizeof spaces[0]; i++)
        assert_none(spaces[i], spaces[i]);
    for (uint32_t plane = 0; plane <= LAST; plane += 0x10000)
        assert_none(plane + 0xFFFE, plane + 0xFFFF);
}

/* The blocks that names are written in, whole. */
static void test_letters_that_are_seen_are_allowed(void **state)
{
    (void)state;
    static const uint32_t seen[][2] = {{0x21, 0x7E}, {0xA1, 0xAC}, {0xAE, 0x34E}, {0x350, 0x5FF},
        {0x620, 0x6DC}, {0x1E00, 0x1FFF}, {0x2010, 0x2027}, {0x2030, 0x205E}, {0x2070, 0x27FF},
        {0x3001, 0x3163}, {0x4E00, 0x9FFF}, {0xAC00, 0xD7A3}, {0x10000, 0x10FFF},
        {0x20000, 0x2A6DF}};
    for (size_t i = 0; i < sizeof seen / sizeof seen[0]; i++) {
        for (uint32_t code = seen[i][0]; code <= seen[i][1]; code++) {
            if (!allowed(code))
                fail_msg("U+%04X is not allowed", (unsigned)code);
        }
    }
}

static void test_a_space_stands_alone_between_words(void **state)
{
    (void)state;
    static const char *const good[] = {"A", "A B", "Ankeborgs kommun", "Länsstyrelsen i Skåne län",
        "Åre kommun (Z)", "A - B", "e\xCC\x81tat"};
    static const char *const bad[] = {"", " ", " A", "A ", "A  B", "A\tB", "A\nB", "A\u00A0B",
        "A\xFF", "A\xC3", "\xED\xA0\x80", "A\xC0\xA0"};
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++)
        assert_true(name_is_allowed(good[i], strlen(good[i])));
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        if (name_is_allowed(bad[i], strlen(bad[i])))
            fail_msg("\"%s\" is allowed", bad[i]);
    }
    assert_false(name_is_allowed("A\0B", 3));
}

static void test_a_name_has_at_most_200_bytes(void **state)
{
    (void)state;
    char name[NAME_BYTES_MAX + 1];
    memset(name, 'n', sizeof name);
    assert_true(name_is_allowed(name, NAME_BYTES_MAX));
    assert_false(name_is_allowed(name, NAME_BYTES_MAX + 1));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_S2_a_name_has_no_ignorable_letter),
        cmocka_unit_test(test_S2_a_name_has_nothing_else_that_is_not_seen),
        cmocka_unit_test(test_letters_that_are_seen_are_allowed),
        cmocka_unit_test(test_a_space_stands_alone_between_words),
        cmocka_unit_test(test_a_name_has_at_most_200_bytes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
