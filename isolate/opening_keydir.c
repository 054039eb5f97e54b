#include "isolate/opening_keydir.h"

#include <string.h>

static enum status find_key(void *context, const uint8_t number[MINISIGN_NUMBER_SIZE],
    struct keydir_trusted *signer, struct error *err)
{
    const struct opening_keydir *keydir = context;
    const struct keydir_trusted *newest = NULL;
    for (size_t i = 0; i < keydir->count; i++) {
        const struct keydir_trusted *one = &keydir->trusted[i];
        if (memcmp(one->card.sign.number, number, MINISIGN_NUMBER_SIZE) == 0 &&
            (newest == NULL || one->card.series > newest->card.series))
            newest = one;
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
