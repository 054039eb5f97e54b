/* Files of the register against its rows. */
#include "base/file.h"
#include "base/memory.h"
#include "base/text.h"
#include "format/bundle.h"
#include "format/digest_sink.h"
#include "format/receipt.h"
#include "register/fsck_parts.h"
#include "register/originals.h"
#include "register/stored_answers.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { SUBJECT = 128 };

static void name_file(
    char subject[SUBJECT], const char *directory, const struct fingerprint *of, const char *suffix)
{
    char hex[FINGERPRINT_HEX_SIZE];
    fingerprint_hex(hex, of);
    (void)snprintf(subject, SUBJECT, "%s/%s%s", directory, hex, suffix);
}

static enum status compare_file(const char *path, const struct fingerprint *content,
    const struct stream_progress *progress, struct error *why)
{
    struct descriptor file = {-1, path};
    struct source source = source_from_descriptor(&file);
    struct fingerprint digest;
    uint64_t size = 0;
    enum status status;
    TRY(file_open(path, false, &file.fd, &size, why));
    TRY_OUT(digest_sink_source(&source, NULL, progress, &digest, why));
    if (!fingerprint_equal(&digest, content))
        TRY_OUT(error_set(why, STATUS_REFUSED, REASON_DAMAGED,
            "the file is not the one that arrived; restore it from a copy"));
out:
    (void)close(file.fd);
    return status;
}

/* Whatever keeps a file from being read is a refusal here: it becomes a finding, and the look goes
 * on. */
enum status fsck_look_at_file(const struct fsck_run *run, const char *directory,
    const struct fingerprint *sealed, const struct fingerprint *content,
    const struct stream_progress *progress, struct error *why)
{
    char *path = store_file(run->fsck->store, directory, sealed->bytes, BUNDLE_SUFFIX);
    enum status status = compare_file(path, content, progress, why);
    free(path);
    return status == STATUS_OK ? STATUS_OK : STATUS_REFUSED;
}

/* ---- a submission ---- */

static enum status compare_manifest(
    const struct submission *row, const struct manifest *manifest, struct error *why)
{
    bool same = strcmp(row->number, manifest->sender.number) == 0 &&
                memcmp(row->id, manifest->id, MANIFEST_ID_SIZE) == 0 &&
                memcmp(row->sender.bytes, manifest->sender.fingerprint, FINGERPRINT_SIZE) == 0 &&
                strcmp(row->edition, manifest->edition) == 0 &&
                memcmp(row->edition_digest, manifest->edition_digest, MANIFEST_DIGEST_SIZE) == 0 &&
                row->created == manifest->created &&
                memcmp(&row->supersedes, &manifest->supersedes, sizeof row->supersedes) == 0;
    if (same)
        return STATUS_OK;
    return error_set(why, STATUS_REFUSED, REASON_CONTENT_MISMATCH,
        "the row of this submission is not what its original's signed manifest says");
}

static bool has_digest_of(const struct buffer *bytes, const uint8_t digest[MANIFEST_DIGEST_SIZE])
{
    uint8_t found[MANIFEST_DIGEST_SIZE];
    (void)crypto_generichash(found, sizeof found, bytes->data, bytes->length, NULL, 0);
    return memcmp(found, digest, sizeof found) == 0;
}

/* manifest: NULL if the original did not give one. Answers that have the digests of a signed
 * manifest are canonical: they were when it was accepted. */
static enum status look_at_answers(struct fsck_run *run, const struct submission *submission,
    const struct manifest *manifest, struct error *why)
{
    struct buffer json = {0};
    struct buffer signature = {0};
    enum status status;
    TRY_OUT(
        submissions_answers(run->fsck->store, run->fsck->key, submission, &json, &signature, why));
    TRY_OUT(stored_answers_verify(run->fsck->store, submission, &json, &signature, why));
    if (manifest != NULL &&
        (manifest->files < 2 || !has_digest_of(&json, manifest->file[0].digest) ||
            !has_digest_of(&signature, manifest->file[1].digest)))
        TRY_OUT(error_set(why, STATUS_REFUSED, REASON_CONTENT_MISMATCH,
            "the answers at rest are not those of the original; restore the register from a copy"));
out:
    buffer_wipe(&json);
    buffer_free(&signature);
    return status;
}

