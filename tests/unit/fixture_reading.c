#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <sodium.h>
#include <string.h>

#include "fixture_age.h"
#include "fixture_reading.h"
#include "format/gzip.h"
#include "format/ustar.h"

struct error reading_err;
struct manifest reading_manifest;

int reading_set_up(void **state)
{
    (void)state;
    error_init(&reading_err, NULL);
    fixture_manifest(&reading_manifest);
    return 0;
}

const struct fixture_member READING_MEMBERS[READING_ALL] = {
    {"{\"answers\":1}", 13, "answers.json"},
    {"untrusted comment: sigill\n", 26, "answers.json.minisig"},
    {"The report.", 11, "rapport.pdf"},
};

enum status reading_verify(const struct buffer *payload)
{
    struct cursor cursor = {payload->data, payload->length, 0};
    struct source source = source_from_bytes(&cursor);
    return payload_verify(&source, &reading_manifest, &reading_err);
}

enum status reading_read_knowing(
    const struct buffer *payload, unsigned known, struct fixture_received *received)
{
    struct cursor cursor = {payload->data, payload->length, 0};
    struct source source = source_from_bytes(&cursor);
    struct payload_receiver receiver = fixture_receiver(received);
    return payload_read_known(&source, &reading_manifest, known, &receiver, &reading_err);
}

struct payload_places reading_places(const struct buffer *payload, size_t step)
{
    struct payload_places places = {0};
    for (size_t at = 0; at < payload->length; at += step) {
        size_t part = payload->length - at < step ? payload->length - at : step;
        payload_places_note(&places, payload->data + at, part);
    }
    return places;
}

static enum status read_share(const struct buffer *payload, const struct payload_share *share,
    const struct payload_receiver *receiver)
{
    struct cursor of_row = {payload->data, (size_t)share->to, (size_t)share->from};
    struct cursor of_edge = {payload->data, payload->length, (size_t)share->to};
    struct source row = source_from_bytes(&of_row);
    struct source edge = source_from_bytes(&of_edge);
    assert_true(payload_share_is_sound(&reading_manifest, share));
    return payload_read_share(&row, &edge, &reading_manifest, share, receiver, &reading_err);
}

enum status reading_read_shares(const struct buffer *payload, const struct payload_share *share,
    size_t count, struct fixture_received *received)
{
    struct payload_receiver receiver = fixture_receiver(received);
    enum status status = STATUS_OK;
    for (size_t i = 0; i < count && status == STATUS_OK; i++)
        status = read_share(payload, &share[i], &receiver);
    return status;
}

static void compare_shares(const struct buffer *payload, const struct payload_places *places,
    size_t most, enum status whole)
{
    struct fixture_received received = {0};
    struct payload_share share[8];
    size_t count = payload_shares_cut(&reading_manifest, places, most, 1, share);
    if (count > 1)
        assert_int_equal(reading_read_shares(payload, share, count, &received), whole);
    fixture_received_free(&received);
}

/* A false place is forged where a share begins. */
static void compare_forged(const struct buffer *payload, size_t place, enum status whole)
{
    struct fixture_received received = {0};
    struct payload_share share[8];
    struct payload_places forged = {
        .count = (size_t)((payload_inflated_size(&reading_manifest) - 1) / GZIP_MEMBER)};
    for (size_t i = 0; i < forged.count; i++)
        forged.place[i] = i + 1;
    size_t count = payload_shares_cut(&reading_manifest, &forged, 2, 1, share);
    if (count == 2) {
        share[0].to = place;
        share[1].from = place;
        enum status status = reading_read_shares(payload, share, count, &received);
        assert_true(status == STATUS_REFUSED || whole == STATUS_OK);
    }
    fixture_received_free(&received);
}

static void compare_divided(const struct buffer *payload, enum status whole)
{
    static const size_t most[] = {2, 8};
    struct payload_places places = reading_places(payload, 4096);
    for (size_t i = 0; i < sizeof most / sizeof most[0]; i++)
        compare_shares(payload, &places, most[i], whole);
    for (size_t i = 1; i < payload->length; i++) {
        if (gzip_is_bare(payload->data + i, payload->length - i))
            compare_forged(payload, i, whole);
    }
}

/* Of bytes that were hashed before the same is found without hashing them again. */
enum status reading_read(const struct buffer *payload, struct fixture_received *received)
{
    struct fixture_received again = {0};
    bool hashed = reading_verify(payload) == STATUS_OK;
    enum status known = hashed ? reading_read_knowing(payload, PAYLOAD_HASHED, &again) : STATUS_OK;
    fixture_received_free(&again);
    enum status judged =
        hashed ? reading_read_knowing(payload, PAYLOAD_HASHED | PAYLOAD_JUDGED, &again) : STATUS_OK;
    fixture_received_free(&again);
    struct cursor cursor = {payload->data, payload->length, 0};
    struct source source = source_from_bytes(&cursor);
    struct payload_receiver receiver = fixture_receiver(received);
    enum status status = payload_read(&source, &reading_manifest, &receiver, &reading_err);
    assert_true(!hashed || (known == status && judged == status));
    if (hashed) {
        struct error err = reading_err;
        compare_divided(payload, status);
        reading_err = err;
    }
    return status;
}

void reading_promise(const struct buffer *payload)
{
    reading_manifest.payload_size = payload->length;
    crypto_generichash(reading_manifest.payload_digest, MANIFEST_DIGEST_SIZE, payload->data,
        payload->length, NULL, 0);
}

void reading_refuse_archive(struct buffer *archive)
{
    struct fixture_received received = {0};
    struct buffer payload = {0};
    fixture_gzip(archive->data, archive->length, &payload);
    reading_promise(&payload);
    assert_int_equal(reading_verify(&payload), STATUS_OK);
    assert_refused(reading_read(&payload, &received), reading_err, REASON_CONTENT_MISMATCH);
    fixture_received_free(&received);
    buffer_free(&payload);
    buffer_free(archive);
}

struct buffer reading_archive_of(const struct fixture_member *members, size_t count)
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

void reading_promise_members(void)
{
    struct buffer payload = {0};
    fixture_payload(READING_MEMBERS, READING_ALL, &reading_manifest, &payload);
    buffer_free(&payload);
}
