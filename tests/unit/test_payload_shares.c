/* Payloads that are read in shares. What is refused of them: test_payload_rows.c and
 * test_payload_refused.c, whose payloads are all read in shares too (fixture_reading.h). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "fixture_age.h"
#include "fixture_reading.h"
#include "format/gzip.h"
#include "format/payload_shares.h"
#include "format/ustar.h"

enum { MEMBER = (int)GZIP_MEMBER, FILES = 7, SHARES = 8, LENGTH = 6 << 20 };

/* ---- cutting ---- */

/* A payload of files of these sizes, and places of it as if nothing shrank. */
static struct payload_places promise_sizes(const uint64_t *size, size_t count)
{
    struct payload_places places = {0};
    reading_manifest.files = (uint16_t)count;
    for (size_t i = 0; i < count; i++) {
        manifest_path(reading_manifest.file[i].path, i);
        reading_manifest.file[i].size = size[i];
    }
    uint64_t inflated = payload_inflated_size(&reading_manifest);
    places.count = (size_t)((inflated - 1) / GZIP_MEMBER);
    for (size_t i = 0; i < places.count; i++)
        places.place[i] = (i + 1) * (GZIP_MEMBER + 98);
    reading_manifest.payload_size = inflated + 98 * (places.count + 1);
    return places;
}

/* Counted from the rules: the shares follow each other, each begins with the gzip member that its
 * first file's header does, and has one of its own. */
static void expect_a_cut(const struct payload_share *share, size_t count)
{
    uint64_t begin = 0;
    uint64_t member = 0;
    assert_int_equal(share[0].first, 0);
    assert_int_equal(share[0].from, 0);
    for (size_t i = 0, file = 0; i < count; i++) {
        assert_int_equal(share[i].first, file);
        assert_int_equal(share[i].from, begin / GZIP_MEMBER * (GZIP_MEMBER + 98));
        assert_true(i == 0 || (share[i].first >= 2 && begin / GZIP_MEMBER > member));
        assert_int_equal(
            share[i].to, i + 1 < count ? share[i + 1].from : reading_manifest.payload_size);
        assert_true(payload_share_is_sound(&reading_manifest, &share[i]));
        member = begin / GZIP_MEMBER;
        for (; file < share[i].end; file++)
            begin += ustar_member_size(reading_manifest.file[file].size);
    }
    assert_int_equal(share[count - 1].end, reading_manifest.files);
}

