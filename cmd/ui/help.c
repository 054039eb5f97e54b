#include "cmd/ui/help.h"

#include "base/buffer.h"
#include "base/text.h"

#include <sodium.h>

enum { GAP = 2 }; /* columns between a name and what it means */

static void print_row(FILE *out, const char *name, size_t width, const char *meaning)
{
    size_t pad = width + GAP - text_width(name);
    fprintf(out, "  %s%*s%s\n", name, (int)pad, "", meaning);
}

static void print_exit_statuses(const struct app *app, FILE *out)
{
    fprintf(out, "\n%s\n", text_of(app, "Exit status:"));
    fprintf(out, "  0  %s\n", text_of(app, "done"));
    fprintf(out, "  1  %s\n", text_of(app, "the input was judged and found wanting"));
    fprintf(out, "  2  %s\n", text_of(app, "the program was called in a wrong way"));
    fprintf(out, "  3  %s\n", text_of(app, "the surroundings failed: files, memory, system"));
}

/* ---- the program ---- */

static size_t widest_command(const struct program *program)
{
    size_t widest = 0;
    for (const struct command_group *group = program->group; group->heading != NULL; group++) {
        for (size_t i = 0; group->command[i] != NULL; i++) {
            size_t width = text_width(group->command[i]->name);
            widest = width > widest ? width : widest;
        }
    }
    return widest;
}

void help_program(const struct app *app, FILE *out)
{
    const struct program *program = app->program;
    size_t width = widest_command(program);
    fprintf(out, text_of(app, "Usage: %s SUBCOMMAND [OPTION]... [FILE]..."), program->name);
    fprintf(out, "\n\n%s\n", text_of(app, program->summary));
    for (const struct command_group *group = program->group; group->heading != NULL; group++) {
        fprintf(out, "\n%s\n", text_of(app, group->heading));
        for (size_t i = 0; group->command[i] != NULL; i++)
            print_row(
                out, group->command[i]->name, width, text_of(app, group->command[i]->summary));
    }
    fprintf(out, "\n");
    fprintf(out, text_of(app, "`%s SUBCOMMAND --help` tells of each; `--version` of the program."),
        program->name);
    fprintf(out, "\n");
    print_exit_statuses(app, out);
}

/* ---- a subcommand ---- */

/* "-o, --output=FILE"; the place of a missing letter is left open. */
static void option_name(
    const struct app *app, const struct option_spec *option, struct buffer *name)
{
    if (option->letter != 0)
        buffer_printf(name, "-%c, ", option->letter);
    else
        buffer_text(name, "    ");
    buffer_printf(name, "--%s", option->name);
    if (option->argument != NULL)
        buffer_printf(name, "=%s", text_of(app, option->argument));
}

static size_t option_width(const struct app *app, const struct option_spec *option)
{
    struct buffer name = {0};
    option_name(app, option, &name);
    size_t width = text_width(buffer_string(&name));
    buffer_free(&name);
    return width;
}

static void print_option(
    const struct app *app, const struct option_spec *option, size_t width, FILE *out)
{
    struct buffer name = {0};
    struct buffer meaning = {0};
    option_name(app, option, &name);
    buffer_text(&meaning, text_of(app, option->help));
    if (option->repeats)
        buffer_printf(&meaning, " (%s)", text_of(app, "may be repeated"));
    print_row(out, buffer_string(&name), width, buffer_string(&meaning));
    buffer_free(&name);
    buffer_free(&meaning);
}

void help_command(const struct app *app, FILE *out)
{
    const struct command *command = app->command;
    const struct option_spec *const *option = command->options.option;
    const char *operands = command->options.operands;
    size_t width = option_width(app, &OPTION_LANG);
    for (size_t i = 0; option[i] != NULL; i++) {
        size_t mine = option_width(app, option[i]);
        width = mine > width ? mine : width;
    }
    fprintf(out, text_of(app, "Usage: %s %s [OPTION]... %s"), app->program->name, command->name,
        text_of(app, operands));
    fprintf(out, "\n\n%s\n\n%s\n", text_of(app, command->summary), text_of(app, "Options:"));
    for (size_t i = 0; option[i] != NULL; i++)
        print_option(app, option[i], width, out);
    print_option(app, &OPTION_LANG, width, out);
    print_option(app, &OPTION_HELP, width, out);
    print_exit_statuses(app, out);
}

void help_version(const struct app *app, FILE *out)
{
    fprintf(
        out, "%s %s (libsodium %s)\n", app->program->name, SIGILL_VERSION, sodium_version_string());
}
