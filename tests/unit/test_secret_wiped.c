/* Every secret that comes into being in crypto/ is wiped where it lies, whether the work succeeds
 * or is refused: this program stands in front of libsodium, notes where it puts a secret, and
 * strikes it out when that place is wiped or released. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <dlfcn.h>
#include <sodium.h>

#include "crypto/age_file.h"
#include "crypto/age_hkdf.h"
#include "crypto/age_seek.h"
#include "fixture_age.h"
#include "fixture_minisign.h"

/* ---- what is noted ---- */

enum { REMEMBERED = 32 };

struct place {
    const uint8_t *at;
    size_t size;
    uint8_t bytes[REMEMBERED]; /* how it begins: what is there no more was overwritten, not wiped */
    bool changes;              /* goes on being written to */
};

static struct place secrets[4096]; /* written and not yet wiped */
static size_t secret_count;
static struct place memory[256]; /* from sodium_malloc */
static size_t memory_count;

extern const char __executable_start, etext; /* of the linker: where this program's own code is */

#define CALLER __builtin_return_address(0)

/* What libsodium holds and wipes for itself is its own affair, and where it wipes may lie what is
 * ours. */
static bool is_ours(const void *caller)
{
    return (const char *)caller >= &__executable_start && (const char *)caller < &etext;
}

static void note_secret(const void *caller, const void *at, size_t size)
{
    if (!is_ours(caller))
        return;
    assert_true(secret_count < sizeof secrets / sizeof secrets[0]);
    struct place *place = &secrets[secret_count++];
    *place = (struct place){.at = at, .size = size};
    memcpy(place->bytes, at, size < REMEMBERED ? size : REMEMBERED);
}

static bool is_there(const struct place *place)
{
    size_t size = place->size < REMEMBERED ? place->size : REMEMBERED;
    return place->changes || memcmp(place->at, place->bytes, size) == 0;
}

static bool is_secret(const void *at)
{
    for (size_t i = 0; i < secret_count; i++) {
        if (secrets[i].at == at)
            return true;
    }
    return false;
}

static void strike_out(const void *at, size_t size, bool released)
{
    const uint8_t *from = at;
    size_t kept = 0;
    for (size_t i = 0; i < secret_count; i++) {
        bool within = secrets[i].at >= from && secrets[i].at + secrets[i].size <= from + size;
        if (!within || !(released || is_there(&secrets[i])))
            secrets[kept++] = secrets[i];
    }
    secret_count = kept;
}

/* ---- in front of libsodium ---- */

