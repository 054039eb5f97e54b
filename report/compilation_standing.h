/* What the report on a round says whatever the answers are: how it is read, what the model can and
 * cannot say, and its words. Each as markup without a heading: a list, a paragraph, or terms with
 * their meanings. */
#ifndef REPORT_COMPILATION_STANDING_H
#define REPORT_COMPILATION_STANDING_H

#include "base/buffer.h"
#include "base/messages.h"
#include "format/edition.h"

enum compilation_standing {
    COMPILATION_READING,       /* how the report is to be read */
    COMPILATION_LIMITS,        /* what the model cannot say */
    COMPILATION_REASONS,       /* why it is of use all the same */
    COMPILATION_LEVELS,        /* what each level means, and takes */
    COMPILATION_RESULT_NUMBER, /* how organisations are compared */
    COMPILATION_GLOSSARY,
    COMPILATION_STANDINGS
};

/* The heading that suits it. */
const char *compilation_standing_heading(
    const struct catalog *catalog, enum compilation_standing which);

void compilation_standing(struct buffer *out, const struct catalog *catalog,
    const struct edition *edition, enum compilation_standing which);

#endif
