#include "base/system/terminal_guard.h"

#include "base/memory.h"
#include "base/undo.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/signalfd.h>
#include <termios.h>
#include <unistd.h>

struct terminal_guard {
    int terminal;
    int signals; /* readable when a signal waits */
    sigset_t before;
    struct termios saved;
    struct undo *undo;
};

static void terminal_guard_set_back(void *context)
{
    const struct terminal_guard *guard = context;
    (void)tcsetattr(guard->terminal, TCSAFLUSH, &guard->saved);
}

/* All is released before the signal that waits may end the program. */
void terminal_guard_end(struct terminal_guard *guard)
{
    sigset_t before = guard->before;
    terminal_guard_set_back(guard);
    undo_drop(guard->undo);
    (void)close(guard->signals);
    free(guard);
    (void)sigprocmask(SIG_SETMASK, &before, NULL);
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
    undo_hold();
    bool set = tcsetattr(guard->terminal, when, &changed) == 0;
    undo_release();
    return set;
}

/* Holds signals back; false, with errno, if that cannot be. */
static bool hold_signals(struct terminal_guard *guard)
{
    static const int held[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP, SIGALRM};
    sigset_t mask;
    sigemptyset(&mask);
    for (size_t i = 0; i < sizeof held / sizeof held[0]; i++)
        sigaddset(&mask, held[i]);
    guard->signals = signalfd(-1, &mask, SFD_CLOEXEC | SFD_NONBLOCK);
    return guard->signals >= 0 && sigprocmask(SIG_BLOCK, &mask, &guard->before) == 0;
}

enum status terminal_guard_begin(
    struct terminal_guard **guard, int fd, enum terminal_mode mode, struct error *err)
{
    struct terminal_guard *made = memory_new(1, sizeof *made);
    enum status status = STATUS_OK;
    *guard = NULL;
    made->terminal = fd;
    made->signals = -1;
    if (tcgetattr(fd, &made->saved) != 0)
        TRY_OUT(error_system(err, "the terminal cannot be examined"));
    if (!hold_signals(made))
        TRY_OUT(error_system(err, "signals cannot be held back"));
    made->undo = undo_add(terminal_guard_set_back, made);
    *guard = made;
    if (!set_terminal_mode(made, mode, TCSAFLUSH))
        status = error_system(err, "the terminal cannot be changed");
out:
    if (status == STATUS_OK)
        return STATUS_OK;
    if (*guard != NULL)
        terminal_guard_end(made);
    else
        free(made);
    *guard = NULL;
    return status;
}

enum status terminal_guard_change(
    struct terminal_guard *guard, enum terminal_mode mode, struct error *err)
{
    if (set_terminal_mode(guard, mode, TCSADRAIN))
        return STATUS_OK;
    return error_system(err, "the terminal cannot be changed");
}

enum terminal_event terminal_guard_wait(struct terminal_guard *guard, int milliseconds)
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

bool terminal_guard_read(struct terminal_guard *guard, void *bytes, size_t size, size_t *got)
{
    int flags = fcntl(guard->terminal, F_GETFL);
    *got = 0;
    if (flags < 0 || fcntl(guard->terminal, F_SETFL, flags | O_NONBLOCK) != 0)
        return false;
    ssize_t count = read(guard->terminal, bytes, size);
    int number = errno == EINTR ? EAGAIN : errno;
    (void)fcntl(guard->terminal, F_SETFL, flags);
    errno = number;
    *got = count < 0 ? 0 : (size_t)count;
    return count >= 0;
}
