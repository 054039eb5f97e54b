#include "cmd/ui/typing.h"

#include "base/system/descriptor.h"
#include "base/text.h"
#include "cmd/ui/charset.h"
#include "cmd/ui/terminal.h"
#include "cmd/ui/typing_escapes.h"

#include <ctype.h>
#include <errno.h>

/* How long the rest of a key may take to come that is sent as several bytes. */
enum { KEY_REST_MILLISECONDS = 60, ESCAPE_CHAR = 0x1B, END_CHAR = 0x04 };

/* Begins to guard the open terminal, which is closed if that fails. */
static enum status guard_terminal(struct typing *typing, struct error *err)
{
    enum status status = terminal_guard_begin(&typing->guard, typing->fd, typing->mode, err);
    if (status == STATUS_OK)
        return status;
    (void)descriptor_close(typing->fd);
    typing->fd = -1;
    return status;
}

enum status typing_begin(struct typing *typing, struct error *err)
{
    *typing = (struct typing){.fd = -1, .mode = TERMINAL_KEYS};
    if (!terminal_open(&typing->fd))
        return error_set(err, STATUS_USAGE, REASON_NOT_FOUND,
            "there is no terminal to talk with you on; start the program in a terminal window");
    return guard_terminal(typing, err);
}

void typing_end(struct typing *typing)
{
    if (typing->fd < 0)
        return;
    terminal_guard_end(typing->guard);
    (void)descriptor_close(typing->fd);
    typing->fd = -1;
}

static enum status change_mode(struct typing *typing, enum terminal_mode mode, struct error *err)
{
    if (typing->mode != mode)
        TRY(terminal_guard_change(typing->guard, mode, err));
    typing->mode = mode;
    return STATUS_OK;
}

static enum status refuse_end(struct error *err)
{
    return error_set(err, STATUS_FAILED, REASON_IO_ERROR,
        "the terminal is gone; what was confirmed is saved, start again to go on");
}

/* Lets the signal through; where it only stopped the program, *key becomes KEY_AGAIN. */
static enum status take_signal(struct typing *typing, uint32_t *key, struct error *err)
{
    terminal_write(typing->fd, "\n");
    terminal_guard_end(typing->guard);
    *key = KEY_AGAIN;
    return guard_terminal(typing, err);
}

/* One byte; *key is left alone unless a signal came instead. */
static enum status read_first_byte(
    struct typing *typing, uint8_t *byte, uint32_t *key, struct error *err)
{
    for (;;) {
        enum terminal_event event = terminal_guard_wait(typing->guard, -1);
        if (event == TERMINAL_SIGNAL)
            return take_signal(typing, key, err);
        size_t got = 0;
        if (event != TERMINAL_INPUT)
            return refuse_end(err);
        bool read = terminal_guard_read(typing->guard, byte, 1, &got);
        if (got == 1)
            return STATUS_OK;
        if (read || errno != EAGAIN)
            return refuse_end(err);
    }
}

/* A byte that belongs to the key before it; false if none comes soon. */
static bool read_rest(const struct typing *typing, uint8_t *byte)
{
    size_t got = 0;
    return terminal_guard_wait(typing->guard, KEY_REST_MILLISECONDS) == TERMINAL_INPUT &&
           terminal_guard_read(typing->guard, byte, 1, &got) && got == 1;
}

/* What follows an Escape: nothing, or the name of a key (ECMA-48, CSI and SS3). */
static uint32_t read_escape(const struct typing *typing)
{
    uint8_t byte;
    if (!read_rest(typing, &byte))
        return KEY_ESCAPE;
    if (byte != '[' && byte != 'O')
        return KEY_OTHER;
    bool plain = true;
    while (read_rest(typing, &byte) && (byte < 0x40 || byte > 0x7E))
        plain = false;
    switch (plain ? byte : 0) {
    case 'A':
        return KEY_UP;
    case 'B':
        return KEY_DOWN;
    case 'C':
        return KEY_RIGHT;
    case 'D':
        return KEY_LEFT;
    default:
        return KEY_OTHER;
    }
}

