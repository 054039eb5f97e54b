#include "crypto/age_stream.h"

#include "crypto/age_hkdf.h"
#include "crypto/secret.h"

#include <sodium.h>
#include <string.h>

_Static_assert(AGE_TAG_SIZE == crypto_aead_chacha20poly1305_IETF_ABYTES, "Poly1305 tag");
_Static_assert(AGE_STREAM_KEY_SIZE == crypto_aead_chacha20poly1305_IETF_KEYBYTES, "key");

enum { NONCE_SIZE = crypto_aead_chacha20poly1305_IETF_NPUBBYTES };

void age_stream_key(uint8_t key[AGE_STREAM_KEY_SIZE], const uint8_t file_key[AGE_FILE_KEY_SIZE],
    const uint8_t nonce[AGE_STREAM_NONCE_SIZE])
{
    age_hkdf(key, file_key, AGE_FILE_KEY_SIZE, nonce, AGE_STREAM_NONCE_SIZE, "payload");
}

/* An 11 byte big-endian number of the chunk and a mark for the last one. */
static void chunk_nonce(uint8_t nonce[NONCE_SIZE], uint64_t index, bool last)
{
    memset(nonce, 0, NONCE_SIZE);
    for (unsigned i = 0; i < 8; i++)
        nonce[NONCE_SIZE - 2 - i] = (uint8_t)(index >> (8 * i));
    nonce[NONCE_SIZE - 1] = last ? 1 : 0;
}

void age_chunk_seal(uint8_t *out, const uint8_t *plain, size_t length, uint64_t index, bool last,
    const uint8_t key[AGE_STREAM_KEY_SIZE])
{
    uint8_t nonce[NONCE_SIZE];
    chunk_nonce(nonce, index, last);
    crypto_aead_chacha20poly1305_ietf_encrypt(out, NULL, plain, length, NULL, 0, NULL, nonce, key);
}

static enum status refuse_chunk(uint64_t index, struct error *err)
{
    return error_set(err, STATUS_REFUSED, REASON_BAD_PAYLOAD,
        "block %llu of the sealed content was changed or cut; ask for the file again",
        (unsigned long long)index + 1);
}

enum status age_chunk_open(uint8_t *out, const uint8_t *sealed, size_t sealed_length,
    uint64_t index, bool last, const uint8_t key[AGE_STREAM_KEY_SIZE], struct error *err)
{
    size_t length = sealed_length > AGE_TAG_SIZE ? sealed_length - AGE_TAG_SIZE : 0;
    bool possible = sealed_length >= AGE_TAG_SIZE && length <= AGE_CHUNK_SIZE &&
                    (last ? length > 0 || index == 0 : length == AGE_CHUNK_SIZE);
    uint8_t nonce[NONCE_SIZE];
    chunk_nonce(nonce, index, last);
    if (possible && crypto_aead_chacha20poly1305_ietf_decrypt(
                        out, NULL, NULL, sealed, sealed_length, NULL, 0, nonce, key) == 0)
        return STATUS_OK;
    memset(out, 0, length);
    return refuse_chunk(index, err);
}

bool age_stream_plain_size(uint64_t sealed_size, uint64_t *plain_size)
{
    uint64_t full = sealed_size / AGE_SEALED_CHUNK_SIZE;
    uint64_t rest = sealed_size % AGE_SEALED_CHUNK_SIZE;
    if (sealed_size == AGE_TAG_SIZE) {
        *plain_size = 0;
        return true;
    }
    if ((full == 0 && rest == 0) || (rest != 0 && rest <= AGE_TAG_SIZE))
        return false;
    *plain_size = full * AGE_CHUNK_SIZE + (rest == 0 ? 0 : rest - AGE_TAG_SIZE);
    return true;
}

/* In secret memory, because key files pass through it. */
struct age_reader {
    uint8_t key[AGE_STREAM_KEY_SIZE];
    struct source sealed;
    uint64_t index; /* of the next chunk */
    bool ended;     /* the last chunk was opened */
    bool failed;
    struct error failure; /* what is said again after a failure */
    size_t length;        /* plain bytes that have authenticated */
    size_t given;         /* of these, passed on */
    uint8_t plain[AGE_CHUNK_SIZE];
    uint8_t cipher[AGE_SEALED_CHUNK_SIZE];
};

struct age_reader *age_reader_open(const uint8_t key[AGE_STREAM_KEY_SIZE], struct source sealed)
{
    struct age_reader *reader = secret_new(sizeof *reader);
    memcpy(reader->key, key, sizeof reader->key);
    reader->sealed = sealed;
    return reader;
}

