#include "cmd/ui/question_named.h"

#include <limits.h>

enum status question_named(const struct app *app, const struct option_spec *option,
    const struct edition *edition, int *place, struct error *err)
{
    unsigned id = 0;
    *place = -1;
    if (!option_given(app->options, option))
        return STATUS_OK;
    TRY(option_number(app->options, option, 1, UINT_MAX, &id, err));
    *place = edition_find_question(edition, id);
    if (*place >= 0)
        return STATUS_OK;
    return error_set(err, STATUS_REFUSED, REASON_NOT_FOUND,
        "--question %u: the edition %s has no such question; `sigill questions` shows which there "
        "are",
        id, edition->id);
}
