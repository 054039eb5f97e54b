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

static void leave_signals(void (*handler)(int))
{
    (void)signal(SIGINT, handler);
    (void)signal(SIGQUIT, handler);
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
    pid_t before = getpid();
    leave_signals(SIG_IGN);
    pid_t child = fork();
    int number = errno;
    if (child == 0) {
        leave_signals(SIG_DFL);
        (void)prctl(PR_SET_PDEATHSIG, SIGHUP); /* a system that has none does the work too */
        if (getppid() == before)
            apart->work(apart->context);
        _exit(NOTHING_DONE);
    }
    while (child > 0 && waitpid(child, &status, 0) < 0 && errno == EINTR)
        continue;
    leave_signals(SIG_DFL);
    follow_signal(child > 0 ? status : 0);
    *ended = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    errno = number;
    return child > 0;
}
