/* How a subcommand speaks. */
#include "cmd/ui/app.h"

#include "base/shown.h"
#include "cmd/ui/output.h"
#include "format/json.h"

#include <stdarg.h>

const char *text_of(const struct app *app, const char *text)
{
    return tr(app->catalog, text);
}

/* The format is a literal at every call; see base/error.c. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
static void print_list(FILE *out, const struct app *app, const char *format, va_list args)
{
    struct buffer text = {0};
    shown_list(&text, tr(app->catalog, format), args);
    (void)fwrite(buffer_string(&text), 1, text.length, out);
    buffer_free(&text);
}
#pragma GCC diagnostic pop

void say(struct app *app, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    print_list(app->out, app, format, args);
    va_end(args);
}

void warn(struct app *app, const char *format, ...)
{
    va_list args;
    fprintf(app->err, "%s: %s: ", app->program->name, text_of(app, "warning"));
    va_start(args, format);
    print_list(app->err, app, format, args);
    va_end(args);
    fputc('\n', app->err);
}

void hint(struct app *app, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    print_list(app->err, app, format, args);
    va_end(args);
    fputc('\n', app->err);
}

enum status app_print(struct app *app, const struct buffer *result, struct error *err)
{
    if (result->length > 0 && fwrite(result->data, 1, result->length, app->out) != result->length)
        return error_system(err, "the result could not be written to standard output");
    return STATUS_OK;
}

/* A write that failed before may have left nothing for the last one to fail at. */
enum status app_close_output(struct app *app, struct error *err)
{
    bool lost = ferror(app->out) != 0;
    if (fclose(app->out) != 0)
        return error_system(err, "the result could not be written to standard output");
    if (lost)
        return error_set(err, STATUS_FAILED, REASON_IO_ERROR,
            "the result could not be written to standard output");
    return STATUS_OK;
}

enum status app_deliver(struct app *app, const struct buffer *result, struct error *err)
{
    const char *path = option_text(app->options, &OPTION_OUTPUT);
    if (path == NULL)
        return app_print(app, result, err);
    struct new_file file;
    enum status status;
    TRY(output_create(app, path, OUTPUT_FOR_OWNER, &file, err));
    TRY_OUT(new_file_write(&file, result->data, result->length, err));
    status = new_file_commit(&file, err);
out:
    new_file_abandon(&file);
    return status;
}

void app_mark_json(const struct app *app, json_t *json)
{
    size_t i;
    json_t *element;
    if (!app->demo)
        return;
    if (json_is_object(json))
        (void)json_object_set_new(json, "demo", json_true());
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
    status = app_print(app, &text, err);
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
