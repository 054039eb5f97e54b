/* For tests: no memory can be locked, as under `ulimit -l 0` for all but root. Preloaded. */
#include <errno.h>
#include <sys/mman.h>

int mlock(const void *place, size_t size)
{
    (void)place;
    (void)size;
    errno = ENOMEM;
    return -1;
}
