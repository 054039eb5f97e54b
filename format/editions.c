#include "format/editions.h"

#include "base/file.h"
#include "base/memory.h"
#include "format/json.h"

#include <stdlib.h>
#include <string.h>

static size_t place_behind(const struct editions *editions, enum editions_origin origin)
{
    size_t place = editions->count;
    while (place > 0 && editions->source[place - 1].origin > origin)
        place--;
    return place;
}

/* Takes the edition over, and leaves an empty buffer. */
static void put_in(struct editions *editions, enum editions_origin origin, struct edition *edition,
    struct buffer *file, int64_t added)
{
    size_t place = place_behind(editions, origin);
    size_t behind = editions->count - place;
    editions->edition =
        memory_resize(editions->edition, editions->count + 1, sizeof *editions->edition);
    editions->source =
        memory_resize(editions->source, editions->count + 1, sizeof *editions->source);
    memmove(editions->edition + place + 1, editions->edition + place,
        behind * sizeof *editions->edition);
    memmove(
        editions->source + place + 1, editions->source + place, behind * sizeof *editions->source);
    editions->edition[place] = edition;
    editions->source[place] = (struct editions_source){origin, *file, added};
    *file = (struct buffer){0};
    editions->count++;
}

enum status editions_add(struct editions *editions, enum editions_origin origin, const void *bytes,
    size_t length, const char *name, int64_t added, struct error *err)
{
    struct edition *edition = NULL;
    struct buffer file = {0};
    TRY(edition_load(bytes, length, name, &edition, err));
    buffer_append(&file, bytes, length);
    put_in(editions, origin, edition, &file, added);
    return STATUS_OK;
}

static enum status add_builtin(struct editions *editions, const char *id, struct error *err)
{
    struct edition *edition = NULL;
    struct buffer none = {0};
    TRY(edition_builtin(id, &edition, err));
    put_in(editions, EDITIONS_BUILTIN, edition, &none, 0);
    return STATUS_OK;
}

enum status editions_load(const char *path, struct editions *editions, struct error *err)
{
    const char *id;
    struct buffer bytes = {0};
    enum status status = STATUS_OK;
    *editions = (struct editions){0};
    for (size_t i = 0; (id = edition_builtin_id(i)) != NULL; i++)
        TRY(add_builtin(editions, id, err));
    if (path == NULL)
        return STATUS_OK;
    TRY_OUT(file_read(path, JSON_LENGTH_MAX, &bytes, err));
    status = editions_add(editions, EDITIONS_GIVEN, bytes.data, bytes.length, path, 0, err);
out:
    buffer_free(&bytes);
    return status;
}

void editions_free(struct editions *editions)
{
    for (size_t i = 0; i < editions->count; i++) {
        edition_free(editions->edition[i]);
        buffer_free(&editions->source[i].file);
    }
    free(editions->edition);
    free(editions->source);
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
