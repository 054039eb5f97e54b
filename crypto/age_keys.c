#include "crypto/age_keys.h"

#include <sodium.h>
#include <string.h>

_Static_assert(AGE_X25519_SIZE == crypto_scalarmult_curve25519_BYTES, "X25519 point");
_Static_assert(AGE_X25519_SIZE == crypto_scalarmult_curve25519_SCALARBYTES, "X25519 scalar");
_Static_assert(AGE_X25519_SIZE == HPKE_SECRET_SIZE, "both private keys have one size");

enum { PRIVATE_SIZE = HPKE_SECRET_SIZE, WORK_MIN = 1, WORK_MAX = 30 };

/* c2sp.org/age, the human-readable parts of the two kinds. */
static const char *recipient_prefix(enum age_kind kind)
{
    return kind == AGE_HYBRID ? "age1pq" : "age";
}

static const char *identity_prefix(enum age_kind kind)
{
    return kind == AGE_HYBRID ? "AGE-SECRET-KEY-PQ-" : "AGE-SECRET-KEY-";
}

static size_t public_size(enum age_kind kind)
{
    return kind == AGE_HYBRID ? HPKE_PUBLIC_SIZE : AGE_X25519_SIZE;
}

void age_identity_generate(struct age_identity *identity, enum age_kind kind)
{
    *identity = (struct age_identity){.kind = kind, .secret = secret_make(PRIVATE_SIZE)};
    randombytes_buf(identity->secret.bytes, PRIVATE_SIZE);
    identity->secret.length = PRIVATE_SIZE;
}

static enum status copy_passphrase(
    struct secret *copy, const void *passphrase, size_t length, unsigned work, struct error *err)
{
    if (length == 0)
        return error_set(err, STATUS_REFUSED, REASON_BAD_VALUE,
            "the passphrase is empty; choose one of several words");
    if (work < WORK_MIN || work > WORK_MAX)
        return error_set(err, STATUS_REFUSED, REASON_BAD_VALUE,
            "scrypt's work factor is %u; choose one from %d to %d", work, WORK_MIN, WORK_MAX);
    *copy = secret_copy(passphrase, length);
    return STATUS_OK;
}

enum status age_identity_passphrase(struct age_identity *identity, const void *passphrase,
    size_t length, unsigned work_limit, struct error *err)
{
    *identity = (struct age_identity){.kind = AGE_PASSPHRASE, .work_limit = work_limit};
    return copy_passphrase(&identity->secret, passphrase, length, work_limit, err);
}

enum status age_recipient_passphrase(struct age_recipient *recipient, const void *passphrase,
    size_t length, unsigned work, struct error *err)
{
    *recipient = (struct age_recipient){.kind = AGE_PASSPHRASE, .work = work};
    return copy_passphrase(&recipient->passphrase, passphrase, length, work, err);
}

void age_identity_recipient(const struct age_identity *identity, struct age_recipient *recipient)
{
    *recipient = (struct age_recipient){.kind = identity->kind};
    if (identity->kind == AGE_HYBRID)
        hpke_public(recipient->key, identity->secret.bytes);
    else
        (void)crypto_scalarmult_curve25519_base(recipient->key, identity->secret.bytes);
}

void age_identity_clear(struct age_identity *identity)
{
    secret_clear(&identity->secret);
    *identity = (struct age_identity){0};
}

void age_recipient_clear(struct age_recipient *recipient)
{
    secret_clear(&recipient->passphrase);
    *recipient = (struct age_recipient){0};
}

void age_recipient_encode(const struct age_recipient *recipient, char text[AGE_RECIPIENT_TEXT_SIZE])
{
    bech32_encode(
        text, recipient_prefix(recipient->kind), recipient->key, public_size(recipient->kind));
}

void age_identity_encode(const struct age_identity *identity, char text[AGE_IDENTITY_TEXT_SIZE])
{
    bech32_encode(text, identity_prefix(identity->kind), identity->secret.bytes, PRIVATE_SIZE);
}

static bool age_keys_starts_with(const char *text, size_t length, const char *start)
{
    size_t size = strlen(start);
    return length >= size && memcmp(text, start, size) == 0;
}

enum status age_recipient_parse(
    struct age_recipient *recipient, const char *text, size_t length, struct error *err)
{
    enum age_kind kind = age_keys_starts_with(text, length, "age1pq1") ? AGE_HYBRID : AGE_X25519;
    struct age_recipient read = {.kind = kind};
    *recipient = (struct age_recipient){0};
    TRY(bech32_decode(read.key, public_size(kind), recipient_prefix(kind), text, length, err));
    if (kind == AGE_HYBRID && !hpke_public_is_valid(read.key))
        return error_set(err, STATUS_REFUSED, REASON_BAD_VALUE,
            "the recipient's public key is not a valid one; ask for it again");
    *recipient = read;
    return STATUS_OK;
}

enum status age_identity_parse(
    struct age_identity *identity, const char *text, size_t length, struct error *err)
{
    enum age_kind kind =
        age_keys_starts_with(text, length, "AGE-SECRET-KEY-PQ-") ? AGE_HYBRID : AGE_X25519;
    struct secret secret = secret_make(PRIVATE_SIZE);
    enum status status;
    *identity = (struct age_identity){0};
    TRY_OUT(bech32_decode(secret.bytes, PRIVATE_SIZE, identity_prefix(kind), text, length, err));
    secret.length = PRIVATE_SIZE;
    *identity = (struct age_identity){.kind = kind, .secret = secret};
    secret = (struct secret){0};
out:
    secret_clear(&secret);
    return status;
}

bool age_recipient_equal(const struct age_recipient *a, const struct age_recipient *b)
{
    return a->kind == b->kind && a->kind != AGE_PASSPHRASE &&
           memcmp(a->key, b->key, public_size(a->kind)) == 0;
}
