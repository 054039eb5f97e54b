#include "base/system/listing.h"

#include <dirent.h>
#include <errno.h>
#include <stddef.h>

/* A struct listing is a DIR and nothing beside. */
bool listing_open(const char *path, struct listing **listing)
{
    DIR *entries = opendir(path);
    *listing = (struct listing *)(void *)entries;
    return entries != NULL;
}

bool listing_next(struct listing *listing, const char **name)
{
    errno = 0;
    const struct dirent *entry = readdir((DIR *)(void *)listing);
    *name = entry == NULL ? NULL : entry->d_name;
    return entry != NULL || errno == 0;
}

void listing_close(struct listing *listing)
{
    if (listing != NULL)
        (void)closedir((DIR *)(void *)listing);
}
