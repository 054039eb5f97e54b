#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "age_forms.h"
#include "crypto/secret.h"
#include "fixture_age.h"
#include "fixture_bundle.h"
#include "format/bundle_ahead.h"
#include "format/ustar.h"

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

/* Seals the frame as it now is, expects a refusal in which no member was delivered, and releases.
 */
static void refuse_frame(struct fixture_parts *parts, enum reason reason)
{
    struct fixture_received received = {0};
    seal_parts(parts);
    assert_refused(open_sealed(&parts->sealed, &received), err, reason);
    assert_int_equal(received.begun, 0);
    fixture_received_free(&received);
    fixture_parts_free(parts);
}

/* ---- what is right ---- */

static void test_a_frame_made_by_hand_is_opened(void **state)
{
    (void)state;
    struct fixture_received received = {0};
    struct fixture_parts parts = make_parts(MEMBERS, ALL);
    seal_parts(&parts);
    assert_int_equal(parts.frame.length, FRAME_BUNDLE_MIN);
    assert_int_equal(open_sealed(&parts.sealed, &received), STATUS_OK);
    assert_int_equal(received.begun, ALL);
    assert_memory_equal(received.kept[0].data, MEMBERS[0].bytes, MEMBERS[0].length);
    assert_memory_equal(received.kept[1].data, MEMBERS[1].bytes, MEMBERS[1].length);
    fixture_received_free(&received);
    fixture_parts_free(&parts);
}

/* An attachment that makes the members and end blocks fill exactly `whole` bytes. */
static size_t attachment_for(size_t whole, const uint8_t *bytes)
{
    size_t length = whole / 2;
    for (size_t step = whole / 2; step > 0;) {
        struct fixture_member members[] = {MEMBERS[0], MEMBERS[1], {bytes, length, "a.bin"}};
        struct fixture_parts parts = make_parts(members, 3);
        size_t end =
            (size_t)frame_layout(parts.payload.length, parts.json.length, parts.signature.length)
                .end +
            USTAR_END;
        fixture_parts_free(&parts);
        if (end == whole)
            return length;
        step = step > 1 ? step / 2 : 0;
        length = end < whole ? length + step : length - step;
    }
    fail_msg("no attachment fills %zu bytes", whole);
    return 0;
}

static void check_length(const uint8_t *bytes, size_t length, uint64_t expected)
{
    struct fixture_member members[] = {MEMBERS[0], MEMBERS[1], {bytes, length, "a.bin"}};
    struct fixture_received received = {0};
    struct fixture_parts parts = make_parts(members, 3);
    assert_int_equal(parts.frame.length, expected);
    seal_parts(&parts);
    assert_int_equal(open_sealed(&parts.sealed, &received), STATUS_OK);
    assert_int_equal(received.kept[2].length, length);
    assert_memory_equal(received.kept[2].data, bytes, length);
    fixture_received_free(&received);
    fixture_parts_free(&parts);
}

static void test_frames_of_every_number_of_chunks_are_opened(void **state)
{
    (void)state;
    uint8_t *bytes = malloc(300000);
    fixture_bytes(bytes, 300000, 3);
    size_t fills_one = attachment_for(FRAME_BUNDLE_MIN, bytes);
    check_length(bytes, fills_one, FRAME_BUNDLE_MIN);
    check_length(bytes, fills_one + USTAR_BLOCK, 67584);
    size_t fills_two = attachment_for((size_t)2 * 65536, bytes);
    check_length(bytes, fills_two, (uint64_t)2 * 65536);
    check_length(bytes, 300000, frame_padme(300000 + 4096));
    free(bytes);
}

/* ---- hashed while it comes ---- */

/* Opens a sealed file that comes by so many bytes; *ahead: how much of the payload was hashed then.
 */
