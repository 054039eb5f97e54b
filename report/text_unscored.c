#include "report/text_unscored.h"

#include "report/field_tables.h"
#include "report/layout.h"
#include "report/text_answered.h"
#include "report/text_submission.h"

static void put_how_many(struct buffer *out, const struct catalog *catalog,
    const struct edition *edition, const struct answer_set *answers)
{
    struct answered answered;
    struct buffer line = {0};
    answered_count(&edition->model, answers, &answered);
    if (answered.all.answered == answered.all.of)
        return;
    text_answered(&line, catalog, &answered);
    buffer_text(out, "\n");
    layout_say(out, "", tr(catalog, "Answered: %s."), buffer_string(&line));
    buffer_free(&line);
}

void text_unscored(struct buffer *out, const struct catalog *catalog, const struct edition *edition,
    const struct answers *answers, const struct score *score)
{
    if (edition_has_points(edition))
        return;
    put_how_many(out, catalog, edition, &answers->set);
    if (edition->model.fields > 0)
        field_tables_text(out, catalog, edition, &answers->set);
    else
        text_submission_answers(out, catalog, edition, answers, score);
}
