#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <sodium.h>

#include "fixture_age.h"
#include "fixture_reading.h"
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
