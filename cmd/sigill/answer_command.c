/* sigill answer: the answers filled in, question by question, on the terminal. */
#include "cmd/commands.h"
#include "cmd/ui/answering.h"

static enum status run(struct app *app, struct error *err)
{
    return answering(app, app->options->operand[0], err);
}

static const struct option_spec *const OPTIONS[] = {
    &OPTION_KIT_KEYS, &OPTION_EXAMPLE_KEYS, &OPTION_EDITION, NULL};

const struct command answer_command = {
    .name = "answer",
    .summary = N_("Asks for the answers one by one on the terminal, and writes them to FILE."),
    .example = N_("answers.json"),
    .options = {OPTIONS, N_("FILE"), 1, 1},
    .run = run,
    .edits = true,
};
