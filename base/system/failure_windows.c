#include "base/system/failure_windows.h"

#include "base/messages.h"
#include "base/system/failure.h"

#include <errno.h>
#include <string.h>
#include <windows.h>

/* What is not listed is an input or output error. What a file system does not have is ENOSYS
 * (place_is_unable); a name that cannot be is EILSEQ (POSIX.1-2024, open), so that no other
 * bad value is taken for one. */
bool failure_of(unsigned long number)
{
    static const struct {
        unsigned long system;
        int number;
    } same[] = {
        {ERROR_FILE_NOT_FOUND, ENOENT},
        {ERROR_PATH_NOT_FOUND, ENOENT},
        {ERROR_INVALID_DRIVE, ENOENT},
        {ERROR_BAD_NETPATH, ENOENT},
        {ERROR_BAD_NET_NAME, ENOENT},
        {ERROR_NOT_READY, ENOENT},
        {ERROR_ACCESS_DENIED, EACCES},
        {ERROR_SHARING_VIOLATION, EBUSY},
        {ERROR_LOCK_VIOLATION, EBUSY},
        {ERROR_USER_MAPPED_FILE, EBUSY},
        {ERROR_PRIVILEGE_NOT_HELD, EACCES},
        {ERROR_DELETE_PENDING, EACCES},
        {ERROR_WRITE_PROTECT, EROFS},
        {ERROR_ALREADY_EXISTS, EEXIST},
        {ERROR_FILE_EXISTS, EEXIST},
        {ERROR_DIR_NOT_EMPTY, ENOTEMPTY},
        {ERROR_DIRECTORY, ENOTDIR},
        {ERROR_INVALID_NAME, EILSEQ},
        {ERROR_INVALID_PARAMETER, EINVAL},
        {ERROR_FILENAME_EXCED_RANGE, ENAMETOOLONG},
        {ERROR_NO_UNICODE_TRANSLATION, EILSEQ},
        {ERROR_DISK_FULL, ENOSPC},
        {ERROR_HANDLE_DISK_FULL, ENOSPC},
        {ERROR_FILE_TOO_LARGE, EFBIG},
        {ERROR_TOO_MANY_LINKS, EMLINK},
        {ERROR_TOO_MANY_OPEN_FILES, EMFILE},
        {ERROR_NOT_SAME_DEVICE, EXDEV},
        {ERROR_BROKEN_PIPE, EPIPE},
        {ERROR_NO_DATA, EPIPE},
        {ERROR_INVALID_HANDLE, EBADF},
        {ERROR_INVALID_FUNCTION, ENOSYS},
        {ERROR_NOT_SUPPORTED, ENOSYS},
        {ERROR_CALL_NOT_IMPLEMENTED, ENOSYS},
        {ERROR_NOT_ENOUGH_MEMORY, ENOMEM},
        {ERROR_OUTOFMEMORY, ENOMEM},
    };
    errno = EIO;
    for (size_t i = 0; i < sizeof same / sizeof same[0]; i++) {
        if (same[i].system == number)
            errno = same[i].number;
    }
    return false;
}

bool failure_last(void)
{
    return failure_of(GetLastError());
}

const char *failure_words(int number, char *spare, size_t size)
{
    if (number == EBUSY)
        return N_("another program has it open; close it there, and repeat");
    if (number == EILSEQ)
        return N_(
            "no name can be so here: none of < > : \" | ? * may be in it; and a backslash last "
            "between quotation marks makes the second one a part of the name, so leave it out");
    if (strerror_s(spare, size, number) != 0)
        return "?";
    return spare;
}
