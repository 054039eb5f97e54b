#include "cmd/ui/form_found.h"

#include "base/buffer.h"
#include "base/file.h"
#include "base/stream.h"
#include "base/system/descriptor.h"
#include "base/text_find.h"
#include "format/answers.h"
#include "format/beginning.h"
#include "format/form_cells.h"
#include "isolate/workbook.h"

#include <stdlib.h>
#include <string.h>

/* Answers are no longer, and a page with the longest answers in it is not either. */
enum { FORM_TEXT_MAX = 4 * (int)ANSWERS_LENGTH_MAX };

static bool has_all(const void *bytes, size_t length, const char *const *texts)
{
    for (size_t i = 0; texts[i] != NULL; i++) {
        if (text_find(bytes, length, texts[i]) == NULL)
            return false;
    }
    return true;
}

bool form_found_in(const void *bytes, size_t length)
{
    /* What is half typed may be no JSON yet. */
    static const char *const members[] = {
        "\"edition\"", "\"organisation\"", "\"period\"", "\"answers\"", NULL};
    /* A script, and the name under which its script keeps answers (page/files.js): a copy
     * that a browser saved has them too. */
    static const char *const page[] = {"<script", "sigill-form/", NULL};
    return length > 0 && (has_all(bytes, length, members) || has_all(bytes, length, page));
}

static enum status workbook_is_form(
    struct app *app, int fd, uint64_t size, const char *name, bool *found, struct error *err)
{
    struct sheet_cells cells = SHEET_CELLS_NONE;
    struct form_cells form = {0};
    struct error why;
    error_init(&why, app->catalog);
    enum status status = workbook_read(&app->spawner, fd, size, &cells, &why);
    *found = status == STATUS_OK && form_cells_find(&cells, NULL, &form, NULL) == STATUS_OK;
    form_cells_free(&form);
    sheet_cells_free(&cells);
    if (status != STATUS_FAILED)
        return STATUS_OK;
    if (err != NULL)
        *err = why;
    error_prefix(err, name);
    return status;
}

static enum status text_is_form(
    int fd, uint64_t size, const char *name, bool *found, struct error *err)
{
    struct descriptor descriptor = {fd, name};
    struct source source = source_from_descriptor(&descriptor);
    struct buffer content = {0};
    size_t wanted = size < FORM_TEXT_MAX ? (size_t)size : FORM_TEXT_MAX;
    size_t got = 0;
    enum status status;
    TRY_OUT(source_fill(&source, buffer_reserve(&content, wanted), wanted, &got, err));
    *found = form_found_in(content.data, got);
out:
    buffer_free(&content);
    return status;
}

enum status form_found(
    struct app *app, int fd, uint64_t size, const char *name, bool *found, struct error *err)
{
    enum beginning kind = BEGINNING_OTHER;
    *found = false;
    TRY(beginning_read(fd, size, name, &kind, err));
    if (kind == BEGINNING_OFFICE || kind == BEGINNING_ZIP)
        TRY(workbook_is_form(app, fd, size, name, found, err));
    else
        TRY(text_is_form(fd, size, name, found, err));
    if (!descriptor_rewind(fd))
        return error_system(err, "%s: reading failed", name);
    return STATUS_OK;
}
