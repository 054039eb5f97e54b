/* Writes a program's manual and its completion from the declarations of its subcommands:
 *
 *   manual mdoc PROGRAM LANGUAGE <FRAME >PAGE   the frame is a manual page in mdoc(7), in which a
 *                                               line `.\" SUBCOMMANDS` and one `.\" COMMON OPTIONS`
 *                                               stand for what is declared
 *   manual bash|zsh|fish PROGRAM LANGUAGE >SCRIPT
 *
 * A build tool, run on the machine that builds. */
#include "base/messages.h"
#include "cmd/programs.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    LINE = 72,
    FOREIGN = 4
}; /* bytes of a line; and for each of a letter that is not ASCII,
      which mandoc counts as it is written in ASCII, \\[u00E5] */

/* What else a program takes as its first word. */
#define NO_SUBCOMMANDS "help version"

struct writing {
    const struct program *program;
    const struct catalog *catalog;
};

typedef void write_command(const struct writing *writing, const struct command *command);

static const char *said(const struct writing *writing, const char *text)
{
    return *text == '\0' ? "" : tr(writing->catalog, text);
}

static void each_command(const struct writing *writing, write_command *write)
{
    for (const struct command_group *group = writing->program->group; group->heading != NULL;
         group++) {
        for (size_t i = 0; group->command[i] != NULL; i++)
            write(writing, group->command[i]);
    }
}

/* ---- mdoc ---- */

/* What roff reads as more than itself: a backslash, quotes that it draws as others, and a hyphen,
 * which it may draw as a dash or break a line at. */
static const char *roff_of(char letter)
{
    switch (letter) {
    case '\\':
        return "\\e";
    case '`':
        return "\\(ga";
    case '\'':
        return "\\(aq";
    case '"':
        return "\\(dq";
    case '-':
        return "\\-";
    default:
        return NULL;
    }
}

static void put_roff(const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        const char *escaped = roff_of(text[i]);
        if (escaped != NULL)
            fputs(escaped, stdout);
        else
            putchar(text[i]);
    }
}

/* Bytes of a word as roff writes it. */
static size_t roff_length(const char *text, size_t length)
{
    size_t sum = 0;
    for (size_t i = 0; i < length; i++) {
        const char *escaped = roff_of(text[i]);
        sum += escaped != NULL ? strlen(escaped) : (text[i] & 0x80) != 0 ? FOREIGN : 1;
    }
    return sum;
}

/* A text as lines of its own, which no macro begins: roff fills them anew. */
static void put_lines(const char *text)
{
    size_t column = 0;
    while (*text != '\0') {
        size_t length = strcspn(text, " ");
        size_t wide = roff_length(text, length);
        if (column > 0 && column + 1 + wide > LINE) {
            putchar('\n');
            column = 0;
        }
        if (column > 0)
            putchar(' ');
        else if (*text == '.')
            fputs("\\&", stdout);
        put_roff(text, length);
        column += wide + (column > 0);
        text += length + (text[length] == ' ');
    }
    putchar('\n');
}

/* As words of a macro, where punctuation by itself would be more than itself. */
static void put_words(const char *text)
{
    putchar('"');
    put_roff(text, strlen(text));
    putchar('"');
}

static void put_argument(const struct writing *writing, const char *argument)
{
    const char *word = said(writing, argument);
    fputs(" Ns = Ns Ar ", stdout);
    put_words(word);
}

static void mdoc_option(const struct writing *writing, const struct option_spec *option)
{
    fputs(".It ", stdout);
    if (option->letter != 0)
        printf("Fl %c , ", option->letter);
    printf("Fl \\-%s", option->name);
    if (option->argument != NULL)
        put_argument(writing, option->argument);
    putchar('\n');
    put_lines(said(writing, option->help));
    if (option->repeats)
        printf("(%s)\n", said(writing, N_("may be repeated")));
}

