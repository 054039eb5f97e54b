#include "cmd/ui/names_like.h"

#include "base/directory.h"
#include "base/memory.h"

#include <string.h>

static bool is_like(const char *name, const char *beginning, const char *ending)
{
    size_t length = strlen(name);
    size_t first = strlen(beginning);
    size_t last = strlen(ending);
    return name[0] != '.' && length >= first + last && strncmp(name, beginning, first) == 0 &&
           strcmp(name + length - last, ending) == 0;
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
                *(char **)list_add(&like) = memory_text(name[i]);
        }
    }
    list_free_texts(&all);
    return like;
}
