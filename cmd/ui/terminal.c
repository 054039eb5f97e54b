#include "cmd/ui/terminal.h"

#include "base/undo.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/signalfd.h>
#include <termios.h>
#include <unistd.h>

bool terminal_open(int *fd)
{
    *fd = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);
    return *fd >= 0;
}

void terminal_write(int fd, const char *text)
{
    size_t left = strlen(text);
    while (left > 0) {
        ssize_t wrote = write(fd, text, left);
        if (wrote < 0 && errno == EINTR)
            continue;
        if (wrote <= 0)
            return;
        text += wrote;
        left -= (size_t)wrote;
    }
}

/* Signals that end or stop the program are held back while the terminal is changed. One that
 * arrives shows itself on a descriptor; it is let through only when the terminal is set back. */
struct guard {
    int terminal;
    int signals; /* readable when a signal waits */
    sigset_t before;
    struct termios saved;
    struct undo *undo;
};

static void set_back(void *context)
{
    const struct guard *guard = context;
    (void)tcsetattr(guard->terminal, TCSAFLUSH, &guard->saved);
}

/* A signal that waits takes effect in here. */
static void guard_end(struct guard *guard)
{
    set_back(guard);
    undo_drop(guard->undo);
    (void)close(guard->signals);
    (void)sigprocmask(SIG_SETMASK, &guard->before, NULL);
}

static enum status guard_begin(struct guard *guard, int fd, bool echo, struct error *err)
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
    guard->undo = undo_add(set_back, guard);
    (void)sigprocmask(SIG_BLOCK, &mask, &guard->before);
    struct termios quiet = guard->saved;
    quiet.c_lflag |= ICANON | ISIG;
    if (!echo)
        quiet.c_lflag &= ~(tcflag_t)(ECHO | ECHONL);
    if (tcsetattr(fd, TCSAFLUSH, &quiet) == 0)
        return STATUS_OK;
    enum status status = error_system(err, "the terminal cannot be changed");
    guard_end(guard);
    return status;
}

enum line { LINE_WHOLE, LINE_LONG, LINE_END, LINE_SIGNAL, LINE_FAILED };

static enum line wait_for_input(int fd, int signals)
{
    struct pollfd polled[] = {{.fd = signals, .events = POLLIN}, {.fd = fd, .events = POLLIN}};
    while (poll(polled, 2, -1) < 0) {
        if (errno != EINTR)
            return LINE_FAILED;
    }
    return polled[0].revents != 0 ? LINE_SIGNAL : LINE_WHOLE;
}

/* The kernel hands over whole lines; a longer one than size comes in parts and is read to its end.
 */
static enum line read_line(int fd, int signals, unsigned char *bytes, size_t size, size_t *length)
{
    bool cut = false;
    *length = 0;
    for (;;) {
        enum line ready = wait_for_input(fd, signals);
        if (ready != LINE_WHOLE)
            return ready;
        if (*length == size) {
            *length = 0;
            cut = true;
        }
        ssize_t got = read(fd, bytes + *length, size - *length);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return LINE_FAILED;
        if (got == 0)
            return LINE_END;
        *length += (size_t)got;
        if (bytes[*length - 1] == '\n') {
            *length -= 1;
            return cut ? LINE_LONG : LINE_WHOLE;
        }
    }
}

static enum status judge_line(enum line line, struct error *err)
{
    switch (line) {
    case LINE_WHOLE:
        return STATUS_OK;
    case LINE_LONG:
        return error_set(err, STATUS_REFUSED, REASON_BAD_VALUE, "what was typed is too long");
    case LINE_END:
        return error_set(err, STATUS_FAILED, REASON_IO_ERROR, "nothing was typed");
    default:
        return error_system(err, "the terminal cannot be read");
    }
}

enum status terminal_ask(int fd, const char *prompt, bool echo, unsigned char *bytes, size_t size,
    size_t *length, struct error *err)
{
    enum line line;
    *length = 0;
    do {
        struct guard guard;
        TRY(guard_begin(&guard, fd, echo, err));
        terminal_write(fd, prompt);
        line = read_line(fd, guard.signals, bytes, size, length);
        int number = errno;
        if (!echo || line == LINE_SIGNAL)
            terminal_write(fd, "\n");
        guard_end(&guard);
        errno = number;
    } while (line == LINE_SIGNAL);
    if (line != LINE_WHOLE)
        *length = 0;
    return judge_line(line, err);
}
