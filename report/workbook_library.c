#include "report/workbook_library.h"

#include "base/memory.h"

#include <stdint.h>

char *workbook_library_lent(const char *text)
{
    return (char *)(uintptr_t)text;
}

lxw_workbook *workbook_library_begin(const char *directory, const char *path)
{
    lxw_workbook_options options = {.tmpdir = workbook_library_lent(directory)};
    lxw_workbook *book = workbook_new_opt(path, &options);
    if (book == NULL)
        memory_exhausted();
    return book;
}

void workbook_library_keep(lxw_error *kept, lxw_error failure)
{
    if (failure == LXW_ERROR_MEMORY_MALLOC_FAILED)
        memory_exhausted();
    if (*kept == LXW_NO_ERROR)
        *kept = failure;
}

enum status workbook_library_end(lxw_workbook *book, lxw_error kept, struct error *err)
{
    workbook_library_keep(&kept, workbook_close(book));
    if (kept == LXW_NO_ERROR)
        return STATUS_OK;
    return error_set(err, STATUS_FAILED, REASON_IO_ERROR,
        "the workbook cannot be written; is the medium still there, and is there room on it?");
}