/* Declares real, the function of that name behind this program's own. */
#define BEHIND(name)                                                                               \
    __typeof__(&name) real;                                                                        \
    *(void **)&real = dlsym(RTLD_NEXT, #name)

void *sodium_malloc(size_t size)
{
    BEHIND(sodium_malloc);
    void *given = real(size);
    assert_true(memory_count < sizeof memory / sizeof memory[0]);
    memory[memory_count++] = (struct place){.at = given, .size = size};
    return given;
}

void sodium_free(void *given)
{
    BEHIND(sodium_free);
    for (size_t i = 0; given != NULL && i < memory_count; i++) {
        if (memory[i].at == given) {
            strike_out(given, memory[i].size, true);
            memory[i] = memory[--memory_count];
        }
    }
    real(given);
}

void sodium_memzero(void *const at, const size_t size)
{
    BEHIND(sodium_memzero);
    if (is_ours(CALLER))
        strike_out(at, size, false);
    real(at, size);
}

int crypto_scalarmult_curve25519(unsigned char *q, const unsigned char *n, const unsigned char *p)
{
    BEHIND(crypto_scalarmult_curve25519);
    int done = real(q, n, p);
    if (done == 0)
        note_secret(CALLER, q, crypto_scalarmult_curve25519_BYTES);
    return done;
}

int crypto_scalarmult_curve25519_base(unsigned char *q, const unsigned char *n)
{
    BEHIND(crypto_scalarmult_curve25519_base);
    note_secret(CALLER, n, crypto_scalarmult_curve25519_SCALARBYTES);
    return real(q, n);
}

int crypto_kem_xwing_enc(unsigned char ct[crypto_kem_xwing_CIPHERTEXTBYTES],
    unsigned char ss[crypto_kem_xwing_SHAREDSECRETBYTES],
    const unsigned char pk[crypto_kem_xwing_PUBLICKEYBYTES])
{
    BEHIND(crypto_kem_xwing_enc);
    int done = real(ct, ss, pk);
    if (done == 0)
        note_secret(CALLER, ss, crypto_kem_xwing_SHAREDSECRETBYTES);
    return done;
}

int crypto_kem_xwing_dec(unsigned char ss[crypto_kem_xwing_SHAREDSECRETBYTES],
    const unsigned char ct[crypto_kem_xwing_CIPHERTEXTBYTES],
    const unsigned char sk[crypto_kem_xwing_SECRETKEYBYTES])
{
    BEHIND(crypto_kem_xwing_dec);
    int done = real(ss, ct, sk);
    if (done == 0)
        note_secret(CALLER, ss, crypto_kem_xwing_SHAREDSECRETBYTES);
    return done;
}

int crypto_kem_xwing_seed_keypair(unsigned char pk[crypto_kem_xwing_PUBLICKEYBYTES],
    unsigned char sk[crypto_kem_xwing_SECRETKEYBYTES],
    const unsigned char seed[crypto_kem_xwing_SEEDBYTES])
{
    BEHIND(crypto_kem_xwing_seed_keypair);
    int done = real(pk, sk, seed);
    note_secret(CALLER, sk, crypto_kem_xwing_SECRETKEYBYTES);
    return done;
}

int crypto_kdf_hkdf_sha256_extract(unsigned char prk[crypto_kdf_hkdf_sha256_KEYBYTES],
    const unsigned char *salt, size_t salt_length, const unsigned char *ikm, size_t ikm_length)
{
    BEHIND(crypto_kdf_hkdf_sha256_extract);
    int done = real(prk, salt, salt_length, ikm, ikm_length);
    note_secret(CALLER, prk, crypto_kdf_hkdf_sha256_KEYBYTES);
    return done;
}

/* A secret that was extracted step by step is one if one of the steps was. */
static bool extracts_secret;

int crypto_kdf_hkdf_sha256_extract_update(
    crypto_kdf_hkdf_sha256_state *state, const unsigned char *ikm, size_t length)
{
    BEHIND(crypto_kdf_hkdf_sha256_extract_update);
    extracts_secret = extracts_secret || is_secret(ikm);
    return real(state, ikm, length);
}

int crypto_kdf_hkdf_sha256_extract_final(
    crypto_kdf_hkdf_sha256_state *state, unsigned char prk[crypto_kdf_hkdf_sha256_KEYBYTES])
{
    BEHIND(crypto_kdf_hkdf_sha256_extract_final);
    int done = real(state, prk);
    if (extracts_secret)
        note_secret(CALLER, prk, crypto_kdf_hkdf_sha256_KEYBYTES);
    extracts_secret = false;
    return done;
}

int crypto_kdf_hkdf_sha256_expand(unsigned char *out, size_t out_length, const char *info,
    size_t info_length, const unsigned char prk[crypto_kdf_hkdf_sha256_KEYBYTES])
{
    BEHIND(crypto_kdf_hkdf_sha256_expand);
    int done = real(out, out_length, info, info_length, prk);
    note_secret(CALLER, out, out_length);
    return done;
}

int crypto_pwhash_scryptsalsa208sha256_ll(const uint8_t *passphrase, size_t length,
    const uint8_t *salt, size_t salt_length, uint64_t n, uint32_t r, uint32_t p, uint8_t *out,
    size_t out_length)
{
    BEHIND(crypto_pwhash_scryptsalsa208sha256_ll);
    int done = real(passphrase, length, salt, salt_length, n, r, p, out, out_length);
    note_secret(CALLER, out, out_length);
    return done;
}

int crypto_aead_chacha20poly1305_ietf_decrypt(unsigned char *plain, unsigned long long *length,
    unsigned char *none, const unsigned char *sealed, unsigned long long sealed_length,
    const unsigned char *more, unsigned long long more_length, const unsigned char *nonce,
    const unsigned char *key)
{
    BEHIND(crypto_aead_chacha20poly1305_ietf_decrypt);
    int done = real(plain, length, none, sealed, sealed_length, more, more_length, nonce, key);
    if (done == 0)
        note_secret(CALLER, plain, sealed_length - crypto_aead_chacha20poly1305_ietf_ABYTES);
    return done;
}

int crypto_generichash_init(
    crypto_generichash_state *state, const unsigned char *key, size_t key_length, size_t out_length)
{
    BEHIND(crypto_generichash_init);
    int done = real(state, key, key_length, out_length);
    note_secret(CALLER, state, sizeof *state);
    if (is_ours(CALLER))
        secrets[secret_count - 1].changes = true;
    return done;
}

/* ---- the work ---- */

static int nothing_noted(void **state)
{
    (void)state;
    secret_count = memory_count = 0;
    return 0;
}

static void assert_nothing_left(void)
{
    assert_int_equal(secret_count, 0);
    assert_int_equal(memory_count, 0);
}

/* What everyone holds whose work is looked at. */
struct holder {
    struct age_identities ids;
    struct age_recipients to;
    struct buffer sealed;
    struct error err;
};

static void release(struct holder *h)
{
    age_identities_free(&h->ids);
    age_recipients_free(&h->to);
    buffer_free(&h->sealed);
    assert_nothing_left();
}

static void make_pair(struct holder *h, enum age_kind kind)
{
    if (kind == AGE_PASSPHRASE)
        fixture_passphrase_pair("passphrase", &h->ids, &h->to);
    else
        fixture_pair(kind, &h->ids, &h->to);
}

static void seal_text(struct holder *h)
{
    struct cursor text = {.bytes = (const uint8_t *)"what is sealed", .length = 14};
    assert_int_equal(
        age_encrypt(&h->to, source_from_bytes(&text), sink_to_buffer(&h->sealed), &h->err),
        STATUS_OK);
}

static enum status open_text(struct holder *h, size_t limit)
{
    struct cursor sealed = {.bytes = h->sealed.data, .length = h->sealed.length};
    struct secret plain;
    enum status status =
        age_decrypt_secret(&h->ids, source_from_bytes(&sealed), limit, &plain, &h->err);
    if (status != STATUS_OK)
        assert_null(plain.bytes);
    secret_clear(&plain);
    return status;
}

static void test_S6_sealing_and_opening_leave_no_secret(void **state)
{
    (void)state;
    for (int kind = AGE_HYBRID; kind <= AGE_PASSPHRASE; kind++) {
        struct holder h = {0};
        make_pair(&h, (enum age_kind)kind);
        seal_text(&h);
        assert_int_equal(open_text(&h, 14), STATUS_OK);
        assert_refused(open_text(&h, 13), h.err, REASON_TOO_LARGE);
        h.sealed.data[h.sealed.length - 1] ^= 1;
        assert_refused(open_text(&h, 14), h.err, REASON_BAD_PAYLOAD);
        release(&h);
    }
}

static void test_S6_refused_headers_leave_no_secret(void **state)
{
    (void)state;
    for (int kind = AGE_HYBRID; kind <= AGE_PASSPHRASE; kind++) {
        struct holder h = {0};
        struct holder other = {0};
        make_pair(&h, (enum age_kind)kind);
        if (kind == AGE_PASSPHRASE)
            fixture_passphrase_pair("another", &other.ids, NULL);
        else
            make_pair(&other, (enum age_kind)kind);
        seal_text(&h);
        const char *mac = memmem(h.sealed.data, h.sealed.length, "\n--- ", 5);
        assert_non_null(mac);
        size_t at = (size_t)(mac - (const char *)h.sealed.data) + 5;
        h.sealed.data[at] = h.sealed.data[at] == 'A' ? 'B' : 'A';
        assert_refused(open_text(&h, 14), h.err, REASON_BAD_MAC);
        buffer_append(&other.sealed, h.sealed.data, h.sealed.length);
        assert_refused(open_text(&other, 14), other.err, REASON_NO_MATCH);
        age_identities_free(&other.ids);
        age_recipients_free(&other.to);
        buffer_free(&other.sealed);
        release(&h);
    }
}

static void test_S6_a_medium_that_fails_leaves_no_secret(void **state)
{
    (void)state;
    struct holder h = {0};
    make_pair(&h, AGE_HYBRID);
    seal_text(&h);
    size_t whole = h.sealed.length;
    size_t header = whole - AGE_STREAM_NONCE_SIZE - 14 - AGE_TAG_SIZE;
    const size_t moments[] = {0, header, header + AGE_STREAM_NONCE_SIZE, whole - 1};
    for (size_t i = 0; i < sizeof moments / sizeof moments[0]; i++) {
        struct cursor text = {.bytes = (const uint8_t *)"what is sealed", .length = 14};
        struct failing full = {.left = moments[i]};
        assert_int_equal(
            age_encrypt(&h.to, source_from_bytes(&text), fixture_failing_sink(&full), &h.err),
            STATUS_FAILED);
        struct failing gone = {.left = moments[i] % 14};
        struct buffer nowhere = {0};
        assert_int_equal(
            age_encrypt(&h.to, fixture_failing_source(&gone), sink_to_buffer(&nowhere), &h.err),
            STATUS_FAILED);
        buffer_free(&nowhere);
        h.sealed.length = moments[i];
        assert_int_equal(open_text(&h, 14), STATUS_REFUSED);
    }
    release(&h);
}

static void test_S6_keys_that_are_read_leave_no_secret(void **state)
{
    (void)state;
    static const char *const bad[] = {"", "AGE-SECRET-KEY-1", "AGE-SECRET-KEY-PQ-1QQ", "no key"};
    for (int kind = AGE_HYBRID; kind <= AGE_X25519; kind++) {
        struct holder h = {0};
        make_pair(&h, (enum age_kind)kind);
        char text[2 * AGE_IDENTITY_TEXT_SIZE + 32];
        age_identity_encode(&h.ids.items[0], text);
        size_t length = strlen(text);
        age_identities_free(&h.ids);
        assert_int_equal(
            age_identities_parse(&h.ids, text, length, AGE_ANY_KEY, 1, &h.err), STATUS_OK);
        age_identities_free(&h.ids);
        for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
            /* A good key, then what is none. */
            text[length] = '\n';
            strcpy(text + length + 1, i == 0 ? "" : bad[i]);
            enum status status = age_identities_parse(
                &h.ids, text, strlen(text), AGE_ANY_KEY, i == 0 ? 0 : 2, &h.err);
            assert_int_equal(status, STATUS_REFUSED);
            assert_null(h.ids.items);
            assert_int_equal(h.ids.count, 0);
        }
        struct age_recipient copy = h.to.items[0];
        char public[AGE_RECIPIENT_TEXT_SIZE];
        age_recipient_encode(&copy, public);
        assert_int_equal(age_recipient_parse(&copy, public, strlen(public), &h.err), STATUS_OK);
        release(&h);
    }
}

