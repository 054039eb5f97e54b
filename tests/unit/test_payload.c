#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "base/crew.h"
#include "fixture_age.h"
#include "fixture_bundle.h"
#include "fixture_thinned.h"
#include "format/gzip.h"
#include "format/payload.h"
#include "format/ustar.h"

static struct error err;
static struct manifest manifest;

static int set_up(void **state)
{
    (void)state;
    error_init(&err, NULL);
    fixture_manifest(&manifest);
    return 0;
}

static const struct fixture_member MEMBERS[] = {
    {"{\"answers\":1}", 13, "answers.json"},
    {"untrusted comment: sigill\n", 26, "answers.json.minisig"},
    {"The report.", 11, "rapport.pdf"},
};

enum { ALL = sizeof MEMBERS / sizeof MEMBERS[0] };

static enum status verify_payload(const struct buffer *payload)
{
    struct cursor cursor = {payload->data, payload->length, 0};
    struct source source = source_from_bytes(&cursor);
    return payload_verify(&source, &manifest, &err);
}

static enum status read_known(
    const struct buffer *payload, unsigned known, struct fixture_received *received)
{
    struct cursor cursor = {payload->data, payload->length, 0};
    struct source source = source_from_bytes(&cursor);
    struct payload_receiver receiver = fixture_receiver(received);
    return payload_read_known(&source, &manifest, known, &receiver, &err);
}

/* Of bytes that were hashed before the same is found without hashing them again. */
static enum status read_payload(const struct buffer *payload, struct fixture_received *received)
{
    struct fixture_received again = {0};
    bool hashed = verify_payload(payload) == STATUS_OK;
    enum status known = hashed ? read_known(payload, PAYLOAD_HASHED, &again) : STATUS_OK;
    fixture_received_free(&again);
    enum status judged =
        hashed ? read_known(payload, PAYLOAD_HASHED | PAYLOAD_JUDGED, &again) : STATUS_OK;
    fixture_received_free(&again);
    struct cursor cursor = {payload->data, payload->length, 0};
    struct source source = source_from_bytes(&cursor);
    struct payload_receiver receiver = fixture_receiver(received);
    enum status status = payload_read(&source, &manifest, &receiver, &err);
    assert_true(!hashed || (known == status && judged == status));
    return status;
}

/* Makes the manifest promise these very bytes, so that what is found wrong is within them. */
static void promise(const struct buffer *payload)
{
    manifest.payload_size = payload->length;
    crypto_generichash(
        manifest.payload_digest, MANIFEST_DIGEST_SIZE, payload->data, payload->length, NULL, 0);
}

/* The payload must be refused for its content though the manifest's digest is right. */
static void refuse_archive(struct buffer *archive)
{
    struct fixture_received received = {0};
    struct buffer payload = {0};
    fixture_gzip(archive->data, archive->length, &payload);
    promise(&payload);
    assert_int_equal(verify_payload(&payload), STATUS_OK);
    assert_refused(read_payload(&payload, &received), err, REASON_CONTENT_MISMATCH);
    fixture_received_free(&received);
    buffer_free(&payload);
    buffer_free(archive);
}

/* The manifest of MEMBERS, and their archive. */
static struct buffer archive_of(const struct fixture_member *members, size_t count)
{
    static const uint8_t end[USTAR_END];
    struct buffer archive = {0};
    for (size_t i = 0; i < count; i++) {
        char path[MANIFEST_PATH_SIZE];
        manifest_path(path, i);
        fixture_tar_member(&archive, path, members[i].bytes, members[i].length);
    }
    buffer_append(&archive, end, sizeof end);
    return archive;
}

static void promise_members(void)
{
    struct buffer payload = {0};
    fixture_payload(MEMBERS, ALL, &manifest, &payload);
    buffer_free(&payload);
}

/* ---- what is right ---- */

