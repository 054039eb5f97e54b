/* The directory of a zip archive: what is taken, and each rule broken once. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>
#include <unistd.h>

#include "fixture_zip_bytes.h"
#include "format/zip_directory.h"

static struct zip_bytes zip;

/* Reads the bytes, and all of them are given back. */
static enum sheet_fault fault_of_bytes(const void *bytes, size_t length)
{
    struct zip_directory directory;
    enum sheet_fault why = SHEET_GOOD;
    int fd = zip_bytes_file(bytes, length);
    enum status status = zip_directory_read(fd, length, &directory, &why);
    assert_int_equal(status, why == SHEET_GOOD ? STATUS_OK : STATUS_REFUSED);
    zip_directory_free(&directory);
    close(fd);
    return why;
}

static enum sheet_fault fault_of_zip(void)
{
    return fault_of_bytes(zip.bytes.data, zip.bytes.length);
}

static enum sheet_fault fault_of_parts(const struct zip_part *part, size_t parts)
{
    zip_bytes_make(&zip, part, parts, false);
    enum sheet_fault why = fault_of_zip();
    buffer_free(&zip.bytes);
    return why;
}

enum { BEHIND = 8, UNIX = 3 << 8, PARTS = 4 };

/* A directory, a stored member, one with its sizes behind, one made on Unix with an extra field. */
static const struct zip_part good[PARTS] = {{.name = "xl/"},
    {.name = "mimetype", .content = "text"},
    {.name = "xl/a.xml", .content = "<a/>", .deflated = true, .flags = BEHIND, .behind = 16},
    {.name = "xl/b.xml",
        .content = "<b>b</b>",
        .deflated = true,
        .extra = 9,
        .comment = 30,
        .made_by = UNIX,
        .mode = UINT32_C(0100644) << 16}};

static void test_a_good_archive_is_taken_in_its_order(void **state)
{
    (void)state;
    for (int turned = 0; turned < 2; turned++) {
        struct zip_directory directory;
        enum sheet_fault why = SHEET_GOOD;
        zip_bytes_make(&zip, good, PARTS, turned == 1);
        int fd = zip_bytes_file(zip.bytes.data, zip.bytes.length);
        assert_int_equal(lseek(fd, 5, SEEK_SET), 5);
        assert_int_equal(zip_directory_read(fd, zip.bytes.length, &directory, &why), STATUS_OK);
        assert_int_equal(lseek(fd, 0, SEEK_CUR), 5);
        assert_int_equal(directory.members, PARTS);
        for (size_t i = 0; i < PARTS; i++) {
            const struct zip_member *member = &directory.member[i];
            assert_string_equal(member->name, good[i].name);
            assert_int_equal(member->size, good[i].content == NULL ? 0 : strlen(good[i].content));
            assert_int_equal(member->begin, zip.header[i]);
            assert_int_equal(member->behind, i == 2);
            assert_ptr_equal(zip_directory_find(&directory, good[i].name), member);
            if (i > 0)
                assert_int_equal(directory.member[i - 1].end + (i == 3 ? 16 : 0), member->begin);
        }
        assert_int_equal(directory.member[3].end, zip.entry[turned == 1 ? 3 : 0]);
        assert_ptr_equal(zip_directory_find(&directory, "XL/A.xml"), &directory.member[2]);
        assert_null(zip_directory_find(&directory, "xl/a.xm"));
        zip_directory_free(&directory);
        assert_null(directory.member);
        assert_int_equal(directory.members, 0);
        buffer_free(&zip.bytes);
        close(fd);
    }
}

enum poked { HEADER, ENTRY, HEADER_AND_ENTRY, END };

