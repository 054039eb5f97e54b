#include "base/messages.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* A GNU .mo file as msgfmt writes it on this machine: seven 32-bit words, then tables of length and
 * offset for the originals (sorted) and for the translations. GNU gettext manual, "MO Files". */
struct catalog {
    const unsigned char *bytes;
};

extern const unsigned char embedded_sv_mo[];

static const struct catalog SWEDISH = {embedded_sv_mo};

const struct catalog *catalog_for(enum language language)
{
    return language == LANGUAGE_SWEDISH ? &SWEDISH : NULL;
}

enum language language_from_environment(void)
{
    static const char *const names[] = {"LC_ALL", "LC_MESSAGES", "LANG"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        const char *value = getenv(names[i]);
        if (value != NULL && value[0] != '\0')
            return strncmp(value, "en", 2) == 0 ? LANGUAGE_ENGLISH : LANGUAGE_SWEDISH;
    }
    return LANGUAGE_SWEDISH;
}

static uint32_t word_at(const struct catalog *catalog, uint32_t offset)
{
    uint32_t word;
    memcpy(&word, catalog->bytes + offset, sizeof word);
    return word;
}

enum { MO_COUNT = 8, MO_ORIGINALS = 12, MO_TRANSLATIONS = 16, MO_ENTRY = 8, MO_OFFSET = 4 };

static const char *entry(const struct catalog *catalog, uint32_t table, uint32_t index)
{
    uint32_t start = word_at(catalog, table) + index * MO_ENTRY;
    return (const char *)catalog->bytes + word_at(catalog, start + MO_OFFSET);
}

/* A plural entry's key is "one NUL many"; comparing as C strings finds it by its singular. */
static const char *messages_find(const struct catalog *catalog, const char *text)
{
    uint32_t low = 0;
    uint32_t high = word_at(catalog, MO_COUNT);
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        int order = strcmp(text, entry(catalog, MO_ORIGINALS, middle));
        if (order == 0)
            return entry(catalog, MO_TRANSLATIONS, middle);
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return NULL;
}

const char *tr(const struct catalog *catalog, const char *text)
{
    if (catalog == NULL || text[0] == '\0')
        return text;
    const char *found = messages_find(catalog, text);
    return found != NULL ? found : text;
}

const char *tr_count(
    const struct catalog *catalog, const char *one, const char *many, size_t n)
{
    const char *found = catalog == NULL ? NULL : messages_find(catalog, one);
    if (found == NULL)
        return n == 1 ? one : many;
    return n == 1 ? found : found + strlen(found) + 1;
}
