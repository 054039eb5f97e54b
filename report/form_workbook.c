#include "report/form_workbook.h"

#include "base/memory.h"
#include "report/form_workbook_parts.h"
#include "report/workbook_library.h"

#include <stdlib.h>
#include <time.h>

static void describe(struct form_book *book)
{
    lxw_doc_properties properties = {
        .title = workbook_library_lent(book->edition->title),
        .subject = workbook_library_lent(tr(book->catalog, "A form to fill in")),
        .created = (time_t)book->form->made,
    };
    workbook_library_keep(&book->failure, workbook_set_properties(book->book, &properties));
}

enum status form_workbook_write(
    const struct form_workbook *form, const char *directory, const char *path, struct error *err)
{
    struct form_book *book = memory_new(1, sizeof *book);
    book->form = form;
    book->edition = form->edition;
    book->catalog = form->catalog;
    book->language = form->catalog == NULL ? LANGUAGE_ENGLISH : LANGUAGE_SWEDISH;
    book->set = &form->answers->set;
    score_compute(&book->edition->model, book->set, &book->score);
    book->book = workbook_library_begin(directory, path);
    describe(book);
    form_sheets(book);
    form_lists(book);
    form_organisation(book);
    form_questions(book);
    lxw_row_t last_option = form_workings(book);
    form_result(book, last_option);
    form_instructions(book);
    form_fit(book);
    enum status status = workbook_library_end(book->book, book->failure, err);
    free(book);
    return status;
}
