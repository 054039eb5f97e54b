/* libarchive as the judge of our own archives: what our readers accept, it reads to the same names,
 * sizes and bytes. And what it is held to: one format, limits, regular files, whole content. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/memory.h"
#include "fixture_age.h"
#include "fixture_bundle.h"
#include "fixture_directory.h"
#include "format/archive.h"
#include "format/bundle.h"
#include "format/card.h"
#include "format/frame.h"
#include "format/gzip.h"
#include "format/head.h"
#include "format/payload.h"
#include "format/receipt.h"
#include "format/ustar.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static struct error err;

static int set_up(void **state)
{
    (void)state;
    error_init(&err, NULL);
    (void)fixture_directory_make();
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    fixture_directory_remove();
    return 0;
}

static const struct archive_limits WIDE = {1000, UINT64_C(1) << 30};

/* ---- the judge ---- */

struct expected {
    const char *name;
    const void *bytes;
    size_t length;
};

static void judge_input(
    const struct archive_input *input, const struct expected *member, size_t count)
{
    struct archive_reader *reader = NULL;
    const char *name;
    assert_int_equal(archive_reader_open(ARCHIVE_TAR, input, &WIDE, &reader, &err), STATUS_OK);
    for (size_t i = 0; i < count; i++) {
        struct buffer content = {0};
        assert_int_equal(archive_reader_next(reader, &name, &err), STATUS_OK);
        assert_non_null(name);
        assert_string_equal(name, member[i].name);
        assert_int_equal(archive_reader_content(reader, &content, &err), STATUS_OK);
        assert_int_equal(content.length, member[i].length);
        if (content.length > 0)
            assert_memory_equal(content.data, member[i].bytes, content.length);
        buffer_free(&content);
    }
    assert_int_equal(archive_reader_next(reader, &name, &err), STATUS_OK);
    assert_null(name);
    archive_reader_close(reader);
}

/* From memory, and from a file. */
static void judge(const struct buffer *archive, const struct expected *member, size_t count)
{
    judge_input(&(struct archive_input){archive->data, -1, archive->length}, member, count);
    fixture_directory_write("archive", archive->data, archive->length);
    int fd = open(fixture_directory_path("archive"), O_RDONLY | O_CLOEXEC);
    assert_true(fd >= 0);
    judge_input(&(struct archive_input){NULL, fd, archive->length}, member, count);
    assert_int_equal(lseek(fd, 0, SEEK_CUR), 0);
    (void)close(fd);
}

/* ---- documents ---- */

static void judge_document(const char *name, const char *json)
{
    static const char signature[] = "untrusted comment: sigill\nRUQ\ntrusted comment: t\nRUQ\n";
    char second[100];
    struct buffer frame = {0};
    struct frame_view views[2];
    (void)snprintf(second, sizeof second, "%s" FRAME_SIGNATURE_SUFFIX, name);
    frame_document_build(name, (const uint8_t *)json, strlen(json), (const uint8_t *)signature,
        sizeof signature - 1, &frame);
    assert_int_equal(frame_document_split(frame.data, frame.length, name, FRAME_MANIFEST_MAX,
                         &views[0], &views[1], &err),
        STATUS_OK);
    const struct expected members[] = {
        {name, json, strlen(json)}, {second, signature, sizeof signature - 1}};
    judge(&frame, members, 2);
    buffer_free(&frame);
}

static void test_documents(void **state)
{
    (void)state;
    static const char *const names[] = {CARD_NAME, HEAD_NAME, RECEIPT_NAME};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        judge_document(names[i], "{\"name\":\"Gåseborg\"}");
        judge_document(names[i], "");
        for (size_t length = 510; length < 515; length++) {
            char *json = memory_new(length + 1, 1);
            memset(json, 'x', length);
            judge_document(names[i], json);
            free(json);
        }
    }
}

/* The cards that everyone has: files as they are handed over. */
static void test_cards_of_the_tree(void **state)
{
    (void)state;
    static const char *const paths[] = {"keys-example/ankeborg/own.card",
        "keys-example/gaseborg/own.card", "keys-example/msb/own.card"};
    for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++) {
        struct buffer file = {0};
        struct frame_view json;
        struct frame_view signature;
        fixture_file(paths[i], &file);
        assert_int_equal(frame_document_split(file.data, file.length, CARD_NAME, CARD_JSON_MAX,
                             &json, &signature, &err),
            STATUS_OK);
        const struct expected members[] = {{CARD_NAME, json.bytes, json.length},
            {CARD_NAME FRAME_SIGNATURE_SUFFIX, signature.bytes, signature.length}};
        judge(&file, members, 2);
        buffer_free(&file);
    }
}

