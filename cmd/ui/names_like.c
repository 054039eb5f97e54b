#include "cmd/ui/names_like.h"

#include "base/directory.h"
#include "base/file.h"
#include "base/memory.h"
#include "format/fingerprint.h"

#include <stdlib.h>
#include <string.h>

static bool is_like(const char *name, const char *beginning, const char *ending)
{
    size_t length = strlen(name);
    size_t first = strlen(beginning);
    size_t last = strlen(ending);
    return name[0] != '.' && length >= first + last && strncmp(name, beginning, first) == 0 &&
           strcmp(name + length - last, ending) == 0;
}

char *name_as_path(const char *name)
{
    return memory_printf("%s%s", name[0] == '-' ? "./" : "", name);
}

struct list names_like(const char *beginning, const char *const *ending)
{
    struct list like = {.size = sizeof(char *)};
    struct list all = {.size = sizeof(char *)};
    (void)directory_names(".", &all); /* one that cannot be read has none */
    char **name = all.items;
    for (; *ending != NULL; ending++) {
        for (size_t i = 0; i < all.count; i++) {
            if (is_like(name[i], beginning, *ending))
                *(char **)list_add(&like) = name_as_path(name[i]);
        }
    }
    list_free_texts(&all);
    return like;
}

static bool digest_file(const char *path, size_t max, struct fingerprint *digest)
{
    struct buffer bytes = {0};
    bool read = file_read(path, max, &bytes, NULL) == STATUS_OK;
    if (read)
        fingerprint_of(digest, bytes.data, bytes.length);
    buffer_free(&bytes);
    return read;
}

static bool is_among(const struct list *digests, const struct fingerprint *digest)
{
    const struct fingerprint *known = digests->items;
    for (size_t i = 0; i < digests->count; i++) {
        if (fingerprint_equal(&known[i], digest))
            return true;
    }
    return false;
}

void names_drop_copies(struct list *names, size_t max)
{
    struct list digests = {.size = sizeof(struct fingerprint)};
    char **name = names->items;
    size_t kept = 0;
    for (size_t i = 0; i < names->count; i++) {
        struct fingerprint digest;
        bool read = digest_file(name[i], max, &digest);
        if (read && is_among(&digests, &digest)) {
            free(name[i]);
            continue;
        }
        if (read)
            *(struct fingerprint *)list_add(&digests) = digest;
        name[kept++] = name[i];
    }
    names->count = kept;
    free(digests.items);
}
