/* Files of the register against its rows. */
#include "base/file.h"
#include "base/memory.h"
#include "base/text.h"
#include "format/bundle.h"
#include "format/digest_sink.h"
#include "format/receipt.h"
#include "format/signed_answers.h"
#include "register/fsck_parts.h"
#include "register/originals.h"

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

static enum status compare_content(const struct descriptor *file, const struct fingerprint *content,
    const struct stream_progress *progress, struct error *why)
{
    struct descriptor whole = *file;
    struct source source = source_from_descriptor(&whole);
    struct fingerprint digest;
    TRY(digest_sink_source(&source, NULL, progress, &digest, why));
    if (fingerprint_equal(&digest, content))
        return STATUS_OK;
    return error_set(why, STATUS_REFUSED, REASON_DAMAGED,
        "the file is not the one that arrived; restore it from a copy");
}

/* Whatever keeps a file from being read is a refusal here: it becomes a finding, and the look goes
 * on. */
enum status fsck_look_at_file(const struct fsck_run *run, const char *directory,
    const struct fingerprint *sealed, const struct fingerprint *content,
    const struct stream_progress *progress, struct error *why)
{
    char *path = store_file(run->fsck->store, directory, sealed->bytes, BUNDLE_SUFFIX);
    struct descriptor file = {-1, path};
    uint64_t size = 0;
    enum status status;
    TRY_OUT(file_open(path, false, &file.fd, &size, why));
    TRY_OUT(compare_content(&file, content, progress, why));
out:
    if (file.fd >= 0)
        (void)close(file.fd);
    free(path);
    return status == STATUS_OK ? STATUS_OK : STATUS_REFUSED;
}

/* ---- originals and answers ---- */

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
static enum status look_at_answers(
    const struct fsck_look *look, const struct manifest *manifest, struct error *why)
{
    const struct submission *submission = &look->submission;
    TRY(signed_answers_verify(
        &look->signer.card.sign, submission->number, &look->json, &look->signature, why));
    if (manifest == NULL ||
        (manifest->files >= 2 && has_digest_of(&look->json, manifest->file[0].digest) &&
            has_digest_of(&look->signature, manifest->file[1].digest)))
        return STATUS_OK;
    return error_set(why, STATUS_REFUSED, REASON_CONTENT_MISMATCH,
        "the answers at rest are not those of the original; restore the register from a copy");
}

/* What the file is was judged by the digest that the audit has, and what its manifest says by the
 * import's witness. A header that was made anew is in no row of the audit. */
static bool needs_no_opening(const struct fsck_look *look)
{
    return !look->submission.rewrapped_any && look->card.status == STATUS_OK &&
           fsck_is_witnessed(look);
}

/* The manifest of an original that is what it was, opened as when it came: the caller's; NULL if it
 * gives none. */
static struct manifest *look_at_manifest(
    struct fsck_run *run, struct fsck_look *look, int fd, uint64_t size)
{
    const struct fsck *fsck = run->fsck;
    const struct originals_reader reader = {
        .spawner = fsck->spawner, .identities = fsck->identities, .spawning = &run->spawning};
    if (look->card.status != STATUS_OK) {
        look->manifest = look->card;
        return NULL;
    }
    struct manifest *manifest = memory_new(1, sizeof *manifest);
    look->manifest.status = originals_manifest(
        &reader, fd, size, &look->submission, &look->signer, manifest, &look->manifest.why);
    if (look->manifest.status != STATUS_OK) {
        free(manifest);
        return NULL;
    }
    look->manifest.status = compare_manifest(&look->submission, manifest, &look->manifest.why);
    return manifest;
}

/* Opens the original, and compares it with what arrived. */
static enum status open_original(
    struct fsck_run *run, struct fsck_look *look, struct descriptor *file, uint64_t *size)
{
    const struct submission *submission = &look->submission;
    TRY(file_open(file->name, false, &file->fd, size, &look->original.why));
    return compare_content(file,
        submission->rewrapped_any ? &submission->rewrapped : &submission->sealed,
        run->fsck->progress == NULL ? NULL : &run->progress, &look->original.why);
}

