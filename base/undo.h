/* What is taken back if the process has to end in the middle of its work: a file that has no final
 * name yet, a terminal that shows nothing of what is typed.
 *
 * The list belongs to the process: an allocation that fails has no caller that could hand it down.
 * So it is mutable and global, as are its lock and how often its holder holds it; beside these
 * only what base/memory.h has is. Any thread may use it. */
#ifndef BASE_UNDO_H
#define BASE_UNDO_H

struct undo;

/* From now on, until undo_drop, take_back(context) is called by undo_all. It may be called when
 * there is no memory left: it must not allocate, nor call what allocates. Nor may it add or
 * drop: it would wait for itself. context is borrowed. */
struct undo *undo_add(void (*take_back)(void *context), void *context);

/* The work is done, or was taken back by its owner. NULL is allowed. */
void undo_drop(struct undo *undo);

/* Between these two no other thread adds, drops or takes back. What makes a thing that is listed
 * holds the list meanwhile, as all that creates does (base/system/place.h): else it could be made
 * after it was taken back, and before the process has ended. May be called within itself; allocates
 * nothing. undo_release leaves errno as it is. Who never releases it has all others wait. */
void undo_hold(void);
void undo_release(void);

/* Takes back all that is listed, the newest first, each once, and holds the list meanwhile. */
void undo_all(void);

#endif
