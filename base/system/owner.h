/* Whose the files are that a run as root makes: the owner's of the directory that they are in, who
 * would otherwise be locked out of keys and registers by one `sudo`. */
#ifndef BASE_SYSTEM_OWNER_H
#define BASE_SYSTEM_OWNER_H

/* Gives what was just made as path, and is open as fd, to the owner and group of its directory.
 * Does nothing unless root runs the program and the directory is another's; where the file system
 * keeps no owners nothing comes of it. */
void owner_follow(int fd, const char *path);

#endif
