/* The gap to the level that an option names: for `gap` of both programs. */
#ifndef CMD_UI_GAP_LEVEL_H
#define CMD_UI_GAP_LEVEL_H

#include "base/error.h"
#include "cmd/ui/app.h"
#include "scoring/gap.h"

/* Without the option: to the next level, or to the highest where there is no next. STATUS_USAGE for
 * a level that there is not; STATUS_REFUSED, REASON_NOT_FOUND for one that cannot be reached. */
enum status gap_level_find(struct app *app, const struct option_spec *option,
    const struct model *model, const struct score *score, struct gap *gap,
    struct error *err) MUST_USE;

#endif
