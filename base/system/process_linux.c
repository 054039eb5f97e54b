#include "base/system/process.h"

#include <fcntl.h>
#include <malloc.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { LARGE = 1 << 20, KEPT = 4 << 20 }; /* bytes */

/* What is large goes back to the system when it is released: else the C library raises, with each
 * such block, the size from which it does so, and what a command takes next comes beside it. What
 * is smaller is taken again and again, and stays. Whoever started it may have ignored the end of
 * its own children, which is inherited: the system then waits for them itself. */
void process_begin(void)
{
    (void)signal(SIGXFSZ, SIG_IGN);
    (void)signal(SIGCHLD, SIG_DFL);
    (void)mallopt(M_MMAP_THRESHOLD, LARGE);
    (void)mallopt(M_TRIM_THRESHOLD, KEPT);
}

bool process_hold_descriptors(void)
{
    for (int fd = 0; fd <= STDERR_FILENO; fd++) {
        if (fcntl(fd, F_GETFD) < 0 &&
            open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY) != fd)
            return false;
    }
    return true;
}

/* They are what main has. */
void process_words(int *count, char ***words)
{
    (void)count;
    (void)words;
}

const char *process_variable(const char *name)
{
    return getenv(name);
}

void process_end(int status)
{
    _exit(status);
}

void process_complain(const char *text)
{
    ssize_t written = write(STDERR_FILENO, text, strlen(text));
    (void)written;
}
