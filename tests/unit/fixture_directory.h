/* A directory of a test's own, outside the tree, and small files in it. */
#ifndef FIXTURE_DIRECTORY_H
#define FIXTURE_DIRECTORY_H

#include "base/buffer.h"

/* A new empty directory; its path is valid until the next call of fixture_directory_remove. */
const char *fixture_directory_make(void);

/* Removes it and all that is in it. */
void fixture_directory_remove(void);

/* The path of an entry ("" for the directory itself), in memory that lasts for the next three
 * calls. */
const char *fixture_directory_path(const char *name);

struct buffer fixture_directory_read(const char *name);
void fixture_directory_write(const char *name, const void *bytes, size_t length);

#endif
