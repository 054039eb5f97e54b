#include "cmd/ui/card_names.h"

#include "base/file.h"
#include "base/text.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>

static int is_card_name(const struct dirent *entry)
{
    static const char suffix[] = ".card";
    const char *name = entry->d_name;
    size_t length = strlen(name);
    return length >= sizeof suffix && text_is_plain(name, length, false) &&
           strcmp(name + length - (sizeof suffix - 1), suffix) == 0;
}

static int by_card_name(const struct dirent **one, const struct dirent **other)
{
    return strcmp((*one)->d_name, (*other)->d_name);
}

struct list card_names(const char *folder, size_t most)
{
    struct list names = {.size = sizeof(char *)};
    struct dirent **entries = NULL;
    int count = scandir(folder, &entries, is_card_name, by_card_name);
    for (int i = 0; i < count; i++) {
        if (names.count < most)
            *(char **)list_add(&names) = path_join(folder, entries[i]->d_name);
        free(entries[i]);
    }
    free(entries);
    return names;
}
