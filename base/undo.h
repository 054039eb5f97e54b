/* What is taken back if the process has to end in the middle of its work, for want of memory or by
 * a signal or what the system has instead (base/system/interruption.h): a file that has no final
 * name yet, a terminal that shows nothing of what is typed.
 *
 * The list belongs to the process: an allocation that fails has no caller that could hand it down.
 * So it is mutable and global, as are its lock, how often its holder holds it, and the signal that
 * came meanwhile; beside these only what base/memory.h has is, and on Windows the job that a
 * handler asks for (base/system/apart_windows.c). Any thread may use it. */
#ifndef BASE_UNDO_H
#define BASE_UNDO_H

#include <stdbool.h>

struct undo;

/* From now on, until undo_drop, take_back(context) is called by undo_all. It may be called when
 * there is no memory left, or by a handler of signals: it must not allocate, nor call what
 * allocates, nor take a lock, nor add or drop. It may wait for a moment, as for who has a file open
 * that is removed (place_remove): the end waits meanwhile. context is borrowed. */
struct undo *undo_add(void (*take_back)(void *context), void *context);

/* The work is done, or was taken back by its owner. NULL is allowed. */
void undo_drop(struct undo *undo);

/* Between these two no other thread adds, drops or takes back. What makes a thing that is listed
 * holds the list meanwhile, as place_create, place_create_in and place_make_directory do: else it
 * could be made after it was taken back, and before the process has ended. So does what gives a
 * directory its name; and on Windows what gives any name (place_rename, place_rename_to_free,
 * place_link), since a file is opened by its name there to be removed, and what a library opens
 * (base/system/library_files_windows.c). What SQLite creates has no such hold: it is used by one
 * thread alone. May be called within itself; allocates nothing. undo_release leaves errno as it is,
 * and on Windows what GetLastError tells. Who never releases it has all others wait. */
void undo_hold(void);
void undo_release(void);

/* For the end of the process: takes back all that is listed, the newest first, each once, and holds
 * the list from before until undo_release, which whoever ends the process does not call. */
void undo_all(void);

/* The same for a handler of a signal that ends the process, which may call it. False if the thread
 * that it came to is just holding the list: nothing is taken back then, and the signal is raised
 * once more when the list is released. */
bool undo_all_at_signal(int number);

#endif
