#define ZLIB_CONST
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

#include "base/file.h"
#include "base/system/descriptor.h"
#include "base/system/sealed_memory.h"
#include "crypto/age_file.h"
#include "crypto/minisign.h"
#include "crypto/secret.h"
#include "fixture_age.h"
#include "fixture_bundle.h"
#include "fixture_directory.h"
#include "fixture_minisign.h"
#include "format/seal.h"
#include "format/ustar.h"

void fixture_parties_make(struct fixture_parties *parties)
{
    *parties = (struct fixture_parties){.sign = fixture_secret()};
    fixture_pair(AGE_HYBRID, &parties->identities, &parties->recipients);
}

void fixture_parties_free(struct fixture_parties *parties)
{
    minisign_key_free(parties->sign);
    age_identities_free(&parties->identities);
    age_recipients_free(&parties->recipients);
}

void fixture_manifest(struct manifest *manifest)
{
    *manifest = (struct manifest){
        .type = MANIFEST_SUBMISSION,
        .created = INT64_C(1795300000), /* 2026-11-21T22:26:40Z */
        .marking = "begränsat hemlig",
        .sender = {.name = "Ankeborgs kommun", .number = "212999-0004", .group = "kommun"},
        .recipients = 1,
        .edition = "infosakkollen-2021",
        .result = {.level = 1, .points = 96, .measures = 60, .areas = 2},
    };
    memset(manifest->id, 0xA1, sizeof manifest->id);
    memset(manifest->sender.fingerprint, 0xB2, MANIFEST_DIGEST_SIZE);
    memset(manifest->recipient[0], 0xC3, MANIFEST_DIGEST_SIZE);
    memset(manifest->edition_digest, 0xD4, MANIFEST_DIGEST_SIZE);
    manifest->result.area[0] = (struct manifest_area){.id = "risk", .level = 1, .points = 7};
    manifest->result.area[1] = (struct manifest_area){.id = "culture", .level = 0, .points = 0};
}

/* ---- writing ---- */

static struct payload_member *member_list(
    const struct fixture_member *members, size_t count, struct cursor **cursors)
{
    struct payload_member *list = calloc(count, sizeof *list);
    *cursors = calloc(count, sizeof **cursors);
    assert_non_null(list);
    assert_non_null(*cursors);
    for (size_t i = 0; i < count; i++) {
        (*cursors)[i] = (struct cursor){members[i].bytes, members[i].length, 0};
        list[i] = (struct payload_member){
            source_from_bytes(&(*cursors)[i]), members[i].length, members[i].name};
    }
    return list;
}

static enum status append_taken(
    void *context, size_t hand, const uint8_t *bytes, size_t length, struct error *err)
{
    (void)hand;
    (void)err;
    buffer_append(context, bytes, length);
    return STATUS_OK;
}

static enum status finish_nothing(void *context, size_t hand, struct error *err)
{
    (void)context;
    (void)hand;
    (void)err;
    return STATUS_OK;
}

struct payload_output fixture_output(struct buffer *payload, size_t hands)
{
    return (struct payload_output){hands, append_taken, finish_nothing, payload};
}

void fixture_payload(const struct fixture_member *members, size_t count, struct manifest *manifest,
    struct buffer *payload)
{
    struct cursor *cursors;
    struct payload_member *list = member_list(members, count, &cursors);
    struct payload_output output = fixture_output(payload, 2);
    assert_int_equal(payload_write(list, count, &output, NULL, manifest, NULL), STATUS_OK);
    free(list);
    free(cursors);
}

enum status fixture_seal(const struct fixture_parties *parties,
    const struct fixture_member *members, size_t count, const char *name, struct manifest *manifest,
    struct fingerprint *digest, struct error *err)
{
    struct cursor *cursors;
    struct new_file file;
    struct payload_member *list = member_list(members, count, &cursors);
    struct seal_request request = {
        parties->sign, &parties->recipients, list, count, NULL, parties->hands};
    assert_int_equal(
        new_file_create(&file, fixture_directory_path(name), 0600, false, NULL), STATUS_OK);
    enum status status = seal_bundle(&request, manifest, &file, digest, err);
    if (status == STATUS_OK)
        status = new_file_commit(&file, err);
    new_file_abandon(&file);
    free(list);
    free(cursors);
    return status;
}

/* ---- by hand ---- */

static void append_zeros(struct buffer *out, size_t length)
{
    static const uint8_t zeros[USTAR_BLOCK];
    for (; length >= sizeof zeros; length -= sizeof zeros)
        buffer_append(out, zeros, sizeof zeros);
    buffer_append(out, zeros, length);
}

void fixture_tar_member(struct buffer *out, const char *name, const void *bytes, size_t length)
{
    uint8_t header[USTAR_BLOCK];
    ustar_header(header, name, length);
    buffer_append(out, header, sizeof header);
    buffer_append(out, bytes, length);
    append_zeros(out, (size_t)ustar_padding(length));
}

void fixture_frame(const struct buffer *payload, const struct buffer *manifest,
    const struct buffer *signature, struct buffer *frame)
{
    struct frame_layout layout = frame_layout(payload->length, manifest->length, signature->length);
    fixture_tar_member(frame, FRAME_PAYLOAD, payload->data, payload->length);
    fixture_tar_member(frame, FRAME_MANIFEST, manifest->data, manifest->length);
    fixture_tar_member(
        frame, FRAME_MANIFEST FRAME_SIGNATURE_SUFFIX, signature->data, signature->length);
    append_zeros(frame, (size_t)layout.total - frame->length);
}