static void test_what_is_written_is_read(void **state)
{
    (void)state;
    static const size_t sizes[] = {0, 1, 511, 512, 513, 65535, 65536, 65537, 300000};
    uint8_t *bytes = malloc(300000);
    fixture_bytes(bytes, 300000, 1);
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        struct fixture_member members[] = {
            MEMBERS[0], MEMBERS[1], {bytes, sizes[i], "a.bin"}, {"", 0, "tom.txt"}};
        struct fixture_received received = {0};
        struct buffer payload = {0};
        fixture_manifest(&manifest);
        fixture_payload(members, 4, &manifest, &payload);
        assert_int_equal(manifest.files, 4);
        assert_int_equal(manifest.payload_size, payload.length);
        assert_int_equal(verify_payload(&payload), STATUS_OK);
        assert_int_equal(read_payload(&payload, &received), STATUS_OK);
        assert_int_equal(received.begun, 4);
        assert_int_equal(received.kept[2].length, sizes[i]);
        assert_memory_equal(received.kept[2].data, bytes, sizes[i]);
        assert_int_equal(received.kept[3].length, 0);
        assert_memory_equal(received.kept[0].data, MEMBERS[0].bytes, MEMBERS[0].length);
        fixture_received_free(&received);
        buffer_free(&payload);
    }
    free(bytes);
}

static void test_the_manifest_tells_paths_names_sizes_and_digests(void **state)
{
    (void)state;
    uint8_t digest[MANIFEST_DIGEST_SIZE];
    promise_members();
    assert_string_equal(manifest.file[0].path, "answers.json");
    assert_string_equal(manifest.file[1].path, "answers.json.minisig");
    assert_string_equal(manifest.file[2].path, "attachments/001");
    assert_string_equal(manifest.file[2].name, "rapport.pdf");
    assert_int_equal(manifest.file[2].size, 11);
    crypto_generichash(digest, sizeof digest, (const uint8_t *)"The report.", 11, NULL, 0);
    assert_memory_equal(manifest.file[2].digest, digest, sizeof digest);
    assert_int_equal(manifest_check(&manifest, &err), STATUS_OK);
}

static void count_bytes(void *context, uint64_t bytes)
{
    *(uint64_t *)context += bytes;
}

static void test_progress_tells_every_byte_of_the_members(void **state)
{
    (void)state;
    uint64_t seen = 0;
    struct stream_progress progress = {count_bytes, &seen};
    struct cursor cursors[] = {{(const uint8_t *)"12345", 5, 0}, {(const uint8_t *)"678", 3, 0}};
    struct payload_member members[] = {
        {source_from_bytes(&cursors[0]), 5, "answers.json"},
        {source_from_bytes(&cursors[1]), 3, "answers.json.minisig"},
    };
    struct buffer payload = {0};
    struct payload_output output = fixture_output(&payload, 2);
    assert_int_equal(payload_write(members, 2, &output, &progress, &manifest, &err), STATUS_OK);
    assert_int_equal(seen, 8);
    buffer_free(&payload);
}

/* ---- what may not be written ---- */

/* Writes answers, signature and one attachment that claims a size. */
static enum status write_claimed(
    uint64_t answers, uint64_t attached, const char *name, struct buffer *payload)
{
    struct cursor cursors[] = {{(const uint8_t *)"12345", 5, 0}, {(const uint8_t *)"678", 3, 0},
        {(const uint8_t *)"attached", 8, 0}};
    struct payload_member members[] = {
        {source_from_bytes(&cursors[0]), answers, "answers.json"},
        {source_from_bytes(&cursors[1]), 3, "answers.json.minisig"},
        {source_from_bytes(&cursors[2]), attached, name},
    };
    struct payload_output output = fixture_output(payload, 2);
    return payload_write(members, 3, &output, NULL, &manifest, &err);
}

static void test_limits_are_refused_before_a_byte_is_written(void **state)
{
    (void)state;
    struct buffer payload = {0};
    assert_refused(
        write_claimed(MANIFEST_ANSWERS_MAX + 1, 8, "a", &payload), err, REASON_TOO_LARGE);
    assert_refused(
        write_claimed(5, MANIFEST_ATTACHED_BYTES_MAX + 1, "a", &payload), err, REASON_TOO_LARGE);
    assert_refused(write_claimed(5, UINT64_MAX, "a", &payload), err, REASON_TOO_LARGE);
    struct payload_output output = fixture_output(&payload, 2);
    static struct payload_member many[MANIFEST_FILES_MAX + 1];
    assert_refused(payload_write(many, MANIFEST_FILES_MAX + 1, &output, NULL, &manifest, &err), err,
        REASON_TOO_LARGE);
    assert_int_equal(payload.length, 0);
}

