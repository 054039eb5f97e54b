/* Blocks of records whose length is not theirs, and rows that a run keeps. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <sodium.h>
#include <stdlib.h>

#include "base/memory.h"
#include "fixture_age.h"
#include "fixture_directory.h"
#include "fixture_register.h"
#include "register/record_blocks.h"
#include "register/stored_answers.h"

enum {
    AROUND =
        crypto_aead_xchacha20poly1305_ietf_NPUBBYTES + crypto_aead_xchacha20poly1305_ietf_ABYTES,
    LONGEST = 16 * (2 + 65535),
};

static struct error err;
static struct fixture_register fixture;

static int set_up(void **state)
{
    (void)state;
    error_init(&err, NULL);
    (void)fixture_directory_make();
    fixture_register_make(&fixture);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    fixture_register_free(&fixture);
    fixture_directory_remove();
    return 0;
}

/* Writes a block of sixteen records of equal length and more bytes behind them, and reads it. */
static void read_block_of(size_t record, size_t more, struct record_block *block)
{
    struct buffer content = {0};
    struct record_reader *reader = NULL;
    uint8_t *bytes = memory_new(1, UINT16_MAX);
    for (int i = 0; i < 16; i++)
        record_block_put(&content, bytes, record);
    buffer_append(&content, bytes, more);
    free(bytes);
    assert_int_equal(record_block_write(&fixture.store, fixture.key, 0, &content, &err), STATUS_OK);
    assert_int_equal(record_reader_new(&fixture.store, fixture.key, &reader, &err), STATUS_OK);
    assert_int_equal(record_reader_enter(reader, 0, block, &err), STATUS_OK);
    record_block_open(reader, block);
    record_reader_free(reader);
    buffer_free(&content);
}

static void test_S8_a_block_longer_than_any_is_broken_and_not_kept(void **state)
{
    struct record_block block = {.number = -1};
    struct buffer record = {0};
    struct submission row = {.serial = 1};
    (void)state;
    read_block_of(UINT16_MAX, 0, &block);
    assert_int_equal(block.sealed.length, AROUND + LONGEST);
    assert_int_equal(block.content.length, LONGEST);
    assert_false(block.lacking || block.broken);

    read_block_of(UINT16_MAX, 1, &block);
    assert_int_equal(block.sealed.length, 0);
    assert_int_equal(block.content.length, 0);
    assert_true(block.broken && !block.lacking);
    assert_int_equal(
        record_block_read(&fixture.store, fixture.key, &row, &record, &err), STATUS_REFUSED);
    assert_int_equal(err.reason, REASON_DAMAGED);
    assert_int_equal(record.length, 0);

    read_block_of(100, 0, &block);
    assert_int_equal(block.content.length, 16 * 102);
    assert_false(block.lacking || block.broken);
    record_block_free(&block);
}

static void test_a_row_that_is_kept_is_kept_as_it_became_when_no_other_is(void **state)
{
    struct stored_rows rows = STORED_ROWS_NONE;
    struct submission row = {.serial = 0};
    (void)state;
    for (row.serial = 1; row.serial <= STORED_ROWS_MAX + 1; row.serial++)
        stored_rows_note(&rows, &row, "2026-01-01", "2026-12-31");
    assert_int_equal(rows.held, STORED_ROWS_MAX);
    assert_non_null(stored_rows_find(&rows, STORED_ROWS_MAX));
    assert_null(stored_rows_find(&rows, STORED_ROWS_MAX + 1));

    row.serial = 7;
    row.chosen = true;
    stored_rows_note(&rows, &row, "2025-01-01", "2025-12-31");
    assert_true(stored_rows_find(&rows, 7)->submission.chosen);
    assert_string_equal(stored_rows_find(&rows, 7)->from, "2025-01-01");
    assert_false(stored_rows_find(&rows, 8)->submission.chosen);
    assert_int_equal(rows.held, STORED_ROWS_MAX);
    stored_rows_free(&rows);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            test_S8_a_block_longer_than_any_is_broken_and_not_kept, set_up, tear_down),
        cmocka_unit_test(test_a_row_that_is_kept_is_kept_as_it_became_when_no_other_is),
    };
    return cmocka_run_group_tests(tests, fixture_start, NULL);
}
