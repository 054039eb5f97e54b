/* What a worker does that never gets a key (S13): it confines itself, and reads its one file. */
#ifndef ISOLATE_UNKEYED_H
#define ISOLATE_UNKEYED_H

#include "isolate/sandbox.h"

enum { UNKEYED_DESCRIPTORS = 2 }; /* its file, and its end of its socket */

/* In the new process, which ends when they return: at the end of their work, or where it cannot be
 * confined. */
void unkeyed_read_container(const struct sandbox *sandbox, const int fd[UNKEYED_DESCRIPTORS]);
void unkeyed_read_workbook(const struct sandbox *sandbox, const int fd[UNKEYED_DESCRIPTORS]);
void unkeyed_read_kit(const struct sandbox *sandbox, const int fd[UNKEYED_DESCRIPTORS]);

#endif