static void test_an_attachment_of_a_name_that_may_not_be_shown_is_told_by_its_number(void **state)
{
    (void)state;
    struct buffer payload = {0};
    assert_refused(write_claimed(5, 8, "a\nb", &payload), err, REASON_BAD_VALUE);
    assert_int_equal(strncmp(err.text, "attachment 1: ", strlen("attachment 1: ")), 0);
    buffer_free(&payload);
}

static void test_a_file_that_grows_or_shrinks_fails(void **state)
{
    (void)state;
    struct buffer payload = {0};
    assert_int_equal(write_claimed(5, 8, "a", &payload), STATUS_OK);
    assert_int_equal(write_claimed(5, 7, "a", &payload), STATUS_FAILED);
    assert_int_equal(err.reason, REASON_IO_ERROR);
    assert_int_equal(write_claimed(5, 9, "a", &payload), STATUS_FAILED);
    assert_int_equal(err.reason, REASON_IO_ERROR);
    assert_int_equal(write_claimed(4, 8, "a", &payload), STATUS_FAILED);
    buffer_free(&payload);
}

static void test_names_that_may_not_be_shown_are_refused(void **state)
{
    (void)state;
    static const char *const names[] = {
        "", "a/b", "a\\b", "a\nb", "\x1b[2J", "a\xe2\x80\xaez.pdf", "\xff", "\xc0\xaf"};
    struct buffer payload = {0};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        assert_refused(write_claimed(5, 8, names[i], &payload), err, REASON_BAD_VALUE);
    buffer_free(&payload);
}

static enum status fail_to_take(
    void *context, size_t hand, const uint8_t *bytes, size_t length, struct error *found)
{
    (void)hand;
    (void)bytes;
    (void)length;
    size_t *left = context;
    return (*left)-- == 0 ? error_set(found, STATUS_FAILED, REASON_IO_ERROR, "no room") : STATUS_OK;
}

static enum status fail_to_finish(void *context, size_t hand, struct error *found)
{
    (void)context;
    (void)hand;
    return error_set(found, STATUS_FAILED, REASON_IO_ERROR, "no room");
}

/* An attachment of some MiB, so that there are hands in every stage when one of them fails. */
static enum status write_large(const struct payload_output *output)
{
    enum { LARGE = 10 << 20 };
    uint8_t *bytes = calloc(1, LARGE);
    struct cursor cursors[] = {
        {(const uint8_t *)"12345", 5, 0}, {(const uint8_t *)"678", 3, 0}, {bytes, LARGE, 0}};
    struct payload_member members[] = {
        {source_from_bytes(&cursors[0]), 5, "answers.json"},
        {source_from_bytes(&cursors[1]), 3, "answers.json.minisig"},
        {source_from_bytes(&cursors[2]), LARGE, "a"},
    };
    enum status status = payload_write(members, 3, output, NULL, &manifest, &err);
    free(bytes);
    return status;
}

static void test_failures_of_the_output_are_passed_on(void **state)
{
    (void)state;
    struct buffer payload = {0};
    for (size_t hands = 1; hands <= 4; hands++) {
        for (size_t good = 0; good < 10; good += 3) {
            size_t left = good;
            struct payload_output output = fixture_output(&payload, hands);
            output.take = fail_to_take;
            output.context = &left;
            assert_int_equal(write_large(&output), STATUS_FAILED);
            assert_int_equal(err.reason, REASON_IO_ERROR);
            assert_string_equal(err.text, "no room");
        }
        struct payload_output output = fixture_output(&payload, hands);
        output.finish = fail_to_finish;
        assert_int_equal(write_large(&output), STATUS_FAILED);
        assert_string_equal(err.text, "no room");
    }
    buffer_free(&payload);
}

/* ---- gzip members ---- */

