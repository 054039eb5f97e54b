/* How a subcommand speaks. */
#include "cmd/ui/app.h"

#include "base/file.h"
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
    vfprintf(out, tr(app->catalog, format), args);
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
    enum status status = buffer_status(result, err);
    if (status == STATUS_OK && result->length > 0 &&
        fwrite(result->data, 1, result->length, app->out) != result->length)
        return error_system(err, "the result could not be written to standard output");
    return status;
}

enum status app_deliver(struct app *app, const struct buffer *result, struct error *err)
{
    const char *path = option_text(app->options, &OPTION_OUTPUT);
    if (path == NULL)
        return app_print(app, result, err);
    enum status status = buffer_status(result, err);
    if (status != STATUS_OK)
        return status;
    bool replace = option_given(app->options, &OPTION_FORCE);
    return file_write(path, result->data, result->length, 0600, replace, err);
}

enum status app_print_json(struct app *app, json_t *json, struct error *err)
{
    struct buffer text = {0};
    enum status status = json == NULL ? error_memory(err) : json_write_pretty(json, &text, err);
    json_decref(json);
    if (status == STATUS_OK)
        status = app_print(app, &text, err);
    buffer_free(&text);
    return status;
}

enum status app_print_json_line(struct app *app, json_t *json, struct error *err)
{
    enum status status = STATUS_OK;
    if (json == NULL)
        return error_memory(err);
    if (json_dumpf(json, app->out, JSON_COMPACT | JSON_ENCODE_ANY) != 0 ||
        fputc('\n', app->out) == EOF)
        status = error_system(err, "the result could not be written to standard output");
    json_decref(json);
    return status;
}
