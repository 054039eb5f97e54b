#include "base/system/leash_linux.h"

#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

/* The kernel signals the owner of an end when the other one is closed or shut down. It has kept the
 * process itself, not its number. */
static bool arm(int end, pid_t child)
{
    int flags = fcntl(end, F_GETFL);
    return flags >= 0 && fcntl(end, F_SETOWN, child) == 0 && fcntl(end, F_SETSIG, SIGKILL) == 0 &&
           fcntl(end, F_SETFL, flags | O_ASYNC) == 0;
}

static int make_pair(struct leash_ends *ends, pid_t child)
{
    int pair[2];
    size_t place = 0;
    while (place < LEASH_ENDS_MAX && ends->end[place].child != 0)
        place++;
    if (place == LEASH_ENDS_MAX || socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0)
        return -1;
    if (!arm(pair[1], child)) {
        (void)close(pair[0]);
        (void)close(pair[1]);
        return -1;
    }
    ends->end[place].child = child;
    ends->end[place].kept = pair[1];
    return pair[0];
}

/* A container may refuse either call that its kernel has: what can be opened must be of use. */
static int open_process(pid_t child)
{
    int process = (int)syscall(SYS_pidfd_open, child, 0);
    if (process < 0 || syscall(SYS_pidfd_send_signal, process, 0, NULL, 0) == 0)
        return process;
    (void)close(process);
    return -1;
}

int leash_make(struct leash_ends *ends, pid_t child)
{
    int process = open_process(child);
    return process >= 0 ? process : make_pair(ends, child);
}

void leash_ended(struct leash_ends *ends, pid_t child)
{
    for (size_t i = 0; child > 0 && i < LEASH_ENDS_MAX; i++) {
        if (ends->end[i].child == child) {
            (void)close(ends->end[i].kept);
            ends->end[i].child = 0;
        }
    }
}

void leash_pull(int leash)
{
    (void)syscall(SYS_pidfd_send_signal, leash, SIGKILL, NULL, 0);
    (void)shutdown(leash, SHUT_RDWR); /* of a pair: though another process has the end too */
    (void)close(leash);
}
