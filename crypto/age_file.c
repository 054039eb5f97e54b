#include "crypto/age_file.h"

#include "base/memory.h"
#include "crypto/age_armor.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

/* Enough to see whether a file begins as armor. */
enum { FIRST_SIZE = AGE_ARMOR_SPACE_MAX + sizeof AGE_ARMOR_BEGIN };

/* Bytes that were read ahead, then the rest of the source they came from. */
struct joined {
    struct cursor ahead;
    struct source rest;
};

static enum status read_joined(
    void *context, void *bytes, size_t size, size_t *got, struct error *err)
{
    struct joined *joined = context;
    if (joined->ahead.position == joined->ahead.length)
        return joined->rest.read(joined->rest.context, bytes, size, got, err);
    struct source ahead = source_from_bytes(&joined->ahead);
    return ahead.read(ahead.context, bytes, size, got, err);
}

static struct source source_from_joined(struct joined *joined)
{
    return (struct source){.read = read_joined, .context = joined};
}

/* The keys of one file, in secret memory. */
struct keys {
    uint8_t file[AGE_FILE_KEY_SIZE];
    uint8_t stream[AGE_STREAM_KEY_SIZE];
};

/* A file that is being read, layer by layer. A zeroed struct holds nothing. */
struct opened {
    uint8_t first[FIRST_SIZE];
    struct joined outer;
    struct age_armor_reader *armor;
    uint8_t *head; /* AGE_HEADER_MAX and the nonce */
    struct joined inner;
    struct keys *keys;
    struct age_reader *reader;
};

static void close_file(struct opened *opened)
{
    age_reader_close(opened->reader);
    secret_free(opened->keys);
    free(opened->head);
    age_armor_reader_close(opened->armor);
}

/* Takes off the armor, if there is one. */
static enum status open_form(struct opened *opened, struct source sealed, enum age_form form,
    struct source *binary, struct error *err)
{
    size_t got = 0;
    enum status status = source_fill(&sealed, opened->first, sizeof opened->first, &got, err);
    if (status != STATUS_OK)
        return status;
    opened->outer.ahead = (struct cursor){.bytes = opened->first, .length = got};
    opened->outer.rest = sealed;
    *binary = source_from_joined(&opened->outer);
    if (form == AGE_BINARY || (form == AGE_ANY_FORM && !age_armor_begins(opened->first, got)))
        return STATUS_OK;
    status = age_armor_reader_open(&opened->armor, *binary, err);
    *binary = source_from_age_armor(opened->armor);
    return status;
}

/* Reads the header and leaves the payload's chunks in opened->inner, their key in opened->keys. */
static enum status open_header(struct opened *opened, const struct age_identities *ids,
    struct source binary, struct error *err)
{
    enum { HEAD_SIZE = AGE_HEADER_MAX + AGE_STREAM_NONCE_SIZE };
    struct age_header header = {0};
    size_t got = 0;
    opened->head = memory_allocate(HEAD_SIZE);
    opened->keys = secret_new(sizeof *opened->keys);
    enum status status = source_fill(&binary, opened->head, HEAD_SIZE, &got, err);
    if (status == STATUS_OK)
        status = age_header_parse(opened->head, got, &header, err);
    if (status != STATUS_OK)
        return got == HEAD_SIZE && header.truncated
                   ? error_set(err, STATUS_REFUSED, REASON_BAD_HEADER,
                         "the header is larger than the %d bytes allowed; seal it to fewer",
                         AGE_HEADER_MAX)
                   : status;
    if (got - header.size < AGE_STREAM_NONCE_SIZE)
        return error_set(err, STATUS_REFUSED, REASON_BAD_HEADER,
            "the file ends right after its header: it was cut; ask for it again");
    status = age_header_unwrap(&header, ids, opened->keys->file, err);
    if (status != STATUS_OK)
        return status;
    age_stream_key(opened->keys->stream, opened->keys->file, opened->head + header.size);
    opened->inner.ahead = (struct cursor){
        .bytes = opened->head, .length = got, .position = header.size + AGE_STREAM_NONCE_SIZE};
    opened->inner.rest = binary;
    return STATUS_OK;
}

