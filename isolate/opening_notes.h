/* What is noted of a bundle without refusing it, for files isolate/opening*.c only. */
#ifndef ISOLATE_OPENING_NOTES_H
#define ISOLATE_OPENING_NOTES_H

#include "base/error.h"
#include "isolate/opening.h"

/* Adds a note, in the language of err, while there is room. */
void opening_note(struct opening_notes *notes, const struct error *err, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Notes what is odd of the moments that the manifest and its sender's card name. */
void opening_note_times(struct opening *opening, const struct error *err);

#endif
