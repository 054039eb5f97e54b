#include "cmd/ui/workbook_file.h"

#include "base/file.h"
#include "base/late.h"
#include "base/memory.h"
#include "base/new_directory.h"
#include "format/sheet_read.h"
#include "report/workbook_check.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { WORKBOOK_MOST = 256 * 1024 * 1024 };

bool workbook_file_named(const struct app *app)
{
    const char *path = option_text(app->options, &OPTION_OUTPUT);
    const char *ending = path == NULL ? NULL : strrchr(path, '.');
    return ending != NULL && strcasecmp(ending, ".xlsx") == 0;
}

enum status workbook_file_prepare(const struct app *app, struct error *err)
{
    bool written =
        app->command->workbook && (option_text(app->options, &OPTION_OUTPUT) != NULL ||
                                      option_text(app->options, &OPTION_OUTPUT_DIR) != NULL);
    if (!written && !workbook_file_named(app))
        return STATUS_OK;
    TRY(sheet_load(err)); /* it is read back */
    return late_xlsxwriter(err);
}

/* Users know no name of what lies beside the file in the making. */
static void name_by_output(const char *output, const char *name, const struct new_directory *apart,
    const char *path, struct error *err)
{
    error_rename(err, path, output);
    error_rename(err, apart->temporary, output);
    error_rename(err, name, output);
    if (err != NULL && strstr(err->text, output) == NULL)
        error_prefix(err, output);
}

enum status workbook_file_make(workbook_file_maker *maker, const void *shown, const char *output,
    struct buffer *content, struct error *err)
{
    struct new_directory apart = NEW_DIRECTORY_NONE;
    char *name = memory_printf("%s.parts", output);
    char *path = NULL;
    enum status status;
    TRY_OUT(new_directory_create(&apart, name, err));
    path = path_join(apart.temporary, "workbook.xlsx");
    TRY_OUT(maker(shown, apart.temporary, path, err));
    TRY_OUT(file_read(path, WORKBOOK_MOST, content, err));
    if (!workbook_is_whole(content->data, content->length))
        status = error_set(err, STATUS_FAILED, REASON_IO_ERROR,
            "%s: the workbook could not be written whole; is there room where it shall be?",
            output);
out:
    if (status != STATUS_OK)
        name_by_output(output, name, &apart, path, err);
    new_directory_abandon(&apart);
    free(name);
    free(path);
    return status;
}