static void mdoc_command(const struct writing *writing, const struct command *command)
{
    printf(".It Cm %s", command->name);
    if (command->options.operands[0] != '\0') {
        fputs(" Ar ", stdout);
        put_words(said(writing, command->options.operands));
    }
    putchar('\n');
    put_lines(said(writing, command->summary));
    if (command->options.option[0] != NULL) {
        puts(".Bl -tag -width Ds -compact");
        for (size_t i = 0; command->options.option[i] != NULL; i++)
            mdoc_option(writing, command->options.option[i]);
        puts(".El");
    }
    if (command->example == NULL)
        return;
    puts(".Pp");
    put_lines(said(writing, N_("For example:")));
    const char *example = said(writing, command->example);
    printf(".Dl %s %s ", writing->program->name, command->name);
    put_roff(example, strlen(example));
    putchar('\n');
}

static void mdoc_subcommands(const struct writing *writing)
{
    for (const struct command_group *group = writing->program->group; group->heading != NULL;
         group++) {
        const char *heading = said(writing, group->heading);
        printf(".Ss %.*s\n", (int)(strlen(heading) - 1), heading); /* less its colon */
        puts(".Bl -tag -width Ds");
        for (size_t i = 0; group->command[i] != NULL; i++)
            mdoc_command(writing, group->command[i]);
        puts(".El");
    }
}

static void mdoc_common_options(const struct writing *writing)
{
    puts(".Bl -tag -width Ds");
    mdoc_option(writing, &OPTION_LANG);
    mdoc_option(writing, &OPTION_HELP);
    puts(".El");
}

static void write_mdoc(const struct writing *writing)
{
    char *line = NULL;
    size_t room = 0;
    while (getline(&line, &room, stdin) >= 0) {
        if (strcmp(line, ".\\\" SUBCOMMANDS\n") == 0)
            mdoc_subcommands(writing);
        else if (strcmp(line, ".\\\" COMMON OPTIONS\n") == 0)
            mdoc_common_options(writing);
        else
            fputs(line, stdout);
    }
    free(line);
}

/* ---- shells ---- */

/* Between single quotes of a shell. */
static void put_quoted(const char *text)
{
    putchar('\'');
    for (const char *at = text; *at != '\0'; at++) {
        if (*at == '\'')
            fputs("'\\''", stdout);
        else
            putchar(*at);
    }
    putchar('\'');
}

static void put_long_names(const struct command *command)
{
    for (size_t i = 0; command->options.option[i] != NULL; i++)
        printf(" --%s", command->options.option[i]->name);
    printf(" --%s --%s", OPTION_LANG.name, OPTION_HELP.name);
}

static void put_name(const struct writing *writing, const struct command *command)
{
    (void)writing;
    printf(" %s", command->name);
}

static void bash_case(const struct writing *writing, const struct command *command)
{
    (void)writing;
    printf("    %s) words=\"", command->name);
    put_long_names(command);
    puts("\" ;;");
}

static void write_bash(const struct writing *writing)
{
    const char *name = writing->program->name;
    printf("_%s() {\n", name);
    puts("  local word=${COMP_WORDS[COMP_CWORD]} words=");
    puts("  if [ \"$COMP_CWORD\" -eq 1 ]; then");
    fputs("    words='", stdout);
    each_command(writing, put_name);
    printf(" %s'\n", NO_SUBCOMMANDS);
    puts("  else");
    puts("    case ${COMP_WORDS[1]} in");
    each_command(writing, bash_case);
    puts("    esac");
    puts("    case $word in -*) ;; *) words= ;; esac");
    puts("  fi");
    puts("  mapfile -t COMPREPLY < <(compgen -W \"$words\" -- \"$word\")");
    puts("}");
    printf("complete -o bashdefault -o default -F _%s %s\n", name, name);
}

/* A colon and brackets are marks of _describe and _arguments. */
static void put_zsh(const char *text)
{
    for (const char *at = text; *at != '\0'; at++) {
        if (*at == ':' || *at == '[' || *at == ']' || *at == '\\')
            putchar('\\');
        if (*at == '\'')
            fputs("'\\''", stdout);
        else
            putchar(*at);
    }
}

static void zsh_name(const struct writing *writing, const struct command *command)
{
    printf("  '%s:", command->name);
    put_zsh(said(writing, command->summary));
    puts("'");
}

