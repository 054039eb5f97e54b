#include "register/rewrap.h"

#include "base/file.h"
#include "base/list.h"
#include "crypto/secret.h"
#include "format/bundle.h"
#include "format/digest_sink.h"
#include "register/changes_parts.h"
#include "register/submissions.h"
#include "register/vault.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

void rewrap_target(const struct age_recipients *recipients, struct fingerprint *target)
{
    struct buffer text = {0};
    for (size_t i = 0; i < recipients->count; i++) {
        char line[AGE_RECIPIENT_TEXT_SIZE];
        age_recipient_encode(&recipients->items[i], line);
        buffer_printf(&text, "%s\n", line);
    }
    fingerprint_of(target, text.data, text.length);
    buffer_free(&text);
}

/* An original that is being sealed anew. */
struct sealing_anew {
    const struct rewrap *rewrap;
    const struct fingerprint *target;
    struct descriptor original; /* open for reading; fd is -1 if it is not */
    char *path;                 /* the original's, owned */
    struct bundle_envelope envelope;
    uint8_t *file_key; /* secret memory */
    struct new_file copy;
    struct fingerprint digest; /* of the copy */
};

static enum status open_original(struct sealing_anew *anew, const struct submission *submission,
    uint64_t *size, struct error *err)
{
    anew->path =
        store_file(anew->rewrap->store, STORE_ORIGINALS, submission->sealed.bytes, BUNDLE_SUFFIX);
    anew->original = (struct descriptor){-1, anew->path};
    anew->copy = NEW_FILE_NONE;
    return file_open(anew->path, false, &anew->original.fd, size, err);
}

static void close_original(struct sealing_anew *anew)
{
    new_file_abandon(&anew->copy);
    if (anew->original.fd >= 0)
        (void)close(anew->original.fd);
    secret_free(anew->file_key);
    free(anew->path);
}

/* Whether the row says that its original is sealed to these recipients, and the file is the one
 * that the row names. */
static enum status is_done(
    struct sealing_anew *anew, const struct submission *submission, bool *done, struct error *err)
{
    struct fingerprint digest;
    struct source source = source_from_descriptor(&anew->original);
    *done = false;
    if (!submission->rewrapped_any ||
        memcmp(submission->rewrapped_to, anew->target->bytes, FINGERPRINT_SIZE) != 0)
        return STATUS_OK;
    TRY(digest_sink_source(&source, NULL, anew->rewrap->progress, &digest, err));
    *done = fingerprint_equal(&digest, &submission->rewrapped);
    return STATUS_OK;
}

/* Reads the header that was just made, as a reader will, and compares the file key. */
static enum status check_header(
    const struct sealing_anew *anew, const struct buffer *bytes, struct error *err)
{
    struct age_header header;
    uint8_t *key = secret_new(AGE_FILE_KEY_SIZE);
    enum status status;
    TRY_OUT(age_header_parse(bytes->data, bytes->length, &header, err));
    TRY_OUT(age_header_unwrap(&header, anew->rewrap->check, key, err));
    if (sodium_memcmp(key, anew->file_key, AGE_FILE_KEY_SIZE) != 0)
        TRY_OUT(error_set(err, STATUS_REFUSED, REASON_NO_MATCH,
            "the new keys do not open what was sealed to them; nothing was changed"));
out:
    secret_free(key);
    return status;
}

static enum status write_copy(
    struct sealing_anew *anew, const struct buffer *header, struct error *err)
{
    struct digest_sink digest;
    struct source rest = source_from_descriptor(&anew->original);
    if (lseek(anew->original.fd, (off_t)anew->envelope.header_size, SEEK_SET) < 0)
        return error_system(err, "%s: reading failed", anew->path);
    TRY(new_file_create(&anew->copy, anew->path, S_IRUSR | S_IWUSR, true, err));
    struct sink file = sink_to_new_file(&anew->copy);
    digest_sink_start(&digest, &file);
    struct sink sink = digest_sink(&digest);
    TRY(sink_write(&sink, header->data, header->length, err));
    TRY(source_copy(&rest, &sink, anew->rewrap->progress, err));
    digest_sink_end(&digest, &anew->digest);
    return new_file_sync(&anew->copy, err);
}

static enum status seal_anew(struct sealing_anew *anew, struct error *err)
{
    struct buffer header = {0};
    enum status status;
    TRY_OUT(age_header_seal(anew->rewrap->recipients, anew->file_key, &header, err));
    TRY_OUT(check_header(anew, &header, err));
    TRY_OUT(write_copy(anew, &header, err));
out:
    buffer_free(&header);
    return status;
}

static enum status rewrap_original(struct sealing_anew *anew, const struct submission *submission,
    bool *already, struct error *err)
{
    const struct rewrap *rewrap = anew->rewrap;
    uint64_t size = 0;
    TRY(open_original(anew, submission, &size, err));
    TRY(is_done(anew, submission, already, err));
    if (*already)
        return STATUS_OK;
    anew->file_key = secret_new(AGE_FILE_KEY_SIZE);
    TRY(bundle_unwrap(anew->original.fd, size, rewrap->old, &anew->envelope, anew->file_key, err));
    TRY(seal_anew(anew, err));
    TRY(submissions_rewrapped(
        rewrap->store, submission->serial, &anew->digest, anew->target->bytes, err));
    return new_file_commit(&anew->copy, err);
}

/* One that cannot be opened does not keep the others from the new keys. */
static enum status rewrap_one(const struct rewrap *rewrap, const struct fingerprint *target,
    const struct submission *submission, struct rewrap_counts *counts, struct error *err)
{
    struct sealing_anew anew = {.rewrap = rewrap, .target = target};
    bool already = false;
    struct error why;
    error_init(&why, err == NULL ? NULL : err->catalog);
    enum status status = rewrap_original(&anew, submission, &already, &why);
    if (status == STATUS_REFUSED) {
        error_prefix(&why, anew.path);
        rewrap->failed(rewrap->context, why.text);
    }
    close_original(&anew);
    if (status == STATUS_FAILED && err != NULL)
        *err = why;
    counts->done += status == STATUS_OK && !already;
    counts->already += already;
    counts->failed += status == STATUS_REFUSED;
    return status == STATUS_FAILED ? status : STATUS_OK;
}

static enum status take_submission(
    void *context, const struct submission *submission, struct error *err)
{
    struct submission *taken = list_add(context);
    (void)err;
    *taken = *submission;
    return STATUS_OK;
}

/* The rows are read before the first is written. */
enum status rewrap_register(
    const struct rewrap *rewrap, struct rewrap_counts *counts, struct error *err)
{
    struct list list = {.size = sizeof(struct submission)};
    struct fingerprint target;
    enum status status;
    *counts = (struct rewrap_counts){0};
    rewrap_target(rewrap->recipients, &target);
    TRY_OUT(submissions_each(rewrap->store, take_submission, &list, err));
    const struct submission *submission = list.items;
    for (size_t i = 0; i < list.count; i++)
        TRY_OUT(rewrap_one(rewrap, &target, &submission[i], counts, err));
    TRY_OUT(vault_reseal(rewrap->store->path, rewrap->key, rewrap->recipients, rewrap->check, err));
out:
    free(list.items);
    return status;
}
