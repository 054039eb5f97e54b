/* What is taken back if the process has to end in the middle of its work: a file that has no final
 * name yet, a terminal that shows nothing of what is typed.
 *
 * The list belongs to the process and is one of its two mutable globals (the other is the sentence
 * of base/memory.h): an allocation that fails has no caller that could hand the list down. Any
 * thread may use it. */
#ifndef BASE_UNDO_H
#define BASE_UNDO_H

struct undo;

/* From now on, until undo_drop, take_back(context) is called by undo_all. It may be called when
 * there is no memory left: it must not allocate, nor call what allocates. context is borrowed. */
struct undo *undo_add(void (*take_back)(void *context), void *context);

/* The work is done, or was taken back by its owner. NULL is allowed. */
void undo_drop(struct undo *undo);

/* Takes back all that is listed, the newest first, each once. */
void undo_all(void);

#endif
