#include "base/system/mounted.h"

#include "base/memory.h"
#include "base/system/place.h"

#include <windows.h>

enum { DRIVE_MOST = 26 };

/* "E:/", and the same as the system's wide functions take it. */
struct drive {
    char path[4];
    wchar_t wide[4];
};

static struct drive drive_named(char letter)
{
    return (struct drive){{letter, ':', '/', '\0'}, {(wchar_t)letter, L':', L'\\', L'\0'}};
}

/* A reader without a medium in it is a drive as well. */
static bool holds_medium(const struct drive *drive)
{
    return GetVolumeInformationW(drive->wide, NULL, 0, NULL, NULL, NULL, NULL, 0) != 0;
}

void mounted_list(struct list *places)
{
    DWORD drives = GetLogicalDrives();
    for (unsigned i = 0; i < DRIVE_MOST; i++) {
        struct drive drive = drive_named((char)('A' + i));
        if ((drives & 1u << i) != 0 && GetDriveTypeW(drive.wide) == DRIVE_REMOVABLE &&
            holds_medium(&drive))
            *(char **)list_add(places) = memory_text(drive.path);
    }
}

/* No medium is there where the drive that a path names is not, or is empty. */
bool mounted_lacks(const char *path)
{
    if (place_root(path) < 2 || path[1] != ':')
        return false;
    struct drive drive = drive_named(path[0]);
    UINT type = GetDriveTypeW(drive.wide);
    return type == DRIVE_NO_ROOT_DIR || (type == DRIVE_REMOVABLE && !holds_medium(&drive));
}

const char *mounted_example(void)
{
    return "E:\\";
}
