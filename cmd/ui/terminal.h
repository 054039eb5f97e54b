/* The terminal that the program is run from, whatever its standard descriptors are. */
#ifndef CMD_UI_TERMINAL_H
#define CMD_UI_TERMINAL_H

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>

/* Opens it for reading and writing. False if the program has none. The descriptor is the caller's.
 */
bool terminal_open(int *fd);

/* Writes a text, in the letters that the terminal has (cmd/ui/charset.h); what fails is seen when
 * the answer is read. */
void terminal_write(int fd, const char *text);

/* The same with lines broken for its width; blanks at the end, behind which the cursor waits, stay.
 */
void terminal_show(int fd, const char *text);

/* Shows the prompt (terminal_show) and reads one line, without its newline, straight into bytes (no
 * stdio buffer). echo false: what is typed is not shown. The terminal is set back before the
 * function returns, and before any signal ends or stops the program; after a stop the prompt is
 * shown again. STATUS_REFUSED with REASON_BAD_VALUE for a line longer than size; STATUS_FAILED if
 * the terminal fails or is at its end (Ctrl-D) with nothing typed. *length is 0 on failure. */
enum status terminal_ask(int fd, const char *prompt, bool echo, unsigned char *bytes, size_t size,
    size_t *length, struct error *err) MUST_USE;

#endif
