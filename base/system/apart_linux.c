#include "base/system/apart.h"

#include <errno.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

bool apart_is_asked_for(int count, char **words)
{
    (void)count;
    (void)words;
    return false;
}

/* What is typed at the terminal is for the other process, while there is one. */
struct left {
    struct sigaction interrupt;
    struct sigaction quit;
};

static void leave_signals(struct left *left)
{
    const struct sigaction ignore = {.sa_handler = SIG_IGN};
    (void)sigaction(SIGINT, &ignore, &left->interrupt);
    (void)sigaction(SIGQUIT, &ignore, &left->quit);
}

static void take_signals(const struct left *left)
{
    (void)sigaction(SIGINT, &left->interrupt, NULL);
    (void)sigaction(SIGQUIT, &left->quit, NULL);
}

static void follow_signal(int status)
{
    int number = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
    if (number == SIGINT || number == SIGQUIT || number == SIGTERM || number == SIGHUP)
        (void)raise(number);
}

/* How the other process ends when this one was gone before it began: nobody waits for that. */
enum { NOTHING_DONE = 255 };

bool apart_run(const struct apart *apart, int *ended)
{
    int status = 0;
    struct left left;
    pid_t before = getpid();
    leave_signals(&left);
    pid_t child = fork();
    int number = errno;
    if (child == 0) {
        take_signals(&left);
        (void)prctl(PR_SET_PDEATHSIG, SIGHUP); /* a system that has none does the work too */
        if (getppid() == before)
            apart->work(apart->context);
        _exit(NOTHING_DONE);
    }
    while (child > 0 && waitpid(child, &status, 0) < 0 && errno == EINTR)
        continue;
    take_signals(&left);
    follow_signal(child > 0 ? status : 0);
    *ended = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    errno = number;
    return child > 0;
}
