/* What the report on a round says whatever the answers are: how it is read, what the model can and
 * cannot say, and its words. Each as markup without a heading: a list, a paragraph, or terms with
 * their meanings. */
#ifndef REPORT_COMPILATION_EXPLAINED_H
#define REPORT_COMPILATION_EXPLAINED_H

#include "base/buffer.h"
#include "base/messages.h"
#include "format/edition.h"

enum compilation_explained {
    EXPLAINED_READING,       /* how the report is to be read */
    EXPLAINED_LIMITS,        /* what the model cannot say */
    EXPLAINED_REASONS,       /* why it is of use all the same */
    EXPLAINED_LEVELS,        /* what each level means, and takes */
    EXPLAINED_RESULT_NUMBER, /* how organisations are compared */
    EXPLAINED_GLOSSARY,
    EXPLAINED_KINDS
};

/* The heading that suits it. */
const char *compilation_explained_heading(
    const struct catalog *catalog, enum compilation_explained which);

void compilation_explained(struct buffer *out, const struct catalog *catalog,
    const struct edition *edition, enum compilation_explained which);

#endif
