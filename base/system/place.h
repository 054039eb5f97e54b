/* What is at a path, and what it is made: looked at, opened, made, named, removed. Paths are UTF-8
 * with slashes. What gives a bool gives false, with errno, where it failed (error_system); what is
 * opened is for this process alone, and the caller's (descriptor_close). */
#ifndef BASE_SYSTEM_PLACE_H
#define BASE_SYSTEM_PLACE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* PLACE_OTHER: a device, a FIFO and the like. */
enum place_kind { PLACE_FILE, PLACE_DIRECTORY, PLACE_LINK, PLACE_OTHER };

/* follow: whether the last part of the path may be a link; it is PLACE_LINK otherwise. */
bool place_look(const char *path, bool follow, enum place_kind *kind);

/* The same of what is open. */
bool place_look_at(int fd, enum place_kind *kind);

/* What tells a file from all others while it is there: two that are equal are of one file. */
struct place_identity {
    uint64_t medium;
    uint64_t file;
};

/* Links followed; and of what is open. */
bool place_identify(const char *path, struct place_identity *identity);
bool place_identify_at(int fd, struct place_identity *identity);

/* When what is there was changed last, in seconds since 1970, links followed. */
bool place_changed(const char *path, int64_t *moment);

/* Where a path leads, without links; allocated, NULL, with errno, if it leads nowhere. */
char *place_real(const char *path);

/* Opens what is there for reading, waiting for nothing. follow as above, a failure otherwise. */
bool place_open(const char *path, bool follow, int *fd);

/* Opens what is there for reading, whatever it is, and waits where that has to be waited for. */
bool place_open_stream(const char *path, int *fd);

/* Opens a directory, to have its entries synced or to make entries in it. */
bool place_open_directory(const char *path, bool follow, int *fd);

/* Makes a new file and opens it for reading and writing; EEXIST if the name is taken, by a link
 * too. mode: as in chmod(1), less what the user's settings take off. A system without modes keeps
 * of it whether others than the owner may read. What is made here, in an open directory, or as one,
 * is made while the list of what is taken back is held (base/undo.h). */
bool place_create(const char *path, unsigned mode, int *fd);

/* The same in an open directory, for writing, of mode 0600. */
bool place_create_in(int directory, const char *name, int *fd);

/* Whether a character of a path parts the names in it. */
bool place_separates(char character);

/* How many bytes at the beginning of a path say from where it leads, which no name does: 1 of one
 * from "/"; where a system has drives 3 of one from "C:\", 2 of "C:name"; 0 of one from here. */
size_t place_root(const char *path);

/* Gives what is open exactly this mode, whatever the user's settings. */
bool place_set_mode(int fd, unsigned mode);

/* The mode of what is there, links followed, as place_create takes one; 0600 where nothing is. */
unsigned place_mode(const char *path);

/* Whether something new may be put into a directory, as far as can be told before. */
bool place_takes_more(const char *directory);

/* What others than the owner and the system may do with what is there, links followed. Both false
 * where nothing is there that can be looked at; true of what does not tell. */
struct place_others {
    bool any;    /* anything at all */
    bool change; /* change it, or of a directory what is in it */
};
struct place_others place_others(const char *path);

/* Whether what is open, and was just made with a mode for its owner alone, is closed to others;
 * false if it cannot be told. */
bool place_is_closed(int fd);

/* Renames, in place of what had the name or only if it is free (EEXIST). Where the system or the
 * medium cannot rename without replacing in one step, it looks before. What somebody has open is
 * neither renamed nor replaced where the system holds on to it: EBUSY, after a second in which it
 * was not let go, and both are as they were. */
bool place_rename(const char *from, const char *to);
bool place_rename_to_free(const char *from, const char *to);

/* Whether nothing can be put in the place of what is there, links not followed, since somebody has
 * it open. */
bool place_is_held(const char *path);

/* Gives what has a name a second one, which is free (EEXIST). */
bool place_link(const char *from, const char *to);

/* Makes a directory; EEXIST if the name is taken. mode as of place_create. */
bool place_make_directory(const char *path, unsigned mode);

/* Removes a file, or an empty directory. They ask for no memory. A file that somebody has open is
 * waited for as above, where the system holds on to it. */
bool place_remove(const char *path);
bool place_remove_directory(const char *path);

/* Removes a directory with all that is in it, links not followed, as far as that can be done; asks
 * for no memory. Where what somebody has open keeps its name until it is closed, it gets one beside
 * the directory first, the path and a digit from 0 to 9, so that the directory can go; under that
 * one it may stay if the process is ended meanwhile. All that others do not let go is waited for a
 * second, not each. */
void place_remove_tree(const char *path);

/* Whether an errno is what file systems of removable media, of networks and of FUSE say to what
 * they do not have. */
bool place_is_unable(int number);

#endif