/* Members of sizes that fall on, before and behind the gzip members' ends, in other numbers. */
static void test_what_is_written_depends_on_the_members_alone(void **state)
{
    (void)state;
    static const size_t sizes[] = {0, 1, GZIP_MEMBER - 3072, GZIP_MEMBER - 3071, 3000000, 7654321};
    uint8_t *bytes = calloc(1, 7654321);
    fixture_bytes(bytes, 1500000, 1);
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        struct buffer first = {0};
        struct fixture_received received = {0};
        struct fixture_member members[] = {MEMBERS[0], MEMBERS[1], {bytes, sizes[i], "a.bin"}};
        fixture_payload(members, 3, &manifest, &first);
        assert_int_equal(read_payload(&first, &received), STATUS_OK);
        assert_memory_equal(received.kept[2].data, bytes, sizes[i]);
        fixture_received_free(&received);
        for (size_t hands = 1; hands <= CREW_HANDS_MAX; hands += fixture_thinned(1)) {
            struct buffer again = {0};
            struct cursor cursors[3];
            struct payload_member list[3];
            for (size_t j = 0; j < 3; j++) {
                cursors[j] = (struct cursor){members[j].bytes, members[j].length, 0};
                list[j] = (struct payload_member){
                    source_from_bytes(&cursors[j]), members[j].length, members[j].name};
            }
            struct payload_output output = fixture_output(&again, hands);
            assert_int_equal(payload_write(list, 3, &output, NULL, &manifest, &err), STATUS_OK);
            assert_int_equal(again.length, first.length);
            assert_memory_equal(again.data, first.data, first.length);
            buffer_free(&again);
        }
        buffer_free(&first);
    }
    free(bytes);
}

/* ---- what may not be read ---- */

static void test_S2_payload_that_is_not_the_promised_one_is_not_verified(void **state)
{
    (void)state;
    struct buffer payload = {0};
    fixture_payload(MEMBERS, ALL, &manifest, &payload);
    assert_int_equal(verify_payload(&payload), STATUS_OK);
    for (size_t i = 0; i < payload.length; i += fixture_thinned(1)) {
        payload.data[i] ^= 1;
        assert_refused(verify_payload(&payload), err, REASON_CONTENT_MISMATCH);
        payload.data[i] ^= 1;
    }
    payload.length--;
    assert_refused(verify_payload(&payload), err, REASON_CONTENT_MISMATCH);
    payload.length++;
    buffer_append(&payload, "", 1);
    assert_refused(verify_payload(&payload), err, REASON_CONTENT_MISMATCH);
    buffer_free(&payload);
}

/* Though payload_verify comes first, payload_read relies on nothing. */
static void test_payload_read_compares_every_byte_too(void **state)
{
    (void)state;
    struct buffer payload = {0};
    fixture_payload(MEMBERS, ALL, &manifest, &payload);
    for (size_t i = 0; i < payload.length; i += fixture_thinned(1)) {
        struct fixture_received received = {0};
        payload.data[i] ^= 0x40;
        assert_refused(read_payload(&payload, &received), err, REASON_CONTENT_MISMATCH);
        fixture_received_free(&received);
        payload.data[i] ^= 0x40;
    }
    buffer_free(&payload);
}

static void test_bytes_after_the_gzip_member_are_refused(void **state)
{
    (void)state;
    for (size_t kind = 0; kind < 2; kind++) {
        struct fixture_received received = {0};
        struct buffer payload = {0};
        fixture_payload(MEMBERS, ALL, &manifest, &payload);
        if (kind == 0)
            buffer_append(&payload, "", 1);
        else
            fixture_gzip("more", 4, &payload);
        promise(&payload);
        assert_int_equal(verify_payload(&payload), STATUS_OK);
        assert_refused(read_payload(&payload, &received), err, REASON_CONTENT_MISMATCH);
        fixture_received_free(&received);
        buffer_free(&payload);
    }
}

static void test_an_archive_as_it_should_be_is_read(void **state)
{
    (void)state;
    struct fixture_received received = {0};
    struct buffer payload = {0};
    promise_members();
    struct buffer archive = archive_of(MEMBERS, ALL);
    assert_int_equal(archive.length, payload_inflated_size(&manifest));
    fixture_gzip(archive.data, archive.length, &payload);
    promise(&payload);
    assert_int_equal(read_payload(&payload, &received), STATUS_OK);
    fixture_received_free(&received);
    buffer_free(&payload);
    buffer_free(&archive);
}

