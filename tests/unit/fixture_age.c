#include "fixture_age.h"

#include "base/file.h"
#include "base/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <sodium.h>

int fixture_start(void **state)
{
    (void)state;
    struct error err;
    error_init(&err, NULL);
    return secret_start(&err) == STATUS_OK ? 0 : -1;
}

void fixture_bytes(uint8_t *bytes, size_t length, unsigned seed)
{
    uint8_t key[randombytes_SEEDBYTES] = {0};
    memcpy(key, &seed, sizeof seed);
    randombytes_buf_deterministic(bytes, length, key);
}

void fixture_file(const char *path, struct buffer *out)
{
    struct error err;
    error_init(&err, NULL);
    if (file_read(path, 1 << 20, out, &err) != STATUS_OK)
        fail_msg("%s", err.text);
}

void fixture_hex(const char *path, const char *name, uint8_t *bytes, size_t size)
{
    struct buffer text = {0};
    fixture_file(path, &text);
    bool found = false;
    char *rest = NULL;
    buffer_string(&text);
    for (char *line = strtok_r((char *)text.data, "\n", &rest); line != NULL && !found;
         line = strtok_r(NULL, "\n", &rest)) {
        size_t length = strlen(name);
        if (strncmp(line, name, length) == 0 && line[length] == ' ')
            found = hex_decode(bytes, size, line + length + 1, strlen(line + length + 1));
    }
    buffer_free(&text);
    if (!found)
        fail_msg("%s has no line %s of %zu bytes", path, name, size);
}

uint64_t fixture_sealed_size(uint64_t plain_size)
{
    uint64_t chunks = plain_size / AGE_CHUNK_SIZE + (plain_size % AGE_CHUNK_SIZE != 0);
    return plain_size + AGE_TAG_SIZE * (chunks == 0 ? 1 : chunks);
}

static void put(struct age_identity *identity, struct age_recipient *recipient,
    struct age_identities *ids, struct age_recipients *to)
{
    if (ids != NULL)
        age_identities_add(ids, identity);
    if (to != NULL)
        age_recipients_add(to, recipient);
    age_identity_clear(identity);
    age_recipient_clear(recipient);
}

void fixture_pair(enum age_kind kind, struct age_identities *ids, struct age_recipients *to)
{
    struct age_identity identity;
    struct age_recipient recipient;
    age_identity_generate(&identity, kind);
    age_identity_recipient(&identity, &recipient);
    put(&identity, &recipient, ids, to);
}

void fixture_passphrase_pair(
    const char *text, struct age_identities *ids, struct age_recipients *to)
{
    struct age_identity identity;
    struct age_recipient recipient;
    size_t length = strlen(text);
    assert_int_equal(age_identity_passphrase(&identity, text, length, 6, NULL), STATUS_OK);
    assert_int_equal(age_recipient_passphrase(&recipient, text, length, 4, NULL), STATUS_OK);
    put(&identity, &recipient, ids, to);
}

static enum status read_slowly(
    void *context, void *bytes, size_t size, size_t *got, struct error *err)
{
    struct slow *slow = context;
    struct source source = source_from_bytes(&slow->cursor);
    return source.read(source.context, bytes, size < slow->step ? size : slow->step, got, err);
}

struct source fixture_slow(struct slow *slow)
{
    return (struct source){.read = read_slowly, .context = slow};
}

static enum status fail_reading(
    void *context, void *bytes, size_t size, size_t *got, struct error *err)
{
    struct failing *failing = context;
    if (failing->left == 0)
        return error_set(err, STATUS_FAILED, REASON_IO_ERROR, "the medium is gone");
    *got = size < failing->left ? size : failing->left;
    memset(bytes, 0, *got);
    failing->left -= *got;
    return STATUS_OK;
}

struct source fixture_failing_source(struct failing *failing)
{
    return (struct source){.read = fail_reading, .context = failing};
}

static enum status fail_writing(void *context, const void *bytes, size_t length, struct error *err)
{
    (void)bytes;
    struct failing *failing = context;
    if (length > failing->left)
        return error_set(err, STATUS_FAILED, REASON_IO_ERROR, "the medium is full");
    failing->left -= length;
    return STATUS_OK;
}

struct sink fixture_failing_sink(struct failing *failing)
{
    return (struct sink){.write = fail_writing, .context = failing};
}