static uint32_t read_letter(const struct typing *typing, uint8_t first)
{
    uint8_t bytes[4] = {first};
    size_t want = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : first >= 0xC2 ? 2 : 1;
    size_t length = 1;
    while (length < want && read_rest(typing, bytes + length))
        length++;
    struct buffer text = {0};
    uint32_t code = KEY_OTHER;
    charset_decode(&text, bytes, length);
    if (text.length == 0 || text_code(text.data, text.length, &code) != text.length)
        code = KEY_OTHER;
    buffer_free(&text);
    return code;
}

static uint32_t name_key(const struct typing *typing, uint8_t byte)
{
    switch (byte) {
    case '\n':
    case '\r':
        return KEY_ENTER;
    case '\b':
    case 0x7F:
        return KEY_ERASE;
    case END_CHAR:
        return KEY_END;
    case ESCAPE_CHAR:
        return read_escape(typing);
    default:
        return byte < 0x20 ? (uint32_t)KEY_OTHER : read_letter(typing, byte);
    }
}

enum status typing_key(struct typing *typing, uint32_t *key, struct error *err)
{
    uint8_t byte = 0;
    *key = KEY_OTHER;
    TRY(change_mode(typing, TERMINAL_KEYS, err));
    TRY(read_first_byte(typing, &byte, key, err));
    if (*key != KEY_AGAIN)
        *key = name_key(typing, byte);
    return STATUS_OK;
}

/* ---- lines ---- */

/* Reads to the end of a line; the end of the terminal's input (Ctrl-D) is *key KEY_END. */
static enum status read_typed_line(
    struct typing *typing, struct buffer *bytes, uint32_t *key, struct error *err)
{
    uint8_t part[512];
    *key = KEY_ENTER;
    for (;;) {
        enum terminal_event event = terminal_guard_wait(typing->guard, -1);
        if (event == TERMINAL_SIGNAL)
            return take_signal(typing, key, err);
        size_t got = 0;
        if (event != TERMINAL_INPUT)
            return refuse_end(err);
        if (!terminal_guard_read(typing->guard, part, sizeof part, &got)) {
            if (errno == EAGAIN)
                continue;
            return refuse_end(err);
        }
        if (got == 0) {
            *key = KEY_END;
            return STATUS_OK;
        }
        buffer_append(bytes, part, got);
        if (part[got - 1] == '\n')
            return STATUS_OK;
    }
}

static enum status take_line(struct buffer *line, struct buffer *bytes, struct error *err)
{
    const uint8_t *first = bytes->data;
    size_t length;
    if (bytes->length > TYPING_LINE_MAX)
        return error_set(err, STATUS_REFUSED, REASON_BAD_VALUE,
            "the line is longer than %d bytes, and its end may be lost: type it again in parts",
            TYPING_LINE_MAX);
    length = typing_drop_escapes(bytes->data, bytes->length);
    while (length > 0 && isspace(first[length - 1]))
        length--;
    while (length > 0 && isspace(*first)) {
        first++;
        length--;
    }
    size_t before = line->length;
    if (length > 0)
        charset_decode(line, first, length);
    if (text_is_plain((const char *)line->data + before, line->length - before, false))
        return STATUS_OK;
    line->length = before;
    return error_set(err, STATUS_REFUSED, REASON_BAD_VALUE,
        "what was typed has a sign that cannot be seen; type it again");
}

enum status typing_line(
    struct typing *typing, struct buffer *line, uint32_t *key, struct error *err)
{
    struct buffer bytes = {0};
    enum status status;
    TRY_OUT(change_mode(typing, TERMINAL_LINES, err));
    TRY_OUT(read_typed_line(typing, &bytes, key, err));
    if (*key == KEY_ENTER)
        TRY_OUT(take_line(line, &bytes, err));
out:
    buffer_free(&bytes);
    return status;
}