static enum status read_extent(
    void *context, void *bytes, size_t length, uint64_t offset, struct error *err)
{
    (void)err;
    memcpy(bytes, (const uint8_t *)context + offset, length);
    return STATUS_OK;
}

static void test_S6_seeking_leaves_no_secret(void **state)
{
    (void)state;
    static uint8_t key[AGE_STREAM_KEY_SIZE];
    uint8_t sealed[4 + AGE_TAG_SIZE];
    uint8_t plain[4];
    struct age_seeker *seeker;
    struct error err = {0};
    age_chunk_seal(sealed, (const uint8_t *)"text", 4, 0, true, key);
    const struct age_extent extent = {.read = read_extent, .context = sealed};
    assert_int_equal(age_seeker_open(&seeker, key, extent, sizeof sealed, &err), STATUS_OK);
    assert_int_equal(age_seeker_read(seeker, plain, 4, 0, &err), STATUS_OK);
    assert_memory_equal(plain, "text", 4);
    age_seeker_close(seeker);
    assert_nothing_left();
    sealed[0] ^= 1;
    assert_refused(
        age_seeker_open(&seeker, key, extent, sizeof sealed, &err), err, REASON_BAD_PAYLOAD);
    assert_null(seeker);
    assert_nothing_left();
}

static void test_S6_signing_keys_leave_no_secret(void **state)
{
    (void)state;
    struct error err = {0};
    struct minisign_secret *read = NULL;
    struct secret right = fixture_passphrase("right");
    struct secret wrong = fixture_passphrase("wrong");
    struct minisign_secret *made = minisign_key_generate();
    struct secret file = minisign_secret_write(made, &right);
    bool encrypted;
    assert_int_equal(
        minisign_secret_is_encrypted(file.bytes, file.length, &encrypted, &err), STATUS_OK);
    assert_int_equal(minisign_secret_read(file.bytes, file.length, &right, &read, &err), STATUS_OK);
    minisign_key_free(read);
    assert_refused(minisign_secret_read(file.bytes, file.length, &wrong, &read, &err), err,
        REASON_WRONG_PASSPHRASE);
    assert_null(read);
    assert_refused(minisign_secret_read(file.bytes, file.length, NULL, &read, &err), err,
        REASON_WRONG_PASSPHRASE);
    secret_clear(&file);
    file = minisign_secret_write(made, NULL);
    file.bytes[file.length - 60] ^= 1; /* the public half is another's */
    assert_refused(
        minisign_secret_read(file.bytes, file.length, NULL, &read, &err), err, REASON_BAD_SYNTAX);
    assert_refused(minisign_secret_read(file.bytes, file.length - 4, NULL, &read, &err), err,
        REASON_BAD_SYNTAX);
    assert_null(read);
    secret_clear(&file);
    secret_clear(&right);
    secret_clear(&wrong);
    minisign_key_free(made);
    assert_nothing_left();
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(test_S6_sealing_and_opening_leave_no_secret, nothing_noted),
        cmocka_unit_test_setup(test_S6_refused_headers_leave_no_secret, nothing_noted),
        cmocka_unit_test_setup(test_S6_a_medium_that_fails_leaves_no_secret, nothing_noted),
        cmocka_unit_test_setup(test_S6_keys_that_are_read_leave_no_secret, nothing_noted),
        cmocka_unit_test_setup(test_S6_seeking_leaves_no_secret, nothing_noted),
        cmocka_unit_test_setup(test_S6_signing_keys_leave_no_secret, nothing_noted),
    };
    return cmocka_run_group_tests(tests, fixture_start, NULL);
}
