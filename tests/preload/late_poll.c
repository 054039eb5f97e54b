/* For tests of signals from the keyboard: what poll saw may be gone when it returns, half a second
 * later. Preloaded. */
#include <dlfcn.h>
#include <poll.h>
#include <unistd.h>

int poll(struct pollfd *polled, nfds_t count, int milliseconds)
{
    int (*real)(struct pollfd *, nfds_t, int) =
        (int (*)(struct pollfd *, nfds_t, int))dlsym(RTLD_NEXT, "poll");
    int ready = real(polled, count, milliseconds);
    if (ready > 0)
        (void)usleep(500000);
    return ready;
}
