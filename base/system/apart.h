/* Work of this program that is done in a process of its own, to its end. */
#ifndef BASE_SYSTEM_APART_H
#define BASE_SYSTEM_APART_H

#include <stdbool.h>

/* The process is a copy of this one, in which work(context) is called, which ends it; or, where the
 * system cannot copy a process, this program started anew with APART_WORD and these words, of which
 * the last is NULL, and which lead its main to the same work. */
#define APART_WORD "apart"
struct apart {
    void (*work)(void *context);
    void *context;
    const char *const *words;
};

/* Whether the process was started so, with APART_WORD; never where processes are copied. */
bool apart_is_asked_for(int count, char **words);

/* Does it and waits for the end. What the user's keys send goes to both processes; it is the other
 * one that answers it, and what ended the other one so ends this one too. It ends with this
 * process, whatever ended that: where there are signals it is sent SIGHUP then; where not, the
 * system ends it in the middle of its work. But what reaches both from outside gives it three
 * seconds before, in which it takes back what is unfinished (base/undo.h); and where the system
 * itself ends each of them then, as when a window is closed, it is left to that. One at a time.
 * *ended is its exit status, -1 if it was ended otherwise. False, with errno, if it cannot be
 * started. */
bool apart_run(const struct apart *apart, int *ended);

#endif
