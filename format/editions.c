#include "format/editions.h"

#include <string.h>

enum status editions_load(const char *path, struct editions *editions, struct error *err)
{
    const char *id;
    *editions = (struct editions){0};
    while (
        editions->count + 1 < EDITIONS_MAX && (id = edition_builtin_id(editions->count)) != NULL) {
        TRY(edition_builtin(id, &editions->edition[editions->count], err));
        editions->count++;
    }
    if (path == NULL)
        return STATUS_OK;
    TRY(edition_load_file(path, &editions->edition[editions->count], err));
    editions->count++;
    return STATUS_OK;
}

void editions_free(struct editions *editions)
{
    for (size_t i = 0; i < editions->count; i++)
        edition_free(editions->edition[i]);
    *editions = (struct editions){0};
}

const struct edition *editions_find(const struct editions *editions, const char *id)
{
    for (size_t i = editions->count; i > 0; i--) {
        if (strcmp(editions->edition[i - 1]->id, id) == 0)
            return editions->edition[i - 1];
    }
    return NULL;
}

const struct edition *editions_find_exact(
    const struct editions *editions, const char *id, const uint8_t digest[EDITION_DIGEST_SIZE])
{
    for (size_t i = editions->count; i > 0; i--) {
        const struct edition *edition = editions->edition[i - 1];
        if (strcmp(edition->id, id) == 0 &&
            memcmp(edition->digest, digest, EDITION_DIGEST_SIZE) == 0)
            return edition;
    }
    return NULL;
}
