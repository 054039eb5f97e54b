/* sigill questions: the questionnaire on paper, or what is another since an earlier one. */
#include "base/memory.h"
#include "cmd/commands.h"
#include "cmd/ui/load.h"
#include "format/succession.h"
#include "report/text_questions.h"
#include "report/text_since.h"

#include <stdlib.h>

static const struct option_spec SINCE = {"since", 0, N_("[EDITION]"),
    N_("tell instead what is new, changed and gone since an earlier edition (its id), or since the "
       "one that this one follows"),
    false};

static enum status find_earlier(const struct editions *known, const struct edition *edition,
    const char *named, const struct edition **earlier, struct error *err)
{
    const char *id = named != NULL ? named : edition->follows.edition;
    if (id[0] == '\0')
        return error_set(err, STATUS_REFUSED, REASON_UNKNOWN_EDITION,
            "%s does not say that it follows an earlier edition; name with -k the key directory whose "
            "kit has a later one, or its file with --edition",
            edition->id);
    *earlier = editions_find(known, id);
    if (*earlier != NULL)
        return STATUS_OK;
    return error_set(err, STATUS_REFUSED, REASON_UNKNOWN_EDITION,
        "the edition %s is not known here; name its file with --edition too, before the later one",
        id);
}

static enum status put_since(
    struct app *app, const struct edition *edition, struct buffer *result, struct error *err)
{
    struct editions known = {0};
    const struct edition *earlier = NULL;
    struct succession *succession = memory_new(1, sizeof *succession);
    enum status status;
    TRY_OUT(load_editions(app, &known, err));
    TRY_OUT(find_earlier(&known, edition, option_text(app->options, &SINCE), &earlier, err));
    TRY_OUT(succession_between(&known, earlier, edition, succession, err));
    text_since(result, app->catalog, succession);
out:
    editions_free(&known);
    free(succession);
    return status;
}

static enum status run(struct app *app, struct error *err)
{
    struct edition *edition = NULL;
    struct buffer result = {0};
    enum status status;
    TRY_OUT(load_edition(app, NULL, &edition, err));
    if (option_given(app->options, &SINCE))
        TRY_OUT(put_since(app, edition, &result, err));
    else
        text_questions(&result, app->catalog, edition);
    status = app_deliver_text(app, &result, err);
out:
    buffer_free(&result);
    edition_free(edition);
    return status;
}

static const struct option_spec *const OPTIONS[] = {&OPTION_OUTPUT, &OPTION_FORCE, &SINCE,
    &OPTION_KIT_KEYS, &OPTION_EXAMPLE_KEYS, &OPTION_EDITIONS, NULL};

const struct command questions_command = {
    .name = "questions",
    .summary = N_("Prints the whole questionnaire, with room to answer on paper."),
    .options = {OPTIONS, "", 0, 0},
    .run = run,
};