static enum status open_file(struct opened *opened, const struct age_identities *ids,
    struct source sealed, enum age_form form, struct error *err)
{
    struct source binary;
    enum status status = open_form(opened, sealed, form, &binary, err);
    if (status == STATUS_OK)
        status = open_header(opened, ids, binary, err);
    if (status == STATUS_OK)
        status = age_reader_open(
            &opened->reader, opened->keys->stream, source_from_joined(&opened->inner), err);
    return status;
}

/* Passes everything on, through memory that is wiped. */
static enum status copy_all(const struct source *from, const struct sink *to, struct error *err)
{
    uint8_t *part = secret_new(AGE_CHUNK_SIZE);
    size_t got = 0;
    enum status status = STATUS_OK;
    while (status == STATUS_OK) {
        status = from->read(from->context, part, AGE_CHUNK_SIZE, &got, err);
        if (status != STATUS_OK || got == 0)
            break;
        status = sink_write(to, part, got, err);
    }
    secret_free(part);
    return status;
}

enum status age_decrypt(const struct age_identities *ids, struct source sealed, struct sink plain,
    enum age_form form, struct error *err)
{
    struct opened opened = {0};
    enum status status = open_file(&opened, ids, sealed, form, err);
    if (status == STATUS_OK) {
        struct source content = source_from_age_reader(opened.reader);
        status = copy_all(&content, &plain, err);
    }
    close_file(&opened);
    return status;
}

enum status age_decrypt_secret(const struct age_identities *ids, struct source sealed, size_t limit,
    enum age_form form, struct secret *plain, struct error *err)
{
    struct opened opened = {0};
    *plain = (struct secret){0};
    enum status status = open_file(&opened, ids, sealed, form, err);
    if (status == STATUS_OK)
        status = secret_make(plain, limit + 1, err);
    if (status == STATUS_OK) {
        struct source content = source_from_age_reader(opened.reader);
        status = source_fill(&content, plain->bytes, plain->size, &plain->length, err);
    }
    if (status == STATUS_OK && plain->length > limit)
        status = error_set(
            err, STATUS_REFUSED, REASON_TOO_LARGE, "holds more than the %zu bytes allowed", limit);
    if (status != STATUS_OK)
        secret_clear(plain);
    close_file(&opened);
    return status;
}

/* The binary file: header, nonce, chunks. */
static enum status seal_file(const struct age_recipients *recipients, const struct source *plain,
    struct sink sealed, struct error *err)
{
    struct buffer head = {0};
    struct age_writer *writer = NULL;
    uint8_t nonce[AGE_STREAM_NONCE_SIZE];
    struct keys *keys = secret_new(sizeof *keys);
    enum status status = STATUS_OK;
    if (status != STATUS_OK)
        goto out;
    randombytes_buf(keys->file, sizeof keys->file);
    randombytes_buf(nonce, sizeof nonce);
    age_stream_key(keys->stream, keys->file, nonce);
    status = age_header_seal(recipients, keys->file, &head, err);
    if (status != STATUS_OK)
        goto out;
    buffer_append(&head, nonce, sizeof nonce);
    status = buffer_status(&head, err);
    if (status == STATUS_OK)
        status = sink_write(&sealed, head.data, head.length, err);
    if (status == STATUS_OK)
        status = age_writer_open(&writer, keys->stream, sealed, err);
    if (status != STATUS_OK)
        goto out;
    struct sink content = sink_to_age_writer(writer);
    status = copy_all(plain, &content, err);
    if (status == STATUS_OK)
        status = age_writer_finish(writer, err);
out:
    age_writer_close(writer);
    secret_free(keys);
    buffer_free(&head);
    return status;
}

enum status age_encrypt(const struct age_recipients *recipients, struct source plain,
    struct sink sealed, enum age_form form, struct error *err)
{
    if (form != AGE_ARMORED)
        return seal_file(recipients, &plain, sealed, err);
    struct age_armor_writer armor;
    age_armor_writer_init(&armor, sealed);
    enum status status = seal_file(recipients, &plain, sink_to_age_armor(&armor), err);
    return status == STATUS_OK ? age_armor_writer_finish(&armor, err) : status;
}
