/* What was found in an answers' file that reads well: a list of errors and warnings. */
#ifndef FORMAT_FINDINGS_H
#define FORMAT_FINDINGS_H

#include "base/error.h"

#include <stddef.h>

enum finding_severity { FINDING_WARNING, FINDING_ERROR };

struct finding {
    enum finding_severity severity;
    unsigned question; /* its id; 0 for what is not about a question */
    const char *code;  /* stable, such as "no-assessment" or "organisation-number"; static text */
    char *text;        /* a sentence for the user, in the catalog's language; owned */
    char *place;       /* the cell that it is about, "Svar!D47"; NULL if not known; owned */
};

struct findings {
    const struct catalog *catalog; /* the language of the texts; NULL for English */
    struct finding *list;          /* owned */
    size_t count;
    size_t errors; /* how many of them are errors; the others are warnings */
};

void findings_init(struct findings *findings, const struct catalog *catalog);

/* Adds the translation of format (an English printf format). */
void findings_add(struct findings *findings, enum finding_severity severity, unsigned question,
    const char *code, const char *format, ...) __attribute__((format(printf, 5, 6)));

/* The same about a cell, which is not known if place is NULL. */
void findings_add_at(struct findings *findings, const char *place, enum finding_severity severity,
    unsigned question, const char *code, const char *format, ...)
    __attribute__((format(printf, 6, 7)));

/* Says of the finding at that place in the list which cell it is about. */
void findings_place(struct findings *findings, size_t index, const char *place);

/* Puts a label, which may be anybody's text, in the place of the name that the finding's sentence
 * begins with, up to its first ": "; a sentence without stays. */
void findings_label(struct findings *findings, size_t index, const char *label);

/* Moves all of them to the end of another list. */
void findings_move(struct findings *to, struct findings *from);

/* Takes away those about a question with that code. */
void findings_drop(struct findings *findings, unsigned question, const char *code);

/* Puts what stands in named in the place of those about the same question with the same code, and
 * at the end where there is none; named is then empty. */
void findings_replace(struct findings *findings, struct findings *named);

/* Releases the list; the struct is then an empty list in the same language. */
void findings_free(struct findings *findings);

#endif