/* A number put into the good archive: at which place of what, and what comes of it. */
static const struct {
    enum poked what;
    unsigned part, place, width;
    uint32_t number;
    enum sheet_fault fault;
} pokes[] = {
    {ENTRY, 1, 0, 1, 'Q', SHEET_DAMAGED}, /* signatures */
    {HEADER, 1, 0, 1, 'Q', SHEET_DAMAGED},
    {END, 0, 0, 1, 'Q', SHEET_DAMAGED},
    {ENTRY, 1, 8, 2, 0x0001, SHEET_ENCRYPTED}, /* flags */
    {HEADER_AND_ENTRY, 1, 8, 2, 0x0040, SHEET_DAMAGED},
    {HEADER_AND_ENTRY, 1, 8, 2, 0x2000, SHEET_DAMAGED},
    {HEADER, 1, 6, 2, 0x0001, SHEET_DISAGREE},
    {HEADER, 1, 6, 2, 0x0008, SHEET_DISAGREE},
    {HEADER, 1, 6, 2, 0x0040, SHEET_DISAGREE},
    {HEADER, 1, 6, 2, 0x2000, SHEET_DISAGREE},
    {ENTRY, 1, 8, 2, 0x0008, SHEET_DISAGREE},
    {HEADER, 2, 6, 2, 0, SHEET_DISAGREE},
    {HEADER, 1, 6, 2, 0x0806, SHEET_GOOD},
    {ENTRY, 1, 8, 2, 0x0806, SHEET_GOOD},
    {HEADER_AND_ENTRY, 3, 10, 2, 99, SHEET_ENCRYPTED}, /* methods */
    {HEADER_AND_ENTRY, 3, 10, 2, 12, SHEET_DAMAGED},
    {HEADER_AND_ENTRY, 3, 10, 2, 0, SHEET_DAMAGED},
    {HEADER, 3, 8, 2, 0, SHEET_DISAGREE},
    {HEADER, 1, 8, 2, 8, SHEET_DISAGREE},
    {HEADER, 3, 14, 4, 1, SHEET_DISAGREE}, /* sum and sizes */
    {HEADER, 3, 18, 4, 1, SHEET_DISAGREE},
    {HEADER, 3, 22, 4, 1, SHEET_DISAGREE},
    {ENTRY, 3, 16, 4, 1, SHEET_DISAGREE},
    {ENTRY, 3, 20, 4, 1, SHEET_DISAGREE},
    {ENTRY, 3, 24, 4, 1, SHEET_DISAGREE},
    {HEADER, 2, 14, 4, 1, SHEET_DISAGREE},
    {HEADER, 2, 18, 4, 1, SHEET_DISAGREE},
    {HEADER, 2, 22, 4, 1, SHEET_DISAGREE},
    {HEADER_AND_ENTRY, 1, 20, 4, 3, SHEET_DAMAGED},
    {ENTRY, 1, 24, 4, 5, SHEET_DAMAGED},
    {HEADER, 1, 26, 2, 7, SHEET_DISAGREE}, /* names */
    {HEADER, 1, 30, 1, 'M', SHEET_DISAGREE},
    {HEADER, 1, 37, 1, 'E', SHEET_DISAGREE},
    {ENTRY, 1, 46, 1, 0, SHEET_DAMAGED},
    {ENTRY, 1, 53, 1, 0, SHEET_DAMAGED},
    {ENTRY, 1, 53, 1, '\\', SHEET_DAMAGED},
    {ENTRY, 1, 28, 2, 0, SHEET_DAMAGED},
    {ENTRY, 1, 30, 2, 65535, SHEET_DAMAGED}, /* lengths in the directory */
    {ENTRY, 3, 32, 2, 31, SHEET_DAMAGED},
    {ENTRY, 3, 32, 2, 29, SHEET_DAMAGED},
    {ENTRY, 3, 30, 2, 1, SHEET_DAMAGED},
    {ENTRY, 1, 34, 2, 1, SHEET_DAMAGED},
    {ENTRY, 1, 42, 4, 0, SHEET_DISAGREE}, /* where members begin and end */
    {ENTRY, 1, 42, 4, 1, SHEET_DAMAGED},
    {ENTRY, 1, 42, 4, UINT32_MAX, SHEET_DAMAGED},
    {HEADER, 3, 28, 2, 10, SHEET_DAMAGED},
    {HEADER, 3, 28, 2, 8, SHEET_DISAGREE},
    {HEADER, 1, 28, 2, 1, SHEET_OVERLAP},
    {HEADER, 0, 28, 2, 38, SHEET_OVERLAP},
    {HEADER, 2, 28, 2, 4, SHEET_GOOD},
    {HEADER, 2, 28, 2, 16, SHEET_GOOD},
    {HEADER, 2, 28, 2, 1, SHEET_DISAGREE},
    {HEADER, 2, 28, 2, 15, SHEET_DISAGREE},
    {HEADER, 2, 28, 2, 17, SHEET_OVERLAP},
    {END, 0, 4, 2, 1, SHEET_DAMAGED}, /* the end: disks, counts, place, comment */
    {END, 0, 6, 2, 1, SHEET_DAMAGED},
    {END, 0, 8, 2, 3, SHEET_DAMAGED},
    {END, 0, 10, 2, 3, SHEET_DAMAGED},
    {END, 0, 8, 4, 0x00030003, SHEET_DAMAGED},
    {END, 0, 8, 4, 0x00050005, SHEET_DAMAGED},
    {END, 0, 8, 4, 0x03e903e9, SHEET_MEMBERS},
    {END, 0, 12, 4, 1, SHEET_DAMAGED},
    {END, 0, 16, 4, 1, SHEET_DAMAGED},
    {END, 0, 20, 2, 1, SHEET_DAMAGED},
    {END, 0, 4, 2, 0x0100, SHEET_DAMAGED},
    {END, 0, 6, 2, 0x0100, SHEET_DAMAGED},
    {END, 0, 20, 2, 0x0100, SHEET_DAMAGED},
    {ENTRY, 1, 34, 2, 0x0100, SHEET_DAMAGED},
    {ENTRY, 1, 38, 4, UINT32_C(0120777) << 16, SHEET_GOOD}, /* what it is on another system */
    {ENTRY, 3, 38, 4, UINT32_C(0120777) << 16, SHEET_LINK},
    {ENTRY, 3, 38, 4, UINT32_C(0010644) << 16, SHEET_LINK},
    {ENTRY, 3, 38, 4, UINT32_C(0020644) << 16, SHEET_LINK},
    {ENTRY, 3, 38, 4, UINT32_C(0040755) << 16, SHEET_GOOD},
    {ENTRY, 3, 38, 4, 0, SHEET_GOOD},
    {ENTRY, 3, 38, 4, 0120777, SHEET_GOOD},
    {ENTRY, 3, 4, 1, 63, SHEET_GOOD},
};

