#include "cmd/ui/forms.h"

#include "base/file.h"
#include "base/system/descriptor.h"
#include "format/beginning.h"
#include "format/draft.h"
#include "format/form_cells.h"
#include "format/sheet_read.h"
#include "isolate/workbook.h"
#include "report/text_findings.h"
#include "scoring/points.h"

#include <string.h>

static enum beginning kind_of_file(const char *path)
{
    enum beginning kind = BEGINNING_OTHER;
    uint64_t size;
    int fd = -1;
    if (strcmp(path, FILE_STANDARD) == 0 || file_open(path, true, &fd, &size, NULL) != STATUS_OK)
        return BEGINNING_OTHER;
    if (beginning_read(fd, size, path, &kind, NULL) != STATUS_OK)
        kind = BEGINNING_OTHER;
    (void)descriptor_close(fd);
    return kind;
}

bool forms_is_workbook(const char *path)
{
    enum beginning kind = kind_of_file(path);
    return kind == BEGINNING_OFFICE || kind == BEGINNING_ZIP || kind == BEGINNING_OFFICE_OLD;
}

/* As cmd/ui/workers.h, but what is read is a workbook. */
static enum status start_reader(struct app *app, struct error *err)
{
    const char *language = app->catalog == NULL ? "en" : "sv";
    enum status status = spawner_start(NULL, language, &app->spawner, err);
    if (status != STATUS_OK && !option_given(app->options, &OPTION_NO_SANDBOX))
        return error_set(err, status, REASON_IO_ERROR,
            "the confined process that reads workbooks could not be started; ask whoever runs this "
            "machine to allow %s (--allow-no-sandbox reads them without that protection), or "
            "give the answers as JSON",
            tr(app->catalog, worker_source_needs()));
    if (status != STATUS_OK) {
        error_init(err, app->catalog);
        app->spawner = SPAWNER_UNPROTECTED;
        warn(app, "the process that reads the workbook is not confined");
    }
    if (app->spawner.source != NULL && worker_source_is_lesser(app->spawner.source))
        warn(app, "the process that reads the workbook is confined, but has no low integrity");
    if (app->spawner.inside)
        TRY(sheet_load(err));
    app_confine(app);
    return STATUS_OK;
}

enum status forms_prepare(struct app *app, struct error *err)
{
    const struct options *options = app->options;
    bool any = false;
    for (size_t i = 0; app->command->forms && i < options->operands; i++)
        any = any || forms_is_workbook(options->operand[i]);
    for (size_t i = 0; app->command->forms && i < options->count; i++)
        any = any ||
              (options->value[i].text != NULL && !option_names_output(options->value[i].spec) &&
                  forms_is_workbook(options->value[i].text));
    if (any)
        return start_reader(app, err);
    app_confine(app);
    return STATUS_OK;
}

/* What was found, the more exact in the place of what answers_check says of the same. A question
 * whose cell was not understood is not said to be unanswered too; and of an answer that is not to
 * be there nothing else is said (scoring/model.h). */
static void gather_findings(
    struct form_cells *form, struct findings *exact, struct findings *findings)
{
    form_cells_place(form, findings);
    for (size_t i = 0; i < findings->count; i++) {
        if (strcmp(findings->list[i].code, points_status_code(ANSWER_UNCALLED)) == 0)
            findings_drop(
                exact, findings->list[i].question, points_status_code(ANSWER_UNKNOWN_OPTION));
    }
    for (size_t i = 0; i < exact->count; i++) {
        if (exact->list[i].question != 0 && exact->list[i].severity == FINDING_ERROR)
            findings_drop(findings, exact->list[i].question, points_status_code(ANSWER_UNANSWERED));
    }
    findings_replace(findings, exact);
    findings_move(findings, &form->found);
}

static enum status refuse_dropped(struct app *app, const char *path, const struct loaded *loaded,
    const struct form_cells *form, const struct findings *exact, struct error *err)
{
    struct buffer text = {0};
    size_t errors = exact->errors + form->found.errors;
    if (errors == 0)
        return STATUS_OK;
    text_findings_list(&text, loaded->edition, exact, FINDING_ERROR);
    text_findings_list(&text, loaded->edition, &form->found, FINDING_ERROR);
    app_show(app, app->err, &text);
    buffer_free(&text);
    return error_set(err, STATUS_REFUSED, REASON_INVALID_ANSWERS,
        "%s: not all that is typed can be taken over (%zu); correct it, and try again", path,
        errors);
}

static enum status load_form(struct app *app, const char *path, const struct sheet_cells *cells,
    bool whole, struct loaded *loaded, struct error *err)
{
    struct form_cells form;
    struct findings exact;
    char id[EDITION_WORD_SIZE];
    enum status status;
    findings_init(&exact, app->catalog);
    TRY_OUT(form_cells_find(cells, path, &form, err));
    form_cells_edition(&form, id);
    TRY_OUT(load_edition_named(app, path, id, &loaded->edition, err));
    loaded->draft = form_cells_draft(&form, loaded->edition, &exact);
    if (whole)
        TRY_OUT(refuse_dropped(app, path, loaded, &form, &exact, err));
    TRY_OUT(draft_answers(
        loaded->edition, loaded->draft, path, loaded->answers, &loaded->findings, err));
    load_check_days(loaded->edition, loaded->answers, &loaded->findings);
    gather_findings(&form, &exact, &loaded->findings);
    form_cells_missing(&form, loaded->edition, &loaded->findings);
    findings_move(&loaded->beside, &form.beside);
out:
    findings_free(&exact);
    form_cells_free(&form);
    return status;
}

enum status forms_read_cells(
    struct app *app, const char *path, struct sheet_cells *cells, struct error *err)
{
    uint64_t size;
    int fd = -1;
    if (kind_of_file(path) == BEGINNING_OFFICE_OLD)
        return error_set(err, STATUS_REFUSED, REASON_BAD_SYNTAX,
            "%s: an older office document (.xls), or a workbook that is locked with a password; "
            "open it, save it as .xlsx without a password, and try again",
            path);
    TRY(file_open(path, true, &fd, &size, err));
    enum status status = workbook_read(&app->spawner, fd, size, cells, err);
    (void)descriptor_close(fd);
    if (status != STATUS_OK)
        error_prefix(err, path);
    return status;
}

enum status forms_load(
    struct app *app, const char *path, bool whole, struct loaded *loaded, struct error *err)
{
    struct sheet_cells cells = SHEET_CELLS_NONE;
    enum status status = STATUS_OK;
    TRY_OUT(forms_read_cells(app, path, &cells, err));
    status = load_form(app, path, &cells, whole, loaded, err);
out:
    sheet_cells_free(&cells);
    return status;
}
