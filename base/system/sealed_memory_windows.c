/* A file of the user's own for temporary files, that goes when it is closed and that nobody can
 * open to write to it meanwhile. The system writes such a one to the disk only if memory is short.
 */
#include "base/system/sealed_memory.h"

#include "base/system/access_windows.h"
#include "base/system/failure_windows.h"
#include "base/system/wide_windows.h"

#include <fcntl.h>
#include <io.h>
#include <sodium.h>
#include <stdio.h>

static bool choose_place(struct wide *place)
{
    enum { NAME_SIZE = 40 };
    wchar_t name[NAME_SIZE];
    DWORD length = GetTempPathW(MAX_PATH + 1, place->text);
    place->length = length;
    if (length == 0 || length > MAX_PATH)
        return failure_last();
    (void)_snwprintf_s(name, NAME_SIZE, _TRUNCATE, L".sigill-%08x%08x.tmp", randombytes_random(),
        randombytes_random());
    return wide_add(place, name);
}

int sealed_memory_begin(const char *name)
{
    struct wide place;
    struct access_closed closed;
    (void)name;
    if (!choose_place(&place) || !access_close(&closed))
        return -1;
    HANDLE handle = CreateFileW(place.text, GENERIC_READ | GENERIC_WRITE | DELETE, FILE_SHARE_READ,
        &closed.attributes, CREATE_NEW, FILE_ATTRIBUTE_TEMPORARY | FILE_FLAG_DELETE_ON_CLOSE, NULL);
    int fd = handle == INVALID_HANDLE_VALUE ? -1 : _open_osfhandle((intptr_t)handle, _O_BINARY);
    if (fd >= 0)
        return fd;
    (void)failure_last();
    if (handle != INVALID_HANDLE_VALUE)
        (void)CloseHandle(handle);
    return -1;
}

/* Nobody else could open it to write to it from the beginning. */
bool sealed_memory_end(int fd)
{
    (void)fd;
    return true;
}
