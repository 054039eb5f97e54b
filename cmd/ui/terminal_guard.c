#include "cmd/ui/terminal_guard.h"

#include "base/undo.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
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

static bool set_terminal_mode(const struct terminal_guard *guard, enum terminal_mode mode, int when)
{
    struct termios changed = guard->saved;
    changed.c_lflag |= ISIG;
    if (mode == TERMINAL_KEYS) {
        changed.c_lflag &= ~(tcflag_t)(ICANON | ECHO | ECHONL);
        changed.c_cc[VMIN] = 1;
        changed.c_cc[VTIME] = 0;
    } else {
        changed.c_lflag |= ICANON;
    }
    if (mode == TERMINAL_HIDDEN)
        changed.c_lflag &= ~(tcflag_t)(ECHO | ECHONL);
    return tcsetattr(guard->terminal, when, &changed) == 0;
}

enum status terminal_guard_begin(
    struct terminal_guard *guard, int fd, enum terminal_mode mode, struct error *err)
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
    if (set_terminal_mode(guard, mode, TCSAFLUSH))
        return STATUS_OK;
    enum status status = error_system(err, "the terminal cannot be changed");
    terminal_guard_end(guard);
    return status;
}

enum status terminal_guard_change(
    const struct terminal_guard *guard, enum terminal_mode mode, struct error *err)
{
    if (set_terminal_mode(guard, mode, TCSADRAIN))
        return STATUS_OK;
    return error_system(err, "the terminal cannot be changed");
}

enum terminal_event terminal_guard_wait(const struct terminal_guard *guard, int milliseconds)
{
    struct pollfd polled[] = {
        {.fd = guard->signals, .events = POLLIN}, {.fd = guard->terminal, .events = POLLIN}};
    int ready;
    while ((ready = poll(polled, 2, milliseconds)) < 0) {
        if (errno != EINTR)
            return TERMINAL_FAILED;
    }
    if (polled[0].revents != 0)
        return TERMINAL_SIGNAL;
    return ready == 0 ? TERMINAL_NOTHING : TERMINAL_INPUT;
}

ssize_t terminal_guard_read(const struct terminal_guard *guard, void *bytes, size_t size)
{
    int flags = fcntl(guard->terminal, F_GETFL);
    if (flags < 0 || fcntl(guard->terminal, F_SETFL, flags | O_NONBLOCK) != 0)
        return -1;
    ssize_t got = read(guard->terminal, bytes, size);
    int number = errno;
    (void)fcntl(guard->terminal, F_SETFL, flags);
    errno = number;
    return got;
}
