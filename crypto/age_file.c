#include "crypto/age_file.h"

#include "base/memory.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

/* The keys of one file, in secret memory. */
struct keys {
    uint8_t file[AGE_FILE_KEY_SIZE];
    uint8_t stream[AGE_STREAM_KEY_SIZE];
};

enum { HEAD_SIZE = AGE_HEADER_MAX + AGE_STREAM_NONCE_SIZE };

struct age_file {
    uint8_t head[HEAD_SIZE]; /* what was read to find the header's end */
    struct cursor ahead;     /* what of it belongs to the payload */
    struct source rest;      /* where the payload goes on */
    struct keys *keys;
    struct age_reader *reader;
};

static enum status age_file_read_chunks(
    void *context, void *bytes, size_t size, size_t *got, struct error *err)
{
    struct age_file *file = context;
    if (file->ahead.position == file->ahead.length)
        return file->rest.read(file->rest.context, bytes, size, got, err);
    struct source ahead = source_from_bytes(&file->ahead);
    return ahead.read(ahead.context, bytes, size, got, err);
}

static enum status open_header(
    struct age_file *file, const struct age_identities *ids, struct error *err)
{
    struct age_header header = {0};
    size_t got = 0;
    TRY(source_fill(&file->rest, file->head, HEAD_SIZE, &got, err));
    enum status status = age_header_parse(file->head, got, &header, err);
    if (status != STATUS_OK && got == HEAD_SIZE && header.truncated)
        return error_set(err, STATUS_REFUSED, REASON_BAD_HEADER,
            "the header is larger than the %d bytes allowed; seal it to fewer", AGE_HEADER_MAX);
    TRY(status);
    if (got - header.size < AGE_STREAM_NONCE_SIZE)
        return error_set(err, STATUS_REFUSED, REASON_BAD_HEADER,
            "the file ends right after its header: it was cut; ask for it again");
    TRY(age_header_unwrap(&header, ids, file->keys->file, err));
    age_stream_key(file->keys->stream, file->keys->file, file->head + header.size);
    file->ahead = (struct cursor){
        .bytes = file->head, .length = got, .position = header.size + AGE_STREAM_NONCE_SIZE};
    return STATUS_OK;
}

enum status age_file_open(const struct age_identities *ids, struct source sealed,
    struct age_file **file, struct error *err)
{
    struct age_file *opened = memory_new(1, sizeof *opened);
    enum status status;
    *file = NULL;
    opened->rest = sealed;
    opened->keys = secret_new(sizeof *opened->keys);
    TRY_OUT(open_header(opened, ids, err));
    opened->reader = age_reader_open(
        opened->keys->stream, (struct source){.read = age_file_read_chunks, .context = opened});
    *file = opened;
    opened = NULL;
out:
    age_file_close(opened);
    return status;
}

struct source source_from_age_file(struct age_file *file)
{
    return source_from_age_reader(file->reader);
}

void age_file_close(struct age_file *file)
{
    if (file == NULL)
        return;
    age_reader_close(file->reader);
    secret_free(file->keys);
    free(file);
}

enum status age_decrypt_secret(const struct age_identities *ids, struct source sealed, size_t limit,
    struct secret *plain, struct error *err)
{
    struct age_file *file = NULL;
    struct secret content = {0};
    enum status status;
    *plain = (struct secret){0};
    TRY_OUT(age_file_open(ids, sealed, &file, err));
    content = secret_make(limit + 1);
    struct source source = source_from_age_file(file);
    TRY_OUT(source_fill(&source, content.bytes, content.size, &content.length, err));
    if (content.length > limit)
        TRY_OUT(error_set(
            err, STATUS_REFUSED, REASON_TOO_LARGE, "holds more than the %zu bytes allowed", limit));
    *plain = content;
    content = (struct secret){0};
out:
    secret_clear(&content);
    age_file_close(file);
    return status;
}

/* Passes everything on, through memory that is wiped. */
static enum status seal_content(
    const struct source *plain, struct age_writer *writer, struct error *err)
{
    uint8_t *part = secret_new(AGE_CHUNK_SIZE);
    size_t got = 0;
    enum status status;
    do {
        TRY_OUT(plain->read(plain->context, part, AGE_CHUNK_SIZE, &got, err));
        TRY_OUT(age_writer_write(writer, part, got, err));
    } while (got != 0);
    status = age_writer_finish(writer, err);
out:
    secret_free(part);
    return status;
}

enum status age_encrypt(const struct age_recipients *recipients, struct source plain,
    struct sink sealed, struct error *err)
{
    struct buffer head = {0};
    struct age_writer *writer = NULL;
    uint8_t nonce[AGE_STREAM_NONCE_SIZE];
    struct keys *keys = secret_new(sizeof *keys);
    enum status status;
    randombytes_buf(keys->file, sizeof keys->file);
    randombytes_buf(nonce, sizeof nonce);
    age_stream_key(keys->stream, keys->file, nonce);
    TRY_OUT(age_header_seal(recipients, keys->file, &head, err));
    buffer_append(&head, nonce, sizeof nonce);
    TRY_OUT(sink_write(&sealed, head.data, head.length, err));
    writer = age_writer_open(keys->stream, sealed);
    status = seal_content(&plain, writer, err);
out:
    age_writer_close(writer);
    secret_free(keys);
    buffer_free(&head);
    return status;
}
