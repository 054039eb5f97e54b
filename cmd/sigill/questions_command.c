/* sigill questions: the questionnaire on paper. */
#include "cmd/commands.h"
#include "cmd/ui/load.h"
#include "report/text_questions.h"

static enum status run(struct app *app, struct error *err)
{
    struct edition *edition = NULL;
    struct buffer result = {0};
    enum status status;
    TRY_OUT(load_edition(app, NULL, &edition, err));
    text_questions(&result, app->catalog, edition);
    status = app_deliver_text(app, &result, err);
out:
    buffer_free(&result);
    edition_free(edition);
    return status;
}

static const struct option_spec *const OPTIONS[] = {
    &OPTION_OUTPUT, &OPTION_FORCE, &OPTION_EDITION, NULL};

const struct command questions_command = {
    .name = "questions",
    .summary = N_("Prints the whole questionnaire, with room to answer on paper."),
    .options = {OPTIONS, "", 0, 0},
    .run = run,
};
