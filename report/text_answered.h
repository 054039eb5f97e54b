/* How many questions are answered, for people. */
#ifndef REPORT_TEXT_ANSWERED_H
#define REPORT_TEXT_ANSWERED_H

#include "base/buffer.h"
#include "base/messages.h"
#include "format/edition.h"
#include "scoring/answered.h"

/* Appends "38 of 40 questions (section 1: 19 of 20, …)", without a newline. */
void text_answered(
    struct buffer *out, const struct catalog *catalog, const struct answered *answered);

/* Appends "Unanswered question: 40" or "Unanswered questions: 7, 12", without a newline; nothing if
 * all are answered. */
void text_answered_missing(struct buffer *out, const struct catalog *catalog,
    const struct edition *edition, const struct answer_set *answers);

#endif
