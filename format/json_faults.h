/* All that is wrong with the syntax of a JSON text, said in the words of those who type it.
 *
 * Jansson stops at the first fault, in words for programmers. This goes on behind it with a guess
 * at what was meant, so that everything can be corrected at once. It decides nothing: what is JSON
 * is what Jansson reads. */
#ifndef FORMAT_JSON_FAULTS_H
#define FORMAT_JSON_FAULTS_H

#include "format/findings.h"

#include <stddef.h>

#define JSON_FAULTS_MAX 200 /* none is looked for after so many */

/* Adds an error for each: "line 3, column 7: ...", in their order. Code "not-json" for one of which
 * nothing closer is known, "syntax" for the others: smart quotes, trailing commas, missing commas,
 * colons and brackets, texts without quotation marks, comments, names that stand twice, ... Nothing
 * of a text that is not UTF-8. */
void json_faults(const char *text, size_t length, struct findings *faults);

#endif
