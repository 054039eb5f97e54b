/* What a file is, by how it begins: what the suites over whole media do not reach. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "crypto/age_header.h"
#include "format/beginning.h"

static uint8_t bytes[BEGINNING_SIZE];

static enum beginning kind_of_text(const char *text)
{
    size_t length = strlen(text);
    return beginning_of((const uint8_t *)text, length, length, NULL);
}

/* A header of one tar member, its sum filled in. */
static void make_tar(const char *name)
{
    unsigned sum = 0;
    memset(bytes, 0, sizeof bytes);
    memcpy(bytes, name, strlen(name));
    memset(bytes + 148, ' ', 8);
    for (size_t i = 0; i < 512; i++)
        sum += bytes[i];
    for (size_t i = 0; i < 6; i++)
        bytes[153 - i] = (uint8_t)('0' + (sum >> 3 * i & 7));
}

static void test_a_tar_archive_is_known_by_its_sum(void **state)
{
    (void)state;
    make_tar("svar.sigill");
    assert_int_equal(beginning_of(bytes, sizeof bytes, 1 << 20, NULL), BEGINNING_TAR);
    assert_int_equal(beginning_of(bytes, 511, 1 << 20, NULL), BEGINNING_OTHER);
    bytes[200]++;
    assert_int_equal(beginning_of(bytes, sizeof bytes, 1 << 20, NULL), BEGINNING_OTHER);
    memset(bytes, 0, sizeof bytes);
    assert_int_equal(beginning_of(bytes, sizeof bytes, 1 << 20, NULL), BEGINNING_OTHER);
}

static void test_our_own_documents_are_none_to_unpack(void **state)
{
    static const char *const names[] = {"card.json", "receipt.json", "head.json"};
    (void)state;
    for (size_t i = 0; i < 3; i++) {
        make_tar(names[i]);
        assert_int_equal(beginning_of(bytes, 4096, 4096, NULL), BEGINNING_DOCUMENT);
        assert_int_equal(beginning_of(bytes, 4096, 1 << 20, NULL), BEGINNING_TAR);
    }
    make_tar("card.json2");
    assert_int_equal(beginning_of(bytes, 4096, 4096, NULL), BEGINNING_TAR);
}

static void test_a_register_s_key_is_known_by_its_size(void **state)
{
    (void)state;
    static const char header[] = AGE_MAGIC "-> mlkem768x25519 AAAA\nAAAA\n--- "
                                           "0123456789012345678901234567890123456789012\n";
    const uint8_t *file = (const uint8_t *)header;
    size_t length = sizeof header - 1;
    assert_int_equal(beginning_of(file, length, length + 64, NULL), BEGINNING_KEY_REGISTER);
    assert_int_equal(beginning_of(file, length, length + 63, NULL), BEGINNING_AGE);
    assert_int_equal(beginning_of(file, length, length + 65, NULL), BEGINNING_AGE);
    assert_int_equal(beginning_of(file, length - 50, 64, NULL), BEGINNING_AGE);
    assert_int_equal(kind_of_text(AGE_MAGIC "-> scrypt A 18\n"), BEGINNING_KEY_LOCKED);
    assert_int_equal(kind_of_text(AGE_MAGIC "-> scrypty A 18\n"), BEGINNING_AGE);
}

#define FIFTY "0123456789qwertyuiop0123456789QWERTYUIOP0123456789"

static void test_an_identity_is_known_by_its_letters(void **state)
{
    (void)state;
    assert_int_equal(kind_of_text("AGE-SECRET-KEY-" FIFTY), BEGINNING_KEY_IDENTITY);
    assert_int_equal(kind_of_text("# AGE-\nAAGE-SECRET-KEY-" FIFTY), BEGINNING_KEY_IDENTITY);
    assert_int_equal(kind_of_text("age-secret-key-" FIFTY), BEGINNING_KEY_IDENTITY);
    assert_int_equal(kind_of_text("AGE-SECRET-KEY-123 " FIFTY), BEGINNING_OTHER);
    assert_int_equal(kind_of_text("AGE-SECRET-KEY"), BEGINNING_OTHER);
    assert_int_equal(kind_of_text(""), BEGINNING_OTHER);
}

static void test_a_disk_has_the_size_of_one(void **state)
{
    (void)state;
    memset(bytes, 0, sizeof bytes);
    bytes[510] = 0x55;
    bytes[511] = 0xAA;
    assert_int_equal(beginning_of(bytes, sizeof bytes, 1 << 20, NULL), BEGINNING_DISK);
    assert_int_equal(beginning_of(bytes, sizeof bytes, (1 << 20) + 1, NULL), BEGINNING_OTHER);
    assert_int_equal(beginning_of(bytes, 1024, 1024, NULL), BEGINNING_OTHER);
    memcpy(bytes + 32768, "\1CD001", 6); /* an image that starts from a stick as well */
    assert_int_equal(beginning_of(bytes, sizeof bytes, 1 << 20, NULL), BEGINNING_ISO);
}

static void test_each_kind_has_a_name_and_one_place(void **state)
{
    (void)state;
    for (int kind = BEGINNING_OTHER; kind <= BEGINNING_DMG; kind++) {
        assert_non_null(beginning_name((enum beginning)kind));
        assert_true(beginning_is_key((enum beginning)kind) +
                        beginning_is_container((enum beginning)kind) +
                        beginning_is_closed((enum beginning)kind) <=
                    1);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_tar_archive_is_known_by_its_sum),
        cmocka_unit_test(test_our_own_documents_are_none_to_unpack),
        cmocka_unit_test(test_a_register_s_key_is_known_by_its_size),
        cmocka_unit_test(test_an_identity_is_known_by_its_letters),
        cmocka_unit_test(test_a_disk_has_the_size_of_one),
        cmocka_unit_test(test_each_kind_has_a_name_and_one_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
