/* Whether a file is a form that somebody may have filled in, whatever its name is. */
#ifndef CMD_UI_FORM_FOUND_H
#define CMD_UI_FORM_FOUND_H

#include "base/error.h"
#include "cmd/ui/app.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* By its bytes, as far as they were read: answers for programs, also half typed ones, or a page. */
bool form_found_in(const void *bytes, size_t length);

/* By the whole of an open file; a workbook is read by app->spawner (forms_prepare), and is none
 * where that refuses it. STATUS_FAILED if it cannot be read. name is put in front of an error's
 * text; the file's position is its beginning afterwards. */
enum status form_found(struct app *app, int fd, uint64_t size, const char *name, bool *found,
    struct error *err) MUST_USE;

#endif