/* The manifest to compare the answers with: the caller's; NULL if there is none. */
static struct manifest *look_at_original(struct fsck_run *run, struct fsck_look *look)
{
    char *path =
        store_file(run->fsck->store, STORE_ORIGINALS, look->submission.sealed.bytes, BUNDLE_SUFFIX);
    struct descriptor file = {-1, path};
    uint64_t size = 0;
    struct manifest *manifest = NULL;
    look->there = file_exists(path);
    look->original.status = open_original(run, look, &file, &size);
    if (look->original.status == STATUS_OK && needs_no_opening(look))
        look->manifest.status =
            originals_unwrap(run->fsck->identities, file.fd, size, &look->manifest.why);
    else if (look->original.status == STATUS_OK)
        manifest = look_at_manifest(run, look, file.fd, size);
    if (file.fd >= 0)
        (void)close(file.fd);
    free(path);
    return manifest;
}

static enum status report_original(
    struct fsck_run *run, const struct fsck_look *look, struct error *err)
{
    char subject[SUBJECT];
    name_file(subject, STORE_ORIGINALS, &look->submission.sealed, BUNDLE_SUFFIX);
    if (!look->there)
        return fsck_found(run, FSCK_ORIGINAL_MISSING, subject, err,
            "the original is not there; copy the file of that name back from originals/ of a copy "
            "that `sigill-msb backup` made, and look again");
    if (look->original.status != STATUS_OK)
        return fsck_report(run, FSCK_ORIGINAL_CHANGED, subject, &look->original.why, err);
    return fsck_judge(
        run, FSCK_MANIFEST_MISMATCH, subject, look->manifest.status, &look->manifest.why, err);
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
    const struct minisign_public *former = run->former.items;
    struct error other;
    error_init(&other, NULL);
    enum status status =
        receipt_open(frame->data, frame->length, run->fsck->authority, receipt, why);
    for (size_t i = 0; status == STATUS_REFUSED && i < run->former.count; i++) {
        if (receipt_open(frame->data, frame->length, &former[i], receipt, &other) == STATUS_OK)
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

static void look_for_receipt(const struct fsck_run *run, const struct fingerprint *sealed,
    const struct submission *submission, const char *reason, bool *there, struct fsck_seen *seen)
{
    char *path = store_file(run->fsck->store, STORE_RECEIPTS, sealed->bytes, RECEIPT_SUFFIX);
    *there = file_exists(path);
    if (*there)
        seen->status = look_at_receipt(run, path, sealed, submission, reason, &seen->why);
    free(path);
}

/* *kept becomes true if a receipt is missing whose file is there. */
static enum status report_receipt(struct fsck_run *run, const struct fingerprint *sealed,
    bool there, const struct fsck_seen *seen, bool has_file, bool *kept, struct error *err)
{
    char subject[SUBJECT];
    name_file(subject, STORE_RECEIPTS, sealed, RECEIPT_SUFFIX);
    *kept = *kept || (!there && has_file);
    if (!there)
        return fsck_found(run, FSCK_RECEIPT_MISSING, subject, err,
            "the receipt is not there; receive the same file once more, and it is written");
    return seen->status == STATUS_OK
               ? STATUS_OK
               : fsck_report(run, FSCK_RECEIPT_WRONG, subject, &seen->why, err);
}

enum status fsck_refusal_receipt(struct fsck_run *run, const struct fingerprint *sealed,
    const char *reason, bool quarantined, struct error *err)
{
    struct fsck_seen seen = {.status = STATUS_OK};
    bool there = false;
    error_init(&seen.why, err->catalog);
    look_for_receipt(run, sealed, NULL, reason, &there, &seen);
    return report_receipt(run, sealed, there, &seen, quarantined, &run->counts->in_quarantine, err);
}

/* ---- a submission ---- */

void fsck_look(struct fsck_run *run, struct fsck_look *look)
{
    fsck_make_record(run, look);
    struct manifest *manifest = look_at_original(run, look);
    if (look->answers.status == STATUS_OK && look->card.status != STATUS_OK)
        look->answers = look->card;
    else if (look->answers.status == STATUS_OK)
        look->answers.status = look_at_answers(look, manifest, &look->answers.why);
    look_for_receipt(
        run, &look->submission.sealed, &look->submission, "", &look->receipt_there, &look->receipt);
    free(manifest);
}

enum status fsck_files(struct fsck_run *run, const struct fsck_look *look, struct error *err)
{
    char id[MANIFEST_ID_HEX];
    hex_encode(id, look->submission.id, MANIFEST_ID_SIZE);
    TRY(report_original(run, look, err));
    TRY(fsck_judge(run, FSCK_ANSWERS, id, look->answers.status, &look->answers.why, err));
    bool rewrapped = look->submission.rewrapped_any;
    run->counts->rewrapped = run->counts->rewrapped || rewrapped;
    return report_receipt(run, &look->submission.sealed, look->receipt_there, &look->receipt,
        !rewrapped, &run->counts->in_originals, err);
}
