#include "base/system/owner.h"

/* An administrator's files can be opened by administrators, who are the only ones to run a program
 * so. */
void owner_follow(int fd, const char *path)
{
    (void)fd;
    (void)path;
}