static void zsh_option(const struct writing *writing, const struct option_spec *option)
{
    printf(" '%s--%s%s[", option->repeats ? "*" : "", option->name,
        option->argument == NULL     ? ""
        : option->argument[0] == '[' ? "=-"
                                     : "=");
    put_zsh(said(writing, option->help));
    putchar(']');
    if (option->argument != NULL) {
        fputs(option->argument[0] == '[' ? "::" : ":", stdout);
        put_zsh(said(writing, option->argument));
        fputs(":_files", stdout);
    }
    putchar('\'');
}

static void zsh_case(const struct writing *writing, const struct command *command)
{
    printf("  %s) _arguments", command->name);
    for (size_t i = 0; command->options.option[i] != NULL; i++)
        zsh_option(writing, command->options.option[i]);
    zsh_option(writing, &OPTION_LANG);
    zsh_option(writing, &OPTION_HELP);
    puts(" '*:file:_files' ;;");
}

static void write_zsh(const struct writing *writing)
{
    printf("#compdef %s\n", writing->program->name);
    puts("local -a subcommands=(");
    each_command(writing, zsh_name);
    printf("  %s\n)\n", NO_SUBCOMMANDS);
    puts("if (( CURRENT == 2 )); then");
    puts("  _describe -t commands subcommand subcommands");
    puts("  return");
    puts("fi");
    puts("local subcommand=$words[2]");
    puts("shift words");
    puts("(( CURRENT-- ))");
    puts("case $subcommand in");
    each_command(writing, zsh_case);
    puts("  *) _files ;;");
    puts("esac");
}

static void fish_option(
    const struct writing *writing, const struct command *command, const struct option_spec *option)
{
    printf("complete -c %s -n '__fish_seen_subcommand_from %s' -l %s", writing->program->name,
        command->name, option->name);
    if (option->letter != 0)
        printf(" -s %c", option->letter);
    if (option->argument != NULL && option->argument[0] != '[')
        fputs(" -r -F", stdout);
    fputs(" -d ", stdout);
    put_quoted(said(writing, option->help));
    putchar('\n');
}

static void fish_command(const struct writing *writing, const struct command *command)
{
    printf("complete -c %s -n __fish_use_subcommand -f -a %s -d ", writing->program->name,
        command->name);
    put_quoted(said(writing, command->summary));
    putchar('\n');
    for (size_t i = 0; command->options.option[i] != NULL; i++)
        fish_option(writing, command, command->options.option[i]);
    fish_option(writing, command, &OPTION_LANG);
    fish_option(writing, command, &OPTION_HELP);
}

static void write_fish(const struct writing *writing)
{
    each_command(writing, fish_command);
    printf("complete -c %s -n __fish_use_subcommand -f -a '%s'\n", writing->program->name,
        NO_SUBCOMMANDS);
}

/* ---- which ---- */

static const struct form {
    const char *name;
    void (*write)(const struct writing *writing);
} FORMS[] = {{"mdoc", write_mdoc}, {"bash", write_bash}, {"zsh", write_zsh}, {"fish", write_fish}};

static const struct program *const PROGRAMS[] = {&sigill_program, &sigill_msb_program};

static const struct program *program_of(const char *name)
{
    for (size_t i = 0; i < sizeof PROGRAMS / sizeof PROGRAMS[0]; i++) {
        if (strcmp(PROGRAMS[i]->name, name) == 0)
            return PROGRAMS[i];
    }
    return NULL;
}

static const struct form *form_of(const char *name)
{
    for (size_t i = 0; i < sizeof FORMS / sizeof FORMS[0]; i++) {
        if (strcmp(FORMS[i].name, name) == 0)
            return &FORMS[i];
    }
    return NULL;
}

int main(int argc, char **argv)
{
    const struct form *form = argc == 4 ? form_of(argv[1]) : NULL;
    const struct program *program = argc == 4 ? program_of(argv[2]) : NULL;
    if (form == NULL || program == NULL) {
        fputs("usage: manual mdoc|bash|zsh|fish PROGRAM sv|en\n", stderr);
        return EXIT_FAILURE;
    }
    const struct writing writing = {
        program, catalog_for(strcmp(argv[3], "en") == 0 ? LANGUAGE_ENGLISH : LANGUAGE_SWEDISH)};
    form->write(&writing);
    return fflush(stdout) == 0 && !ferror(stdout) ? EXIT_SUCCESS : EXIT_FAILURE;
}
