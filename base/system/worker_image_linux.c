#include "base/system/worker_image_linux.h"

#include "base/error.h"
#include "base/system/range_linux.h"
#include "base/system/worker_linux.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/auxv.h>
#include <unistd.h>

/* A descriptor that is read to its end at once, and not written to: a pipe that nobody writes into.
 * There may be no /dev/null. */
static int open_nothing(void)
{
    int end[2];
    if (pipe(end) != 0)
        return -1;
    (void)close(end[1]);
    return end[0];
}

/* The terminal and what is printed are not its affair; its complaints are heard. */
static bool leave_descriptors(int socket)
{
    int nothing = open_nothing();
    if (nothing < 0 || dup2(nothing, STDIN_FILENO) < 0 || dup2(nothing, STDOUT_FILENO) < 0 ||
        dup2(socket, WORKER_SOCKET) < 0 || fcntl(WORKER_SOCKET, F_SETFD, 0) != 0)
        return false;
    range_close(WORKER_SOCKET + 1, INT_MAX);
    return true;
}

/* This program anew. Where no /proc says which file it is, it is the one by whose name it was
 * started: nobody here goes to another directory. Returns if it cannot be executed. */
static void execute_self(char *const *arguments, char *const *environment)
{
    (void)execve("/proc/self/exe", arguments, environment);
    const char *name = (const char *)(uintptr_t)getauxval(AT_EXECFN);
    if (errno == ENOENT && name != NULL)
        (void)execve(name, arguments, environment);
}

_Noreturn void worker_image_execute(
    int socket, const char *word, const char *language, const char *more)
{
    static char *const no_environment[] = {NULL};
    char name[] = "sigill-msb";
    char first[32];
    char spoken[8];
    char last[4096];
    (void)snprintf(first, sizeof first, "%s", word);
    (void)snprintf(spoken, sizeof spoken, "%s", language);
    (void)snprintf(last, sizeof last, "%s", more == NULL ? "" : more);
    char *const arguments[] = {name, first, spoken, more == NULL ? NULL : last, NULL};
    if (leave_descriptors(socket))
        execute_self(arguments, no_environment);
    _exit(errno == ENOMEM ? STATUS_FAILED : WORKER_UNABLE);
}