static enum status open_growing(const struct buffer *sealed, size_t step, uint64_t *ahead)
{
    struct bundle_envelope envelope;
    struct bundle_front front = {0};
    struct fixture_received received = {0};
    struct payload_receiver receiver = fixture_receiver(&received);
    uint8_t *file_key = secret_new(AGE_FILE_KEY_SIZE);
    int fd = fixture_memory_file(sealed->data, sealed->length);
    assert_int_equal(
        bundle_unwrap(fd, sealed->length, &parties.identities, &envelope, file_key, &err),
        STATUS_OK);
    assert_int_equal(ftruncate(fd, 0), 0);
    struct payload_places places = {0};
    struct bundle_ahead *growing = bundle_ahead_new(fd, &envelope, file_key, &places);
    for (size_t at = 0; at < sealed->length; at += step) {
        size_t part = sealed->length - at < step ? sealed->length - at : step;
        assert_int_equal(pwrite(fd, sealed->data + at, part, (off_t)at), part);
        bundle_ahead_go(growing, at + part);
    }
    *ahead = bundle_ahead_begun(growing)->size;
    enum status status = bundle_split(fd, &envelope, file_key, &front, &err);
    front.begun = bundle_ahead_begun(growing);
    if (status == STATUS_OK)
        status = bundle_unpack(fd, &envelope, file_key, &front, &manifest, &receiver, &err);
    assert_true(status == STATUS_OK || received.begun == 0);
    fixture_received_free(&received);
    bundle_ahead_free(growing);
    bundle_front_free(&front);
    secret_free(file_key);
    (void)close(fd);
    return status;
}

/* All chunks but the last are, as far as they are the payload's. */
static void test_a_payload_is_hashed_while_its_file_grows(void **state)
{
    static const size_t lengths[] = {0, 60000, 65536, 131072, 300000};
    static const size_t steps[] = {1000, 65552, 100000, 1 << 20};
    uint8_t *bytes = malloc(300000);
    (void)state;
    fixture_bytes(bytes, 300000, 3);
    for (size_t i = 0; i < sizeof lengths / sizeof lengths[0]; i++) {
        struct fixture_member members[] = {MEMBERS[0], MEMBERS[1], {bytes, lengths[i], "a.bin"}};
        struct fixture_parts parts = make_parts(members, 3);
        seal_parts(&parts);
        for (size_t j = 0; j < sizeof steps / sizeof steps[0]; j++) {
            uint64_t whole = (parts.frame.length - 1) / AGE_CHUNK_SIZE * AGE_CHUNK_SIZE;
            uint64_t hashed = whole == 0 ? 0 : whole - USTAR_BLOCK;
            uint64_t ahead = 0;
            assert_int_equal(open_growing(&parts.sealed, steps[j], &ahead), STATUS_OK);
            assert_int_equal(ahead, hashed < parts.payload.length ? hashed : parts.payload.length);
        }
        fixture_parts_free(&parts);
    }
    free(bytes);
}

/* Another payload than promised, or a chunk that was changed, is found as ever. */
static void test_S2_what_was_hashed_ahead_must_be_what_is_promised(void **state)
{
    uint8_t *bytes = malloc(300000);
    uint64_t ahead = 0;
    (void)state;
    fixture_bytes(bytes, 300000, 3);
    struct fixture_member members[] = {MEMBERS[0], MEMBERS[1], {bytes, 300000, "a.bin"}};
    struct fixture_parts parts = make_parts(members, 3);
    parts.frame.data[USTAR_BLOCK + 9] ^= 1;
    seal_parts(&parts);
    assert_refused(open_growing(&parts.sealed, 65552, &ahead), err, REASON_CONTENT_MISMATCH);
    assert_non_null(strstr(err.text, "digest"));
    parts.frame.data[USTAR_BLOCK + 9] ^= 1;
    buffer_free(&parts.sealed);
    seal_parts(&parts);
    parts.sealed.data[parts.sealed.length - 200000] ^= 1;
    assert_refused(open_growing(&parts.sealed, 65552, &ahead), err, REASON_DAMAGED);
    assert_in_range(ahead, 1, 200000);
    fixture_parts_free(&parts);
    free(bytes);
}

