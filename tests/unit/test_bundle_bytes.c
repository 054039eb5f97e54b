#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "crypto/secret.h"
#include "fixture_age.h"
#include "fixture_bundle.h"
#include "format/bundle.h"

static struct error err;
static struct fixture_parties parties;
static struct manifest manifest;

static const struct fixture_member MEMBERS[] = {
    {"{\"answers\":1}", 13, "answers.json"},
    {"untrusted comment: sigill\n", 26, "answers.json.minisig"},
};

enum { ALL = sizeof MEMBERS / sizeof MEMBERS[0] };

static int set_up_group(void **state)
{
    if (fixture_start(state) != 0)
        return -1;
    fixture_parties_make(&parties);
    return 0;
}

static int tear_down_group(void **state)
{
    (void)state;
    fixture_parties_free(&parties);
    return 0;
}

static int set_up(void **state)
{
    (void)state;
    error_init(&err, NULL);
    fixture_manifest(&manifest);
    return 0;
}

static struct fixture_parts make_parts(const struct fixture_member *members, size_t count)
{
    return fixture_parts(&parties, members, count, &manifest);
}

/* Seals the frame as it now is. */
static void seal_parts(struct fixture_parts *parts)
{
    fixture_age(&parties, &parts->frame, &parts->sealed);
}

static enum status open_sealed(const struct buffer *sealed, struct fixture_received *received)
{
    return fixture_open(&parties, sealed->data, sealed->length, received, &err);
}

/* ---- S1 ---- */

static void test_S1_any_byte_changed_before_the_first_chunk_is_refused(void **state)
{
    (void)state;
    struct fixture_parts parts = make_parts(MEMBERS, ALL);
    seal_parts(&parts);
    size_t header = parts.sealed.length - FRAME_BUNDLE_MIN - AGE_TAG_SIZE;
    int fd = fixture_memory_file(parts.sealed.data, parts.sealed.length);
    for (size_t i = 0; i < header; i++) {
        uint8_t changed = (uint8_t)(parts.sealed.data[i] ^ (1U << i % 8));
        assert_int_equal(pwrite(fd, &changed, 1, (off_t)i), 1);
        assert_int_equal(
            fixture_open_fd(&parties, fd, parts.sealed.length, NULL, &err), STATUS_REFUSED);
        assert_true(err.reason == REASON_NOT_A_BUNDLE || err.reason == REASON_NOT_FOR_US ||
                    err.reason == REASON_DAMAGED);
        assert_int_equal(pwrite(fd, &parts.sealed.data[i], 1, (off_t)i), 1);
    }
    assert_int_equal(fixture_open_fd(&parties, fd, parts.sealed.length, NULL, &err), STATUS_OK);
    (void)close(fd);
    fixture_parts_free(&parts);
}

/* Every byte of the chunk is changed for the function that opens chunks; for the whole of the
 * bundle, where each time costs its own secret memory, every byte near the ends and some between.
 */
static bool is_sampled(size_t place, size_t first, size_t size)
{
    return place < first + 512 || place + 512 > size || place % 61 == 0;
}

static void test_S1_any_byte_changed_in_the_chunk_is_refused(void **state)
{
    (void)state;
    struct bundle_envelope envelope;
    struct bundle_front front;
    struct fixture_parts parts = make_parts(MEMBERS, ALL);
    uint8_t stream_key[AGE_STREAM_KEY_SIZE];
    uint8_t *key = secret_new(AGE_FILE_KEY_SIZE);
    uint8_t *plain = malloc(AGE_CHUNK_SIZE);
    seal_parts(&parts);
    size_t size = parts.sealed.length;
    int fd = fixture_memory_file(parts.sealed.data, size);
    assert_int_equal(bundle_unwrap(fd, size, &parties.identities, &envelope, key, &err), STATUS_OK);
    age_stream_key(stream_key, key, envelope.nonce);
    size_t first = envelope.header_size + AGE_STREAM_NONCE_SIZE;
    for (size_t i = first; i < size; i++) {
        parts.sealed.data[i] ^= (uint8_t)(1U << i % 8);
        assert_int_equal(age_chunk_open(plain, parts.sealed.data + first, size - first, 0, true,
                             stream_key, &err),
            STATUS_REFUSED);
        if (is_sampled(i, first, size)) {
            assert_int_equal(pwrite(fd, &parts.sealed.data[i], 1, (off_t)i), 1);
            assert_refused(bundle_split(fd, &envelope, key, &front, &err), err, REASON_DAMAGED);
            assert_null(front.manifest.data);
        }
        parts.sealed.data[i] ^= (uint8_t)(1U << i % 8);
        assert_int_equal(pwrite(fd, &parts.sealed.data[i], 1, (off_t)i), 1);
    }
    assert_int_equal(bundle_split(fd, &envelope, key, &front, &err), STATUS_OK);
    bundle_front_free(&front);
    (void)close(fd);
    free(plain);
    secret_free(key);
    fixture_parts_free(&parts);
}

