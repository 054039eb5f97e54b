/* What asks the process to end in the middle of its work: Ctrl-C, the end of its terminal or of its
 * session, kill. */
#ifndef BASE_SYSTEM_INTERRUPTION_H
#define BASE_SYSTEM_INTERRUPTION_H

/* From now on it ends as it would, but what is unfinished is taken back first (base/undo.h): a file
 * that has no name yet may hold what was deciphered. To be called by the first thread, behind
 * process_begin. Where these are signals, all other threads hold them back (base/system/thread.h),
 * and one that is ignored stays so; where not, a thread of the system's own is told. */
void interruption_prepare(void);

/* For base/undo.c: a signal that came to this thread while it held the list comes again. */
void interruption_again(int number);

#endif
