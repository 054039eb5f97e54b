/* Memory for another process, of which base/sealed_copy.h is made. */
#ifndef BASE_SYSTEM_SEALED_MEMORY_H
#define BASE_SYSTEM_SEALED_MEMORY_H

#include "base/error.h"

#include <stdbool.h>

/* An empty file in memory, under that name in /proc, which can be written to and then sealed; -1
 * with errno if the system gives none. Nobody can execute it, or make it so that one could, where
 * the kernel knows of that (Linux 6.3): with vm.memfd_noexec it warns of others, or refuses them.
 */
int sealed_memory_begin(const char *name) MUST_USE;

/* Nobody can change it from now on, neither who has it nor who is given it. False, with errno,
 * where the system fails. */
bool sealed_memory_end(int fd) MUST_USE;

#endif