static void test_each_field_that_is_wrong_has_its_fault(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof pokes / sizeof pokes[0]; i++) {
        zip_bytes_make(&zip, good, PARTS, false);
        size_t entry = zip.entry[pokes[i].part] + pokes[i].place;
        size_t header = zip.header[pokes[i].part] + pokes[i].place;
        if (pokes[i].what == END)
            zip_bytes_poke(&zip, zip.end + pokes[i].place, pokes[i].width, pokes[i].number);
        if (pokes[i].what == ENTRY || pokes[i].what == HEADER_AND_ENTRY)
            zip_bytes_poke(&zip, entry, pokes[i].width, pokes[i].number);
        if (pokes[i].what == HEADER)
            zip_bytes_poke(&zip, header, pokes[i].width, pokes[i].number);
        if (pokes[i].what == HEADER_AND_ENTRY) /* where it stands two bytes nearer */
            zip_bytes_poke(&zip, header - 2, pokes[i].width, pokes[i].number);
        enum sheet_fault fault = fault_of_zip();
        if (fault != pokes[i].fault)
            fail_msg("%zu, of part %u at %u: %d", i, pokes[i].part, pokes[i].place, (int)fault);
        buffer_free(&zip.bytes);
    }
}

static void test_what_stands_between_members_is_refused(void **state)
{
    (void)state;
    for (size_t i = 0; i < PARTS; i++) {
        struct zip_part part[PARTS];
        memcpy(part, good, sizeof part);
        part[i].gap = 1;
        assert_int_equal(fault_of_parts(part, PARTS), SHEET_DISAGREE);
        part[i].gap = 16;
        assert_int_equal(fault_of_parts(part, PARTS), SHEET_DISAGREE);
    }
    static const struct {
        uint16_t flags, behind;
        enum sheet_fault fault;
    } behind[] = {{BEHIND, 12, SHEET_GOOD}, {BEHIND, 16, SHEET_GOOD}, {BEHIND, 0, SHEET_GOOD},
        {BEHIND, 13, SHEET_DISAGREE}, {BEHIND, 17, SHEET_DISAGREE}, {0, 12, SHEET_DISAGREE}};
    for (size_t i = 0; i < sizeof behind / sizeof behind[0]; i++) {
        struct zip_part part[2] = {
            {.name = "a", .content = "a", .flags = behind[i].flags, .behind = behind[i].behind},
            {.name = "b"}};
        for (size_t parts = 1; parts <= 2; parts++)
            assert_int_equal(fault_of_parts(part, parts), behind[i].fault);
    }
}

static void test_names_are_single_and_of_bounded_length(void **state)
{
    char name[257];
    struct zip_part twice[] = {{.name = "xl/A.xml"}, {.name = "b"}, {.name = "XL/a.xml"}};
    struct zip_part filled = {.name = "xl/", .content = "x"};
    struct zip_part named = {.name = name};
    (void)state;
    assert_int_equal(fault_of_parts(twice, 3), SHEET_TWICE);
    assert_int_equal(fault_of_parts(twice, 2), SHEET_GOOD);
    assert_int_equal(fault_of_parts(&filled, 1), SHEET_DAMAGED);
    for (size_t length = 254; length < sizeof name; length++) {
        memset(name, 'n', length);
        name[length] = '\0';
        assert_int_equal(fault_of_parts(&named, 1), length < 256 ? SHEET_GOOD : SHEET_DAMAGED);
    }
    name[0] = '\0';
    assert_int_equal(fault_of_parts(&named, 1), SHEET_DAMAGED);
}

