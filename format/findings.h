/* What was found in an answers' file that reads well: a list of errors and warnings. */
#ifndef FORMAT_FINDINGS_H
#define FORMAT_FINDINGS_H

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>

enum finding_severity { FINDING_WARNING, FINDING_ERROR };

struct finding {
    enum finding_severity severity;
    unsigned question; /* its id; 0 for what is not about a question */
    const char *code;  /* stable, such as "no-assessment" or "organisation-number"; static text */
    char *text;        /* a sentence for the user, in the catalog's language; owned */
};

/* Adding never fails on the spot: want of memory marks the list, and findings_status tells it. */
struct findings {
    const struct catalog *catalog; /* the language of the texts; NULL for English */
    struct finding *list;          /* owned */
    size_t count;
    size_t capacity;
    size_t errors; /* how many of them are errors; the others are warnings */
    bool failed;   /* a finding was lost for want of memory */
};

void findings_init(struct findings *findings, const struct catalog *catalog);

/* Adds the translation of format (an English printf format). */
void findings_add(struct findings *findings, enum finding_severity severity, unsigned question,
    const char *code, const char *format, ...) __attribute__((format(printf, 5, 6)));

/* STATUS_FAILED if a finding was lost. */
enum status findings_status(const struct findings *findings, struct error *err) MUST_USE;

/* Releases the list; the struct is then an empty list in the same language. */
void findings_free(struct findings *findings);

#endif
