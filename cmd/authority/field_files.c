#include "cmd/authority/field_files.h"

#include "base/clock.h"
#include "base/directory.h"
#include "base/file.h"
#include "base/memory.h"
#include "cmd/authority/analysis_scope.h"
#include "cmd/authority/counted.h"
#include "cmd/authority/stats_page.h"
#include "cmd/ui/workbook_file.h"
#include "format/edition.h"
#include "report/answer_counts.h"
#include "report/field_drawings.h"
#include "report/report_csv.h"
#include "report/report_workbook.h"
#include "report/stats_tables.h"

#include <stdlib.h>
#include <sys/stat.h>

enum { FIELD_FILE_MODE = S_IRUSR | S_IWUSR };

/* What is written, and where. */
struct field_writing {
    struct app *app;
    const struct analysis *analysis;
    const struct stats_table *table;
    const struct counts *unscored;
    const struct report *report;
    const char *directory;
};

static enum status write_field_file(
    const char *directory, const char *name, const struct buffer *content, struct error *err)
{
    char *path = path_join(directory, name);
    enum status status =
        file_write(path, content->data, content->length, FIELD_FILE_MODE, false, err);
    free(path);
    return status;
}

static enum status write_field_page(const struct field_writing *writing, struct error *err)
{
    struct buffer page = {0};
    stats_page(writing->app, writing->analysis, writing->table, writing->unscored, &page);
    enum status status = write_field_file(writing->directory, "rapport.html", &page, err);
    buffer_wipe(&page);
    return status;
}

static enum status make_field_workbook(
    const void *shown, const char *directory, const char *path, struct error *err)
{
    return report_workbook(shown, directory, path, err);
}

static enum status write_field_workbook(const struct field_writing *writing, struct error *err)
{
    const struct edition *edition = writing->table->edition;
    struct workbook workbook = {
        .report = writing->report,
        .title = writing->table->round,
        .subject = edition->title,
        .marking = edition->marking[edition->markings - 1],
        .made = clock_now(),
        .demo = writing->analysis->opened.store.demo,
    };
    char *path = path_join(writing->directory, "rapport.xlsx");
    struct buffer content = {0};
    enum status status;
    TRY_OUT(workbook_file_make(make_field_workbook, &workbook, path, &content, err));
    status = write_field_file(writing->directory, "rapport.xlsx", &content, err);
out:
    buffer_wipe(&content);
    free(path);
    return status;
}

static enum status write_field_tables(const struct field_writing *writing, struct error *err)
{
    char *directory = path_join(writing->directory, "tabeller");
    struct buffer text = {0};
    enum status status;
    TRY_OUT(directory_make(directory, err));
    report_csv_long(&text, writing->report);
    analysis_end_csv(writing->app, writing->analysis, &text);
    TRY_OUT(write_field_file(directory, "tabeller.csv", &text, err));
    status = directory_sync(directory, err);
out:
    buffer_wipe(&text);
    free(directory);
    return status;
}

/* "falt-02-mognad.svg" */
static enum status write_field_drawing(const struct field_writing *writing, const char *directory,
    unsigned field, enum field_drawing_kind kind, struct error *err)
{
    static const char *const NAMES[FIELD_DRAWING_KINDS] = {"ja-nej", "hur-langt", "mognad"};
    struct buffer drawing = {0};
    char *name = memory_printf("falt-%02u-%s.svg", field + 1, NAMES[kind]);
    field_drawing_file(&drawing, writing->app->catalog, writing->table->edition,
        &writing->table->group[writing->table->groups - 1], field, kind);
    enum status status = write_field_file(directory, name, &drawing, err);
    buffer_wipe(&drawing);
    free(name);
    return status;
}

static enum status write_field_drawings(const struct field_writing *writing, struct error *err)
{
    const struct edition *edition = writing->table->edition;
    char *directory = path_join(writing->directory, "diagram");
    enum status status;
    TRY_OUT(directory_make(directory, err));
    for (unsigned i = 0; i < edition->model.fields; i++) {
        for (enum field_drawing_kind kind = 0; kind < FIELD_DRAWING_KINDS; kind++) {
            if (field_drawing_is_there(edition, i, kind))
                TRY_OUT(write_field_drawing(writing, directory, i, kind, err));
        }
    }
    status = directory_sync(directory, err);
out:
    free(directory);
    return status;
}

enum status field_files_write(
    struct app *app, const struct compiled *compiled, const char *directory, struct error *err)
{
    struct report report = {.catalog = app->catalog};
    struct field_writing writing = {
        app, &compiled->analysis, compiled->stats, &compiled->unscored, &report, directory};
    enum status status;
    stats_tables(&report, compiled->stats);
    if (compiled->unscored.groups > 0)
        answer_counts_unscored_tables(&report, &compiled->unscored);
    counted_remark(app, &report);
    TRY_OUT(write_field_tables(&writing, err));
    TRY_OUT(write_field_drawings(&writing, err));
    TRY_OUT(write_field_page(&writing, err));
    status = write_field_workbook(&writing, err);
out:
    report_free(&report);
    return status;
}
