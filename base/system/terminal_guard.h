/* The terminal in another mode for a while, and set back whatever happens. */
#ifndef BASE_SYSTEM_TERMINAL_GUARD_H
#define BASE_SYSTEM_TERMINAL_GUARD_H

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>

/* Signals that end or stop the program are held back while the terminal is changed. One that
 * arrives shows itself on a descriptor; it is let through only when the terminal is set back. */
struct terminal_guard;

/* How what is typed is read meanwhile. */
enum terminal_mode {
    TERMINAL_LINES,  /* whole lines, shown while they are typed */
    TERMINAL_HIDDEN, /* whole lines, not shown */
    TERMINAL_KEYS,   /* each key when it is pressed, not shown; those that are signals stay so */
};

/* Begins; what was typed before is dropped. STATUS_FAILED if the terminal cannot be examined or
 * changed: then nothing is held back. fd is of console_open; *guard is the caller's
 * (terminal_guard_end). */
enum status terminal_guard_begin(
    struct terminal_guard **guard, int fd, enum terminal_mode mode, struct error *err) MUST_USE;

/* Goes on in another mode; what was typed before is kept. */
enum status terminal_guard_change(
    struct terminal_guard *guard, enum terminal_mode mode, struct error *err) MUST_USE;

/* Waits until something can be read, for so many milliseconds at most, -1: without end. */
enum terminal_event { TERMINAL_INPUT, TERMINAL_SIGNAL, TERMINAL_NOTHING, TERMINAL_FAILED };
enum terminal_event terminal_guard_wait(struct terminal_guard *guard, int milliseconds);

/* Reads what can be read, UTF-8 or what else the terminal sends, and never waits: a signal from the
 * keyboard takes with it what was typed, and a read that waited then would not end while signals
 * are held back. *got is 0 at the end, Ctrl-D. False, with errno, where it failed: EAGAIN where
 * nothing is left, so wait anew. */
bool terminal_guard_read(
    struct terminal_guard *guard, void *bytes, size_t size, size_t *got) MUST_USE;

/* Sets the terminal back, and releases the guard; a signal that waits takes effect in here. */
void terminal_guard_end(struct terminal_guard *guard);

#endif
