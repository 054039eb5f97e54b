/* The terminal in another mode for a while, and set back whatever happens. */
#ifndef CMD_UI_TERMINAL_GUARD_H
#define CMD_UI_TERMINAL_GUARD_H

#include "base/error.h"

#include <signal.h>
#include <stdbool.h>
#include <termios.h>

struct undo;

/* Signals that end or stop the program are held back while the terminal is changed. One that
 * arrives shows itself on a descriptor; it is let through only when the terminal is set back. */
struct terminal_guard {
    int terminal;
    int signals; /* readable when a signal waits */
    sigset_t before;
    struct termios saved;
    struct undo *undo;
};

/* Begins to read whole lines, which are shown while they are typed if echo is true. STATUS_FAILED
 * if the terminal cannot be examined or changed: then nothing is held back. */
enum status terminal_guard_begin(
    struct terminal_guard *guard, int fd, bool echo, struct error *err) MUST_USE;

/* Sets the terminal back; a signal that waits takes effect in here. */
void terminal_guard_end(struct terminal_guard *guard);

#endif
