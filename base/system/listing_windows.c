#include "base/system/listing.h"

#include "base/memory.h"
#include "base/system/failure_windows.h"
#include "base/system/wide_windows.h"

#include <stdlib.h>
#include <windows.h>

/* A name has at most 255 units of UTF-16, of which none takes more than 3 bytes. */
enum { NAME_SIZE = 3 * 255 + 1 };

struct listing {
    HANDLE handle;
    WIN32_FIND_DATAW entry; /* which was found, and not given yet */
    bool ended;
    char name[NAME_SIZE];
};

bool listing_open(const char *path, struct listing **listing)
{
    struct wide wide;
    *listing = NULL;
    if (!wide_path_to_add(path, &wide) || !wide_add(&wide, L"*"))
        return false;
    struct listing *made = memory_new(1, sizeof *made);
    made->handle = FindFirstFileW(wide.text, &made->entry);
    if (made->handle == INVALID_HANDLE_VALUE) {
        (void)failure_last();
        free(made);
        return false;
    }
    *listing = made;
    return true;
}

bool listing_next(struct listing *listing, const char **name)
{
    *name = NULL;
    if (listing->ended)
        return true;
    if (!wide_to_text(listing->entry.cFileName, listing->name, sizeof listing->name))
        return false;
    *name = listing->name;
    if (FindNextFileW(listing->handle, &listing->entry) != 0)
        return true;
    listing->ended = true;
    return GetLastError() == ERROR_NO_MORE_FILES || failure_last();
}

void listing_close(struct listing *listing)
{
    if (listing == NULL)
        return;
    (void)FindClose(listing->handle);
    free(listing);
}
