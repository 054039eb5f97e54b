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

struct import_search {
    const struct submission *submission;
    bool found;
};

static enum status note_import(void *context, const struct audit_row *row, struct error *err)
{
    struct import_search *search = context;
    const struct submission *sought = search->submission;
    struct submission_words said;
    const char *rest;
    (void)err;
    if (strcmp(row->kind, audit_kind_name(AUDIT_IMPORT)) == 0 &&
        submissions_words_read(row->subject, &said, &rest) &&
        fingerprint_equal(&said.sealed, &sought->sealed) &&
        memcmp(said.manifest_digest, sought->manifest_digest, MANIFEST_DIGEST_SIZE) == 0)
        search->found = true;
    return STATUS_OK;
}

/* A header that was made anew is in no row of the audit. */
static enum status recognise_original(
    struct original *original, const struct originals_reader *reader, struct error *err)
{
    const struct submission *submission = original->kept.submission;
    struct import_search search = {.submission = submission};
    if (submission->rewrapped_any)
        return STATUS_OK;
    TRY(audit_walk(reader->audit, note_import, &search, err));
    if (!search.found)
        return STATUS_OK;
    return opening_recognise(original->opening, &submission->sealed, reader->hashing, err);
}

static enum status unpack_from(const struct originals_reader *reader, const char *path,
    const struct submission *submission, const struct keydir_trusted *signer,
    const struct payload_receiver *receiver, struct buffer *json, struct error *err)
{
    struct original original;
    uint64_t size = 0;
    int fd = -1;
    enum status status;
    begin_original(&original, submission, signer);
    TRY_OUT(file_open(path, false, &fd, &size, err));
    TRY_OUT(verify_original(&original, reader, fd, size, err));
    TRY_OUT(recognise_original(&original, reader, err));
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
    TRY_OUT(unpack_from(reader, path, submission, signer, receiver, json, err));
out:
    free(path);
    free(signer);
    free(sender);
    return status;
}

enum status originals_unwrap(
    const struct age_identities *identities, int fd, uint64_t size, struct error *err)
{
    const struct opening_policy policy = {.kept = true};
    struct opening *opening = opening_new(&policy);
    enum status status = opening_unwrap(opening, fd, size, identities, err);
    opening_free(opening);
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
