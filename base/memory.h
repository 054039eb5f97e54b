/* Memory that is there, or the end of the process.
 *
 * Nobody can go on well without memory: a result with figures missing is worse than none. So an
 * allocation that fails takes back what is unfinished (base/undo.h), prints one sentence on
 * standard error and ends the process with STATUS_FAILED. Nothing that has its final name is
 * touched, and whoever allocates need not look at what came back.
 *
 * A size that a stranger chose must be compared with a fixed limit before it comes here, or a
 * hostile file could end a run. */
#ifndef BASE_MEMORY_H
#define BASE_MEMORY_H

#include <stddef.h>

/* What is printed: "PROGRAM: SENTENCE", nothing if the sentence is empty. Both are borrowed until
 * the process ends. Without a call the sentence is in English and names no program. */
void memory_words(const char *program, const char *sentence);

/* The English sentence, to be translated for memory_words. Static text. */
const char *memory_sentence(void);

/* Room for count things of size bytes each, zeroed. Never NULL, also for none. The caller frees it
 * with free(). */
void *memory_new(size_t count, size_t size) __attribute__((malloc, returns_nonnull));

/* Room for at least one byte, not zeroed; for libraries that ask for functions like malloc. */
void *memory_allocate(size_t size) __attribute__((malloc, returns_nonnull));

/* Moves a block to room for count things of size bytes; what is new is not zeroed. block may be
 * NULL. Not for secrets: the old place is not wiped. */
void *memory_resize(void *block, size_t count, size_t size) __attribute__((returns_nonnull));

/* A copy of text, of at most length bytes of it, or of a printf. The caller frees it. */
char *memory_text(const char *text) __attribute__((malloc, returns_nonnull));
char *memory_part(const char *text, size_t length) __attribute__((malloc, returns_nonnull));
char *memory_printf(const char *format, ...)
    __attribute__((format(printf, 1, 2), malloc, returns_nonnull));

/* What all of the above do when there is none. Also for libraries that allocate by themselves and
 * report that they could not. */
void memory_exhausted(void) __attribute__((noreturn));

#endif
