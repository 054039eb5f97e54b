#include "cmd/ui/card_names.h"

#include "base/directory.h"
#include "base/file.h"
#include "base/text.h"

#include <string.h>

static bool is_card_name(const char *name)
{
    static const char suffix[] = ".card";
    size_t length = strlen(name);
    return length >= sizeof suffix && text_is_plain(name, length, false) &&
           strcmp(name + length - (sizeof suffix - 1), suffix) == 0;
}

struct list card_names(const char *folder, size_t most)
{
    struct list names = {.size = sizeof(char *)};
    struct list all = {.size = sizeof(char *)};
    (void)directory_names(folder, &all); /* one that cannot be read has none */
    char **name = all.items;
    for (size_t i = 0; i < all.count && names.count < most; i++) {
        if (is_card_name(name[i]))
            *(char **)list_add(&names) = path_join(folder, name[i]);
    }
    list_free_texts(&all);
    return names;
}
