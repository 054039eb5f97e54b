#include "cmd/ui/points_needed.h"

/* The authority's commands that must be given one operand are about an organisation. */
static const char *shows_answers(const struct command *command)
{
    if (command->forms)
        return "sigill score";
    return command->options.least == 1 ? "sigill-msb show" : "sigill-msb stats";
}

enum status points_needed(const struct app *app, const struct edition *edition, struct error *err)
{
    if (!app->command->needs_points || edition_has_points(edition))
        return STATUS_OK;
    return error_set(err, STATUS_REFUSED, REASON_BAD_VALUE,
        "%s counts points and levels, and the questionnaire %s has none; what was answered is shown "
        "by `%s`",
        app->command->name, edition->id, shows_answers(app->command));
}
