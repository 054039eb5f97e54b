#include "base/system/owner.h"

#include "base/memory.h"

#include <libgen.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* By the descriptor: whose directory it is may have put another thing in the place of the name. Of
 * two names of one file, only the one in here is known to be new. */
void owner_follow(int fd, const char *path)
{
    struct stat made;
    struct stat directory;
    if (geteuid() != 0 || fstat(fd, &made) != 0 || made.st_uid != 0 ||
        (!S_ISDIR(made.st_mode) && made.st_nlink != 1))
        return;
    char *copy = memory_text(path);
    if (stat(dirname(copy), &directory) == 0 && directory.st_uid != 0 &&
        fchown(fd, directory.st_uid, directory.st_gid) != 0) {
        /* A file system without owners: nobody is locked out by them either. */
    }
    free(copy);
}
