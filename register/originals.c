#include "register/originals.h"

#include "base/file.h"
#include "base/memory.h"
#include "crypto/secret.h"
#include "format/bundle.h"
#include "isolate/opening.h"
#include "register/answer_record.h"
#include "register/record_blocks.h"
#include "register/senders.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* ---- whose key: that of the card which the row names ---- */

struct kept {
    const struct submission *submission;
    const struct keydir_trusted *signer;
};

static enum status give_signer(void *context, const uint8_t number[MINISIGN_NUMBER_SIZE],
    size_t place, struct keydir_trusted *signer, struct error *err)
{
    const struct kept *kept = context;
    (void)number; /* a signature of another key does not hold under this one */
    if (place > 0)
        return error_set(err, STATUS_REFUSED, REASON_UNKNOWN_SENDER,
            "the signature is made with another key than the row names");
    *signer = *kept->signer;
    return STATUS_OK;
}

/* The row has the digest of the manifest that was verified at the import. */
static enum status compare_with_row(
    void *context, const struct bundle_front *front, struct error *err)
{
    const struct kept *kept = context;
    uint8_t digest[MANIFEST_DIGEST_SIZE];
    (void)crypto_generichash(
        digest, sizeof digest, front->manifest.data, front->manifest.length, NULL, 0);
    if (memcmp(digest, kept->submission->manifest_digest, sizeof digest) == 0)
        return STATUS_OK;
    return error_set(err, STATUS_REFUSED, REASON_CONTENT_MISMATCH,
        "the original is not the bundle that was imported; restore it from a copy");
}

/* ---- opening it ---- */

/* An original on its way through an opening. */
struct original {
    struct kept kept;
    struct opening_policy policy;
    struct opening *opening; /* owned */
};

static void begin_original(struct original *original, const struct submission *submission,
    const struct keydir_trusted *signer)
{
    *original = (struct original){.kept = {submission, signer}};
    original->policy = (struct opening_policy){.context = &original->kept,
        .whose_key = give_signer,
        .may_read = compare_with_row,
        .kept = true};
    original->opening = opening_new(&original->policy);
}

static enum status start_worker(
    const struct originals_reader *reader, struct opening *opening, struct error *err)
{
    if (reader->spawning != NULL)
        (void)pthread_mutex_lock(reader->spawning);
    enum status status = opening_start(opening, reader->spawner, NULL, err);
    if (reader->spawning != NULL)
        (void)pthread_mutex_unlock(reader->spawning);
    return status;
}

static enum status verify_original(struct original *original, const struct originals_reader *reader,
    int fd, uint64_t size, struct error *err)
{
    TRY(opening_unwrap(original->opening, fd, size, reader->identities, err));
    TRY(start_worker(reader, original->opening, err));
    TRY(opening_split(original->opening, err));
    TRY(opening_signature(original->opening, err));
    TRY(opening_manifest(original->opening, err));
    return opening_parties(original->opening, err);
}

/* The MAC that the import left of the file, if it did. What is refused of the record is for fsck to
 * tell: then there is none. */
static enum status find_mac(struct store *store, const struct originals_reader *reader,
    const struct submission *submission, struct file_mac *mac, bool *found, struct error *err)
{
    const struct edition *edition =
        editions_find_exact(reader->editions, submission->edition, submission->edition_digest);
    struct buffer bytes = {0};
    struct answer_record record = {0};
    struct error why;
    *found = false;
    if (edition == NULL)
        return STATUS_OK;
    error_init(&why, err->catalog);
    enum status status = record_block_read(store, reader->key, submission, &bytes, &why);
    if (status == STATUS_FAILED)
        *err = why;
    *found = status == STATUS_OK &&
             answer_record_decode(edition, bytes.data, bytes.length, &record) && record.mac != NULL;
    if (*found)
        memcpy(mac, record.mac, sizeof *mac);
    buffer_wipe(&bytes);
    return status == STATUS_FAILED ? status : STATUS_OK;
}

static void expect(
    const struct originals_reader *reader, const struct opening *opening, bool looked_through)
{
    uint64_t members = payload_inflated_size(&opening->manifest);
    if (reader->watch != NULL)
        reader->watch->expect(reader->watch->looking.context,
            looked_through ? opening->envelope.file_size + members : members);
}

/* A file whose header was made anew has another MAC. */
static enum status recognise_original(struct original *original, struct store *store,
    const struct originals_reader *reader, struct error *err)
{
    const struct submission *submission = original->kept.submission;
    const struct stream_progress *looking = reader->watch == NULL ? NULL : &reader->watch->looking;
    struct file_mac mac;
    bool found = false;
    if (!submission->rewrapped_any)
        TRY(find_mac(store, reader, submission, &mac, &found, err));
    expect(reader, original->opening, found);
    if (!found)
        return STATUS_OK;
    enum status status = opening_recognise(original->opening, &mac, looking, err);
    sodium_memzero(&mac, sizeof mac);
    return status;
}

static enum status unpack_from(struct store *store, const struct originals_reader *reader,
    const char *path, const struct submission *submission, const struct keydir_trusted *signer,
    const struct payload_receiver *receiver, struct buffer *json, struct error *err)
{
    struct original original;
    uint64_t size = 0;
    int fd = -1;
    enum status status;
    begin_original(&original, submission, signer);
    TRY_OUT(file_open(path, false, &fd, &size, err));
    TRY_OUT(verify_original(&original, reader, fd, size, err));
    TRY_OUT(recognise_original(&original, store, reader, err));
    const struct buffer *manifest = &original.opening->front.manifest;
    buffer_append(json, manifest->data, manifest->length);
    TRY_OUT(opening_members(original.opening, receiver, err));
out:
    if (status == STATUS_REFUSED)
        error_prefix(err, path);
    opening_free(original.opening);
    if (fd >= 0)
        (void)close(fd);
    return status;
}

enum status originals_unpack(struct store *store, const struct originals_reader *reader,
    const struct submission *submission, const struct payload_receiver *receiver,
    struct buffer *json, struct error *err)
{
    struct sender *sender = memory_new(1, sizeof *sender);
    struct keydir_trusted *signer = memory_new(1, sizeof *signer);
    char *path = store_file(store, STORE_ORIGINALS, submission->sealed.bytes, BUNDLE_SUFFIX);
    enum status status;
    TRY_OUT(senders_of_submission(store, &submission->sender, sender, err));
    senders_signer(sender, signer);
    TRY_OUT(unpack_from(store, reader, path, submission, signer, receiver, json, err));
out:
    free(path);
    free(signer);
    free(sender);
    return status;
}

enum status originals_unwrap(
    const struct age_identities *identities, int fd, uint64_t size, struct error *err)
{
    struct bundle_envelope envelope;
    uint8_t *file_key = secret_new(AGE_FILE_KEY_SIZE);
    enum status status = bundle_unwrap(fd, size, identities, &envelope, file_key, err);
    secret_free(file_key);
    return status;
}

enum status originals_manifest(const struct originals_reader *reader, int fd, uint64_t size,
    const struct submission *submission, const struct keydir_trusted *signer,
    struct manifest *manifest, struct error *err)
{
    struct original original;
    enum status status;
    begin_original(&original, submission, signer);
    TRY_OUT(verify_original(&original, reader, fd, size, err));
    *manifest = original.opening->manifest;
out:
    opening_free(original.opening);
    return status;
}
