#include "cmd/ui/form_kind.h"

#include "base/clock.h"
#include "base/memory.h"
#include "cmd/ui/output.h"
#include "cmd/ui/output_ending.h"
#include "cmd/ui/workbook_file.h"
#include "format/draft.h"
#include "report/form_page.h"
#include "report/form_workbook.h"
#include "scoring/points.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

static enum status make_json(struct app *app, const struct edition *edition, json_t *draft,
    const char *output, struct buffer *result, struct error *err)
{
    (void)output;
    return draft_print(edition, draft, app->catalog, result, err);
}

static void advise_json(struct app *app, const char *path, const char *pasted)
{
    hint(app, "Fill in %s with the help of `sigill questions`, then run `sigill check %s`.", path,
        pasted);
}

static enum status write_form(
    const void *shown, const char *directory, const char *path, struct error *err)
{
    return form_workbook_write(shown, directory, path, err);
}

/* The one thing that an answers' document may hold and a workbook has no cell for. */
static void name_yes_to_nothing(
    struct app *app, const struct edition *edition, json_t *draft, const struct answers *answers)
{
    for (unsigned i = 0; i < edition->model.questions; i++) {
        const struct model_question *question = &edition->model.question[i];
        const json_t *yes = json_object_get(draft_question(draft, edition, i), "yes");
        if (points_of(question, &answers->set.answer[i]).status == ANSWER_EMPTY ||
            (json_is_string(yes) && json_string_length(yes) == 0))
            warn(app,
                "question %u: a yes to nothing has no cell in a workbook; the question is "
                "unanswered there",
                (unsigned)question->id);
    }
}

static enum status make_workbook(struct app *app, const struct edition *edition, json_t *draft,
    const char *output, struct buffer *result, struct error *err)
{
    struct answers *answers = memory_new(1, sizeof *answers);
    struct findings findings = {0};
    struct form_workbook form = {.edition = edition,
        .catalog = app->catalog,
        .draft = draft,
        .answers = answers,
        .made = clock_now()};
    enum status status;
    TRY_OUT(output_judge_named(app, err));
    TRY_OUT(draft_answers(edition, draft, NULL, answers, &findings, err));
    name_yes_to_nothing(app, edition, draft, answers);
    TRY_OUT(workbook_file_make(write_form, &form, output, result, err));
out:
    findings_free(&findings);
    free(answers);
    return status;
}

static void advise_workbook(struct app *app, const char *path, const char *pasted)
{
    hint(app,
        "Fill in %s in Excel or LibreOffice; its first sheet says how. Then run `sigill check %s`.",
        path, pasted);
}

static enum status make_page(struct app *app, const struct edition *edition, json_t *draft,
    const char *output, struct buffer *result, struct error *err)
{
    (void)output;
    (void)err;
    form_page_write(
        result, &(struct form_page){
                    .language = app->catalog == NULL ? LANGUAGE_ENGLISH : LANGUAGE_SWEDISH,
                    .edition = edition,
                    .draft = draft,
                });
    return STATUS_OK;
}

static void advise_page(struct app *app, const char *path, const char *pasted)
{
    (void)pasted;
    hint(app,
        "Open %s in a browser, fill it in there and save the answers as a file; then run `sigill "
        "check` with that file.",
        path);
}

static const struct form_kind KINDS[] = {
    {".xlsx", make_workbook, advise_workbook},
    {".html", make_page, advise_page},
};
static const struct form_kind JSON = {"", make_json, advise_json};

/* An ending alone is no name. */
static bool has_ending(const char *path, const char *ending)
{
    size_t length = path == NULL ? 0 : strlen(path);
    size_t end = strlen(ending);
    return length > end && strcasecmp(path + length - end, ending) == 0;
}

enum status form_kind_judge(const char *path, bool strict, struct error *err)
{
    bool good = form_kind_of(path) != &JSON || has_ending(path, ".json") ||
                (!strict && !output_ending_is_known(path));
    if (good)
        return STATUS_OK;
    return error_set(err, STATUS_USAGE, REASON_BAD_VALUE,
        "%s: the ending says what is written; give a file that ends in .json, .xlsx or .html",
        path);
}

const struct form_kind *form_kind_of(const char *path)
{
    for (size_t i = 0; i < sizeof KINDS / sizeof KINDS[0]; i++) {
        if (has_ending(path, KINDS[i].suffix))
            return &KINDS[i];
    }
    return &JSON;
}
