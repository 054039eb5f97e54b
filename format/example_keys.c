#include "format/example_keys.h"

#include <string.h>

/* keys-example/public-keys.txt: a public key on each line, but for those that begin with #. */
extern const unsigned char embedded_example_keys[];
extern const size_t embedded_example_keys_size;

/* The next line that holds a key; false at the end. */
static bool next_key(size_t *position, const char **line, size_t *length)
{
    const char *text = (const char *)embedded_example_keys;
    while (*position < embedded_example_keys_size) {
        const char *start = text + *position;
        size_t left = embedded_example_keys_size - *position;
        const char *newline = memchr(start, '\n', left);
        size_t found = newline == NULL ? left : (size_t)(newline - start);
        *position += found < left ? found + 1 : found;
        if (found > 0 && start[0] != '#') {
            *line = start;
            *length = found;
            return true;
        }
    }
    return false;
}

bool example_sign_key(const struct minisign_public *key)
{
    const char *line;
    size_t length;
    size_t position = 0;
    while (next_key(&position, &line, &length)) {
        struct minisign_public listed;
        if (minisign_public_from_line(line, length, &listed, NULL) == STATUS_OK &&
            memcmp(listed.key, key->key, sizeof listed.key) == 0)
            return true;
    }
    return false;
}

bool example_recipient(const char *text)
{
    const char *line;
    size_t length;
    size_t position = 0;
    while (next_key(&position, &line, &length)) {
        if (length == strlen(text) && memcmp(line, text, length) == 0)
            return true;
    }
    return false;
}

bool example_identities(const struct age_identities *identities)
{
    for (size_t i = 0; i < identities->count; i++) {
        struct age_recipient recipient;
        char text[AGE_RECIPIENT_TEXT_SIZE];
        if (identities->items[i].kind == AGE_PASSPHRASE)
            continue;
        age_identity_recipient(&identities->items[i], &recipient);
        age_recipient_encode(&recipient, text);
        if (example_recipient(text))
            return true;
    }
    return false;
}

bool example_card(const struct card *card)
{
    if (example_sign_key(&card->sign))
        return true;
    for (uint32_t i = 0; i < card->recipients; i++) {
        if (example_recipient(card->recipient[i]))
            return true;
    }
    return false;
}

bool example_keydir(const struct keydir *dir)
{
    struct card card = {0};
    keydir_fill_card(dir, &card);
    return example_card(&card);
}
