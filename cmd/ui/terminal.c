#include "cmd/ui/terminal.h"

#include "base/system/console.h"
#include "base/system/terminal_guard.h"
#include "cmd/ui/charset.h"
#include "cmd/ui/screen.h"
#include "report/line_break.h"

#include <errno.h>
#include <string.h>

bool terminal_open(int *fd)
{
    return console_open(fd);
}

void terminal_write(int fd, const char *text)
{
    struct buffer folded = {0};
    struct buffer encoded = {0};
    enum charset charset = charset_of_terminal(fd);
    charset_fold(&folded, text, strlen(text), charset);
    charset_encode(&encoded, (const char *)folded.data, folded.length, charset);
    (void)console_write(fd, encoded.data, encoded.length);
    buffer_free(&folded);
    buffer_free(&encoded);
}

void terminal_show(int fd, const char *text)
{
    struct buffer broken = {0};
    size_t length = strlen(text);
    size_t blanks = 0;
    while (blanks < length && text[length - blanks - 1] == ' ')
        blanks++;
    line_break(&broken, text, length - blanks, screen_columns(fd));
    buffer_text(&broken, text + length - blanks);
    terminal_write(fd, buffer_string(&broken));
    buffer_free(&broken);
}

enum line { LINE_WHOLE, LINE_LONG, LINE_END, LINE_SIGNAL, LINE_FAILED };

/* The kernel hands over whole lines; a longer one than size comes in parts and is read to its end.
 */
static enum line read_line(
    struct terminal_guard *guard, unsigned char *bytes, size_t size, size_t *length)
{
    bool cut = false;
    *length = 0;
    for (;;) {
        enum terminal_event event = terminal_guard_wait(guard, -1);
        if (event != TERMINAL_INPUT)
            return event == TERMINAL_SIGNAL ? LINE_SIGNAL : LINE_FAILED;
        if (*length == size) {
            *length = 0;
            cut = true;
        }
        size_t got;
        if (!terminal_guard_read(guard, bytes + *length, size - *length, &got)) {
            if (errno == EAGAIN)
                continue;
            return LINE_FAILED;
        }
        if (got == 0)
            return LINE_END;
        *length += got;
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
        struct terminal_guard *guard;
        TRY(terminal_guard_begin(&guard, fd, echo ? TERMINAL_LINES : TERMINAL_HIDDEN, err));
        terminal_show(fd, prompt);
        line = read_line(guard, bytes, size, length);
        int number = errno;
        if (!echo || line == LINE_SIGNAL)
            terminal_write(fd, "\n");
        terminal_guard_end(guard);
        errno = number;
    } while (line == LINE_SIGNAL);
    if (line != LINE_WHOLE)
        *length = 0;
    return judge_line(line, err);
}
