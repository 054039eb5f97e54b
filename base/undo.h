/* What is taken back if the process has to end in the middle of its work: a file that has no final
 * name yet, a terminal that shows nothing of what is typed.
 *
 * The list belongs to the process: an allocation that fails has no caller that could hand it down.
 * So it is mutable and global, as are its lock and each thread's mark that it is within undo_all;
 * beside these only what base/memory.h has is. Any thread may use it. Who adds or drops while
 * undo_all runs waits for its end, behind which the process ends at once. */
#ifndef BASE_UNDO_H
#define BASE_UNDO_H

struct undo;

/* From now on, until undo_drop, take_back(context) is called by undo_all. It may be called when
 * there is no memory left: it must not allocate, nor call what allocates. Nor may it add or
 * drop: it would wait for itself. context is borrowed. */
struct undo *undo_add(void (*take_back)(void *context), void *context);

/* The work is done, or was taken back by its owner. NULL is allowed. */
void undo_drop(struct undo *undo);

/* Takes back all that is listed, the newest first, each once. */
void undo_all(void);

#endif
