#include "isolate/opening_keydir.h"

#include <string.h>

/* Whether no card before this one carries the same key. */
static bool is_first_of_key(const struct opening_keydir *keydir, size_t index)
{
    for (size_t i = 0; i < index; i++) {
        if (minisign_public_equal(&keydir->trusted[i].card.sign, &keydir->trusted[index].card.sign))
            return false;
    }
    return true;
}

static const struct keydir_trusted *newest_of_key(
    const struct opening_keydir *keydir, const struct minisign_public *key)
{
    const struct keydir_trusted *newest = NULL;
    for (size_t i = 0; i < keydir->count; i++) {
        const struct keydir_trusted *one = &keydir->trusted[i];
        if (minisign_public_equal(&one->card.sign, key) &&
            (newest == NULL || one->card.series > newest->card.series))
            newest = one;
    }
    return newest;
}

static enum status find_key(void *context, const uint8_t number[MINISIGN_NUMBER_SIZE], size_t place,
    struct keydir_trusted *signer, struct error *err)
{
    const struct opening_keydir *keydir = context;
    const struct keydir_trusted *newest = NULL;
    for (size_t i = 0; i < keydir->count && newest == NULL; i++) {
        const struct minisign_public *key = &keydir->trusted[i].card.sign;
        if (memcmp(key->number, number, MINISIGN_NUMBER_SIZE) == 0 && is_first_of_key(keydir, i) &&
            place-- == 0)
            newest = newest_of_key(keydir, key);
    }
    if (newest == NULL)
        return error_set(err, STATUS_REFUSED, REASON_UNKNOWN_SENDER,
            "signed with a key that is on no trusted card; trust the sender's card, or name it "
            "with --signer and --fingerprint");
    *signer = *newest;
    return STATUS_OK;
}

static enum status find_card(void *context, const uint8_t fingerprint[FINGERPRINT_SIZE],
    struct keydir_trusted *signer, struct error *err)
{
    const struct opening_keydir *keydir = context;
    (void)err;
    for (size_t i = 0; i < keydir->count; i++) {
        const struct keydir_trusted *one = &keydir->trusted[i];
        if (memcmp(one->fingerprint.bytes, fingerprint, FINGERPRINT_SIZE) != 0 ||
            !minisign_public_equal(&one->card.sign, &signer->card.sign))
            continue;
        *signer = *one;
        return STATUS_OK;
    }
    return STATUS_OK;
}

struct opening_policy opening_keydir_policy(struct opening_keydir *keydir, int64_t now)
{
    return (struct opening_policy){.context = keydir,
        .whose_key = find_key,
        .whose_card = find_card,
        .own = keydir->own,
        .owns = keydir->owns,
        .now = now};
}
