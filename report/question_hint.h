/* How a question without points is answered, in a sentence: the same on paper, in a workbook, on
 * the page and in a conversation. */
#ifndef REPORT_QUESTION_HINT_H
#define REPORT_QUESTION_HINT_H

#include "base/buffer.h"
#include "base/messages.h"
#include "format/edition.h"

/* Appends what may be answered: "Choose one.", "A whole number from 1 to 40.", "A day, written
 * YYYY-MM-DD."; nothing for a question with points. place: the question's in the edition. */
void question_hint(struct buffer *out, const struct catalog *catalog, const struct edition *edition,
    unsigned place);

/* Appends when a follow-up is asked: "Is asked only after \"a\" to question 3."; nothing for any
 * other question. */
void question_hint_asked(struct buffer *out, const struct catalog *catalog,
    const struct edition *edition, unsigned place);

#endif
