/* For tests: of the files under the folder FAILING_CLOSE_UNDER that are closed, the one of number
 * FAILING_CLOSE_AT (from 1) is closed and yet says that it failed, as a full network disk does.
 * Preloaded. */
#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int counted(int fd)
{
    static int count;
    char link[64];
    char path[4096] = {0};
    const char *folder = getenv("FAILING_CLOSE_UNDER");
    const char *at = getenv("FAILING_CLOSE_AT");
    if (folder == NULL || at == NULL)
        return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    if (readlink(link, path, sizeof path - 1) < 0 || strncmp(path, folder, strlen(folder)) != 0)
        return 0;
    return ++count == atoi(at);
}

int close(int fd)
{
    int (*real)(int) = dlsym(RTLD_NEXT, "close");
    int fails = counted(fd);
    int result = real(fd);
    if (!fails || result != 0)
        return result;
    errno = EIO;
    return -1;
}