/* ---- the payload ---- */

/* The archive in a payload that payload_read accepts. */
static void inflate_payload(
    const struct manifest *manifest, const struct buffer *payload, struct buffer *archive)
{
    struct cursor cursor = {payload->data, payload->length, 0};
    struct source source = source_from_bytes(&cursor);
    struct fixture_received received = {0};
    struct payload_receiver receiver = fixture_receiver(&received);
    size_t length = (size_t)payload_inflated_size(manifest);
    struct gzip_reader *gzip = gzip_reader_new(&source, length);
    assert_int_equal(payload_read(&source, manifest, &receiver, &err), STATUS_OK);
    fixture_received_free(&received);
    cursor.position = 0;
    assert_int_equal(gzip_read(gzip, buffer_reserve(archive, length), length, &err), STATUS_OK);
    archive->length += length;
    assert_int_equal(gzip_end(gzip, &err), STATUS_OK);
    gzip_reader_free(gzip);
}

static void test_payloads_with_many_members(void **state)
{
    (void)state;
    static const size_t sizes[] = {0, 1, 511, 512, 513, 10239, 10240, 65535, 65536, 65537, 200000};
    enum { SIZES = sizeof sizes / sizeof sizes[0], LONGEST = 200000 };
    static struct manifest manifest;
    struct fixture_member members[MANIFEST_FILES_MAX];
    struct expected expected[MANIFEST_FILES_MAX];
    uint8_t *bytes = memory_new(LONGEST, 1);
    char paths[MANIFEST_FILES_MAX][MANIFEST_PATH_SIZE];
    fixture_bytes(bytes, LONGEST, 7);
    const size_t counts[] = {2, 3, 17, MANIFEST_FILES_MAX};
    for (size_t c = 0; c < sizeof counts / sizeof counts[0]; c++) {
        struct buffer payload = {0};
        struct buffer archive = {0};
        fixture_manifest(&manifest);
        for (size_t i = 0; i < counts[c]; i++) {
            size_t size = counts[c] > 50 ? i * 7 % 1200 : sizes[i % SIZES];
            members[i] = (struct fixture_member){(const char *)bytes, size, "fil.bin"};
            manifest_path(paths[i], i);
            expected[i] = (struct expected){paths[i], bytes, size};
        }
        fixture_payload(members, counts[c], &manifest, &payload);
        inflate_payload(&manifest, &payload, &archive);
        judge(&archive, expected, counts[c]);
        buffer_free(&payload);
        buffer_free(&archive);
    }
    free(bytes);
}

/* ---- the bundle ---- */

/* A frame as a bundle holds it, zeros up to the padded length included. */
static void test_bundles(void **state)
{
    (void)state;
    static const size_t sizes[] = {1, 500, 65536, 100000};
    static const char manifest[] = "{\"format\":\"sigill-bundle/1\"}";
    static const char signature[] = "untrusted comment: sigill\n";
    uint8_t *payload = memory_new(100000, 1);
    fixture_bytes(payload, 100000, 3);
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        const struct expected members[] = {{FRAME_PAYLOAD, payload, sizes[i]},
            {FRAME_MANIFEST, manifest, sizeof manifest - 1},
            {FRAME_MANIFEST FRAME_SIGNATURE_SUFFIX, signature, sizeof signature - 1}};
        struct buffer frame = {0};
        for (size_t m = 0; m < 3; m++)
            fixture_tar_member(&frame, members[m].name, members[m].bytes, members[m].length);
        struct frame_layout layout =
            frame_layout(sizes[i], sizeof manifest - 1, sizeof signature - 1);
        assert_int_equal(frame.length, layout.end);
        size_t zeros = (size_t)(layout.total - layout.end);
        memset(buffer_reserve(&frame, zeros), 0, zeros);
        frame.length += zeros;
        judge(&frame, members, 3);
        buffer_free(&frame);
    }
    free(payload);
}

/* ---- what the reader is held to ---- */

static enum status read_all(
    enum archive_format format, const struct buffer *bytes, const struct archive_limits *limits)
{
    struct archive_reader *reader = NULL;
    struct archive_input input = {bytes->data, -1, bytes->length};
    struct buffer content = {0};
    const char *name = NULL;
    enum status status;
    TRY_OUT(archive_reader_open(format, &input, limits, &reader, &err));
    do {
        TRY_OUT(archive_reader_next(reader, &name, &err));
        if (name != NULL)
            TRY_OUT(archive_reader_content(reader, &content, &err));
    } while (name != NULL);
out:
    archive_reader_close(reader);
    buffer_free(&content);
    return status;
}