static void test_members_and_sizes_have_limits(void **state)
{
    static struct zip_part many[ZIP_MEMBERS_MAX + 1];
    static char name[ZIP_MEMBERS_MAX + 1][5];
    struct zip_part half[] = {{.name = "a", .claimed = 1 << 25, .deflated = true},
        {.name = "b", .claimed = 1 << 25, .deflated = true}};
    struct zip_part whole = {.name = "a", .claimed = 1 << 26, .deflated = true};
    (void)state;
    for (size_t i = 0; i <= ZIP_MEMBERS_MAX; i++) {
        for (size_t digit = 0, left = i; digit < 4; digit++, left /= 10)
            name[i][digit] = (char)('0' + left % 10);
        many[i] = (struct zip_part){.name = name[i]};
    }
    assert_int_equal(fault_of_parts(many, ZIP_MEMBERS_MAX), SHEET_GOOD);
    assert_int_equal(fault_of_parts(many, ZIP_MEMBERS_MAX + 1), SHEET_MEMBERS);
    assert_int_equal(fault_of_parts(half, 2), SHEET_GOOD);
    half[0].claimed++;
    assert_int_equal(fault_of_parts(half, 2), SHEET_INFLATED);
    assert_int_equal(fault_of_parts(&whole, 1), SHEET_GOOD);
    whole.claimed = UINT32_MAX;
    assert_int_equal(fault_of_parts(&whole, 1), SHEET_INFLATED);
    /* sixteen entries of 64 KiB are a directory of the most that it may have */
    for (size_t i = 0; i < 16; i++)
        many[i].comment = 65536 - 46 - 4;
    assert_int_equal(fault_of_parts(many, 16), SHEET_GOOD);
    many[15].comment++;
    assert_int_equal(fault_of_parts(many, 16), SHEET_DAMAGED);
}

static void test_an_archive_that_is_cut_or_goes_on_is_refused(void **state)
{
    static const uint8_t locator[4] = {'P', 'K', 6, 7};
    (void)state;
    zip_bytes_make(&zip, good, PARTS, false);
    for (size_t length = 0; length < zip.bytes.length; length++) {
        assert_int_equal(fault_of_bytes(zip.bytes.data, length), SHEET_DAMAGED);
        if (length > 0)
            assert_int_not_equal(
                fault_of_bytes(zip.bytes.data + length, zip.bytes.length - length), SHEET_GOOD);
    }
    memcpy(zip.bytes.data + zip.end - 20, locator, sizeof locator);
    assert_int_equal(fault_of_zip(), SHEET_DAMAGED);
    memset(zip.bytes.data + zip.end - 20, 'r', 1);
    assert_int_equal(fault_of_zip(), SHEET_GOOD);
    buffer_append(&zip.bytes, "", 1);
    assert_int_equal(fault_of_zip(), SHEET_DAMAGED);
    zip_bytes_poke(&zip, zip.end + 20, 2, 1); /* the comment that it then is */
    assert_int_equal(fault_of_zip(), SHEET_DAMAGED);
    buffer_free(&zip.bytes);
}

/* The descriptor has fewer bytes than the size promises. */
static void test_what_is_shorter_than_its_size_is_refused(void **state)
{
    struct zip_directory directory;
    enum sheet_fault why = SHEET_GOOD;
    (void)state;
    zip_bytes_make(&zip, good, PARTS, false);
    int fd = zip_bytes_file(zip.bytes.data, zip.bytes.length);
    assert_int_equal(
        zip_directory_read(fd, zip.bytes.length + 1, &directory, &why), STATUS_REFUSED);
    assert_int_equal(why, SHEET_DAMAGED);
    zip_directory_free(&directory);
    buffer_free(&zip.bytes);
    close(fd);
}

/* Of a size that no archive has nothing is read, and so the descriptor is not missed. */
static void test_archives_have_a_least_and_a_greatest_size(void **state)
{
    static const struct {
        uint64_t size;
        enum sheet_fault fault;
    } sizes[] = {{0, SHEET_DAMAGED}, {41, SHEET_DAMAGED}, {42, SHEET_UNREADABLE},
        {UINT32_MAX, SHEET_UNREADABLE}, {UINT64_C(1) << 32, SHEET_DAMAGED}};
    (void)state;
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        struct zip_directory directory;
        enum sheet_fault why = SHEET_GOOD;
        assert_int_equal(zip_directory_read(-1, sizes[i].size, &directory, &why), STATUS_REFUSED);
        assert_int_equal(why, sizes[i].fault);
        zip_directory_free(&directory);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_good_archive_is_taken_in_its_order),
        cmocka_unit_test(test_each_field_that_is_wrong_has_its_fault),
        cmocka_unit_test(test_what_stands_between_members_is_refused),
        cmocka_unit_test(test_names_are_single_and_of_bounded_length),
        cmocka_unit_test(test_members_and_sizes_have_limits),
        cmocka_unit_test(test_an_archive_that_is_cut_or_goes_on_is_refused),
        cmocka_unit_test(test_what_is_shorter_than_its_size_is_refused),
        cmocka_unit_test(test_archives_have_a_least_and_a_greatest_size),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
