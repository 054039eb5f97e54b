/* Parts of a workbook as they are unpacked. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "fixture_zip_bytes.h"
#include "format/package.h"

/* What a sink was given; it refuses what comes when so many bytes have come. */
struct taken {
    struct buffer bytes;
    size_t calls, lasts, most;
    size_t refuse_from;
};

static enum status take_part(
    void *context, const void *bytes, size_t length, bool last, enum sheet_fault *why)
{
    struct taken *taken = context;
    assert_int_equal(taken->lasts, 0);
    assert_int_equal(last, length == 0);
    if (taken->bytes.length + length >= taken->refuse_from)
        return sheet_refuse(why, SHEET_DEPTH);
    taken->calls++;
    taken->lasts += last;
    taken->most = length > taken->most ? length : taken->most;
    if (length > 0)
        buffer_append(&taken->bytes, bytes, length);
    return STATUS_OK;
}

static struct zip_bytes zip;
static int zip_fd;

static void open_package(struct package *package)
{
    enum sheet_fault why = SHEET_GOOD;
    zip_fd = zip_bytes_file(zip.bytes.data, zip.bytes.length);
    assert_int_equal(package_open(zip_fd, zip.bytes.length, package, &why), STATUS_OK);
    assert_int_equal(why, SHEET_GOOD);
}

static void end_package(struct package *package)
{
    package_close(package);
    assert_null(package->directory.member);
    buffer_free(&zip.bytes);
    close(zip_fd);
}

static enum sheet_fault read_part(struct package *package, const char *part, struct taken *taken)
{
    const struct package_sink sink = {take_part, taken};
    enum sheet_fault why = SHEET_GOOD;
    buffer_free(&taken->bytes);
    *taken = (struct taken){.refuse_from = taken->refuse_from};
    enum status status = package_read(package, part, &sink, &why);
    assert_int_equal(status, why == SHEET_GOOD ? STATUS_OK : STATUS_REFUSED);
    assert_int_equal(taken->lasts, why == SHEET_GOOD);
    return why;
}

enum { LONG = 200000, BEHIND = 8 };

static const struct zip_part workbook[] = {{.name = "xl/"}, {.name = "empty"},
    {.name = "xl/Workbook.xml", .content = "<workbook/>"},
    {.name = "xl/long.xml", .size = LONG, .deflated = true},
    {.name = "xl/behind.xml",
        .content = "<behind/>",
        .deflated = true,
        .flags = BEHIND,
        .behind = 16}};

static void make_workbook(void)
{
    zip_bytes_make(&zip, workbook, sizeof workbook / sizeof workbook[0], false);
}

static void test_parts_are_unpacked_as_often_as_they_are_asked_for(void **state)
{
    struct package package;
    struct taken taken = {.refuse_from = SIZE_MAX};
    (void)state;
    make_workbook();
    open_package(&package);
    assert_int_equal(package.left, ZIP_INFLATED_MAX);
    for (int time = 0; time < 2; time++) {
        assert_int_equal(read_part(&package, "xl/behind.xml", &taken), SHEET_GOOD);
        assert_string_equal(buffer_string(&taken.bytes), "<behind/>");
        assert_int_equal(read_part(&package, "XL/workbook.xml", &taken), SHEET_GOOD);
        assert_string_equal(buffer_string(&taken.bytes), "<workbook/>");
        assert_int_equal(read_part(&package, "empty", &taken), SHEET_GOOD);
        assert_int_equal(taken.bytes.length, 0);
        assert_int_equal(taken.calls, 1);
        assert_int_equal(read_part(&package, "xl/long.xml", &taken), SHEET_GOOD);
        assert_int_equal(taken.bytes.length, LONG);
        assert_true(taken.most <= 65536);
        for (size_t i = 0; i < LONG; i++)
            assert_int_equal(taken.bytes.data[i], 'x');
    }
    assert_int_equal(package.left, ZIP_INFLATED_MAX - UINT64_C(2) * (9 + 11 + LONG));
    buffer_free(&taken.bytes);
    end_package(&package);
}

static void test_parts_are_known_by_name(void **state)
{
    struct package package;
    struct taken taken = {.refuse_from = SIZE_MAX};
    (void)state;
    make_workbook();
    open_package(&package);
    assert_true(package_has(&package, "xl/workbook.XML"));
    assert_false(package_has(&package, "xl/workbook.xm"));
    assert_false(package_has(&package, ""));
    assert_int_equal(read_part(&package, "xl/none.xml", &taken), SHEET_DAMAGED);
    assert_int_equal(taken.calls, 0);
    assert_int_equal(package.left, ZIP_INFLATED_MAX);
    /* a directory is no part that anything can be read of */
    assert_int_equal(read_part(&package, "xl/", &taken), SHEET_DISAGREE);
    buffer_free(&taken.bytes);
    end_package(&package);
}

static void test_what_the_sink_refuses_is_the_fault(void **state)
{
    struct package package;
    struct taken taken = {.refuse_from = 70000};
    (void)state;
    make_workbook();
    open_package(&package);
    assert_int_equal(read_part(&package, "xl/long.xml", &taken), SHEET_DEPTH);
    assert_in_range(taken.bytes.length, 1, 69999);
    taken.refuse_from = 11; /* when all bytes have come */
    assert_int_equal(read_part(&package, "xl/Workbook.xml", &taken), SHEET_DEPTH);
    taken.refuse_from = 0;
    assert_int_equal(read_part(&package, "empty", &taken), SHEET_DEPTH);
    buffer_free(&taken.bytes);
    end_package(&package);
}