/* A first header that says another size than it has, or one that no payload may have. */
static void test_nothing_is_hashed_ahead_behind_a_wrong_header(void **state)
{
    static const uint64_t sizes[] = {MANIFEST_PAYLOAD_MAX + 1, 1, 100000000};
    uint8_t *bytes = malloc(300000);
    (void)state;
    fixture_bytes(bytes, 300000, 3);
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        uint64_t ahead = 0;
        struct fixture_member members[] = {MEMBERS[0], MEMBERS[1], {bytes, 300000, "a.bin"}};
        struct fixture_parts parts = make_parts(members, 3);
        ustar_header(parts.frame.data, FRAME_PAYLOAD, sizes[i]);
        seal_parts(&parts);
        assert_int_equal(open_growing(&parts.sealed, 65552, &ahead), STATUS_REFUSED);
        assert_true(ahead <= parts.frame.length && (i > 0 || ahead == 0));
        fixture_parts_free(&parts);
    }
    free(bytes);
}

/* ---- S2, S8 ---- */

static void test_S2_nothing_is_inflated_of_a_payload_with_another_digest(void **state)
{
    (void)state;
    struct fixture_parts parts = make_parts(MEMBERS, ALL);
    /* The same size, but a byte of gzip's header that says nothing: which system made it. */
    parts.frame.data[USTAR_BLOCK + 9] ^= 1;
    refuse_frame(&parts, REASON_CONTENT_MISMATCH);
    assert_non_null(strstr(err.text, "digest"));
    parts = make_parts(MEMBERS, ALL);
    manifest.payload_digest[0] ^= 1;
    buffer_free(&parts.json);
    buffer_free(&parts.signature);
    buffer_free(&parts.frame);
    fixture_sign(&parties, &manifest, &parts.json, &parts.signature);
    fixture_frame(&parts.payload, &parts.json, &parts.signature, &parts.frame);
    refuse_frame(&parts, REASON_CONTENT_MISMATCH);
    assert_non_null(strstr(err.text, "digest"));
}

static void test_S2_a_manifest_that_was_changed_does_not_verify(void **state)
{
    (void)state;
    struct fixture_parts parts = make_parts(MEMBERS, ALL);
    struct frame_layout layout =
        frame_layout(parts.payload.length, parts.json.length, parts.signature.length);
    parts.frame.data[layout.manifest + 1] ^= 1;
    refuse_frame(&parts, REASON_BAD_SIGNATURE);
    parts = make_parts(MEMBERS, ALL);
    parts.frame.data[layout.signature + 60] ^= 1;
    refuse_frame(&parts, REASON_BAD_SIGNATURE);
}

static void test_S8_a_payload_of_another_size_than_signed_is_refused(void **state)
{
    (void)state;
    struct fixture_parts parts = make_parts(MEMBERS, ALL);
    buffer_append(&parts.payload, "more", 4);
    buffer_free(&parts.frame);
    fixture_frame(&parts.payload, &parts.json, &parts.signature, &parts.frame);
    refuse_frame(&parts, REASON_CONTENT_MISMATCH);
}

/* ---- S3, and what is no bundle ---- */

static void test_S3_sealed_to_another_is_not_for_us(void **state)
{
    (void)state;
    struct fixture_parties others;
    fixture_parties_make(&others);
    struct fixture_parts parts = make_parts(MEMBERS, ALL);
    fixture_age(&others, &parts.frame, &parts.sealed);
    assert_refused(open_sealed(&parts.sealed, NULL), err, REASON_NOT_FOR_US);
    fixture_parts_free(&parts);
    fixture_parties_free(&others);
}

static void refuse_bytes(const struct buffer *sealed, enum reason reason)
{
    struct bundle_envelope envelope;
    int fd = fixture_memory_file(sealed->data, sealed->length);
    assert_refused(bundle_look(fd, sealed->length, &envelope, &err), err, reason);
    assert_refused(open_sealed(sealed, NULL), err, reason);
    (void)close(fd);
}

static void refuse_recipients(
    const struct age_recipients *to, const struct buffer *frame, enum age_form form)
{
    struct buffer sealed = {0};
    struct cursor cursor = {frame->data, frame->length, 0};
    assert_int_equal(
        age_encrypt_as(form, to, source_from_bytes(&cursor), sink_to_buffer(&sealed), &err),
        STATUS_OK);
    refuse_bytes(&sealed, REASON_NOT_A_BUNDLE);
    buffer_free(&sealed);
}

