/* The process itself, at its end. These ask for no memory. */
#ifndef BASE_SYSTEM_PROCESS_H
#define BASE_SYSTEM_PROCESS_H

/* Ends at once: nothing is flushed, no exit handler is called. */
void process_end(int status) __attribute__((noreturn));

/* Has the calling thread wait until another one ends the process. */
void process_await_end(void) __attribute__((noreturn));

/* Writes text to standard error, as far as that can be done. */
void process_complain(const char *text);

#endif
