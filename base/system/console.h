/* The terminal that the program is run from, and descriptors that may be one. */
#ifndef BASE_SYSTEM_CONSOLE_H
#define BASE_SYSTEM_CONSOLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/* What the terminal is set to, apart from a terminal_guard. */
struct console_settings {
    unsigned long page;
    unsigned long mode;
};

/* Readies it for UTF-8 and for what moves the cursor and colours (ECMA-48), where the system has to
 * be asked for that; *before is what it was, to be set back by console_end. */
void console_begin(struct console_settings *before);
void console_end(const struct console_settings *before);

/* Opens it, whatever the standard descriptors are; false if the program has none. The descriptor is
 * the caller's (descriptor_close); it is read by base/system/terminal_guard.h. */
bool console_open(int *fd);

/* Writes to what console_open opened, UTF-8 where the terminal has it. False, with errno, if not
 * all was written. */
bool console_write(int fd, const void *bytes, size_t length);

/* Writes to a standard stream, which may be a terminal: to that whole letters at once, where it
 * makes nothing of parts of them. False, with errno, if not all was written. */
bool console_print(FILE *stream, const void *bytes, size_t length);

/* Whether a descriptor is a terminal. */
bool console_is(int fd);

/* Whether the terminal that a descriptor is takes UTF-8; true also where that is not known. */
bool console_has_utf8(int fd);

/* Whether it makes letters bold and colours them when it is told so (ECMA-48, SGR). */
bool console_has_colours(void);

/* Its size in letters; 0 where that is not known, or it is no terminal. */
struct console_size {
    size_t columns;
    size_t lines;
};
struct console_size console_size(int fd);

/* Whether the terminal was made for this program alone and goes with it, as where somebody
 * double-clicks on it. */
bool console_is_own(void);

#endif