static void test_a_payload_is_cut_between_its_files(void **state)
{
    (void)state;
    static const struct {
        uint64_t size[FILES];
        size_t files;
        size_t most;
        size_t shares;
    } cases[] = {
        {{500, 200, 8 << 20, 8 << 20}, 4, 2, 2},
        {{500, 200, 8 << 20, 8 << 20}, 4, 8, 2},
        {{500, 200, 4 << 20, 4 << 20, 4 << 20, 4 << 20, 4 << 20}, 7, 2, 2},
        {{500, 200, 4 << 20, 4 << 20, 4 << 20, 4 << 20, 4 << 20}, 7, 3, 3},
        {{500, 200, 4 << 20, 4 << 20, 4 << 20, 4 << 20, 4 << 20}, 7, 8, 5},
        {{500, 200, 16 << 20}, 3, 8, 1},          /* one file */
        {{500, 200, 0, 16 << 20, 0, 0}, 6, 8, 1}, /* as good as one */
        {{500, 200, 1 << 20, 100 << 20}, 4, 8, 2},
        {{500, 200, 100 << 20, 1 << 20, 1 << 20}, 5, 8, 2},
        {{500, 200, 9 << 19, 0, 0, 9 << 19, 0}, 7, 8, 2},
        {{1 << 20, 200, 3 << 20, 3 << 20}, 4, 2, 2},
        {{500, 200, 200000, 200000, 200000, 200000, 200000}, 7, 8, 1}, /* within one member */
        {{500, 200}, 2, 8, 1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct payload_share share[SHARES] = {0};
        struct payload_places places = promise_sizes(cases[i].size, cases[i].files);
        size_t count =
            payload_shares_cut(&reading_manifest, &places, cases[i].most, 1 << 20, share);
        assert_int_equal(count, cases[i].shares);
        if (count > 1)
            expect_a_cut(share, count);
    }
}

static void test_a_small_payload_and_false_places_are_not_cut(void **state)
{
    (void)state;
    static const uint64_t size[] = {500, 200, 4 << 20, 4 << 20, 4 << 20};
    struct payload_share share[SHARES];
    struct payload_places right = promise_sizes(size, 5);
    uint64_t packed = reading_manifest.payload_size;
    assert_int_equal(payload_shares_cut(&reading_manifest, &right, 3, packed / 3, share), 3);
    assert_int_equal(payload_shares_cut(&reading_manifest, &right, 3, packed / 2, share), 2);
    assert_int_equal(payload_shares_cut(&reading_manifest, &right, 3, packed / 2 + 1, share), 1);
    assert_int_equal(payload_shares_cut(&reading_manifest, &right, 1, 1, share), 1);
    struct payload_places wrong[6];
    for (size_t i = 0; i < 6; i++)
        wrong[i] = right;
    wrong[0].count--;
    wrong[1].count++;
    wrong[1].place[wrong[1].count - 1] = packed - 1;
    wrong[2].count = PAYLOAD_PARTS_MAX;
    wrong[3].place[0] = 0;
    wrong[4].place[3] = wrong[4].place[4];
    wrong[5].place[wrong[5].count - 1] = packed;
    for (size_t i = 0; i < 6; i++)
        assert_int_equal(payload_shares_cut(&reading_manifest, &wrong[i], 3, 1, share), 1);
}

static void test_S9_a_share_that_cannot_be_is_not_sound(void **state)
{
    (void)state;
    static const uint64_t size[] = {500, 200, 4 << 20, 4 << 20};
    struct payload_share share[SHARES];
    struct payload_places places = promise_sizes(size, 4);
    assert_int_equal(payload_shares_cut(&reading_manifest, &places, 2, 1, share), 2);
    const struct payload_share wrong[] = {
        {.first = 2, .end = 2, .from = 0, .to = share[0].to},
        {.first = 3, .end = 2, .from = 0, .to = share[0].to},
        {.first = 0, .end = 5, .from = 0, .to = share[1].to},
        {.first = 0, .end = 3, .from = 9, .to = 9},
        {.first = 0, .end = 3, .from = 9, .to = 8},
        {.first = 0, .end = 4, .from = 0, .to = share[1].to + 1},
        {.first = 0, .end = 4, .from = 0, .to = share[0].to},
        {.first = 0, .end = 3, .from = 0, .to = share[1].to},
    };
    assert_true(payload_share_is_sound(&reading_manifest, &share[0]));
    assert_true(payload_share_is_sound(&reading_manifest, &share[1]));
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
        assert_false(payload_share_is_sound(&reading_manifest, &wrong[i]));
}

/* ---- reading ---- */

/* Attachments of these lengths, of bytes of which some do not shrink. */
static size_t fill_members(
    struct fixture_member members[FILES], const uint8_t *bytes, const size_t *length, size_t count)
{
    members[0] = READING_MEMBERS[0];
    members[1] = READING_MEMBERS[1];
    for (size_t i = 0; i < count; i++)
        members[2 + i] = (struct fixture_member){bytes + 1000 * i, length[i], "a.bin"};
    return 2 + count;
}

static uint8_t *make_bytes(void)
{
    uint8_t *bytes = calloc(1, LENGTH);
    assert_non_null(bytes);
    for (size_t at = 0; at < LENGTH; at += 400000)
        fixture_bytes(bytes + at, 50000, (unsigned)at);
    return bytes;
}

/* In each number of shares what is received is what was given. */
static void expect_same(
    const struct buffer *payload, const struct fixture_member *members, size_t count)
{
    size_t most_shares = 1;
    for (size_t most = 2; most <= SHARES; most++) {
        struct fixture_received received = {0};
        struct payload_share share[SHARES];
        struct payload_places places = reading_places(payload, 5000);
        size_t shares = payload_shares_cut(&reading_manifest, &places, most, 1, share);
        assert_in_range(shares, 2, most);
        assert_int_equal(reading_read_shares(payload, share, shares, &received), STATUS_OK);
        assert_int_equal(received.begun, count);
        for (size_t i = 0; i < count; i++) {
            assert_int_equal(received.kept[i].length, members[i].length);
            if (members[i].length > 0)
                assert_memory_equal(received.kept[i].data, members[i].bytes, members[i].length);
        }
        fixture_received_free(&received);
        most_shares = shares > most_shares ? shares : most_shares;
    }
    assert_true(most_shares >= 2);
}

/* Headers at the very edge of a gzip member, just before and behind, and files without a byte
 * there. The first two members and their headers take 2048 bytes. */
static void test_files_that_end_at_edges_are_read(void **state)
{
    (void)state;
    static const size_t lengths[][FILES - 2] = {
        {MEMBER, MEMBER, MEMBER, MEMBER, MEMBER},
        {MEMBER - 2048 - USTAR_BLOCK, MEMBER - USTAR_BLOCK, MEMBER - USTAR_BLOCK, 0, MEMBER},
        {MEMBER - 2048 - USTAR_BLOCK, 0, MEMBER, 0, 0},
        {MEMBER - 2048 - 2 * USTAR_BLOCK, 0, 2 * MEMBER, 0, 700},
        {MEMBER - 2048 - 2 * USTAR_BLOCK - 1, 1, 2 * MEMBER - 3 * USTAR_BLOCK, 0, MEMBER},
        {MEMBER - 2048 - 2 * USTAR_BLOCK - USTAR_END, 2 * MEMBER, MEMBER + 1, 3 * MEMBER, 5},
        {2 * MEMBER, 0, 0, 0, MEMBER - 2048 - 5 * USTAR_BLOCK - USTAR_END},
    };
    uint8_t *bytes = make_bytes();
    for (size_t i = 0; i < sizeof lengths / sizeof lengths[0]; i++) {
        struct fixture_member members[FILES];
        struct fixture_received received = {0};
        struct buffer payload = {0};
        size_t count = fill_members(members, bytes, lengths[i], FILES - 2);
        fixture_payload(members, count, &reading_manifest, &payload);
        expect_same(&payload, members, count);
        assert_int_equal(reading_read(&payload, &received), STATUS_OK);
        fixture_received_free(&received);
        buffer_free(&payload);
    }
    free(bytes);
}

/* Packed anew with one bit of the archive changed: refused as a whole and in shares, by that share
 * alone which has it. */
static void refuse_changed(const struct buffer *archive, size_t at)
{
    struct buffer row = {0};
    struct fixture_received received = {0};
    struct payload_share share[SHARES];
    size_t refused = 0;
    archive->data[at] ^= 1;
    for (size_t i = 0; i < archive->length; i += MEMBER) {
        size_t left = archive->length - i;
        fixture_gzip(archive->data + i, left < MEMBER ? left : MEMBER, &row);
    }
    archive->data[at] ^= 1;
    reading_promise(&row);
    struct payload_places places = reading_places(&row, 65536);
    size_t count = payload_shares_cut(&reading_manifest, &places, SHARES, 1, share);
    assert_int_equal(count, 3);
    for (size_t i = 0; i < count; i++) {
        received.begun = share[i].first;
        if (reading_read_shares(&row, &share[i], 1, &received) != STATUS_OK)
            refused++;
    }
    assert_int_equal(refused, 1);
    fixture_received_free(&received);
    assert_refused(reading_read(&row, &received), reading_err, REASON_CONTENT_MISMATCH);
    fixture_received_free(&received);
    buffer_free(&row);
}

static void test_S8_a_byte_that_was_changed_is_found_in_each_share(void **state)
{
    (void)state;
    static const size_t lengths[] = {MEMBER + 300, 2 * MEMBER + 5, MEMBER + 1};
    struct fixture_member members[FILES];
    struct buffer payload = {0};
    uint8_t *bytes = make_bytes();
    size_t count = fill_members(members, bytes, lengths, 3);
    fixture_payload(members, count, &reading_manifest, &payload);
    struct buffer archive = reading_archive_of(members, count);
    for (size_t i = 0, begin = 0; i < count; i++) {
        size_t content = begin + USTAR_BLOCK;
        refuse_changed(&archive, begin);
        refuse_changed(&archive, content + members[i].length - 1);
        begin += (size_t)ustar_member_size(members[i].length);
        refuse_changed(&archive, begin - 1); /* a zero behind it */
    }
    refuse_changed(&archive, archive.length - USTAR_END);
    refuse_changed(&archive, archive.length - 1);
    buffer_free(&archive);
    buffer_free(&payload);
    free(bytes);
}

/* In a payload of one gzip member, as stock gzip makes it, as many signs of a place stand within
 * its attachments as would be right: it is read as a whole, and not in shares. */
static void test_false_places_cost_no_payload_its_reading(void **state)
{
    (void)state;
    static const uint8_t sign[] = {0, 0, 0x10, 0, 0x1F, 0x8B, 8, 0, 0, 0, 0, 0};
    struct fixture_member members[] = {
        READING_MEMBERS[0], READING_MEMBERS[1], {NULL, MEMBER, "a.bin"}, {NULL, MEMBER, "b.bin"}};
    struct fixture_received received = {0};
    struct payload_share share[SHARES];
    struct buffer payload = {0};
    struct buffer packed = {0};
    uint8_t *bytes = malloc(LENGTH);
    fixture_bytes(bytes, LENGTH, 9);
    memcpy(bytes + 500000, sign, sizeof sign);
    memcpy(bytes + MEMBER + 300000, sign, sizeof sign);
    members[2].bytes = bytes;
    members[3].bytes = bytes + MEMBER;
    fixture_payload(members, 4, &reading_manifest, &payload);
    struct buffer archive = reading_archive_of(members, 4);
    fixture_gzip(archive.data, archive.length, &packed); /* which stores what does not shrink */
    reading_promise(&packed);
    struct payload_places places = reading_places(&packed, 65536);
    assert_int_equal(places.count, 2);
    assert_int_equal(payload_shares_cut(&reading_manifest, &places, SHARES, 1, share), 2);
    assert_refused(
        reading_read_shares(&packed, share, 2, &received), reading_err, REASON_CONTENT_MISMATCH);
    fixture_received_free(&received);
    assert_int_equal(reading_read_knowing(&packed, 0, &received), STATUS_OK);
    assert_int_equal(received.kept[3].length, MEMBER);
    fixture_received_free(&received);
    buffer_free(&packed);
    buffer_free(&payload);
    buffer_free(&archive);
    free(bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(test_a_payload_is_cut_between_its_files, reading_set_up),
        cmocka_unit_test_setup(test_a_small_payload_and_false_places_are_not_cut, reading_set_up),
        cmocka_unit_test_setup(test_S9_a_share_that_cannot_be_is_not_sound, reading_set_up),
        cmocka_unit_test_setup(test_files_that_end_at_edges_are_read, reading_set_up),
        cmocka_unit_test_setup(
            test_S8_a_byte_that_was_changed_is_found_in_each_share, reading_set_up),
        cmocka_unit_test_setup(test_false_places_cost_no_payload_its_reading, reading_set_up),
    };
    return cmocka_run_group_tests(tests, fixture_start, NULL);
}