static void test_missing_extra_and_swapped_members_are_refused(void **state)
{
    (void)state;
    const struct fixture_member swapped[] = {MEMBERS[1], MEMBERS[0], MEMBERS[2]};
    const struct fixture_member extra[] = {MEMBERS[0], MEMBERS[1], MEMBERS[2], MEMBERS[2]};
    promise_members();
    struct buffer archive = archive_of(MEMBERS, ALL - 1);
    refuse_archive(&archive);
    archive = archive_of(swapped, ALL);
    refuse_archive(&archive);
    archive = archive_of(extra, ALL + 1);
    refuse_archive(&archive);
    archive = archive_of(MEMBERS, ALL);
    archive.length -= USTAR_BLOCK; /* one end block alone */
    refuse_archive(&archive);
    archive = archive_of(MEMBERS, ALL);
    static const uint8_t block[USTAR_BLOCK]; /* a third end block */
    buffer_append(&archive, block, sizeof block);
    refuse_archive(&archive);
}

static void test_hostile_headers_are_refused(void **state)
{
    (void)state;
    static const char *const names[] = {"../answers.json", "/etc/passwd", "./answers.json",
        "attachments/../answers.json", "answers.json/", "ANSWERS.JSON", "PaxHeaders/answers.json",
        "././@LongLink"};
    promise_members();
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        struct buffer archive = archive_of(MEMBERS, ALL);
        ustar_header(archive.data, names[i], MEMBERS[0].length);
        refuse_archive(&archive);
    }
    static const char types[] = {'\0', '1', '2', '3', '5', '6', 'x', 'g', 'L', 'K', 'S'};
    for (size_t i = 0; i < sizeof types; i++) {
        struct buffer archive = archive_of(MEMBERS, ALL);
        unsigned sum = 0;
        archive.data[156] = (uint8_t)types[i];
        memset(archive.data + 148, ' ', 8);
        for (size_t j = 0; j < USTAR_BLOCK; j++)
            sum += archive.data[j];
        (void)snprintf((char *)archive.data + 148, 8, "%06o", sum);
        refuse_archive(&archive);
    }
}

static void test_padding_that_is_not_zero_is_refused(void **state)
{
    (void)state;
    promise_members();
    struct buffer archive = archive_of(MEMBERS, ALL);
    archive.data[USTAR_BLOCK + MEMBERS[0].length] = 1;
    refuse_archive(&archive);
    archive = archive_of(MEMBERS, ALL);
    archive.data[archive.length - 1] = 1;
    refuse_archive(&archive);
}

static void test_members_that_are_not_the_promised_ones_are_refused(void **state)
{
    (void)state;
    promise_members();
    struct buffer archive = archive_of(MEMBERS, ALL);
    archive.data[USTAR_BLOCK] ^= 1;
    refuse_archive(&archive);
    manifest.file[2].size++;
    archive = archive_of(MEMBERS, ALL);
    refuse_archive(&archive);
}

/* A receiver that compares the digests itself gets what has another one; all else is still compared
 * here. */
static void test_members_may_be_compared_by_their_receiver(void **state)
{
    (void)state;
    struct fixture_received received = {0};
    struct buffer payload = {0};
    fixture_payload(MEMBERS, ALL, &manifest, &payload);
    manifest.file[2].digest[0] ^= 1;
    assert_refused(read_payload(&payload, &received), err, REASON_CONTENT_MISMATCH);
    fixture_received_free(&received);
    assert_int_equal(read_known(&payload, PAYLOAD_COMPARED, &received), STATUS_OK);
    assert_int_equal(received.kept[2].length, MEMBERS[2].length);
    fixture_received_free(&received);
    manifest.file[2].size--;
    assert_refused(read_known(&payload, PAYLOAD_COMPARED, &received), err, REASON_CONTENT_MISMATCH);
    fixture_received_free(&received);
    buffer_free(&payload);
}

/* A block of fixed codes (RFC 1951, 3.2.6) that ends the archive: a zero, 258 of it by the symbol
 * 286, which must not occur, and the block's end. */
static void end_with_a_wrong_symbol(struct buffer *packed)
{
    static const char bits[] = "1"
                               "10"
                               "00110000"
                               "11000110"
                               "00000"
                               "0000000";
    uint8_t bytes[sizeof bits / 8 + 1] = {0};
    for (size_t i = 0; i < sizeof bits - 1; i++)
        bytes[i / 8] |= (uint8_t)((bits[i] - '0') << (i % 8));
    buffer_append(packed, bytes, (sizeof bits - 1 + 7) / 8);
}

