/* What is typed on the terminal, key by key or line by line, in a conversation of many questions:
 * the terminal is changed once, and set back whatever ends or stops the program. */
#ifndef CMD_UI_TYPING_H
#define CMD_UI_TYPING_H

#include "base/buffer.h"
#include "base/error.h"
#include "base/system/terminal_guard.h"

#include <stdint.h>

/* A key is the Unicode number of its letter, or one of these, which no letter has. */
enum typing_key {
    KEY_ENTER = 0x110000,
    KEY_ERASE,
    KEY_ESCAPE,
    KEY_UP,
    KEY_DOWN,
    KEY_LEFT,
    KEY_RIGHT,
    KEY_OTHER, /* one that has no meaning here */
    KEY_END,   /* Ctrl-D */
    KEY_AGAIN, /* no key: the program was stopped and goes on; show again what was shown */
};

struct typing {
    int fd; /* of the terminal, to be written to as well */
    struct terminal_guard *guard;
    enum terminal_mode mode;
};

/* Opens the terminal and begins. STATUS_USAGE, REASON_NOT_FOUND if there is none. */
enum status typing_begin(struct typing *typing, struct error *err) MUST_USE;
void typing_end(struct typing *typing);

/* The next key; what comes of a terminal without UTF-8 is read as charset_decode does.
 * STATUS_FAILED if the terminal is gone. A signal takes effect in here, and in no other place of a
 * conversation: what was confirmed is on the disk by then. */
enum status typing_key(struct typing *typing, uint32_t *key, struct error *err) MUST_USE;

/* Appends a line without its newline, in UTF-8 and composed, with the spaces at both ends and
 * what arrows and such keys leave (typing_escapes.h) left out; *key is KEY_ENTER, or KEY_END or
 * KEY_AGAIN with nothing appended. STATUS_REFUSED, REASON_BAD_VALUE for a line of which the system
 * may have dropped the end (TYPING_LINE_MAX), or that is not plain text. */
#define TYPING_LINE_MAX 4000 /* bytes; termios(3) has 4095 with the newline */
enum status typing_line(
    struct typing *typing, struct buffer *line, uint32_t *key, struct error *err) MUST_USE;

#endif
