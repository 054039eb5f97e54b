#include "report/workbook_library.h"

#include "base/memory.h"

#include <errno.h>
#include <stdint.h>
#include <stdio.h>

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

/* The library asks for this when a page is added, though it offers to set it for the whole. It says
 * that there is no memory also where it could not make the file. */
lxw_worksheet *workbook_library_page(
    lxw_workbook *book, const char *name, bool streamed, lxw_error *kept)
{
    book->options.constant_memory = streamed ? LXW_TRUE : LXW_FALSE;
    errno = 0;
    lxw_worksheet *page = workbook_add_worksheet(book, name);
    if (page != NULL)
        return page;
    if (!streamed || errno == ENOMEM)
        memory_exhausted();
    workbook_library_keep(kept, LXW_ERROR_CREATING_TMPFILE);
    return NULL;
}

/* What is not written yet ends in the midst of a row, as a rule: without it the page would not be
 * well-formed. */
void workbook_library_end_rows(const lxw_worksheet *page, lxw_error *kept)
{
    if (ferror(page->optimize_tmpfile) != 0)
        workbook_library_keep(kept, LXW_ERROR_CREATING_TMPFILE);
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
