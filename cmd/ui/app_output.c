/* How a subcommand speaks. */
#include "cmd/ui/app.h"

#include "base/shown.h"
#include "base/system/console.h"
#include "cmd/ui/charset.h"
#include "cmd/ui/output.h"
#include "format/json.h"
#include "report/layout.h"
#include "report/line_break.h"

#include <errno.h>
#include <stdarg.h>
#include <string.h>

const char *text_of(const struct app *app, const char *text)
{
    return tr(app->catalog, text);
}

/* The format is a literal at every call; see base/error.c. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
static void add_list(struct buffer *text, const struct app *app, const char *format, va_list args)
{
    shown_list(text, tr(app->catalog, format), args);
}
#pragma GCC diagnostic pop

void app_write(struct app *app, FILE *stream, const void *bytes, size_t length)
{
    if (length > 0 && !console_print(stream, bytes, length) && stream == app->out &&
        app->unwritten == 0)
        app->unwritten = errno;
}

void app_show(struct app *app, FILE *stream, const struct buffer *text)
{
    struct buffer folded = {0};
    struct buffer broken = {0};
    struct buffer encoded = {0};
    enum charset charset = charset_of_terminal(fileno(stream));
    size_t columns = stream == app->out ? app->out_columns : app->err_columns;
    charset_fold(&folded, (const char *)text->data, text->length, charset);
    line_break(&broken, (const char *)folded.data, folded.length, columns);
    charset_encode(&encoded, (const char *)broken.data, broken.length, charset);
    app_write(app, stream, encoded.data, encoded.length);
    buffer_free(&folded);
    buffer_free(&broken);
    buffer_free(&encoded);
}

void say(struct app *app, const char *format, ...)
{
    va_list args;
    struct buffer text = {0};
    va_start(args, format);
    add_list(&text, app, format, args);
    va_end(args);
    app_show(app, app->out, &text);
    buffer_free(&text);
}

void warn(struct app *app, const char *format, ...)
{
    va_list args;
    struct buffer text = {0};
    buffer_printf(&text, "%s: %s: ", app->program->name, text_of(app, "warning"));
    va_start(args, format);
    add_list(&text, app, format, args);
    va_end(args);
    buffer_text(&text, "\n");
    app_show(app, app->err, &text);
    buffer_free(&text);
}

void hint(struct app *app, const char *format, ...)
{
    va_list args;
    struct buffer text = {0};
    va_start(args, format);
    add_list(&text, app, format, args);
    va_end(args);
    buffer_text(&text, "\n");
    app_show(app, app->err, &text);
    buffer_free(&text);
}

static enum status refuse_unwritten(struct error *err)
{
    return error_system(err, "the result could not be written to standard output");
}

enum status app_print(struct app *app, const struct buffer *result, struct error *err)
{
    bool failed = app->unwritten != 0;
    app_show(app, app->out, result);
    errno = app->unwritten;
    return !failed && app->unwritten != 0 ? refuse_unwritten(err) : STATUS_OK;
}

enum status app_print_bytes(struct app *app, const struct buffer *result, struct error *err)
{
    if (result->length > 0 && !console_print(app->out, result->data, result->length))
        return refuse_unwritten(err);
    return STATUS_OK;
}

/* A write that failed before may have left nothing for the last one to fail at. */
enum status app_close_output(struct app *app, struct error *err)
{
    bool lost = ferror(app->out) != 0 || app->unwritten != 0;
    if (fclose(app->out) != 0)
        return refuse_unwritten(err);
    errno = app->unwritten;
    if (lost && app->unwritten != 0)
        return refuse_unwritten(err);
    if (lost)
        return error_set(err, STATUS_FAILED, REASON_IO_ERROR,
            "the result could not be written to standard output");
    return STATUS_OK;
}

enum status app_deliver(struct app *app, const struct buffer *result, struct error *err)
{
    const char *path = option_text(app->options, &OPTION_OUTPUT);
    if (path == NULL || strcmp(path, FILE_STANDARD) == 0)
        return app_print_bytes(app, result, err);
    struct new_file file;
    enum status status;
    TRY(output_create(app, path, result, &file, err));
    TRY_OUT(new_file_write(&file, result->data, result->length, err));
    status = new_file_commit(&file, err);
out:
    new_file_abandon(&file);
    return status;
}

enum status app_deliver_text(struct app *app, const struct buffer *result, struct error *err)
{
    struct buffer broken = {0};
    if (option_text(app->options, &OPTION_OUTPUT) == NULL)
        return app_print(app, result, err);
    line_break(&broken, (const char *)result->data, result->length, LAYOUT_WIDTH);
    enum status status = app_deliver(app, &broken, err);
    buffer_free(&broken);
    return status;
}

void app_mark_json(const struct app *app, json_t *json)
{
    size_t i;
    json_t *element;
    if (json_is_object(json) && app->demo)
        (void)json_object_set_new(json, "demo", json_true());
    if (json_is_object(json) && app->unclear != NULL)
        (void)json_object_set(json, "unclear", app->unclear);
    if (json_is_object(json) && app->suspect != NULL)
        (void)json_object_set(json, "suspect", app->suspect);
    json_array_foreach(json, i, element) app_mark_json(app, element);
}

static enum status print_json(struct app *app, json_t *json, bool indented, struct error *err)
{
    struct buffer text = {0};
    enum status status = STATUS_OK;
    if (json == NULL)
        TRY_OUT(error_set(err, STATUS_FAILED, REASON_BAD_VALUE,
            "the result holds a text that is not UTF-8, so it cannot be given as JSON"));
    app_mark_json(app, json);
    if (indented)
        TRY_OUT(json_write_pretty(json, &text, err));
    else
        json_write_line(json, &text);
    status = app_print_bytes(app, &text, err);
out:
    json_decref(json);
    buffer_free(&text);
    return status;
}

enum status app_print_json(struct app *app, json_t *json, struct error *err)
{
    return print_json(app, json, true, err);
}

enum status app_print_json_line(struct app *app, json_t *json, struct error *err)
{
    return print_json(app, json, false, err);
}
