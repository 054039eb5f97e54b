/* What was answered to a question, in words. */
#ifndef REPORT_ANSWER_TEXT_H
#define REPORT_ANSWER_TEXT_H

#include "base/buffer.h"
#include "base/messages.h"
#include "format/edition.h"

/* Appends a yes: what was chosen, an option a line with its wording ("a: The first"), or the value
 * with its unit ("250 employees", "2026-01-31"). Without a yes its no in the edition's words, or
 * that it is not answered; of an answer that the question lacks altogether that it is an error.
 * place: the question's in the edition. */
void answer_text(struct buffer *out, const struct catalog *catalog, const struct edition *edition,
    unsigned place, const struct answer *answer);

/* A value with its unit. Of a question with a value. */
void answer_text_value(
    struct buffer *out, const struct edition *edition, unsigned place, uint32_t value);

#endif