static void test_what_is_unpacked_again_counts_again(void **state)
{
    struct package package;
    struct taken taken = {.refuse_from = SIZE_MAX};
    (void)state;
    make_workbook();
    open_package(&package);
    package.left = 2 * LONG + 10;
    assert_int_equal(read_part(&package, "xl/long.xml", &taken), SHEET_GOOD);
    assert_int_equal(read_part(&package, "xl/long.xml", &taken), SHEET_GOOD);
    assert_int_equal(package.left, 10);
    assert_int_equal(read_part(&package, "xl/Workbook.xml", &taken), SHEET_INFLATED);
    assert_int_equal(taken.calls, 0);
    assert_int_equal(package.left, 10);
    assert_int_equal(read_part(&package, "xl/behind.xml", &taken), SHEET_GOOD);
    package.left = 9;
    assert_int_equal(read_part(&package, "xl/behind.xml", &taken), SHEET_GOOD);
    assert_int_equal(package.left, 0);
    assert_int_equal(read_part(&package, "empty", &taken), SHEET_GOOD);
    buffer_free(&taken.bytes);
    end_package(&package);
}

/* One part, with something wrong in it that the directory cannot show. */
static enum sheet_fault fault_of_part(const struct zip_part *part, size_t place, uint8_t byte)
{
    struct package package;
    struct taken taken = {.refuse_from = SIZE_MAX};
    zip_bytes_make(&zip, part, 1, false);
    if (place > 0) {
        size_t at = zip.header[0] + 30 + strlen(part->name) + place;
        assert_int_not_equal(zip_bytes_peek(&zip, at, 1), byte);
        zip_bytes_poke(&zip, at, 1, byte);
    }
    open_package(&package);
    enum sheet_fault fault = read_part(&package, "part", &taken);
    if (part->claimed > 0 && part->claimed < UINT32_C(20))
        assert_true(taken.bytes.length <= part->claimed);
    buffer_free(&taken.bytes);
    end_package(&package);
    return fault;
}

static void test_content_is_of_the_size_and_sum_that_were_promised(void **state)
{
    struct zip_part stored = {.name = "part", .content = "twelve bytes"};
    struct zip_part deflated = {.name = "part", .content = "twelve bytes", .deflated = true};
    (void)state;
    assert_int_equal(fault_of_part(&stored, 0, 0), SHEET_GOOD);
    assert_int_equal(fault_of_part(&stored, 3, 'E'), SHEET_DAMAGED);
    assert_int_equal(fault_of_part(&deflated, 0, 0), SHEET_GOOD);
    assert_int_equal(fault_of_part(&deflated, 8, 'E'), SHEET_DAMAGED); /* the sum is another's */
    assert_int_equal(fault_of_part(&deflated, 1, 13), SHEET_DAMAGED);  /* no block is so long */
    deflated.claimed = 11;
    assert_int_equal(fault_of_part(&deflated, 0, 0), SHEET_DAMAGED);
    deflated.claimed = 1;
    assert_int_equal(fault_of_part(&deflated, 0, 0), SHEET_DAMAGED);
    deflated.claimed = 13;
    assert_int_equal(fault_of_part(&deflated, 0, 0), SHEET_DAMAGED);
}

/* The descriptor loses its end after the directory was judged. */
static void test_what_was_cut_since_is_refused(void **state)
{
    struct package package;
    struct taken taken = {.refuse_from = SIZE_MAX};
    (void)state;
    make_workbook();
    open_package(&package);
    assert_int_equal(ftruncate(zip_fd, (off_t)zip.header[3]), 0);
    assert_int_equal(read_part(&package, "xl/long.xml", &taken), SHEET_DAMAGED);
    assert_int_equal(taken.calls, 0);
    package.fd = 1 << 20; /* none is open */
    assert_int_equal(read_part(&package, "xl/long.xml", &taken), SHEET_UNREADABLE);
    buffer_free(&taken.bytes);
    end_package(&package);
}

static void test_a_file_has_a_limit(void **state)
{
    struct package package;
    enum sheet_fault why = SHEET_GOOD;
    (void)state;
    make_workbook();
    int fd = zip_bytes_file(zip.bytes.data, zip.bytes.length);
    assert_int_equal(package_open(fd, PACKAGE_SIZE_MAX + 1, &package, &why), STATUS_REFUSED);
    assert_int_equal(why, SHEET_LENGTH);
    assert_false(package_has(&package, "empty"));
    package_close(&package);
    assert_int_equal(package_open(fd, PACKAGE_SIZE_MAX, &package, &why), STATUS_REFUSED);
    assert_int_equal(why, SHEET_DAMAGED);
    package_close(&package);
    buffer_free(&zip.bytes);
    close(fd);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_parts_are_unpacked_as_often_as_they_are_asked_for),
        cmocka_unit_test(test_parts_are_known_by_name),
        cmocka_unit_test(test_what_the_sink_refuses_is_the_fault),
        cmocka_unit_test(test_what_is_unpacked_again_counts_again),
        cmocka_unit_test(test_content_is_of_the_size_and_sum_that_were_promised),
        cmocka_unit_test(test_what_was_cut_since_is_refused),
        cmocka_unit_test(test_a_file_has_a_limit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
