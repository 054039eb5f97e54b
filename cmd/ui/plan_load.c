#include "cmd/ui/plan_load.h"

#include "base/file.h"
#include "cmd/ui/forms.h"
#include "cmd/ui/load.h"
#include "format/plan_csv.h"
#include "report/text_findings.h"

enum { PLAN_CSV_MAX = 4 << 20 };

/* A file of text: a plan as CSV has its headings. */
static enum status read_csv(const char *path, struct sheet_cells *cells, struct error *err)
{
    struct buffer content = {0};
    enum status status;
    TRY_OUT(file_read_given(path, PLAN_CSV_MAX, &content, err));
    if (plan_csv_cells(&content, path, cells, NULL) != STATUS_OK || !plan_is_one(cells))
        status = error_set(err, STATUS_REFUSED, REASON_BAD_SYNTAX,
            "%s: this is no workbook and no CSV of a plan; give the plan that `sigill gap` made, saved "
            "as .xlsx, .ods or .csv (UTF-8)",
            path);
out:
    buffer_free(&content);
    return status;
}

static enum status read_plan_cells(struct app *app, const char *path,
    const struct sheet_cells *cells, struct loaded_plan *loaded, struct error *err)
{
    char id[EDITION_WORD_SIZE];
    TRY(plan_peek_edition(cells, path, id, err));
    TRY(load_edition_named(app, path, id, &loaded->edition, err));
    return plan_read(loaded->edition, cells, path, &loaded->plan, &loaded->findings, err);
}

enum status plan_load(
    struct app *app, const char *path, struct loaded_plan *loaded, struct error *err)
{
    struct sheet_cells cells = SHEET_CELLS_NONE;
    enum status status = STATUS_OK;
    *loaded = (struct loaded_plan){0};
    findings_init(&loaded->findings, app->catalog);
    TRY_OUT(forms_is_workbook(path) ? forms_read_cells(app, path, &cells, err)
                                    : read_csv(path, &cells, err));
    status = read_plan_cells(app, path, &cells, loaded, err);
out:
    sheet_cells_free(&cells);
    return status;
}

void plan_load_warn(struct app *app, const char *path, const struct loaded_plan *loaded)
{
    struct buffer text = {0};
    if (loaded->findings.count == 0)
        return;
    warn(app, "%s: not all of the plan was understood:", path);
    text_findings_list(&text, loaded->edition, &loaded->findings, FINDING_ERROR);
    app_show(app, app->err, &text);
    buffer_free(&text);
}

void plan_load_free(struct loaded_plan *loaded)
{
    plan_free(&loaded->plan);
    edition_free(loaded->edition);
    findings_free(&loaded->findings);
    *loaded = (struct loaded_plan){0};
}