/* Which stock gzip refuses, is refused, though another library takes it. */
static void test_S11_deflate_that_zlib_refuses_is_refused(void **state)
{
    (void)state;
    static const uint8_t header[] = {0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3};
    promise_members();
    struct buffer archive = archive_of(MEMBERS, ALL);
    size_t stored = archive.length - 259;
    const uint8_t block[] = {
        0, (uint8_t)stored, (uint8_t)(stored >> 8), (uint8_t)~stored, (uint8_t)(~stored >> 8)};
    struct buffer payload = {0};
    buffer_append(&payload, header, sizeof header);
    buffer_append(&payload, block, sizeof block);
    buffer_append(&payload, archive.data, stored);
    end_with_a_wrong_symbol(&payload);
    uint32_t end[] = {
        (uint32_t)crc32(0, archive.data, (uInt)archive.length), (uint32_t)archive.length};
    buffer_append(&payload, end, sizeof end);
    promise(&payload);
    for (unsigned known = 0; known <= (PAYLOAD_HASHED | PAYLOAD_COMPARED); known++) {
        struct fixture_received received = {0};
        assert_refused(read_known(&payload, known, &received), err, REASON_CONTENT_MISMATCH);
        fixture_received_free(&received);
    }
    buffer_free(&payload);
    buffer_free(&archive);
}

static void test_S8_a_bomb_delivers_no_more_than_is_promised(void **state)
{
    (void)state;
    /* Every promised member, and then 64 MiB of zeros instead of the archive's end. */
    size_t size = (size_t)64 << 20;
    struct fixture_received received = {0};
    struct buffer payload = {0};
    promise_members();
    struct buffer archive = archive_of(MEMBERS, ALL);
    uint8_t *bomb = calloc(1, archive.length + size);
    memcpy(bomb, archive.data, archive.length);
    fixture_gzip(bomb, archive.length + size, &payload);
    free(bomb);
    promise(&payload);
    struct cursor cursor = {payload.data, payload.length, 0};
    struct source source = source_from_bytes(&cursor);
    struct payload_receiver receiver = fixture_receiver(&received);
    assert_refused(payload_read(&source, &manifest, &receiver, &err), err, REASON_CONTENT_MISMATCH);
    assert_int_equal(received.bytes, MEMBERS[0].length + MEMBERS[1].length + MEMBERS[2].length);
    assert_true(cursor.position <= 16384); /* the rest was not even looked at */
    fixture_received_free(&received);
    buffer_free(&payload);
    buffer_free(&archive);
}

/* ---- a row of members ---- */

enum { ATTACHED = 2500000, ROW_MAX = 6 };

/* A payload of three gzip members or more, after the archive of an attachment that makes it so. */
struct rows {
    uint8_t *attached;
    struct buffer archive;
};

static struct rows rows_start(void)
{
    struct rows rows = {.attached = calloc(1, ATTACHED)};
    struct buffer payload = {0};
    assert_non_null(rows.attached);
    fixture_bytes(rows.attached, 300000, 5);
    struct fixture_member members[] = {MEMBERS[0], MEMBERS[1], {rows.attached, ATTACHED, "a.bin"}};
    fixture_payload(members, 3, &manifest, &payload);
    buffer_free(&payload);
    rows.archive = archive_of(members, 3);
    return rows;
}

static void rows_end(struct rows *rows)
{
    free(rows->attached);
    buffer_free(&rows->archive);
}

/* The archive in members of these lengths, up to the first that is 0. */
static struct buffer row_of(const struct rows *rows, const size_t lengths[ROW_MAX])
{
    struct buffer row = {0};
    size_t at = 0;
    for (size_t i = 0; i < ROW_MAX && lengths[i] != 0; at += lengths[i++])
        fixture_gzip(rows->archive.data + at, lengths[i], &row);
    assert_int_equal(at, rows->archive.length);
    return row;
}

/* Refused for its content though the manifest's digest is right; releases it. What was delivered is
 * no more than what is promised. */
static void refuse_row(struct buffer *row)
{
    struct fixture_received received = {0};
    promise(row);
    assert_int_equal(verify_payload(row), STATUS_OK);
    assert_refused(read_payload(row, &received), err, REASON_CONTENT_MISMATCH);
    assert_true(received.bytes <= MEMBERS[0].length + MEMBERS[1].length + ATTACHED);
    fixture_received_free(&received);
    buffer_free(row);
}