static void test_S1_any_truncation_is_refused(void **state)
{
    (void)state;
    struct bundle_envelope envelope;
    struct bundle_front front;
    struct fixture_parts parts = make_parts(MEMBERS, ALL);
    uint8_t *key = secret_new(AGE_FILE_KEY_SIZE);
    seal_parts(&parts);
    size_t size = parts.sealed.length;
    int fd = fixture_memory_file(parts.sealed.data, size);
    assert_int_equal(bundle_unwrap(fd, size, &parties.identities, &envelope, key, &err), STATUS_OK);
    size_t first = envelope.header_size + AGE_STREAM_NONCE_SIZE;
    for (size_t length = size; length-- > 0;) {
        if (!is_sampled(length, first, size))
            continue;
        assert_int_equal(ftruncate(fd, (off_t)length), 0);
        enum status status = bundle_look(fd, length, &envelope, &err);
        if (status == STATUS_OK)
            status = bundle_split(fd, &envelope, key, &front, &err);
        assert_refused(status, err, REASON_DAMAGED);
    }
    (void)close(fd);
    secret_free(key);
    fixture_parts_free(&parts);
}

static void test_S1_added_bytes_are_refused(void **state)
{
    (void)state;
    static const size_t places[] = {0, 1, 20, 22, 2000};
    struct fixture_parts parts = make_parts(MEMBERS, ALL);
    seal_parts(&parts);
    for (size_t added = 1; added < 600; added += added < 20 ? 1 : 97) {
        struct buffer longer = {0};
        uint8_t bytes[600] = {0};
        buffer_append(&longer, parts.sealed.data, parts.sealed.length);
        buffer_append(&longer, bytes, added);
        assert_refused(open_sealed(&longer, NULL), err, REASON_DAMAGED);
        buffer_free(&longer);
    }
    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
        struct buffer longer = {0};
        buffer_append(&longer, parts.sealed.data, places[i]);
        buffer_append(&longer, "a", 1);
        buffer_append(&longer, parts.sealed.data + places[i], parts.sealed.length - places[i]);
        assert_int_equal(open_sealed(&longer, NULL), STATUS_REFUSED);
        buffer_free(&longer);
    }
    fixture_parts_free(&parts);
}

static void test_S1_changes_in_a_bundle_of_many_chunks_are_refused(void **state)
{
    (void)state;
    uint8_t *bytes = malloc(300000);
    fixture_bytes(bytes, 300000, 5);
    struct fixture_member members[] = {MEMBERS[0], MEMBERS[1], {bytes, 300000, "a.bin"}};
    struct fixture_parts parts = make_parts(members, 3);
    seal_parts(&parts);
    for (size_t i = 0; i < parts.sealed.length; i += 1499) {
        struct fixture_received received = {0};
        parts.sealed.data[i] ^= 0x10;
        assert_int_equal(open_sealed(&parts.sealed, &received), STATUS_REFUSED);
        assert_int_equal(received.begun, 0); /* every chunk is looked at before any is inflated */
        fixture_received_free(&received);
        parts.sealed.data[i] ^= 0x10;
    }
    assert_int_equal(open_sealed(&parts.sealed, NULL), STATUS_OK);
    fixture_parts_free(&parts);
    free(bytes);
}

static void test_S1_swapped_and_dropped_chunks_are_refused(void **state)
{
    (void)state;
    uint8_t *bytes = malloc(300000);
    uint8_t *chunk = malloc(AGE_SEALED_CHUNK_SIZE);
    fixture_bytes(bytes, 300000, 6);
    struct fixture_member members[] = {MEMBERS[0], MEMBERS[1], {bytes, 300000, "a.bin"}};
    struct fixture_parts parts = make_parts(members, 3);
    seal_parts(&parts);
    size_t start = parts.sealed.length - (size_t)fixture_sealed_size(parts.frame.length);
    uint8_t *first = parts.sealed.data + start;
    memcpy(chunk, first, AGE_SEALED_CHUNK_SIZE);
    memcpy(first, first + AGE_SEALED_CHUNK_SIZE, AGE_SEALED_CHUNK_SIZE);
    memcpy(first + AGE_SEALED_CHUNK_SIZE, chunk, AGE_SEALED_CHUNK_SIZE);
    assert_refused(open_sealed(&parts.sealed, NULL), err, REASON_DAMAGED);
    memmove(
        first, first + AGE_SEALED_CHUNK_SIZE, parts.sealed.length - start - AGE_SEALED_CHUNK_SIZE);
    parts.sealed.length -= AGE_SEALED_CHUNK_SIZE;
    assert_refused(open_sealed(&parts.sealed, NULL), err, REASON_DAMAGED);
    fixture_parts_free(&parts);
    free(chunk);
    free(bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(test_S1_any_byte_changed_before_the_first_chunk_is_refused, set_up),
        cmocka_unit_test_setup(test_S1_any_byte_changed_in_the_chunk_is_refused, set_up),
        cmocka_unit_test_setup(test_S1_any_truncation_is_refused, set_up),
        cmocka_unit_test_setup(test_S1_added_bytes_are_refused, set_up),
        cmocka_unit_test_setup(test_S1_changes_in_a_bundle_of_many_chunks_are_refused, set_up),
        cmocka_unit_test_setup(test_S1_swapped_and_dropped_chunks_are_refused, set_up),
    };
    return cmocka_run_group_tests(tests, set_up_group, tear_down_group);
}
