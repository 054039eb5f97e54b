#include "cmd/authority/compilation_files.h"

#include "base/clock.h"
#include "base/directory.h"
#include "base/file.h"
#include "base/memory.h"
#include "cmd/authority/analysis_scope.h"
#include "cmd/authority/counted.h"
#include "cmd/ui/workbook_file.h"
#include "report/answer_counts.h"
#include "report/compilation_drawings.h"
#include "report/compilation_page.h"
#include "report/compilation_tables.h"
#include "report/panel.h"
#include "report/panel_drawings.h"
#include "report/report_csv.h"
#include "report/report_workbook.h"

#include <stdlib.h>
#include <sys/stat.h>

enum { COMPILATION_FILE_MODE = S_IRUSR | S_IWUSR };

/* What is written, and where. */
struct compilation_writing {
    struct app *app;
    const struct compiled *compiled;
    const struct report *report;
    const char *directory;
    const char *marking;
    bool demo;
};

static enum status write_compiled(
    const char *directory, const char *name, const struct buffer *content, struct error *err)
{
    char *path = path_join(directory, name);
    enum status status =
        file_write(path, content->data, content->length, COMPILATION_FILE_MODE, false, err);
    free(path);
    return status;
}

static enum status write_page(const struct compilation_writing *writing, struct error *err)
{
    struct buffer page = {0};
    struct compilation_page input = {
        .compilation = writing->compiled->compilation,
        .report = writing->report,
        .panel = writing->compiled->panel,
        .texts = &writing->compiled->texts,
        .recommendations = writing->compiled->recommendations,
        .marking = writing->marking,
        .demo = writing->demo,
    };
    compilation_page(&page, &input);
    enum status status = write_compiled(writing->directory, "rapport.html", &page, err);
    buffer_wipe(&page);
    return status;
}

/* The editor's texts, to go on with in the next report. */
static enum status write_texts(const struct compilation_writing *writing, struct error *err)
{
    struct buffer text = {0};
    editor_texts_write(&text, writing->app->catalog, &writing->compiled->texts);
    enum status status = write_compiled(writing->directory, "texter.txt", &text, err);
    buffer_wipe(&text);
    return status;
}

/* ---- the workbook ---- */

static enum status make_workbook(
    const void *shown, const char *directory, const char *path, struct error *err)
{
    return report_workbook(shown, directory, path, err);
}

static enum status write_workbook(const struct compilation_writing *writing, struct error *err)
{
    const struct compilation *compilation = writing->compiled->compilation;
    struct workbook workbook = {
        .report = writing->report,
        .title = compilation->stats->round,
        .subject = compilation->edition->title,
        .marking = writing->marking,
        .made = clock_now(),
        .demo = writing->demo,
    };
    char *path = path_join(writing->directory, "rapport.xlsx");
    struct buffer content = {0};
    enum status status;
    TRY_OUT(workbook_file_make(make_workbook, &workbook, path, &content, err));
    status = write_compiled(writing->directory, "rapport.xlsx", &content, err);
out:
    buffer_wipe(&content);
    free(path);
    return status;
}

/* ---- tables ---- */

static enum status write_table(const struct compilation_writing *writing, const char *directory,
    const struct table *table, struct error *err)
{
    struct buffer text = {0};
    char *name = memory_printf("%s.csv", table->file);
    report_csv_one(&text, writing->report, table);
    analysis_end_csv(writing->app, &writing->compiled->analysis, &text);
    enum status status = write_compiled(directory, name, &text, err);
    buffer_wipe(&text);
    free(name);
    return status;
}

static enum status write_tables(const struct compilation_writing *writing, struct error *err)
{
    char *directory = path_join(writing->directory, "tabeller");
    enum status status;
    TRY_OUT(directory_make(directory, err));
    for (size_t i = 0; i < writing->report->tables.count; i++) {
        const struct table *table = report_nth(writing->report, i);
        if (table->file != NULL && table->columns > 0)
            TRY_OUT(write_table(writing, directory, table, err));
    }
    status = directory_sync(directory, err);
out:
    free(directory);
    return status;
}

/* ---- diagrams ---- */

static enum status write_drawing(const struct compilation_writing *writing, const char *directory,
    unsigned number, struct error *err)
{
    const struct compilation *compilation = writing->compiled->compilation;
    struct buffer drawing = {0};
    struct buffer name = {0};
    enum status status = STATUS_OK;
    compilation_drawing_name(&name, compilation, number);
    if (compilation_drawing_file(&drawing, writing->report->catalog, compilation, number))
        status = write_compiled(directory, buffer_string(&name), &drawing, err);
    buffer_wipe(&drawing);
    buffer_free(&name);
    return status;
}

static enum status write_panel_drawing(const struct compilation_writing *writing,
    const char *directory, size_t group, struct error *err)
{
    const struct panel *panel = writing->compiled->panel;
    struct buffer drawing = {0};
    struct buffer name = {0};
    enum status status = STATUS_OK;
    panel_drawing_name(&name, panel, group);
    if (panel_drawing_file(&drawing, writing->report->catalog, panel, group))
        status = write_compiled(directory, buffer_string(&name), &drawing, err);
    buffer_wipe(&drawing);
    buffer_free(&name);
    return status;
}

static enum status write_panel_drawings(
    const struct compilation_writing *writing, const char *directory, struct error *err)
{
    const struct panel *panel = writing->compiled->panel;
    for (size_t i = 0; panel != NULL && i < panel->groups; i++)
        TRY(write_panel_drawing(writing, directory, i, err));
    return STATUS_OK;
}

static enum status write_drawings(const struct compilation_writing *writing, struct error *err)
{
    char *directory = path_join(writing->directory, "diagram");
    unsigned drawings = compilation_drawings(writing->compiled->compilation);
    enum status status;
    TRY_OUT(directory_make(directory, err));
    for (unsigned i = COMPILATION_DRAWING_MODEL; i <= drawings; i++)
        TRY_OUT(write_drawing(writing, directory, i, err));
    TRY_OUT(write_panel_drawings(writing, directory, err));
    status = directory_sync(directory, err);
out:
    free(directory);
    return status;
}

enum status compilation_files_write(
    struct app *app, const struct compiled *compiled, const char *directory, struct error *err)
{
    const struct edition *edition = compiled->compilation->edition;
    bool published = compiled->stats->published;
    struct report report = {.catalog = app->catalog};
    struct compilation_writing writing = {
        .app = app,
        .compiled = compiled,
        .report = &report,
        .directory = directory,
        .marking = edition->marking[published ? 0 : edition->markings - 1],
        .demo = compiled->analysis.opened.store.demo,
    };
    enum status status;
    compilation_tables(&report, compiled->compilation);
    if (compiled->unscored.groups > 0)
        answer_counts_unscored_tables(&report, &compiled->unscored);
    if (compiled->panel != NULL)
        panel_tables(&report, compiled->panel);
    counted_remark(app, &report);
    TRY_OUT(write_tables(&writing, err));
    TRY_OUT(write_drawings(&writing, err));
    TRY_OUT(write_page(&writing, err));
    TRY_OUT(write_texts(&writing, err));
    status = write_workbook(&writing, err);
out:
    report_free(&report);
    return status;
}
