#include "isolate/unkeyed.h"

#include "format/archive_walk.h"
#include "isolate/serve_container.h"
#include "isolate/serve_kit.h"
#include "isolate/serve_workbook.h"

#include <sys/stat.h>

/* Goes through a container: what libarchive asks of the system for the first time is asked before
 * the process is confined, and the container is not read before. */
void unkeyed_read_container(const struct sandbox *sandbox, const int fd[UNKEYED_DESCRIPTORS])
{
    struct stat about;
    if (archive_walk_prepare() && fstat(fd[0], &about) == 0 &&
        sandbox_enter_container(sandbox, fd[0], (uint64_t)about.st_size, fd[1]))
        serve_container(SANDBOX_BUNDLE, SANDBOX_SOCKET);
}

/* The same of a workbook. */
void unkeyed_read_workbook(const struct sandbox *sandbox, const int fd[UNKEYED_DESCRIPTORS])
{
    if (archive_walk_prepare() && sandbox_enter_workbook(sandbox, fd[0], fd[1]))
        serve_workbook(SANDBOX_BUNDLE, SANDBOX_SOCKET);
}

/* The same of a kit. */
void unkeyed_read_kit(const struct sandbox *sandbox, const int fd[UNKEYED_DESCRIPTORS])
{
    if (sandbox_enter_kit(sandbox, fd[0], fd[1]))
        serve_kit(SANDBOX_BUNDLE, SANDBOX_SOCKET);
}
