/* A bundle's frame behind the decryption: the input is the plain frame, sealed here under a known
 * file key. */
#include "crypto/age_stream.h"
#include "format/bundle.h"
#include "tests/fuzz/fuzz.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const uint8_t FILE_KEY[AGE_FILE_KEY_SIZE] = {1, 2, 3};
static const uint8_t NONCE[AGE_STREAM_NONCE_SIZE] = {4, 5, 6};

static void seal(const uint8_t *frame, size_t size, struct buffer *sealed)
{
    struct age_writer *writer = NULL;
    uint8_t key[AGE_STREAM_KEY_SIZE];
    age_stream_key(key, FILE_KEY, NONCE);
    buffer_append(sealed, NONCE, sizeof NONCE);
    writer = age_writer_open(key, sink_to_buffer(sealed));
    fuzz_require(age_writer_write(writer, frame, size, NULL) == STATUS_OK);
    fuzz_require(age_writer_finish(writer, NULL) == STATUS_OK);
    age_writer_close(writer);
}

static enum status begin(
    void *context, size_t place, const struct manifest_file *file, struct error *err)
{
    (void)err;
    uint64_t *left = context;
    fuzz_require(place < MANIFEST_FILES_MAX);
    *left = file->size;
    return STATUS_OK;
}

/* S8: no more is inflated than the manifest promises. */
static enum status write_part(void *context, const void *bytes, size_t length, struct error *err)
{
    (void)bytes;
    (void)err;
    uint64_t *left = context;
    fuzz_require(length <= *left);
    *left -= length;
    return STATUS_OK;
}

/* Whether the bundle was taken, down to the last zero of its padding. */
static bool unpack(int fd, const struct bundle_envelope *envelope, const struct bundle_front *front)
{
    enum status status = STATUS_REFUSED;
    struct manifest *manifest = malloc(sizeof *manifest);
    struct buffer again = {0};
    uint64_t left = 0;
    struct payload_receiver receiver = {begin, write_part, &left};
    fuzz_require(manifest != NULL);
    if (manifest_parse(front->manifest.data, front->manifest.length, manifest, NULL) == STATUS_OK) {
        fuzz_require(manifest_encode(manifest, &again, NULL) == STATUS_OK);
        fuzz_require(fuzz_same(&again, front->manifest.data, front->manifest.length));
        status = bundle_unpack(fd, envelope, FILE_KEY, front, manifest, &receiver, NULL);
        fuzz_require(status == STATUS_OK || status == STATUS_REFUSED);
    }
    buffer_free(&again);
    free(manifest);
    return status == STATUS_OK;
}

/* What libarchive makes of the frame of a bundle that was taken. */
static void judge_frame(const uint8_t *data, size_t size, const struct frame_layout *layout,
    const struct bundle_front *front)
{
    const struct fuzz_member members[] = {
        {FRAME_PAYLOAD, data + layout->payload, (size_t)front->payload_size},
        {FRAME_MANIFEST, front->manifest.data, front->manifest.length},
        {FRAME_MANIFEST FRAME_SIGNATURE_SUFFIX, front->signature.data, front->signature.length}};
    fuzz_judge_archive(data, size, members, 3);
}

/* Whether the bundle was taken. */
static bool take_frame(const uint8_t *data, size_t size)
{
    struct buffer sealed = {0};
    struct bundle_front front = {0};
    seal(data, size, &sealed);
    struct bundle_envelope envelope = {
        .stanzas = 1, .file_size = sealed.length, .frame_size = size};
    memcpy(envelope.nonce, NONCE, sizeof NONCE);
    int fd = fuzz_file(sealed.data, sealed.length);
    bool taken = false;
    if (bundle_split(fd, &envelope, FILE_KEY, &front, NULL) == STATUS_OK) {
        struct frame_layout layout =
            frame_layout(front.payload_size, front.manifest.length, front.signature.length);
        fuzz_require(layout.total == size);
        taken = unpack(fd, &envelope, &front);
        if (taken)
            judge_frame(data, size, &layout, &front);
    }
    bundle_front_free(&front);
    buffer_free(&sealed);
    (void)close(fd);
    return taken;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static bool looked;
    const struct buffer *genuine = &fuzz_genuine()->frame;
    if (!looked) /* else nothing that is right would reach what lies behind the decryption */
        fuzz_require(take_frame(genuine->data, genuine->length));
    looked = true;
    (void)take_frame(data, size);
    return 0;
}
