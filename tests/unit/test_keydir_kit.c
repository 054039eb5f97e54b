/* The kit of a key directory: kept as a whole, read with its signature. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "fixture_age.h"
#include "fixture_directory.h"
#include "fixture_kit.h"
#include "format/keydir_kit.h"

static struct error err;
static struct keydir_kit kit;
static bool found;

static int set_up(void **state)
{
    (void)state;
    error_init(&err, NULL);
    return fixture_directory_make() == NULL ? -1 : 0;
}

static int tear_down(void **state)
{
    (void)state;
    keydir_kit_free(&kit);
    fixture_directory_remove();
    return 0;
}

static enum status keep(uint32_t number)
{
    struct kit_content content;
    struct buffer sealed = {0};
    struct kit_frame frame;
    fixture_kit_content(&content, number);
    fixture_kit_seal(&content, &sealed);
    assert_int_equal(kit_split(sealed.data, sealed.length, &frame, &err), STATUS_OK);
    struct keydir_kit_addition addition;
    enum status status =
        keydir_kit_prepare(fixture_directory_path(""), &frame, &content, &addition, &err);
    if (status == STATUS_OK)
        status = keydir_kit_commit(fixture_directory_path(""), &addition, &err);
    kit_content_free(&content);
    buffer_free(&sealed);
    return status;
}

static enum status load(void)
{
    keydir_kit_free(&kit);
    return keydir_kit_load(fixture_directory_path(""), &kit, &found, &err);
}

static void test_without_a_kit_there_is_none(void **state)
{
    (void)state;
    assert_int_equal(load(), STATUS_OK);
    assert_false(found);
    assert_int_equal(
        keydir_kit_load(fixture_directory_path("nowhere"), &kit, &found, &err), STATUS_OK);
    assert_false(found);
}

static void test_what_is_kept_is_read(void **state)
{
    struct buffer bytes = {0};
    size_t place = 0;
    (void)state;
    assert_int_equal(keep(3), STATUS_OK);
    assert_int_equal(load(), STATUS_OK);
    assert_true(found);
    assert_int_equal(kit.kit.number, 3);
    assert_int_equal(kit.card.role, CARD_AUTHORITY);
    assert_int_equal(kit.rounds.count, 1);
    assert_string_equal(kit.rounds.round[0].id, "2026");
    assert_string_equal(
        keydir_kit_next(&kit, KIT_EDITION, &place)->path, "edition-infosakkollen-2021.json");
    assert_null(keydir_kit_next(&kit, KIT_EDITION, &place));
    assert_int_equal(
        keydir_kit_read(&kit, KIT_EDITION, "infosakkollen-2021", &bytes, &found, &err), STATUS_OK);
    assert_true(found);
    struct buffer edition = {0};
    fixture_file("editions/infosakkollen-2021.json", &edition);
    assert_int_equal(bytes.length, edition.length);
    assert_memory_equal(bytes.data, edition.data, edition.length);
    assert_int_equal(keydir_kit_read(&kit, KIT_EDITION, "annan", &bytes, &found, &err), STATUS_OK);
    assert_false(found);
    assert_int_equal(keydir_kit_read(&kit, KIT_TARGET, NULL, &bytes, &found, &err), STATUS_OK);
    assert_false(found);
    buffer_free(&bytes);
    buffer_free(&edition);
}

static void test_a_newer_one_takes_its_place(void **state)
{
    (void)state;
    assert_int_equal(keep(3), STATUS_OK);
    assert_int_equal(keep(4), STATUS_OK);
    assert_int_equal(load(), STATUS_OK);
    assert_int_equal(kit.kit.number, 4);
    assert_false(file_exists(fixture_directory_path(KEYDIR_KIT_NEXT)));
    assert_int_equal(keydir_kit_remove(fixture_directory_path(""), &err), STATUS_OK);
    assert_int_equal(load(), STATUS_OK);
    assert_false(found);
}

/* What a run leaves that was cut off after the new one was whole. */
static void test_R1_a_kit_that_was_not_renamed_yet_counts(void **state)
{
    (void)state;
    assert_int_equal(keep(4), STATUS_OK);
    assert_int_equal(rename(fixture_directory_path(KEYDIR_KIT), fixture_directory_path("away")), 0);
    assert_int_equal(keep(3), STATUS_OK);
    assert_int_equal(
        rename(fixture_directory_path("away"), fixture_directory_path(KEYDIR_KIT_NEXT)), 0);
    assert_int_equal(load(), STATUS_OK);
    assert_int_equal(kit.kit.number, 4);
    assert_int_equal(keep(5), STATUS_OK);
    assert_int_equal(load(), STATUS_OK);
    assert_int_equal(kit.kit.number, 5);
    assert_false(file_exists(fixture_directory_path(KEYDIR_KIT_NEXT)));
}

static void change_byte(const char *name, size_t at)
{
    struct buffer bytes = fixture_directory_read(name);
    bytes.data[at] ^= 0x10;
    fixture_directory_write(name, bytes.data, bytes.length);
    buffer_free(&bytes);
}

static void test_a_kit_that_was_changed_where_it_lies_is_refused(void **state)
{
    struct buffer bytes = {0};
    (void)state;
    assert_int_equal(keep(3), STATUS_OK);
    change_byte("kit/kit.json", 40);
    assert_refused(load(), err, REASON_BAD_SIGNATURE);
    assert_false(found);
    assert_null(kit.path);
    change_byte("kit/kit.json", 40);
    change_byte("kit/round.json", 70);
    assert_refused(load(), err, REASON_CONTENT_MISMATCH);
    change_byte("kit/round.json", 70);
    change_byte("kit/edition-infosakkollen-2021.json", 5000);
    assert_int_equal(load(), STATUS_OK);
    assert_refused(keydir_kit_read(&kit, KIT_EDITION, NULL, &bytes, &found, &err), err,
        REASON_CONTENT_MISMATCH);
    assert_int_equal(bytes.length, 0);
    assert_int_equal(unlink(fixture_directory_path("kit/kit.json.minisig")), 0);
    assert_int_equal(load(), STATUS_FAILED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_without_a_kit_there_is_none, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_what_is_kept_is_read, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_a_newer_one_takes_its_place, set_up, tear_down),
        cmocka_unit_test_setup_teardown(
            test_R1_a_kit_that_was_not_renamed_yet_counts, set_up, tear_down),
        cmocka_unit_test_setup_teardown(
            test_a_kit_that_was_changed_where_it_lies_is_refused, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, fixture_start, NULL);
}
