#include "cmd/ui/terminal_guard.h"

#include "base/undo.h"

#include <sys/signalfd.h>
#include <unistd.h>

static void terminal_guard_set_back(void *context)
{
    const struct terminal_guard *guard = context;
    (void)tcsetattr(guard->terminal, TCSAFLUSH, &guard->saved);
}

void terminal_guard_end(struct terminal_guard *guard)
{
    terminal_guard_set_back(guard);
    undo_drop(guard->undo);
    (void)close(guard->signals);
    (void)sigprocmask(SIG_SETMASK, &guard->before, NULL);
}

enum status terminal_guard_begin(struct terminal_guard *guard, int fd, bool echo, struct error *err)
{
    static const int held[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP, SIGALRM};
    sigset_t mask;
    sigemptyset(&mask);
    for (size_t i = 0; i < sizeof held / sizeof held[0]; i++)
        sigaddset(&mask, held[i]);
    guard->terminal = fd;
    if (tcgetattr(fd, &guard->saved) != 0)
        return error_system(err, "the terminal cannot be examined");
    guard->signals = signalfd(-1, &mask, SFD_CLOEXEC | SFD_NONBLOCK);
    if (guard->signals < 0)
        return error_system(err, "signals cannot be held back");
    guard->undo = undo_add(terminal_guard_set_back, guard);
    (void)sigprocmask(SIG_BLOCK, &mask, &guard->before);
    struct termios quiet = guard->saved;
    quiet.c_lflag |= ICANON | ISIG;
    if (!echo)
        quiet.c_lflag &= ~(tcflag_t)(ECHO | ECHONL);
    if (tcsetattr(fd, TCSAFLUSH, &quiet) == 0)
        return STATUS_OK;
    enum status status = error_system(err, "the terminal cannot be changed");
    terminal_guard_end(guard);
    return status;
}
