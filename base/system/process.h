/* The process itself: its beginning and its end. */
#ifndef BASE_SYSTEM_PROCESS_H
#define BASE_SYSTEM_PROCESS_H

#include <stdbool.h>

/* Readies it before it does anything else: a file over a limit is an error of its write, and not
 * the end of the program; how a child ended can be known; memory that was released goes back to the
 * system; what is written and read stays the bytes that it is. Where the system tells of Ctrl-C,
 * Ctrl-Break, a window that is closed or a session that ends by no signals, each of them ends the
 * process from now on, by a status that says so, also where who started it does not hear Ctrl-C;
 * and what is loaded late is the system's own. */
void process_begin(void);

/* Sees to it that the standard descriptors are open: where one is not, a file that is opened would
 * get its number, and messages would be written into it. What stands in for it fails when it is
 * used. False where nothing can. */
bool process_hold_descriptors(void);

/* The words that it was started with, in UTF-8; they stay as long as the process. */
void process_words(int *count, char ***words);

/* The value of a variable of the environment, in UTF-8; NULL if there is none. It stays as long as
 * the process. */
const char *process_variable(const char *name);

/* These ask for no memory. Ends at once: nothing is flushed, no exit handler is called. */
void process_end(int status) __attribute__((noreturn));

/* Writes text to standard error, as far as that can be done. */
void process_complain(const char *text);

#endif
