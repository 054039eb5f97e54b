#include "cmd/ui/help.h"

#include "base/buffer.h"
#include "base/release.h"
#include "base/text.h"
#include "cmd/ui/handbook.h"
#include "cmd/ui/medium_example.h"
#include "report/layout.h"

#include <sodium.h>

enum { INDENT = 2, GAP = 2 }; /* columns before a name, and between it and what it means */

/* Where the names leave less than half of a narrow line, what they mean stands below them. */
static void put_help_row(
    const struct app *app, struct buffer *out, const char *name, size_t width, const char *meaning)
{
    size_t before = INDENT + width + GAP;
    struct buffer lead = {0};
    buffer_text(&lead, "  ");
    if (before <= app->out_columns / 2) {
        layout_cell(&lead, name, width + GAP);
    } else {
        buffer_printf(out, "  %s\n", name);
        buffer_text(&lead, "    ");
    }
    layout_paragraph(out, buffer_string(&lead), meaning);
    buffer_free(&lead);
}

static void put_exit_statuses(const struct app *app, struct buffer *out)
{
    buffer_text(out, "\n");
    layout_paragraph(out, "",
        text_of(app,
            "Exit status: 0 done; 1 the input was judged and found wanting; 2 the program "
            "was called in a wrong way; 3 the surroundings failed: files, memory, system."));
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

static void put_command_group(
    const struct app *app, struct buffer *out, const struct command_group *group, size_t width)
{
    buffer_printf(out, "\n%s\n", text_of(app, group->heading));
    for (size_t i = 0; group->command[i] != NULL; i++)
        put_help_row(
            app, out, group->command[i]->name, width, text_of(app, group->command[i]->summary));
}

static void put_topics(const struct app *app, struct buffer *out)
{
    struct buffer topics = {0};
    handbook_topics(&topics);
    buffer_text(out, "\n");
    layout_say(out, "",
        text_of(app, "`%s help TOPIC` shows a part of the handbook, which is in Swedish: %s."),
        app->program->name, buffer_string(&topics));
    buffer_free(&topics);
}

void help_program(const struct app *app, struct buffer *out)
{
    const struct program *program = app->program;
    size_t width = widest_command(program);
    layout_say(out, "", text_of(app, "Usage: %s SUBCOMMAND [OPTION]... [FILE]..."), program->name);
    buffer_text(out, "\n");
    layout_paragraph(out, "", text_of(app, program->summary));
    layout_paragraph(out, "", text_of(app, program->begin));
    for (const struct command_group *group = program->group; group->heading != NULL; group++)
        put_command_group(app, out, group, width);
    buffer_text(out, "\n");
    layout_say(out, "",
        text_of(app, "`%s SUBCOMMAND --help` tells of each; `--version` of the program."),
        program->name);
    put_topics(app, out);
    put_exit_statuses(app, out);
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
    if (option->argument != NULL && option->argument[0] == '[')
        buffer_printf(name, "[=%s", text_of(app, option->argument) + 1);
    else if (option->argument != NULL)
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

static void put_option(
    const struct app *app, const struct option_spec *option, size_t width, struct buffer *out)
{
    struct buffer name = {0};
    struct buffer meaning = {0};
    option_name(app, option, &name);
    buffer_text(&meaning, text_of(app, option->help));
    if (option->repeats)
        buffer_printf(&meaning, " (%s)", text_of(app, "may be repeated"));
    put_help_row(app, out, buffer_string(&name), width, buffer_string(&meaning));
    buffer_free(&name);
    buffer_free(&meaning);
}

static void put_example(const struct app *app, struct buffer *out)
{
    buffer_printf(out, "\n%s\n  %s %s ", text_of(app, "For example:"), app->program->name,
        app->command->name);
    medium_example_put(out, text_of(app, app->command->example));
    buffer_text(out, "\n");
}

void help_command(const struct app *app, struct buffer *out)
{
    const struct command *command = app->command;
    const struct option_spec *const *option = command->options.option;
    size_t width = option_width(app, &OPTION_LANG);
    for (size_t i = 0; option[i] != NULL; i++) {
        size_t mine = option_width(app, option[i]);
        width = mine > width ? mine : width;
    }
    layout_say(out, "", text_of(app, "Usage: %s %s [OPTION]... %s"), app->program->name,
        command->name, text_of(app, command->options.operands));
    buffer_text(out, "\n");
    layout_paragraph(out, "", text_of(app, command->summary));
    buffer_printf(out, "\n%s\n", text_of(app, "Options:"));
    for (size_t i = 0; option[i] != NULL; i++)
        put_option(app, option[i], width, out);
    put_option(app, &OPTION_LANG, width, out);
    put_option(app, &OPTION_HELP, width, out);
    if (command->example != NULL)
        put_example(app, out);
    put_exit_statuses(app, out);
}

void help_begin(const struct app *app, struct buffer *out)
{
    layout_paragraph(out, "", text_of(app, app->program->begin));
    layout_say(out, "", text_of(app, "`%s --help` lists all subcommands."), app->program->name);
}

void help_version(const struct app *app, struct buffer *out)
{
    buffer_printf(out, "%s %s (libsodium %s)\n", app->program->name, RELEASE_VERSION,
        sodium_version_string());
}
