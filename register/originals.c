#include "register/originals.h"

#include "base/file.h"
#include "base/memory.h"
#include "crypto/minisign.h"
#include "crypto/secret.h"
#include "format/bundle.h"
#include "isolate/client.h"
#include "register/senders.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static enum status refuse(struct error *err)
{
    return error_set(err, STATUS_REFUSED, REASON_CONTENT_MISMATCH,
        "the original is not the bundle that was imported; restore it from a copy");
}

/* The row has the digest of the manifest that was verified at the import. */
static enum status verify_front(struct store *store, const struct bundle_front *front,
    const struct submission *submission, struct error *err)
{
    struct minisign_claim claim;
    uint8_t digest[MANIFEST_DIGEST_SIZE];
    struct sender *sender = memory_new(1, sizeof *sender);
    enum status status = senders_of_submission(store, &submission->sender, sender, err);
    if (status == STATUS_OK)
        status =
            minisign_signature_peek(front->signature.data, front->signature.length, &claim, err);
    if (status == STATUS_OK)
        status = minisign_document_verify(&sender->card.sign, front->manifest.data,
            front->manifest.length, claim.trusted, front->signature.data, front->signature.length,
            err);
    (void)crypto_generichash(
        digest, sizeof digest, front->manifest.data, front->manifest.length, NULL, 0);
    if (status == STATUS_OK && memcmp(digest, submission->manifest_digest, sizeof digest) != 0)
        status = refuse(err);
    free(sender);
    return status;
}

static enum status rebuild(struct client *worker, const struct bundle_front *front,
    struct manifest *manifest, struct buffer *json, struct error *err)
{
    enum status status = client_manifest(worker, front, manifest, err);
    if (status == STATUS_OK)
        status = manifest_encode(manifest, json, err);
    if (status == STATUS_OK && (json->length != front->manifest.length ||
                                   memcmp(json->data, front->manifest.data, json->length) != 0))
        status = refuse(err);
    return status;
}

/* An original that is open, with a worker for it. */
struct opening {
    char *path;
    int fd;
    uint8_t *file_key; /* secret memory */
    struct client worker;
    struct bundle_front front;
};

#define OPENING_NONE ((struct opening){.fd = -1, .worker = CLIENT_NONE})

static void close_original(struct opening *opening)
{
    client_end(&opening->worker);
    if (opening->fd >= 0)
        (void)close(opening->fd);
    bundle_front_free(&opening->front);
    secret_free(opening->file_key);
    free(opening->path);
    *opening = OPENING_NONE;
}

/* Up to the manifest, verified and built anew. */
static enum status open_original(struct opening *opening, struct store *store,
    const struct spawner *spawner, const struct age_identities *identities,
    const struct submission *submission, struct manifest *manifest, struct buffer *json,
    struct error *err)
{
    struct bundle_envelope envelope;
    uint64_t size = 0;
    opening->file_key = secret_new(AGE_FILE_KEY_SIZE);
    opening->path = store_file(store, STORE_ORIGINALS, submission->sealed.bytes, BUNDLE_SUFFIX);
    enum status status = file_open(opening->path, false, &opening->fd, &size, err);
    if (status == STATUS_OK)
        status = bundle_unwrap(opening->fd, size, identities, &envelope, opening->file_key, err);
    if (status == STATUS_OK)
        status = client_start(
            spawner, opening->fd, &envelope, opening->file_key, NULL, &opening->worker, err);
    if (status == STATUS_OK)
        status = client_split(&opening->worker, &opening->front, err);
    if (status == STATUS_OK)
        status = verify_front(store, &opening->front, submission, err);
    if (status == STATUS_OK)
        status = rebuild(&opening->worker, &opening->front, manifest, json, err);
    return status;
}

enum status originals_unpack(struct store *store, const struct spawner *spawner,
    const struct age_identities *identities, const struct submission *submission,
    const struct payload_receiver *receiver, struct buffer *json, struct error *err)
{
    struct opening opening = OPENING_NONE;
    struct manifest *manifest = memory_new(1, sizeof *manifest);
    enum status status =
        open_original(&opening, store, spawner, identities, submission, manifest, json, err);
    if (status == STATUS_OK)
        status = client_members(&opening.worker, &opening.front, manifest, receiver, err);
    if (status == STATUS_REFUSED)
        error_prefix(err, opening.path);
    close_original(&opening);
    free(manifest);
    return status;
}

enum status originals_manifest(struct store *store, const struct spawner *spawner,
    const struct age_identities *identities, const struct submission *submission,
    struct manifest *manifest, struct error *err)
{
    struct opening opening = OPENING_NONE;
    struct buffer json = {0};
    enum status status =
        open_original(&opening, store, spawner, identities, submission, manifest, &json, err);
    close_original(&opening);
    buffer_free(&json);
    return status;
}
