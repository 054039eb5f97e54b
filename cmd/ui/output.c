#include "cmd/ui/output.h"

#include "base/directory.h"
#include "base/memory.h"
#include "base/system/mounted.h"
#include "base/system/place.h"
#include "cmd/ui/output_ending.h"
#include "cmd/ui/output_holds.h"

#include <stdlib.h>
#include <string.h>

/* ---- inputs ---- */

static bool is_same(const struct place_identity *identity, const char *path)
{
    struct place_identity other;
    return path != NULL && place_identify(path, &other) &&
           memcmp(&other, identity, sizeof other) == 0;
}

/* Whether the command line names that file as something else than what it writes. */
static bool is_input(const struct options *options, const struct place_identity *identity)
{
    for (size_t i = 0; i < options->count; i++) {
        if (!option_names_output(options->value[i].spec) &&
            is_same(identity, options->value[i].text))
            return true;
    }
    for (size_t i = 0; i < options->operands; i++) {
        if (is_same(identity, options->operand[i]))
            return true;
    }
    return false;
}

/* ---- what is there ---- */

static enum status refuse_held(const char *path, enum output_held held, struct error *err)
{
    switch (held) {
    case OUTPUT_HELD_REGISTER:
        return error_set(err, STATUS_REFUSED, REASON_EXISTS,
            "%s: belongs to a register and is never overwritten; choose another name", path);
    case OUTPUT_HELD_KEYS:
        return error_set(err, STATUS_REFUSED, REASON_EXISTS,
            "%s: belongs to keys and is never overwritten; choose another name", path);
    case OUTPUT_HELD_WORKBOOK:
        return error_set(err, STATUS_REFUSED, REASON_EXISTS,
            "%s: is a workbook or another office document, in which somebody may have filled in "
            "answers, and is never overwritten; choose another name, or move it away",
            path);
    default:
        return error_set(err, STATUS_REFUSED, REASON_EXISTS,
            "%s: holds answers that somebody has filled in, and is never overwritten; choose another "
            "name, or move it away",
            path);
    }
}

/* What must not be lost, by the name that it has or the one that it is kept under. */
static enum status judge_precious(struct app *app, const char *path, struct error *err)
{
    struct place_identity identity;
    enum output_held held = OUTPUT_HELD_NOTHING;
    if (!place_identify(path, &identity))
        return STATUS_OK;
    if (!file_is_regular(path))
        return error_set(
            err, STATUS_FAILED, REASON_IO_ERROR, "%s: is not a regular file; name a file", path);
    if (is_input(app->options, &identity))
        return error_set(err, STATUS_REFUSED, REASON_EXISTS,
            "%s: is read by the same command, so it is not overwritten; choose another name", path);
    TRY(output_holds(app, path, &held, err));
    return held == OUTPUT_HELD_NOTHING ? STATUS_OK : refuse_held(path, held, err);
}

static enum status judge_kept(struct app *app, const char *path, struct error *err)
{
    char *kept = file_kept_name(path);
    enum status status = judge_precious(app, kept, err);
    free(kept);
    return status;
}

/* ---- where it shall be ---- */

/* Whoever made the directory would carry an empty medium. */
static enum status refuse_no_medium(const char *path, struct error *err)
{
    return error_set(err, STATUS_FAILED, REASON_NOT_FOUND,
        "%s: no medium is there; plug it in and open it in the file manager, which shows where it is",
        path);
}

static enum status judge_parent(const char *path, struct error *err)
{
    char *parent = path_parent(path);
    enum status status = STATUS_OK;
    if (!file_exists(parent) && mounted_lacks(parent))
        status = refuse_no_medium(parent, err);
    else if (!file_exists(parent))
        status = error_set(err, STATUS_FAILED, REASON_NOT_FOUND,
            "%s: there is no such directory, so no file can be written into it; make it, or correct "
            "the name",
            parent);
    else if (!place_takes_more(parent))
        status = error_system(err, "%s: no file can be written into this directory", parent);
    free(parent);
    return status;
}

static enum status judge_name(const char *path, struct error *err)
{
    const char *name = path_name(path);
    if (*name != '\0')
        return STATUS_OK;
    if (*path == '\0')
        return error_set(
            err, STATUS_USAGE, REASON_BAD_VALUE, "--output: the name is empty; name a file");
    return error_set(err, STATUS_FAILED, REASON_NOT_FOUND,
        "%s: there is no such directory; make it, or name a file", path);
}

enum status output_judge_medium(struct app *app, const char *directory, struct error *err)
{
    if (!mounted_lacks(directory))
        return STATUS_OK;
    if (!file_exists(directory))
        return refuse_no_medium(directory, err);
    warn(app, "%s: no medium is mounted there: what is written stays on this computer's own disk",
        directory);
    return STATUS_OK;
}

enum status output_judge(struct app *app, const char *path, struct error *err)
{
    if (strcmp(path, FILE_STANDARD) == 0)
        return error_set(err, STATUS_USAGE, REASON_BAD_VALUE,
            "-: this is not written to standard output; name a file");
    if (directory_is_there(path))
        return error_set(
            err, STATUS_FAILED, REASON_IO_ERROR, "%s: is a directory; name a file in it", path);
    TRY(judge_name(path, err));
    TRY(output_ending_judge(path, err));
    TRY(judge_parent(path, err));
    if (!file_exists(path))
        return STATUS_OK;
    TRY(judge_precious(app, path, err));
    if (!option_given(app->options, &OPTION_FORCE))
        return file_refuse_existing(path, err);
    return judge_kept(app, path, err);
}

enum status output_judge_named(struct app *app, struct error *err)
{
    const struct options *options = app->options;
    for (size_t i = 0; i < options->count; i++) {
        const struct option_spec *spec = options->value[i].spec;
        if (spec == &OPTION_OUTPUT && strcmp(options->value[i].text, FILE_STANDARD) == 0)
            return STATUS_OK;
        if (spec->letter == 'o' && strcmp(spec->argument, OPTION_OUTPUT.argument) == 0)
            return output_judge(app, options->value[i].text, err);
    }
    return STATUS_OK;
}

enum status output_create(struct app *app, const char *path, const struct buffer *content,
    struct new_file *file, struct error *err)
{
    bool replace = option_given(app->options, &OPTION_FORCE);
    unsigned mode = content != NULL ? 0600 : 0666;
    *file = NEW_FILE_NONE;
    TRY(output_judge(app, path, err));
    TRY(output_ending_fits(path, content, err));
    TRY(new_file_create_anywhere(file, path, mode, replace, err));
    if (replace)
        new_file_keep_replaced(file);
    return STATUS_OK;
}
