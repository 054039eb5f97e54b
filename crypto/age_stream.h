/* The payload of an age file: chunks of 64 KiB, each sealed by itself (c2sp.org/age, "Payload").
 *
 * Single chunks, in any order; and a reader and a writer for a whole payload from front to end,
 * each in memory for one chunk. crypto/age_seek.h reads at any offset. */
#ifndef CRYPTO_AGE_STREAM_H
#define CRYPTO_AGE_STREAM_H

#include "base/error.h"
#include "base/stream.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* c2sp.org/age, "File key" and "Payload". */
#define AGE_FILE_KEY_SIZE 16
#define AGE_STREAM_NONCE_SIZE 16
#define AGE_STREAM_KEY_SIZE 32
#define AGE_CHUNK_SIZE 65536
#define AGE_TAG_SIZE 16
#define AGE_SEALED_CHUNK_SIZE (AGE_CHUNK_SIZE + AGE_TAG_SIZE)

/* The key of a payload from the file key and the nonce that stands before its first chunk. */
void age_stream_key(uint8_t key[AGE_STREAM_KEY_SIZE], const uint8_t file_key[AGE_FILE_KEY_SIZE],
    const uint8_t nonce[AGE_STREAM_NONCE_SIZE]);

/* Seals length bytes, at most AGE_CHUNK_SIZE and exactly that many unless last, as chunk number
 * index from 0. out has length + AGE_TAG_SIZE bytes and may begin where plain begins. The caller
 * must not seal two contents as the same chunk under one key. */
void age_chunk_seal(uint8_t *out, const uint8_t *plain, size_t length, uint64_t index, bool last,
    const uint8_t key[AGE_STREAM_KEY_SIZE]);

/* Opens one chunk. out has sealed_length - AGE_TAG_SIZE bytes, begins where sealed begins or is
 * apart from it, and is zeroed on failure. STATUS_REFUSED and REASON_BAD_PAYLOAD if it does not
 * authenticate as that very chunk, if it has a length that it cannot have at its place, or if it is
 * an empty last chunk after others. */
enum status age_chunk_open(uint8_t *out, const uint8_t *sealed, size_t sealed_length,
    uint64_t index, bool last, const uint8_t key[AGE_STREAM_KEY_SIZE], struct error *err) MUST_USE;

/* The size of a payload whose chunks, the nonce not counted, take sealed_size bytes; an empty
 * payload is one empty chunk. false if no payload has that size. */
bool age_stream_plain_size(uint64_t sealed_size, uint64_t *plain_size);

/* Reads the chunks that a source gives, from the first one. No byte comes out before its chunk has
 * authenticated; all of them may be relied on as a whole only when the end was reached without
 * error. A payload that is cut, goes on after its last chunk, or does not authenticate gives
 * STATUS_REFUSED and REASON_BAD_PAYLOAD, after the bytes of the chunks before; the source's own
 * errors are passed on. A reader that failed once fails the same way for ever. */
struct age_reader;

/* The caller's, to be closed. */
struct age_reader *age_reader_open(const uint8_t key[AGE_STREAM_KEY_SIZE], struct source sealed);

/* As struct source has it: 1 to size bytes, *got 0 only at the end. size is at least 1. */
enum status age_reader_read(
    struct age_reader *reader, void *bytes, size_t size, size_t *got, struct error *err) MUST_USE;

struct source source_from_age_reader(struct age_reader *reader);

/* Wipes and releases; accepts NULL. */
void age_reader_close(struct age_reader *reader);

/* Seals what is written to it and gives the chunks to a sink. */
struct age_writer;

/* The caller's, to be closed. */
struct age_writer *age_writer_open(const uint8_t key[AGE_STREAM_KEY_SIZE], struct sink sealed);

enum status age_writer_write(
    struct age_writer *writer, const void *bytes, size_t length, struct error *err) MUST_USE;

struct sink sink_to_age_writer(struct age_writer *writer);

/* Seals what is left as the last chunk. To be called once, after all is written: without it the
 * payload is not whole. */
enum status age_writer_finish(struct age_writer *writer, struct error *err) MUST_USE;

/* Wipes and releases, writes nothing; accepts NULL. */
void age_writer_close(struct age_writer *writer);

#endif
