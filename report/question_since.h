/* What an edition says of a question in relation to the edition that it follows. */
#ifndef REPORT_QUESTION_SINCE_H
#define REPORT_QUESTION_SINCE_H

#include "base/buffer.h"
#include "base/messages.h"
#include "format/edition.h"
#include "format/succession.h"

/* "new" or "changed", of a question or an area; NULL of what is the same. Static text. */
const char *question_since_mark(const struct catalog *catalog, enum succession_kind kind);

/* Appends the question's topic, with "(new)" or "(changed)" behind it if the edition says so. */
void question_since_topic(struct buffer *out, const struct catalog *catalog,
    const struct edition *edition, unsigned place);

#endif
