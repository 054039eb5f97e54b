/* What an edition without points shows of one organisation, for people, in the place of levels. */
#ifndef REPORT_TEXT_UNSCORED_H
#define REPORT_TEXT_UNSCORED_H

#include "base/buffer.h"
#include "base/messages.h"
#include "format/answers.h"
#include "format/edition.h"
#include "scoring/score.h"

/* Appends, below an empty line, how many questions are answered, if some are not; and the edition's
 * fields beside their target, or each answer where it has none. Nothing of an edition with points.
 * The score is that of the answers. */
void text_unscored(struct buffer *out, const struct catalog *catalog, const struct edition *edition,
    const struct answers *answers, const struct score *score);

#endif
