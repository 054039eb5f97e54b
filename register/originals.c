#include "register/originals.h"

#include "base/file.h"
#include "base/memory.h"
#include "format/bundle.h"
#include "isolate/opening.h"
#include "register/senders.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* ---- whose key: that of the card which the row names ---- */

struct kept {
    struct store *store;
    const struct submission *submission;
};

static enum status find_card_of_row(void *context, const uint8_t number[MINISIGN_NUMBER_SIZE],
    size_t place, struct keydir_trusted *signer, struct error *err)
{
    const struct kept *kept = context;
    (void)number; /* a signature of another key does not hold under this one */
    if (place > 0)
        return error_set(err, STATUS_REFUSED, REASON_UNKNOWN_SENDER,
            "the signature is made with another key than the row names");
    struct sender *sender = memory_new(1, sizeof *sender);
    enum status status = senders_of_submission(kept->store, &kept->submission->sender, sender, err);
    signer->card = sender->card;
    signer->fingerprint = sender->fingerprint;
    free(sender);
    return status;
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
    char *path;              /* owned */
    int fd;                  /* owned */
    struct opening *opening; /* owned */
};

static void begin_original(
    struct original *original, struct store *store, const struct submission *submission)
{
    *original = (struct original){.kept = {store, submission}, .fd = -1};
    original->policy = (struct opening_policy){.context = &original->kept,
        .whose_key = find_card_of_row,
        .may_read = compare_with_row,
        .kept = true};
    original->path = store_file(store, STORE_ORIGINALS, submission->sealed.bytes, BUNDLE_SUFFIX);
    original->opening = opening_new(&original->policy);
}

static void end_original(struct original *original)
{
    opening_free(original->opening);
    if (original->fd >= 0)
        (void)close(original->fd);
    free(original->path);
}

static enum status verify_original(struct original *original, const struct spawner *spawner,
    const struct age_identities *identities, struct error *err)
{
    uint64_t size = 0;
    TRY(file_open(original->path, false, &original->fd, &size, err));
    TRY(opening_unwrap(original->opening, original->fd, size, identities, err));
    return opening_verify(original->opening, spawner, NULL, err);
}

enum status originals_unpack(struct store *store, const struct spawner *spawner,
    const struct age_identities *identities, const struct submission *submission,
    const struct payload_receiver *receiver, struct buffer *json, struct error *err)
{
    struct original original;
    enum status status = STATUS_OK;
    begin_original(&original, store, submission);
    TRY_OUT(verify_original(&original, spawner, identities, err));
    const struct buffer *manifest = &original.opening->front.manifest;
    buffer_append(json, manifest->data, manifest->length);
    TRY_OUT(opening_members(original.opening, receiver, err));
out:
    if (status == STATUS_REFUSED)
        error_prefix(err, original.path);
    end_original(&original);
    return status;
}

enum status originals_manifest(struct store *store, const struct spawner *spawner,
    const struct age_identities *identities, const struct submission *submission,
    struct manifest *manifest, struct error *err)
{
    struct original original;
    begin_original(&original, store, submission);
    enum status status = verify_original(&original, spawner, identities, err);
    if (status == STATUS_OK)
        *manifest = original.opening->manifest;
    end_original(&original);
    return status;
}