static void test_files_for_other_kinds_of_recipients_are_no_bundles(void **state)
{
    (void)state;
    struct fixture_parts parts = make_parts(MEMBERS, ALL);
    struct age_recipients to = {0};
    fixture_pair(AGE_X25519, NULL, &to);
    refuse_recipients(&to, &parts.frame, AGE_BINARY);
    age_recipients_free(&to);
    fixture_passphrase_pair("a passphrase", NULL, &to);
    refuse_recipients(&to, &parts.frame, AGE_BINARY);
    age_recipients_free(&to);
    refuse_recipients(&parties.recipients, &parts.frame, AGE_ARMORED);
    for (size_t i = 0; i < BUNDLE_STANZAS_MAX + 1; i++)
        fixture_pair(AGE_HYBRID, NULL, &to);
    refuse_recipients(&to, &parts.frame, AGE_BINARY);
    age_recipients_free(&to);
    fixture_parts_free(&parts);
}

static void test_eight_recipients_are_allowed(void **state)
{
    (void)state;
    struct fixture_parties many = {.sign = parties.sign};
    for (size_t i = 0; i < BUNDLE_STANZAS_MAX; i++)
        fixture_pair(AGE_HYBRID, &many.identities, &many.recipients);
    struct fixture_parts parts = make_parts(MEMBERS, ALL);
    fixture_age(&many, &parts.frame, &parts.sealed);
    struct bundle_envelope envelope;
    int fd = fixture_memory_file(parts.sealed.data, parts.sealed.length);
    assert_int_equal(bundle_look(fd, parts.sealed.length, &envelope, &err), STATUS_OK);
    assert_int_equal(envelope.stanzas, BUNDLE_STANZAS_MAX);
    assert_int_equal(envelope.frame_size, FRAME_BUNDLE_MIN);
    assert_true(envelope.header_size <= BUNDLE_HEADER_MAX);
    assert_int_equal(fixture_open_fd(&many, fd, parts.sealed.length, NULL, &err), STATUS_OK);
    (void)close(fd);
    fixture_parts_free(&parts);
    age_recipients_free(&many.recipients);
    age_identities_free(&many.identities);
}

static void test_other_files_are_no_bundles(void **state)
{
    (void)state;
    struct buffer other = {0};
    refuse_bytes(&other, REASON_DAMAGED); /* an empty file may have been one */
    buffer_text(&other, "age-encryption.org/v1");
    refuse_bytes(&other, REASON_DAMAGED);
    other.data[20] = '2';
    refuse_bytes(&other, REASON_NOT_A_BUNDLE);
    buffer_free(&other);
    buffer_text(&other, "{\"edition\":\"infosakkollen-2021\"}");
    refuse_bytes(&other, REASON_NOT_A_BUNDLE);
    buffer_free(&other);
    /* A header that goes on beyond what is read of it. */
    buffer_text(&other, "age-encryption.org/v1\n-> grease\n");
    while (other.length < BUNDLE_HEADER_MAX + 100)
        buffer_text(&other, "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n");
    refuse_bytes(&other, REASON_NOT_A_BUNDLE);
    buffer_free(&other);
}

static void test_a_file_larger_than_any_bundle_is_not_read(void **state)
{
    (void)state;
    struct bundle_envelope envelope;
    assert_refused(bundle_look(-1, BUNDLE_SIZE_MAX + 1, &envelope, &err), err, REASON_TOO_LARGE);
}

static void test_a_file_that_cannot_be_read_fails(void **state)
{
    (void)state;
    struct bundle_envelope envelope;
    assert_int_equal(bundle_look(-1, 70000, &envelope, &err), STATUS_FAILED);
    assert_int_equal(err.reason, REASON_IO_ERROR);
}

/* ---- frames that are wrong ---- */

