/* Who besides us may change what lies in a directory, or put another directory in its place. */
#ifndef BASE_SYSTEM_EXPOSURE_H
#define BASE_SYSTEM_EXPOSURE_H

/* The directory by which others may, allocated: the one at the path itself if others may write in
 * it, or one above it if others may rename what it holds, which they may not where it is sticky as
 * /tmp is. Others are its group and everyone, by its mode, and its owner, if that is neither we,
 * nor root, nor who owns "/". NULL if there is none, or if the path leads nowhere. */
char *exposure_of(const char *path);

#endif
