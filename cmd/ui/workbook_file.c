#include "cmd/ui/workbook_file.h"

#include "base/file.h"
#include "base/memory.h"
#include "base/new_directory.h"
#include "report/workbook_check.h"

#include <stdlib.h>

enum { WORKBOOK_MOST = 256 * 1024 * 1024 };

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
    new_directory_abandon(&apart);
    free(name);
    free(path);
    return status;
}
