#include "register/rewrap.h"

#include "base/file.h"
#include "base/memory.h"
#include "crypto/secret.h"
#include "format/bundle.h"
#include "register/changes_parts.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PART = 65536 };

enum status rewrap_target(
    const struct age_recipients *recipients, struct fingerprint *target, struct error *err)
{
    struct buffer text = {0};
    for (size_t i = 0; i < recipients->count; i++) {
        char line[AGE_RECIPIENT_TEXT_SIZE];
        age_recipient_encode(&recipients->items[i], line);
        buffer_printf(&text, "%s\n", line);
    }
    enum status status = buffer_status(&text, err);
    if (status == STATUS_OK)
        fingerprint_of(target, text.data, text.length);
    buffer_free(&text);
    return status;
}

static char *path_of(const struct rewrap *rewrap, const struct submission *submission)
{
    return store_file(rewrap->store, STORE_ORIGINALS, submission->sealed.bytes, BUNDLE_SUFFIX);
}

/* Gives what the source has to the sink, if there is one, and to the hash. */
static enum status pass_on(const struct source *source, const struct sink *sink,
    crypto_generichash_state *hash, struct error *err)
{
    size_t got = PART;
    uint8_t *part = memory_allocate(PART);
    enum status status = STATUS_OK;
    while (status == STATUS_OK && got == PART) {
        status = source_fill(source, part, PART, &got, err);
        if (status != STATUS_OK)
            break;
        (void)crypto_generichash_update(hash, part, got);
        if (sink != NULL)
            status = sink_write(sink, part, got, err);
    }
    free(part);
    return status;
}

static enum status digest_of(const char *path, struct fingerprint *digest, struct error *err)
{
    int fd = -1;
    uint64_t size = 0;
    crypto_generichash_state hash;
    (void)crypto_generichash_init(&hash, NULL, 0, FINGERPRINT_SIZE);
    enum status status = file_open(path, false, &fd, &size, err);
    if (status != STATUS_OK)
        return status;
    struct descriptor descriptor = {fd, path};
    struct source source = source_from_descriptor(&descriptor);
    status = pass_on(&source, NULL, &hash, err);
    (void)crypto_generichash_final(&hash, digest->bytes, FINGERPRINT_SIZE);
    (void)close(fd);
    return status;
}

enum status rewrap_is_done(
    const struct rewrap *rewrap, const struct submission *submission, bool *done, struct error *err)
{
    struct fingerprint digest;
    *done = false;
    if (!submission->rewrapped_any ||
        memcmp(submission->rewrapped_to, rewrap->target.bytes, FINGERPRINT_SIZE) != 0)
        return STATUS_OK;
    char *path = path_of(rewrap, submission);
    enum status status = path == NULL ? error_memory(err) : digest_of(path, &digest, err);
    *done = status == STATUS_OK && fingerprint_equal(&digest, &submission->rewrapped);
    free(path);
    return status;
}

/* An original that is being sealed anew. */
struct sealing_anew {
    const struct rewrap *rewrap;
    const char *path;
    int fd; /* of the original */
    struct bundle_envelope envelope;
    uint8_t *file_key; /* secret memory */
    struct new_file copy;
    struct fingerprint digest; /* of the copy */
};

static enum status open_original(struct sealing_anew *anew, struct error *err)
{
    uint64_t size = 0;
    anew->file_key = secret_new(AGE_FILE_KEY_SIZE);
    enum status status = file_open(anew->path, false, &anew->fd, &size, err);
    if (status == STATUS_OK)
        status =
            bundle_unwrap(anew->fd, size, anew->rewrap->old, &anew->envelope, anew->file_key, err);
    return status;
}

/* Reads the header that was just made, as a reader will, and compares the file key. */
static enum status check_header(
    const struct sealing_anew *anew, const struct buffer *bytes, struct error *err)
{
    struct age_header header;
    uint8_t *key = secret_new(AGE_FILE_KEY_SIZE);
    enum status status = STATUS_OK;
    if (status == STATUS_OK)
        status = age_header_parse(bytes->data, bytes->length, &header, err);
    if (status == STATUS_OK)
        status = age_header_unwrap(&header, anew->rewrap->check, key, err);
    if (status == STATUS_OK && sodium_memcmp(key, anew->file_key, AGE_FILE_KEY_SIZE) != 0)
        status = error_set(err, STATUS_REFUSED, REASON_NO_MATCH,
            "the new keys do not open what was sealed to them; nothing was changed");
    secret_free(key);
    return status;
}

static enum status write_copy(
    struct sealing_anew *anew, const struct buffer *header, struct error *err)
{
    crypto_generichash_state hash;
    struct descriptor descriptor = {anew->fd, anew->path};
    struct source source = source_from_descriptor(&descriptor);
    if (lseek(anew->fd, (off_t)anew->envelope.header_size, SEEK_SET) < 0)
        return error_system(err, "%s: reading failed", anew->path);
    enum status status = new_file_create(&anew->copy, anew->path, S_IRUSR | S_IWUSR, true, err);
    if (status != STATUS_OK)
        return status;
    struct sink sink = sink_to_new_file(&anew->copy);
    (void)crypto_generichash_init(&hash, NULL, 0, FINGERPRINT_SIZE);
    (void)crypto_generichash_update(&hash, header->data, header->length);
    status = sink_write(&sink, header->data, header->length, err);
    if (status == STATUS_OK)
        status = pass_on(&source, &sink, &hash, err);
    (void)crypto_generichash_final(&hash, anew->digest.bytes, FINGERPRINT_SIZE);
    if (status == STATUS_OK)
        status = new_file_sync(&anew->copy, err);
    return status;
}

static enum status seal_anew(struct sealing_anew *anew, struct error *err)
{
    struct buffer header = {0};
    enum status status = age_header_seal(anew->rewrap->recipients, anew->file_key, &header, err);
    if (status == STATUS_OK)
        status = check_header(anew, &header, err);
    if (status == STATUS_OK)
        status = write_copy(anew, &header, err);
    buffer_free(&header);
    return status;
}

enum status rewrap_original(
    const struct rewrap *rewrap, const struct submission *submission, struct error *err)
{
    char *path = path_of(rewrap, submission);
    struct sealing_anew anew = {.rewrap = rewrap, .path = path, .fd = -1, .copy = NEW_FILE_NONE};
    enum status status = path == NULL ? error_memory(err) : open_original(&anew, err);
    if (status == STATUS_OK)
        status = seal_anew(&anew, err);
    if (status == STATUS_OK)
        status = submissions_rewrapped(
            rewrap->store, submission->serial, &anew.digest, rewrap->target.bytes, err);
    if (status == STATUS_OK)
        status = new_file_commit(&anew.copy, err);
    if (status == STATUS_REFUSED)
        error_prefix(err, path);
    new_file_abandon(&anew.copy);
    if (anew.fd >= 0)
        (void)close(anew.fd);
    secret_free(anew.file_key);
    free(path);
    return status;
}