static void test_frames_with_other_members_are_damaged(void **state)
{
    (void)state;
    struct fixture_parts parts = make_parts(MEMBERS, ALL);
    struct buffer *frame = &parts.frame;
    /* The manifest first. */
    buffer_free(frame);
    fixture_tar_member(frame, FRAME_MANIFEST, parts.json.data, parts.json.length);
    fixture_tar_member(frame, FRAME_PAYLOAD, parts.payload.data, parts.payload.length);
    fixture_tar_member(
        frame, FRAME_MANIFEST FRAME_SIGNATURE_SUFFIX, parts.signature.data, parts.signature.length);
    while (frame->length < FRAME_BUNDLE_MIN)
        buffer_append(frame, "", 1);
    refuse_frame(&parts, REASON_DAMAGED);
    /* A member more, where zeros must be. */
    parts = make_parts(MEMBERS, ALL);
    struct frame_layout layout =
        frame_layout(parts.payload.length, parts.json.length, parts.signature.length);
    ustar_header(parts.frame.data + layout.end, "note.txt", 0);
    refuse_frame(&parts, REASON_DAMAGED);
    /* No signature. */
    parts = make_parts(MEMBERS, ALL);
    memset(parts.frame.data + layout.signature - USTAR_BLOCK, 0, 2 * USTAR_BLOCK);
    refuse_frame(&parts, REASON_DAMAGED);
    /* No payload. */
    parts = make_parts(MEMBERS, ALL);
    memset(parts.frame.data, 0, USTAR_BLOCK);
    refuse_frame(&parts, REASON_DAMAGED);
}

static void test_any_byte_that_must_be_zero_is_looked_at(void **state)
{
    (void)state;
    struct fixture_parts whole = make_parts(MEMBERS, ALL);
    struct frame_layout layout =
        frame_layout(whole.payload.length, whole.json.length, whole.signature.length);
    const size_t places[] = {(size_t)layout.payload + whole.payload.length,
        (size_t)layout.manifest - USTAR_BLOCK - 1, (size_t)layout.manifest + whole.json.length,
        (size_t)layout.signature - USTAR_BLOCK - 1,
        (size_t)layout.signature + whole.signature.length, (size_t)layout.end - 1,
        (size_t)layout.end, (size_t)layout.end + USTAR_END, FRAME_BUNDLE_MIN / 2,
        FRAME_BUNDLE_MIN - 1};
    fixture_parts_free(&whole);
    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
        struct fixture_parts parts = make_parts(MEMBERS, ALL);
        assert_int_equal(parts.frame.data[places[i]], 0);
        parts.frame.data[places[i]] = 1;
        refuse_frame(&parts, REASON_DAMAGED);
    }
}

static void test_frames_of_another_length_are_damaged(void **state)
{
    (void)state;
    static const size_t lengths[] = {
        0, 1, 511, 512, 600, 4096, FRAME_BUNDLE_MIN - 1, FRAME_BUNDLE_MIN + 1, 67584, 131072};
    for (size_t i = 0; i < sizeof lengths / sizeof lengths[0]; i++) {
        struct fixture_parts parts = make_parts(MEMBERS, ALL);
        while (parts.frame.length < lengths[i])
            buffer_append(&parts.frame, "", 1);
        parts.frame.length = lengths[i];
        refuse_frame(&parts, REASON_DAMAGED);
    }
}

static void set_size(struct fixture_parts *parts, size_t header, const char *name, uint64_t size)
{
    ustar_header(parts->frame.data + header, name, size);
}

