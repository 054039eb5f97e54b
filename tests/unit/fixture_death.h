/* Work that ends its process, as the end of memory does: it is done in a child, which is looked at
 * afterwards. */
#ifndef FIXTURE_DEATH_H
#define FIXTURE_DEATH_H

#include <stddef.h>

/* What is said where no other words were given (memory_words). */
#define FIXTURE_DEATH_ENGLISH "out of memory; close other programs and try again\n"

/* Runs work in a child. -> its wait status; what it said on standard error stands in said. */
int fixture_death_of(void (*work)(void), char *said, size_t size);

/* That it ends with status 3, and this as the last that it says. */
void fixture_expect_death(void (*work)(void), const char *sentence);

#endif