static void test_one_member_and_the_row_of_them_are_read(void **state)
{
    (void)state;
    const size_t member = (size_t)GZIP_MEMBER;
    struct rows rows = rows_start();
    const size_t total = rows.archive.length;
    assert_int_equal(total, payload_inflated_size(&manifest));
    const size_t good[][ROW_MAX] = {{total}, {member, member, total - 2 * member}};
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        struct fixture_received received = {0};
        struct buffer row = row_of(&rows, good[i]);
        promise(&row);
        assert_int_equal(read_payload(&row, &received), STATUS_OK);
        assert_memory_equal(received.kept[2].data, rows.attached, ATTACHED);
        fixture_received_free(&received);
        buffer_free(&row);
    }
    rows_end(&rows);
}

static void test_S8_members_of_other_lengths_are_refused(void **state)
{
    (void)state;
    const size_t member = (size_t)GZIP_MEMBER;
    struct rows rows = rows_start();
    const size_t total = rows.archive.length;
    const size_t last = total - 2 * member;
    const size_t bad[][ROW_MAX] = {
        {member, member - 1, last + 1}, /* a short one in the middle */
        {member - 1, member, last + 1}, /* a short first one */
        {member + 1, member - 1, last}, /* a long first one */
        {member, member + 1, last - 1}, /* a long one in the middle */
        {member, member, last - 1, 1},  /* one more than follows from the files */
        {member, total - member},       /* one less */
        {2 * member, last},
    };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct buffer row = row_of(&rows, bad[i]);
        refuse_row(&row);
    }
    rows_end(&rows);
}

static void test_S8_empty_members_are_refused(void **state)
{
    (void)state;
    const size_t member = (size_t)GZIP_MEMBER;
    struct rows rows = rows_start();
    for (size_t place = 0; place < 4; place++) {
        struct buffer row = {0};
        for (size_t i = 0, at = 0; i < 4; i++) {
            if (i == place)
                fixture_gzip("", 0, &row);
            size_t left = rows.archive.length - at;
            size_t length = left < member ? left : member;
            if (length > 0)
                fixture_gzip(rows.archive.data + at, length, &row);
            at += length;
        }
        refuse_row(&row);
    }
    rows_end(&rows);
}

static void test_S8_a_late_member_is_whole_bare_and_the_last_thing(void **state)
{
    (void)state;
    const size_t member = (size_t)GZIP_MEMBER;
    struct rows rows = rows_start();
    const size_t lengths[ROW_MAX] = {member, member, rows.archive.length - 2 * member};
    struct buffer last = {0};
    fixture_gzip(rows.archive.data + 2 * member, lengths[2], &last);
    for (size_t cut = 1; cut <= 12; cut++) {
        struct buffer row = row_of(&rows, lengths);
        row.length -= cut;
        refuse_row(&row);
    }
    struct buffer row = row_of(&rows, lengths);
    row.data[row.length - last.length + 4] = 1; /* a time */
    refuse_row(&row);
    row = row_of(&rows, lengths);
    row.length -= last.length;
    buffer_append(&row, "\x1f\x8b\x08\x08\0\0\0\0\0\x03name", 15); /* a name */
    buffer_append(&row, last.data + 10, last.length - 10);
    refuse_row(&row);
    row = row_of(&rows, lengths);
    buffer_append(&row, "", 1);
    refuse_row(&row);
    buffer_free(&last);
    rows_end(&rows);
}

static void test_S8_a_bomb_in_a_late_member_delivers_no_more_than_is_promised(void **state)
{
    (void)state;
    const size_t member = (size_t)GZIP_MEMBER;
    size_t size = (size_t)64 << 20;
    struct rows rows = rows_start();
    uint8_t *bomb = calloc(1, size);
    memcpy(bomb, rows.archive.data + member, rows.archive.length - member);
    struct buffer row = {0};
    fixture_gzip(rows.archive.data, member, &row);
    size_t first = row.length;
    fixture_gzip(bomb, size, &row);
    promise(&row);
    struct fixture_received received = {0};
    struct cursor cursor = {row.data, row.length, 0};
    struct source source = source_from_bytes(&cursor);
    struct payload_receiver receiver = fixture_receiver(&received);
    assert_refused(payload_read(&source, &manifest, &receiver, &err), err, REASON_CONTENT_MISMATCH);
    assert_true(received.bytes <= 2 * member);         /* what two members may hold */
    assert_true(cursor.position <= first + 2 * 16384); /* the rest was not even looked at */
    fixture_received_free(&received);
    buffer_free(&row);
    free(bomb);
    rows_end(&rows);
}

