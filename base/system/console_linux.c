#include "base/system/console.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

void console_begin(struct console_settings *before)
{
    *before = (struct console_settings){0, 0};
}

void console_end(const struct console_settings *before)
{
    (void)before;
}

bool console_open(int *fd)
{
    *fd = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);
    return *fd >= 0;
}

bool console_write(int fd, const void *bytes, size_t length)
{
    const uint8_t *next = bytes;
    while (length > 0) {
        ssize_t wrote = write(fd, next, length);
        if (wrote < 0 && errno == EINTR)
            continue;
        if (wrote < 0)
            return false;
        next += wrote;
        length -= (size_t)wrote;
    }
    return true;
}

bool console_print(FILE *stream, const void *bytes, size_t length)
{
    return fwrite(bytes, 1, length, stream) == length;
}

bool console_is(int fd)
{
    return isatty(fd) == 1;
}

bool console_has_utf8(int fd)
{
    struct termios about;
    return tcgetattr(fd, &about) != 0 || (about.c_iflag & IUTF8) != 0;
}

bool console_has_colours(void)
{
    const char *terminal = getenv("TERM");
    return terminal != NULL && *terminal != '\0' && strcmp(terminal, "dumb") != 0;
}

struct console_size console_size(int fd)
{
    struct winsize window = {0};
    if (ioctl(fd, TIOCGWINSZ, &window) != 0)
        return (struct console_size){0, 0};
    return (struct console_size){window.ws_col, window.ws_row};
}

/* Who starts a terminal for the program says how long it stays. */
bool console_is_own(void)
{
    return false;
}
