#include "cmd/ui/output.h"

#include "base/memory.h"
#include "cmd/ui/mounted.h"
#include "cmd/ui/output_ending.h"
#include "cmd/ui/output_holds.h"

#include <libgen.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- inputs ---- */

static bool is_same(const struct stat *about, const char *path)
{
    struct stat other;
    return path != NULL && stat(path, &other) == 0 && other.st_dev == about->st_dev &&
           other.st_ino == about->st_ino;
}

/* Whether the command line names that file as something else than what it writes. */
static bool is_input(const struct options *options, const struct stat *about)
{
    for (size_t i = 0; i < options->count; i++) {
        if (!option_names_output(options->value[i].spec) && is_same(about, options->value[i].text))
            return true;
    }
    for (size_t i = 0; i < options->operands; i++) {
        if (is_same(about, options->operand[i]))
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
    struct stat about;
    enum output_held held = OUTPUT_HELD_NOTHING;
    if (stat(path, &about) != 0)
        return STATUS_OK;
    if (!S_ISREG(about.st_mode))
        return error_set(
            err, STATUS_FAILED, REASON_IO_ERROR, "%s: is not a regular file; name a file", path);
    if (is_input(app->options, &about))
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
    char *copy = memory_text(path);
    const char *parent = dirname(copy);
    enum status status = STATUS_OK;
    if (!file_exists(parent) && mounted_lacks(parent))
        status = refuse_no_medium(parent, err);
    else if (!file_exists(parent))
        status = error_set(err, STATUS_FAILED, REASON_NOT_FOUND,
            "%s: there is no such directory, so no file can be written into it; make it, or correct "
            "the name",
            parent);
    else if (access(parent, W_OK | X_OK) != 0)
        status = error_system(err, "%s: no file can be written into this directory", parent);
    free(copy);
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
    struct stat about;
    if (strcmp(path, FILE_STANDARD) == 0)
        return error_set(err, STATUS_USAGE, REASON_BAD_VALUE,
            "-: this is not written to standard output; name a file");
    if (stat(path, &about) == 0 && S_ISDIR(about.st_mode))
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
    mode_t mode = content != NULL ? 0600 : 0666;
    *file = NEW_FILE_NONE;
    TRY(output_judge(app, path, err));
    TRY(output_ending_fits(path, content, err));
    TRY(new_file_create_anywhere(file, path, mode, replace, err));
    if (replace)
        new_file_keep_replaced(file);
    return STATUS_OK;
}
