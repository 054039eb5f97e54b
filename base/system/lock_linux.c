#include "base/system/lock.h"

#include "base/system/place.h"

#include <sys/file.h>

bool lock_directory(const char *path, bool follow, int *fd)
{
    return place_open_directory(path, follow, fd) && flock(*fd, LOCK_EX) == 0;
}