void fixture_sign(const struct fixture_parties *parties, const struct manifest *manifest,
    struct buffer *json, struct buffer *signature)
{
    char comment[MANIFEST_COMMENT_SIZE];
    manifest_comment(comment, manifest);
    assert_int_equal(manifest_encode(manifest, json, NULL), STATUS_OK);
    assert_int_equal(
        minisign_sign(parties->sign, json->data, json->length, comment, signature, NULL),
        STATUS_OK);
}

void fixture_gzip(const void *bytes, size_t length, struct buffer *out)
{
    enum { ROOM = 65536, GZIP_WINDOW = 15 + 16 };
    z_stream zlib = {.next_in = bytes, .avail_in = (uInt)length};
    assert_int_equal(
        deflateInit2(&zlib, Z_DEFAULT_COMPRESSION, Z_DEFLATED, GZIP_WINDOW, 8, Z_DEFAULT_STRATEGY),
        Z_OK);
    int result = Z_OK;
    while (result == Z_OK) {
        zlib.next_out = buffer_reserve(out, ROOM);
        zlib.avail_out = ROOM;
        result = deflate(&zlib, Z_FINISH);
        out->length += ROOM - zlib.avail_out;
    }
    assert_int_equal(result, Z_STREAM_END);
    assert_int_equal(deflateEnd(&zlib), Z_OK);
}

void fixture_age(
    const struct fixture_parties *parties, const struct buffer *frame, struct buffer *sealed)
{
    struct cursor cursor = {frame->data, frame->length, 0};
    assert_int_equal(
        age_encrypt(&parties->recipients, source_from_bytes(&cursor), sink_to_buffer(sealed), NULL),
        STATUS_OK);
}

struct fixture_parts fixture_parts(const struct fixture_parties *parties,
    const struct fixture_member *members, size_t count, struct manifest *manifest)
{
    struct fixture_parts parts = {0};
    fixture_payload(members, count, manifest, &parts.payload);
    fixture_sign(parties, manifest, &parts.json, &parts.signature);
    fixture_frame(&parts.payload, &parts.json, &parts.signature, &parts.frame);
    return parts;
}

void fixture_parts_free(struct fixture_parts *parts)
{
    buffer_free(&parts->payload);
    buffer_free(&parts->json);
    buffer_free(&parts->signature);
    buffer_free(&parts->frame);
    buffer_free(&parts->sealed);
}

/* ---- opening ---- */

static enum status receive_begin(
    void *context, size_t place, const struct manifest_file *file, struct error *err)
{
    (void)file;
    (void)err;
    struct fixture_received *received = context;
    assert_int_equal(place, received->begun);
    received->begun++;
    return STATUS_OK;
}

static enum status receive_write(void *context, const void *bytes, size_t length, struct error *err)
{
    (void)err;
    struct fixture_received *received = context;
    assert_true(received->begun > 0);
    if (received->begun <= FIXTURE_KEPT)
        buffer_append(&received->kept[received->begun - 1], bytes, length);
    received->bytes += length;
    return STATUS_OK;
}

struct payload_receiver fixture_receiver(struct fixture_received *received)
{
    return (struct payload_receiver){receive_begin, receive_write, received};
}

void fixture_received_free(struct fixture_received *received)
{
    for (size_t i = 0; i < FIXTURE_KEPT; i++)
        buffer_free(&received->kept[i]);
    *received = (struct fixture_received){0};
}

static enum status verify_front(const struct fixture_parties *parties,
    const struct bundle_front *front, struct manifest *manifest, struct error *err)
{
    struct minisign_claim claim;
    char comment[MANIFEST_COMMENT_SIZE];
    enum status status =
        minisign_signature_peek(front->signature.data, front->signature.length, &claim, err);
    if (status == STATUS_OK)
        status = minisign_document_verify(minisign_key_public(parties->sign), front->manifest.data,
            front->manifest.length, claim.trusted, front->signature.data, front->signature.length,
            err);
    if (status == STATUS_OK)
        status = manifest_parse(front->manifest.data, front->manifest.length, manifest, err);
    if (status != STATUS_OK)
        return status;
    manifest_comment(comment, manifest);
    return strcmp(comment, claim.trusted) == 0
               ? STATUS_OK
               : error_set(err, STATUS_REFUSED, REASON_BAD_SIGNATURE, "another document's");
}

enum status fixture_open_fd(const struct fixture_parties *parties, int fd, uint64_t size,
    struct fixture_received *received, struct error *err)
{
    struct fixture_received unused = {0};
    struct payload_receiver receiver = fixture_receiver(received == NULL ? &unused : received);
    struct bundle_envelope envelope;
    struct bundle_front front = {0};
    struct manifest *manifest = calloc(1, sizeof *manifest);
    uint8_t *file_key = secret_new(AGE_FILE_KEY_SIZE);
    assert_non_null(manifest);
    assert_non_null(file_key);
    enum status status = bundle_unwrap(fd, size, &parties->identities, &envelope, file_key, err);
    if (status == STATUS_OK)
        status = bundle_split(fd, &envelope, file_key, &front, err);
    if (status == STATUS_OK)
        status = verify_front(parties, &front, manifest, err);
    if (status == STATUS_OK)
        status = bundle_unpack(fd, &envelope, file_key, &front, manifest, &receiver, err);
    fixture_received_free(&unused);
    bundle_front_free(&front);
    secret_free(file_key);
    free(manifest);
    return status;
}

enum status fixture_open(const struct fixture_parties *parties, const void *bytes, size_t length,
    struct fixture_received *received, struct error *err)
{
    int fd = fixture_memory_file(bytes, length);
    enum status status = fixture_open_fd(parties, fd, length, received, err);
    (void)close(fd);
    return status;
}

int fixture_memory_file(const void *bytes, size_t length)
{
    int fd = sealed_memory_begin("fixture");
    assert_true(fd >= 0);
    assert_true(descriptor_write_at(fd, bytes, length, 0));
    return fd;
}
