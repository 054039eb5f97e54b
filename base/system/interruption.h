/* What asks the process to end in the middle of its work: Ctrl-C, the end of its session, kill. */
#ifndef BASE_SYSTEM_INTERRUPTION_H
#define BASE_SYSTEM_INTERRUPTION_H

/* From now on it ends as it would, but what is unfinished is taken back first (base/undo.h): a file
 * that has no name yet may hold what was deciphered. What is ignored stays so. To be called by the
 * first thread; all others hold signals back (base/system/thread.h). Where the system has no such
 * signals, a file in the making stays under its temporary name. */
void interruption_prepare(void);

/* For base/undo.c: a signal that came to this thread while it held the list comes again. */
void interruption_again(int number);

#endif
