#include "cmd/ui/gap_level.h"

enum status gap_level_find(struct app *app, const struct option_spec *option,
    const struct model *model, const struct score *score, struct gap *gap, struct error *err)
{
    unsigned level = score->level < model->levels ? score->level + 1 : model->levels;
    TRY(option_number(app->options, option, 1, model->levels, &level, err));
    if (!gap_find(model, score, level, gap))
        return error_set(err, STATUS_REFUSED, REASON_NOT_FOUND,
            "level %u cannot be reached: the edition's questions do not give enough points",
            level);
    return STATUS_OK;
}
