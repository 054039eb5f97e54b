/* Which questions are asked of an organisation: a follow-up only after a yes to an earlier one. */
#ifndef SCORING_ASKED_H
#define SCORING_ASKED_H

#include "scoring/model.h"

/* Whether the question at a place is asked after these answers. A follow-up is asked when the
 * question before it is, and has a yes: to one of the options that it is asked after, if it names
 * some. A yes with a fault beside it, such as no assessment, is a yes here. One with points is
 * asked, too, as long as the question before it is unanswered. Only earlier questions are looked
 * at. 0 <= place < model->questions. */
bool asked_at(const struct model *model, const struct answer_set *answers, unsigned place);

/* Whether each question that it hangs on has a yes; or, if an open one counts, is unanswered. */
bool asked_after(
    const struct model *model, const struct answer_set *answers, unsigned place, bool open_counts);

#endif
