/* Whether two texts are the same to people: whatever their capitals, their letters composed or
 * decomposed, and their spaces. */
#ifndef BASE_TEXT_FOLD_H
#define BASE_TEXT_FOLD_H

#include <stdbool.h>
#include <stddef.h>

/* The form in which such texts are equal: NFC of the folded letters (Unicode, "Caseless Matching"),
 * one space for any row of white space, none at the ends. Of what is not UTF-8 a copy as it is. The
 * caller frees it with free(). */
char *text_fold(const char *text) __attribute__((malloc, returns_nonnull));

bool text_same_folded(const char *text, const char *other);

/* Finds the words of which one, in either language, is the same as the text; *place counts from 0.
 * False, and *place is count, if there are none. */
bool text_find_folded(const char *const words[][2], size_t count, const char *text, size_t *place);

#endif