static enum status look_at_original(struct fsck_run *run, const struct submission *submission,
    struct manifest *manifest, bool *opened, struct error *err)
{
    char subject[SUBJECT];
    struct error why;
    const struct fsck *fsck = run->fsck;
    error_init(&why, err->catalog);
    name_file(subject, STORE_ORIGINALS, &submission->sealed, BUNDLE_SUFFIX);
    char *path = store_file(fsck->store, STORE_ORIGINALS, submission->sealed.bytes, BUNDLE_SUFFIX);
    bool there = file_exists(path);
    free(path);
    enum status looked = fsck_look_at_file(run, STORE_ORIGINALS, &submission->sealed,
        submission->rewrapped_any ? &submission->rewrapped : &submission->sealed, fsck->progress,
        &why);
    if (!there)
        return fsck_found(run, FSCK_ORIGINAL_MISSING, subject, err,
            "the original is not there; copy the file of that name back from originals/ of a copy "
            "that `sigill-msb backup` made, and look again");
    if (looked != STATUS_OK)
        return fsck_report(run, FSCK_ORIGINAL_CHANGED, subject, &why, err);
    looked = originals_manifest(
        fsck->store, fsck->spawner, fsck->identities, submission, manifest, &why);
    *opened = looked == STATUS_OK;
    if (looked == STATUS_OK)
        looked = compare_manifest(submission, manifest, &why);
    return fsck_judge(run, FSCK_MANIFEST_MISMATCH, subject, looked, &why, err);
}

enum status fsck_original(
    struct fsck_run *run, const struct submission *submission, struct error *err)
{
    char id[MANIFEST_ID_HEX];
    struct error why;
    bool opened = false;
    struct manifest *manifest = memory_new(1, sizeof *manifest);
    error_init(&why, err->catalog);
    hex_encode(id, submission->id, MANIFEST_ID_SIZE);
    enum status status;
    TRY_OUT(look_at_original(run, submission, manifest, &opened, err));
    enum status looked = look_at_answers(run, submission, opened ? manifest : NULL, &why);
    TRY_OUT(fsck_judge(run, FSCK_ANSWERS, id, looked, &why, err));
out:
    free(manifest);
    return status;
}

/* ---- receipts ---- */

static enum status refuse_receipt(struct error *why)
{
    return error_set(why, STATUS_REFUSED, REASON_CONTENT_MISMATCH,
        "the receipt does not say what the register says");
}

/* Under the authority's key, or one that it had when the receipt was made. */
static enum status open_receipt(const struct fsck_run *run, const struct buffer *frame,
    struct receipt *receipt, struct error *why)
{
    struct minisign_public former;
    struct error other;
    bool found = true;
    error_init(&other, NULL);
    enum status status =
        receipt_open(frame->data, frame->length, run->fsck->authority, receipt, why);
    for (int place = 0; status == STATUS_REFUSED && found; place++) {
        if (fsck_former_key(run, place, &former, &found, &other) != STATUS_OK)
            break;
        if (found &&
            receipt_open(frame->data, frame->length, &former, receipt, &other) == STATUS_OK)
            status = STATUS_OK;
    }
    return status;
}

/* submission: NULL for one that was refused, with that reason. */
static enum status look_at_receipt(const struct fsck_run *run, const char *path,
    const struct fingerprint *sealed, const struct submission *submission, const char *reason,
    struct error *why)
{
    struct buffer frame = {0};
    struct receipt receipt;
    enum status status;
    TRY_OUT(file_read(path, RECEIPT_FILE_MAX, &frame, why));
    TRY_OUT(open_receipt(run, &frame, &receipt, why));
out:
    buffer_free(&frame);
    if (status != STATUS_OK)
        return STATUS_REFUSED;
    if (!fingerprint_equal(&receipt.sealed, sealed) || strcmp(receipt.reason, reason) != 0)
        return refuse_receipt(why);
    if (submission != NULL &&
        (!receipt.id_known || memcmp(receipt.id, submission->id, MANIFEST_ID_SIZE) != 0 ||
            receipt.time != submission->imported ||
            strcmp(receipt.reference, submission->reference) != 0))
        return refuse_receipt(why);
    return STATUS_OK;
}

enum status fsck_receipt(struct fsck_run *run, const struct fingerprint *sealed,
    const struct submission *submission, const char *reason, struct error *err)
{
    char subject[SUBJECT];
    struct error why;
    enum status status = STATUS_OK;
    error_init(&why, err->catalog);
    name_file(subject, STORE_RECEIPTS, sealed, RECEIPT_SUFFIX);
    char *path = store_file(run->fsck->store, STORE_RECEIPTS, sealed->bytes, RECEIPT_SUFFIX);
    if (!file_exists(path))
        status = fsck_found(run, FSCK_RECEIPT_MISSING, subject, err,
            "the receipt is not there; receive the same file once more, and it is written");
    else if (look_at_receipt(run, path, sealed, submission, reason, &why) != STATUS_OK)
        status = fsck_report(run, FSCK_RECEIPT_WRONG, subject, &why, err);
    free(path);
    return status;
}