static void test_sizes_that_point_outside_are_refused(void **state)
{
    (void)state;
    struct fixture_parts parts = make_parts(MEMBERS, ALL);
    struct frame_layout layout =
        frame_layout(parts.payload.length, parts.json.length, parts.signature.length);
    size_t manifest_header = (size_t)layout.manifest - USTAR_BLOCK;
    size_t signature_header = (size_t)layout.signature - USTAR_BLOCK;
    fixture_parts_free(&parts);
    const struct {
        size_t header;
        const char *name;
        uint64_t size;
        enum reason reason;
    } changes[] = {
        {0, FRAME_PAYLOAD, USTAR_SIZE_MAX, REASON_TOO_LARGE},
        {0, FRAME_PAYLOAD, MANIFEST_PAYLOAD_MAX, REASON_DAMAGED},
        {0, FRAME_PAYLOAD, 60000, REASON_DAMAGED},
        {0, FRAME_PAYLOAD, FRAME_BUNDLE_MIN - USTAR_BLOCK, REASON_DAMAGED},
        {0, FRAME_PAYLOAD, 0, REASON_DAMAGED},
        {manifest_header, FRAME_MANIFEST, FRAME_MANIFEST_MAX + 1, REASON_TOO_LARGE},
        {manifest_header, FRAME_MANIFEST, FRAME_MANIFEST_MAX, REASON_DAMAGED},
        {manifest_header, FRAME_MANIFEST, 0, REASON_DAMAGED},
        {signature_header, FRAME_MANIFEST FRAME_SIGNATURE_SUFFIX, FRAME_SIGNATURE_MAX + 1,
            REASON_TOO_LARGE},
        {signature_header, FRAME_MANIFEST FRAME_SIGNATURE_SUFFIX, 0, REASON_BAD_SIGNATURE},
    };
    for (size_t i = 0; i < sizeof changes / sizeof changes[0]; i++) {
        parts = make_parts(MEMBERS, ALL);
        set_size(&parts, changes[i].header, changes[i].name, changes[i].size);
        refuse_frame(&parts, changes[i].reason);
    }
}

/* An empty member is well formed: what it lacks is the signature's or the parser's to find. */
static void test_empty_members_are_no_failure(void **state)
{
    (void)state;
    struct fixture_parts parts = make_parts(MEMBERS, ALL);
    struct buffer empty = {0};
    buffer_free(&parts.frame);
    fixture_frame(&parts.payload, &empty, &empty, &parts.frame);
    refuse_frame(&parts, REASON_BAD_SIGNATURE);
    parts = make_parts(MEMBERS, ALL);
    buffer_free(&parts.frame);
    fixture_frame(&empty, &parts.json, &parts.signature, &parts.frame);
    refuse_frame(&parts, REASON_CONTENT_MISMATCH);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(test_a_frame_made_by_hand_is_opened, set_up),
        cmocka_unit_test_setup(test_frames_of_every_number_of_chunks_are_opened, set_up),
        cmocka_unit_test_setup(test_a_payload_is_hashed_while_its_file_grows, set_up),
        cmocka_unit_test_setup(test_S2_what_was_hashed_ahead_must_be_what_is_promised, set_up),
        cmocka_unit_test_setup(test_nothing_is_hashed_ahead_behind_a_wrong_header, set_up),
        cmocka_unit_test_setup(
            test_S2_nothing_is_inflated_of_a_payload_with_another_digest, set_up),
        cmocka_unit_test_setup(test_S2_a_manifest_that_was_changed_does_not_verify, set_up),
        cmocka_unit_test_setup(test_S8_a_payload_of_another_size_than_signed_is_refused, set_up),
        cmocka_unit_test_setup(test_S3_sealed_to_another_is_not_for_us, set_up),
        cmocka_unit_test_setup(test_files_for_other_kinds_of_recipients_are_no_bundles, set_up),
        cmocka_unit_test_setup(test_eight_recipients_are_allowed, set_up),
        cmocka_unit_test_setup(test_other_files_are_no_bundles, set_up),
        cmocka_unit_test_setup(test_a_file_larger_than_any_bundle_is_not_read, set_up),
        cmocka_unit_test_setup(test_a_file_that_cannot_be_read_fails, set_up),
        cmocka_unit_test_setup(test_frames_with_other_members_are_damaged, set_up),
        cmocka_unit_test_setup(test_any_byte_that_must_be_zero_is_looked_at, set_up),
        cmocka_unit_test_setup(test_frames_of_another_length_are_damaged, set_up),
        cmocka_unit_test_setup(test_sizes_that_point_outside_are_refused, set_up),
        cmocka_unit_test_setup(test_empty_members_are_no_failure, set_up),
    };
    return cmocka_run_group_tests(tests, set_up_group, tear_down_group);
}
