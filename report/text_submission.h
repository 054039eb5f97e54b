/* All that somebody answered, for people: covered organisations, participants, approval, texts, and
 * every answer with what was chosen. */
#ifndef REPORT_TEXT_SUBMISSION_H
#define REPORT_TEXT_SUBMISSION_H

#include "base/buffer.h"
#include "base/messages.h"
#include "format/answers.h"
#include "format/edition.h"
#include "scoring/score.h"

/* Appends it, each part below an empty line. The answers are those of the edition, and the score is
 * theirs. */
void text_submission(struct buffer *out, const struct catalog *catalog,
    const struct edition *edition, const struct answers *answers, const struct score *score);

/* Appends the last part alone: the table of the answers, with points and assessments where the
 * edition gives points. */
void text_submission_answers(struct buffer *out, const struct catalog *catalog,
    const struct edition *edition, const struct answers *answers, const struct score *score);

#endif