/* The last chunk must be the end of the source. */
static enum status expect_end(struct age_reader *reader, struct error *err)
{
    uint8_t more;
    size_t got = 0;
    TRY(source_fill(&reader->sealed, &more, 1, &got, err));
    if (got != 0)
        return error_set(err, STATUS_REFUSED, REASON_BAD_PAYLOAD,
            "the sealed content goes on after its end; ask for the file again");
    return STATUS_OK;
}

static bool open_as(struct age_reader *reader, size_t length, bool last)
{
    return age_chunk_open(reader->plain, reader->cipher, length, reader->index, last, reader->key,
               NULL) == STATUS_OK;
}

/* A chunk of full length may be any or the last one: only opening it shows which. It is given out
 * before the end of the source is looked at, which is what age's test vectors expect. */
static enum status open_next(struct age_reader *reader, struct error *err)
{
    size_t got = 0;
    TRY(source_fill(&reader->sealed, reader->cipher, sizeof reader->cipher, &got, err));
    bool last = got < sizeof reader->cipher || !open_as(reader, got, false);
    if (last && !open_as(reader, got, true))
        return refuse_chunk(reader->index, err);
    reader->length = got - AGE_TAG_SIZE;
    reader->given = 0;
    reader->index++;
    reader->ended = last;
    return STATUS_OK;
}

/* Sees to it that there are plain bytes to give, unless the payload has ended. */
static enum status provide(struct age_reader *reader, struct error *err)
{
    if (reader->given < reader->length)
        return STATUS_OK;
    if (!reader->ended)
        TRY(open_next(reader, err));
    return reader->given == reader->length ? expect_end(reader, err) : STATUS_OK;
}

enum status age_reader_read(
    struct age_reader *reader, void *bytes, size_t size, size_t *got, struct error *err)
{
    *got = 0;
    if (reader->failed) {
        if (err != NULL)
            *err = reader->failure;
        return reader->failure.status;
    }
    enum status status = provide(reader, err);
    if (status != STATUS_OK) {
        reader->failed = true;
        reader->failure.status = status;
        if (err != NULL)
            reader->failure = *err;
        return status;
    }
    size_t left = reader->length - reader->given;
    *got = size < left ? size : left;
    memcpy(bytes, reader->plain + reader->given, *got);
    reader->given += *got;
    return STATUS_OK;
}

static enum status read_through(
    void *context, void *bytes, size_t size, size_t *got, struct error *err)
{
    return age_reader_read(context, bytes, size, got, err);
}

struct source source_from_age_reader(struct age_reader *reader)
{
    return (struct source){.read = read_through, .context = reader};
}

void age_reader_close(struct age_reader *reader)
{
    secret_free(reader);
}

struct age_writer {
    uint8_t key[AGE_STREAM_KEY_SIZE];
    struct sink sealed;
    uint64_t index; /* of the next chunk */
    size_t length;  /* plain bytes not yet sealed */
    uint8_t plain[AGE_CHUNK_SIZE];
    uint8_t cipher[AGE_SEALED_CHUNK_SIZE];
};

struct age_writer *age_writer_open(const uint8_t key[AGE_STREAM_KEY_SIZE], struct sink sealed)
{
    struct age_writer *writer = secret_new(sizeof *writer);
    memcpy(writer->key, key, sizeof writer->key);
    writer->sealed = sealed;
    return writer;
}

static enum status seal_next(struct age_writer *writer, bool last, struct error *err)
{
    age_chunk_seal(writer->cipher, writer->plain, writer->length, writer->index, last, writer->key);
    size_t length = writer->length + AGE_TAG_SIZE;
    writer->index++;
    writer->length = 0;
    return sink_write(&writer->sealed, writer->cipher, length, err);
}

enum status age_writer_write(
    struct age_writer *writer, const void *bytes, size_t length, struct error *err)
{
    const uint8_t *next = bytes;
    while (length > 0) {
        /* A full chunk waits until there is more, because it may be the last. */
        if (writer->length == AGE_CHUNK_SIZE)
            TRY(seal_next(writer, false, err));
        size_t room = AGE_CHUNK_SIZE - writer->length;
        size_t part = length < room ? length : room;
        memcpy(writer->plain + writer->length, next, part);
        writer->length += part;
        next += part;
        length -= part;
    }
    return STATUS_OK;
}

static enum status age_stream_write_through(
    void *context, const void *bytes, size_t length, struct error *err)
{
    return age_writer_write(context, bytes, length, err);
}

struct sink sink_to_age_writer(struct age_writer *writer)
{
    return (struct sink){.write = age_stream_write_through, .context = writer};
}

enum status age_writer_finish(struct age_writer *writer, struct error *err)
{
    return seal_next(writer, true, err);
}

void age_writer_close(struct age_writer *writer)
{
    secret_free(writer);
}