static struct buffer two_members(void)
{
    static const uint8_t end[USTAR_END];
    struct buffer archive = {0};
    fixture_tar_member(&archive, "one", "12345", 5);
    fixture_tar_member(&archive, "two", "678", 3);
    buffer_append(&archive, end, sizeof end);
    return archive;
}

static void test_limits_hold(void **state)
{
    (void)state;
    struct buffer archive = two_members();
    assert_int_equal(read_all(ARCHIVE_TAR, &archive, &(struct archive_limits){2, 8}), STATUS_OK);
    assert_refused(
        read_all(ARCHIVE_TAR, &archive, &(struct archive_limits){1, 8}), err, REASON_TOO_LARGE);
    assert_refused(
        read_all(ARCHIVE_TAR, &archive, &(struct archive_limits){2, 7}), err, REASON_TOO_LARGE);
    assert_refused(
        read_all(ARCHIVE_TAR, &archive, &(struct archive_limits){2, 4}), err, REASON_TOO_LARGE);
    buffer_free(&archive);
}

static void test_a_size_that_is_only_claimed(void **state)
{
    (void)state;
    struct buffer archive = {0};
    uint8_t header[USTAR_BLOCK];
    ustar_header(header, "one", USTAR_SIZE_MAX);
    buffer_append(&archive, header, sizeof header);
    buffer_text(&archive, "short");
    assert_refused(read_all(ARCHIVE_TAR, &archive, &WIDE), err, REASON_BAD_SYNTAX);
    buffer_free(&archive);
}

static void test_other_formats_are_not_tried(void **state)
{
    (void)state;
    struct buffer tar = two_members();
    struct buffer packed = {0};
    struct buffer none = {0};
    fixture_gzip(tar.data, tar.length, &packed);
    assert_refused(read_all(ARCHIVE_ZIP, &tar, &WIDE), err, REASON_BAD_SYNTAX);
    assert_refused(read_all(ARCHIVE_TAR, &packed, &WIDE), err, REASON_BAD_SYNTAX);
    assert_refused(read_all(ARCHIVE_ZIP, &packed, &WIDE), err, REASON_BAD_SYNTAX);
    assert_refused(read_all(ARCHIVE_ZIP, &none, &WIDE), err, REASON_BAD_SYNTAX);
    buffer_free(&tar);
    buffer_free(&packed);
}

static void set_type(uint8_t header[USTAR_BLOCK], char type, const char *link)
{
    unsigned sum = 0;
    char digits[8];
    header[156] = (uint8_t)type;
    memcpy(header + 157, link, strlen(link));
    memset(header + 148, ' ', 8);
    for (size_t i = 0; i < USTAR_BLOCK; i++)
        sum += header[i];
    (void)snprintf(digits, sizeof digits, "%06o", sum);
    memcpy(header + 148, digits, 7);
}

static void test_only_regular_files(void **state)
{
    (void)state;
    static const uint8_t end[USTAR_END];
    for (const char *type = "123456"; *type != '\0'; type++) {
        struct buffer archive = {0};
        uint8_t header[USTAR_BLOCK];
        ustar_header(header, "one", 0);
        set_type(header, *type, *type == '1' || *type == '2' ? "/etc/passwd" : "");
        buffer_append(&archive, header, sizeof header);
        buffer_append(&archive, end, sizeof end);
        assert_refused(read_all(ARCHIVE_TAR, &archive, &WIDE), err, REASON_BAD_SYNTAX);
        buffer_free(&archive);
    }
}

static void test_a_descriptor_that_cannot_be_read(void **state)
{
    (void)state;
    struct archive_reader *reader = NULL;
    int fd = open(fixture_directory_path(""), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    struct archive_input input = {NULL, fd, 1000};
    assert_int_equal(archive_reader_open(ARCHIVE_TAR, &input, &WIDE, &reader, &err), STATUS_FAILED);
    assert_int_equal(err.reason, REASON_IO_ERROR);
    assert_null(reader);
    (void)close(fd);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_documents, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_cards_of_the_tree, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_payloads_with_many_members, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_bundles, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_limits_hold, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_a_size_that_is_only_claimed, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_other_formats_are_not_tried, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_only_regular_files, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_a_descriptor_that_cannot_be_read, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, fixture_start, NULL);
}
