#include "cmd/authority/parts.h"

#include "cmd/ui/output.h"
#include "report/layout.h"
#include "report/line_break.h"

#include <string.h>

enum { PART = 65536 /* bytes that are given out at once */ };

void parts_start(struct app *app, bool people, struct parts *parts)
{
    *parts = (struct parts){.app = app, .people = people, .file = NEW_FILE_NONE};
    error_init(&parts->why, app->catalog);
}

static enum status write_bytes_of_part(
    struct parts *parts, const struct buffer *bytes, struct error *err)
{
    const char *path = option_text(parts->app->options, &OPTION_OUTPUT);
    if (path == NULL || strcmp(path, FILE_STANDARD) == 0)
        return app_print_bytes(parts->app, bytes, err);
    if (!parts->begun)
        TRY(output_create(parts->app, path, bytes, &parts->file, err));
    parts->begun = true;
    return new_file_write(&parts->file, bytes->data, bytes->length, err);
}

static enum status write_part(struct parts *parts, const struct buffer *text, struct error *err)
{
    struct buffer broken = {0};
    if (!parts->people)
        return write_bytes_of_part(parts, text, err);
    if (option_text(parts->app->options, &OPTION_OUTPUT) == NULL)
        return app_print(parts->app, text, err);
    line_break(&broken, (const char *)text->data, text->length, LAYOUT_WIDTH);
    enum status status = write_bytes_of_part(parts, &broken, err);
    buffer_free(&broken);
    return status;
}

void parts_pass(void *context, struct buffer *text)
{
    struct parts *parts = context;
    if (text->length < PART)
        return;
    if (parts->status == STATUS_OK)
        parts->status = write_part(parts, text, &parts->why);
    text->length = 0;
}

enum status parts_end(struct parts *parts, struct buffer *text, struct error *err)
{
    if (parts->status != STATUS_OK) {
        *err = parts->why;
        return parts->status;
    }
    TRY(write_part(parts, text, err));
    text->length = 0;
    return parts->begun ? new_file_commit(&parts->file, err) : STATUS_OK;
}

void parts_free(struct parts *parts)
{
    if (parts->begun)
        new_file_abandon(&parts->file);
}