static enum status refuse_begin(
    void *context, size_t place, const struct manifest_file *file, struct error *found)
{
    (void)context;
    (void)file;
    return place == 1 ? error_set(found, STATUS_FAILED, REASON_IO_ERROR, "no room") : STATUS_OK;
}

static enum status accept_write(
    void *context, const void *bytes, size_t length, struct error *found)
{
    (void)context;
    (void)bytes;
    (void)length;
    (void)found;
    return STATUS_OK;
}

static void test_failures_of_the_receiver_are_passed_on(void **state)
{
    (void)state;
    struct payload_receiver receiver = {refuse_begin, accept_write, NULL};
    struct buffer payload = {0};
    fixture_payload(MEMBERS, ALL, &manifest, &payload);
    struct cursor cursor = {payload.data, payload.length, 0};
    struct source source = source_from_bytes(&cursor);
    assert_int_equal(payload_read(&source, &manifest, &receiver, &err), STATUS_FAILED);
    assert_int_equal(err.reason, REASON_IO_ERROR);
    buffer_free(&payload);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(test_what_is_written_is_read, set_up),
        cmocka_unit_test_setup(test_the_manifest_tells_paths_names_sizes_and_digests, set_up),
        cmocka_unit_test_setup(test_progress_tells_every_byte_of_the_members, set_up),
        cmocka_unit_test_setup(test_limits_are_refused_before_a_byte_is_written, set_up),
        cmocka_unit_test_setup(
            test_an_attachment_of_a_name_that_may_not_be_shown_is_told_by_its_number, set_up),
        cmocka_unit_test_setup(test_a_file_that_grows_or_shrinks_fails, set_up),
        cmocka_unit_test_setup(test_names_that_may_not_be_shown_are_refused, set_up),
        cmocka_unit_test_setup(test_failures_of_the_output_are_passed_on, set_up),
        cmocka_unit_test_setup(test_what_is_written_depends_on_the_members_alone, set_up),
        cmocka_unit_test_setup(
            test_S2_payload_that_is_not_the_promised_one_is_not_verified, set_up),
        cmocka_unit_test_setup(test_payload_read_compares_every_byte_too, set_up),
        cmocka_unit_test_setup(test_bytes_after_the_gzip_member_are_refused, set_up),
        cmocka_unit_test_setup(test_an_archive_as_it_should_be_is_read, set_up),
        cmocka_unit_test_setup(test_missing_extra_and_swapped_members_are_refused, set_up),
        cmocka_unit_test_setup(test_hostile_headers_are_refused, set_up),
        cmocka_unit_test_setup(test_padding_that_is_not_zero_is_refused, set_up),
        cmocka_unit_test_setup(test_members_that_are_not_the_promised_ones_are_refused, set_up),
        cmocka_unit_test_setup(test_members_may_be_compared_by_their_receiver, set_up),
        cmocka_unit_test_setup(test_S11_deflate_that_zlib_refuses_is_refused, set_up),
        cmocka_unit_test_setup(test_S8_a_bomb_delivers_no_more_than_is_promised, set_up),
        cmocka_unit_test_setup(test_one_member_and_the_row_of_them_are_read, set_up),
        cmocka_unit_test_setup(test_S8_members_of_other_lengths_are_refused, set_up),
        cmocka_unit_test_setup(test_S8_empty_members_are_refused, set_up),
        cmocka_unit_test_setup(test_S8_a_late_member_is_whole_bare_and_the_last_thing, set_up),
        cmocka_unit_test_setup(
            test_S8_a_bomb_in_a_late_member_delivers_no_more_than_is_promised, set_up),
        cmocka_unit_test_setup(test_failures_of_the_receiver_are_passed_on, set_up),
    };
    return cmocka_run_group_tests(tests, fixture_start, NULL);
}
