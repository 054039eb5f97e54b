/* What a subcommand may reach in the file system: what its command line names (S5). */
#include "base/directory.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/system/confine.h"
#include "base/system/place.h"
#include "cmd/ui/app.h"

#include <stdlib.h>
#include <string.h>

/* The paths of a command line: at most three for each word, and the fixed ones. */
struct reach {
    struct confine_path *list;
    size_t count;
    char **owned; /* directories of named files */
    size_t owns;
};

/* The terminal for passphrases; random numbers, which SQLite reads from there. */
static const struct confine_path SYSTEM[] = {
    {"/dev/tty", true}, {"/dev/null", true}, {"/dev/urandom", false}};

enum { SYSTEM_COUNT = sizeof SYSTEM / sizeof SYSTEM[0] };

static void reach_add(struct reach *reach, const char *path, bool write)
{
    reach->list[reach->count++] = (struct confine_path){path, write};
}

/* The directory that a path is in. */
static void reach_parent_of(struct reach *reach, const char *path, bool write)
{
    char *parent = path_parent(path);
    reach->owned[reach->owns++] = parent;
    reach_add(reach, parent, write);
}

/* A directory that is there is written in; for anything else, in the directory where it shall be.
 */
static void reach_written(struct reach *reach, const char *path)
{
    if (directory_is_there(path))
        reach_add(reach, path, true);
    else
        reach_parent_of(reach, path, true);
}

/* Where a link that is named leads, and what lies beside that. */
static void reach_end_of_link(struct reach *reach, const char *path)
{
    enum place_kind kind;
    char *end = place_look(path, false, &kind) && kind == PLACE_LINK ? place_real(path) : NULL;
    if (end != NULL)
        reach_parent_of(reach, end, false);
    free(end);
}

/* A file that is read, and its directory: for what lies beside it. */
static void reach_read(struct reach *reach, const char *path)
{
    if (!file_exists(path))
        return;
    reach_add(reach, path, false);
    if (directory_is_there(path))
        return;
    reach_parent_of(reach, path, false);
    reach_end_of_link(reach, path);
}

/* A file that is written anew, where it is and where a link leads: the new one is made beside it.
 */
static void reach_edited(struct reach *reach, const char *path)
{
    reach_parent_of(reach, path, true);
    char *end = place_real(path);
    if (end != NULL)
        reach_parent_of(reach, end, true);
    free(end);
}

/* A directory that an option names, such as --keys and --register, or what is to be written. */
static bool is_written(const struct option_spec *spec)
{
    return strcmp(spec->argument, OPTION_KEYS.argument) == 0 || option_names_output(spec);
}

/* Whether the subcommand takes -o and was not given it: then it may write where it was started. */
static bool writes_here(const struct app *app)
{
    bool takes = false;
    for (const struct option_spec *const *spec = app->command->options.option; *spec != NULL;
         spec++) {
        if ((*spec)->letter == 'o' && option_given(app->options, *spec))
            return false;
        takes = takes || (*spec)->letter == 'o';
    }
    return takes;
}

static void reach_gather(const struct app *app, struct reach *reach)
{
    const struct options *options = app->options;
    for (size_t i = 0; i < SYSTEM_COUNT; i++)
        reach->list[reach->count++] = SYSTEM[i];
    for (size_t i = 0; i < options->count; i++) {
        const struct option_value *value = &options->value[i];
        if (value->text == NULL)
            continue;
        if (is_written(value->spec))
            reach_written(reach, value->text);
        else
            reach_read(reach, value->text);
    }
    for (size_t i = 0; i < options->operands; i++) {
        reach_read(reach, options->operand[i]);
        if (app->command->edits)
            reach_edited(reach, options->operand[i]);
    }
    if (writes_here(app))
        reach_add(reach, ".", true);
}

void app_confine(struct app *app)
{
#ifdef SPAWNER_INSIDE
    /* Instrumented builds write their reports where they like. */
    return;
#endif
    size_t words = app->options->count + 2 * app->options->operands;
    struct reach reach = {
        .list = memory_new(3 * words + SYSTEM_COUNT + 1, sizeof *reach.list),
        .owned = memory_new(2 * words + 1, sizeof(char *)),
    };
    reach_gather(app, &reach);
    (void)confine_to(reach.list, reach.count);
    for (size_t i = 0; i < reach.owns; i++)
        free(reach.owned[i]);
    free(reach.list);
    free(reach.owned);
}
