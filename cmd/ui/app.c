#include "cmd/ui/app.h"

#include "base/local_time.h"
#include "base/memory.h"
#include "base/nearest.h"
#include "base/system/apart.h"
#include "base/system/console.h"
#include "base/system/descriptor.h"
#include "base/system/interruption.h"
#include "base/system/process.h"
#include "cmd/ui/form_kind.h"
#include "cmd/ui/forms.h"
#include "cmd/ui/handbook.h"
#include "cmd/ui/held_kit.h"
#include "cmd/ui/help.h"
#include "cmd/ui/medium_example.h"
#include "cmd/ui/output.h"
#include "cmd/ui/pager.h"
#include "cmd/ui/screen.h"
#include "cmd/ui/workbook_file.h"
#include "cmd/ui/wrong_kind.h"
#include "crypto/secret.h"
#include "format/json.h"
#include "report/layout.h"

#include <string.h>

/* ---- language ---- */

/* The value of --lang, wherever on the command line it stands; NULL if it is not given. It must be
 * known before anything else can be said. */
static const char *language_asked(int argc, char **argv)
{
    for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++) {
        if (strncmp(argv[i], "--lang=", 7) == 0)
            return argv[i] + 7;
        if (strcmp(argv[i], "--lang") == 0)
            return i + 1 < argc ? argv[i + 1] : NULL;
    }
    return NULL;
}

static enum status choose_language(struct app *app, const char *asked, struct error *err)
{
    enum language language = language_from_environment();
    local_time_prepare();
    if (asked != NULL && strcmp(asked, "en") == 0)
        language = LANGUAGE_ENGLISH;
    else if (asked != NULL && strcmp(asked, "sv") == 0)
        language = LANGUAGE_SWEDISH;
    app->catalog = catalog_for(language);
    memory_words(app->program->name, text_of(app, memory_sentence()));
    error_init(err, app->catalog);
    if (asked == NULL || strcmp(asked, "en") == 0 || strcmp(asked, "sv") == 0)
        return STATUS_OK;
    return error_set(err, STATUS_USAGE, REASON_BAD_VALUE,
        "--lang: there is no language \"%s\"; choose sv or en", asked);
}

/* ---- the subcommand ---- */

static const struct command *find_command(const struct program *program, const char *name)
{
    for (const struct command_group *group = program->group; group->heading != NULL; group++) {
        for (size_t i = 0; group->command[i] != NULL; i++) {
            if (strcmp(group->command[i]->name, name) == 0)
                return group->command[i];
        }
    }
    return NULL;
}

static const char *nearest_command(const struct program *program, const char *name)
{
    const char *nearest = NULL;
    size_t best = strlen(name) / 2 + 1; /* nearer than this, or it is another word */
    for (const struct command_group *group = program->group; group->heading != NULL; group++) {
        for (size_t i = 0; group->command[i] != NULL; i++) {
            size_t distance = nearest_distance(name, group->command[i]->name);
            if (distance < best) {
                best = distance;
                nearest = group->command[i]->name;
            }
        }
    }
    return nearest;
}

static enum status refuse_command(const struct app *app, const char *name, struct error *err)
{
    const char *nearest = nearest_command(app->program, name);
    if (nearest != NULL)
        return error_set(err, STATUS_USAGE, REASON_NOT_FOUND,
            "there is no subcommand \"%s\"; did you mean \"%s\"?", name, nearest);
    return error_set(err, STATUS_USAGE, REASON_NOT_FOUND, "there is no subcommand \"%s\"", name);
}

static void show_help(
    struct app *app, FILE *stream, void (*help)(const struct app *app, struct buffer *out))
{
    struct buffer text = {0};
    help(app, &text);
    if (stream == app->out)
        pager_show(app, &text);
    else
        app_show(app, stream, &text);
    buffer_free(&text);
}

static enum status judge_needs(const struct app *app, struct error *err)
{
    const struct option_spec *const *needs = app->command->needs;
    struct buffer list = {0};
    struct buffer example = {0};
    enum status status = STATUS_OK;
    for (; needs != NULL && *needs != NULL; needs++) {
        if (option_given(app->options, *needs))
            continue;
        buffer_printf(&list, "%s--%s=%s", list.length > 0 ? ", " : "", (*needs)->name,
            text_of(app, (*needs)->argument));
    }
    if (list.length > 0) {
        medium_example_put(&example, text_of(app, app->command->example));
        status = error_set(err, STATUS_USAGE, REASON_BAD_SYNTAX,
            "missing on the command line: %s; give it as in `%s %s %s`", buffer_string(&list),
            app->program->name, app->command->name, buffer_string(&example));
    }
    buffer_free(&list);
    buffer_free(&example);
    return status;
}

static enum status judge_form_name(const struct app *app, struct error *err)
{
    const char *path = option_text(app->options, &OPTION_OUTPUT);
    if (!app->command->writes_form || path == NULL)
        return STATUS_OK;
    return form_kind_judge(path, false, err);
}

static enum status run_with(struct app *app, struct options *options, struct error *err)
{
    const char *language = option_text(options, &OPTION_LANG);
    if (language != NULL) /* its name may have been cut */
        TRY(choose_language(app, language, err));
    if (option_given(options, &OPTION_HELP)) {
        show_help(app, app->out, help_command);
        return STATUS_OK;
    }
    app->options = options;
    options_take_places(&app->command->options, options);
    app->json = option_given(options, &OPTION_JSON);
    TRY(judge_needs(app, err));
    TRY(workbook_file_prepare(app, err));
    if (app->command->load != NULL)
        TRY(app->command->load(app, err));
    if (!app->command->confined_later)
        TRY(forms_prepare(app, err));
    TRY(judge_form_name(app, err));
    TRY(output_judge_named(app, err));
    return app->command->run(app, err);
}

static enum status run_command(struct app *app, int argc, char **argv, struct error *err)
{
    struct options options;
    enum status status;
    TRY_OUT(options_parse(&app->command->options, argc, argv, &options, err));
    status = run_with(app, &options, err);
    if (status == STATUS_REFUSED)
        wrong_kind_explain(app, err);
out:
    spawner_stop(&app->spawner);
    kit_release(app);
    app->options = NULL;
    options_free(&options);
    return status;
}

static bool is_one_of(const char *word, const char *one, const char *other)
{
    return strcmp(word, one) == 0 || strcmp(word, other) == 0;
}

/* The words from the first on, as one topic. */
static enum status show_topic(struct app *app, int argc, char **argv, struct error *err)
{
    struct buffer topic = {0};
    struct buffer text = {0};
    enum status status = STATUS_OK;
    for (int i = 1; i < argc && argv[i][0] != '-'; i++)
        buffer_printf(&topic, "%s%s", i > 1 ? " " : "", argv[i]);
    if (handbook_show(buffer_string(&topic), &text))
        pager_show(app, &text);
    else
        status = refuse_command(app, buffer_string(&topic), err);
    buffer_free(&text);
    buffer_free(&topic);
    return status;
}

/* "help" and "help SUBCOMMAND", which are no subcommands, are what a newcomer types; what is no
 * subcommand may be a topic of the handbook. */
static enum status run_help(struct app *app, int argc, char **argv, struct error *err)
{
    if (argc > 1 && argv[1][0] != '-') {
        app->command = find_command(app->program, argv[1]);
        if (app->command == NULL)
            return show_topic(app, argc, argv, err);
    }
    show_help(app, app->out, app->command != NULL ? help_command : help_program);
    return STATUS_OK;
}

/* What stands before the subcommand: --lang, which is dealt with, --help and --version. */
static enum status dispatch(struct app *app, int argc, char **argv, struct error *err)
{
    int i = 1;
    while (i < argc && (strcmp(argv[i], "--lang") == 0 || strncmp(argv[i], "--lang=", 7) == 0))
        i += argv[i][6] == '\0' ? 2 : 1;
    if (i >= argc) {
        show_help(app, app->err, help_begin);
        return STATUS_USAGE;
    }
    if (is_one_of(argv[i], "--help", "-h")) {
        show_help(app, app->out, help_program);
        return STATUS_OK;
    }
    if (is_one_of(argv[i], "--version", "version")) {
        show_help(app, app->out, help_version);
        return STATUS_OK;
    }
    if (is_one_of(argv[i], "help", "hjälp"))
        return run_help(app, argc - i, argv + i, err);
    if (argv[i][0] == '-')
        return error_set(err, STATUS_USAGE, REASON_BAD_SYNTAX,
            "the option %s must come after a subcommand", argv[i]);
    app->command = find_command(app->program, argv[i]);
    if (app->command == NULL)
        return refuse_command(app, argv[i], err);
    return run_command(app, argc - i, argv + i, err);
}

static void print_error(struct app *app, enum status status, const struct error *err)
{
    struct buffer text = {0};
    if (err->text[0] == '\0')
        return;
    buffer_printf(&text, "%s: %s\n", app->program->name, err->text);
    app_show(app, app->err, &text);
    buffer_free(&text);
    if (status != STATUS_USAGE)
        return;
    if (app->command != NULL)
        hint(app, "`%s %s --help` tells how it is used", app->program->name, app->command->name);
    else
        hint(app, "`%s --help` tells how it is used", app->program->name);
}

/* The one end of every run: what was refused is said only of a run that did not succeed, whatever
 * an earlier try left in *err; and a result that did not arrive (a full disk) is a failure, also
 * when all else went well. */
static enum status end_run(struct app *app, enum status status, const struct error *err)
{
    struct error late;
    bool failed = status == STATUS_FAILED && err->text[0] != '\0';
    if (status != STATUS_OK)
        print_error(app, status, err);
    error_init(&late, app->catalog);
    if (app_close_output(app, &late) == STATUS_OK)
        return status;
    if (!failed)
        print_error(app, STATUS_FAILED, &late);
    return STATUS_FAILED;
}

/* ---- another subcommand ---- */

struct other_run {
    struct app *app;
    int count;
    char **words;
};

static enum status run_guided(struct app *app, int count, char **words)
{
    struct error err;
    error_init(&err, app->catalog);
    app->guided = true;
    app->command = find_command(app->program, words[0]);
    enum status status = app->command == NULL ? refuse_command(app, words[0], &err)
                                              : run_command(app, count, words, &err);
    return end_run(app, status, &err);
}

/* In the process that was made for it, where that is a copy of this one. */
static void run_and_end(void *context)
{
    const struct other_run *run = context;
    process_end((int)run_guided(run->app, run->count, run->words));
}

/* What a process that is started anew is told before the words of the subcommand: the language, and
 * where the kit is. */
enum { TOLD = 2 };

enum status app_run(
    struct app *app, const char *const *words, enum status *ended, struct error *err)
{
    int count = 0;
    int exited;
    while (words[count] != NULL)
        count++;
    char **copy = memory_new((size_t)count + 1, sizeof *copy);
    const char **told = memory_new((size_t)count + TOLD + 1, sizeof *told);
    told[0] = app->catalog == NULL ? "en" : "sv";
    told[1] = app->keys == NULL ? "" : app->keys;
    for (int i = 0; i < count; i++) {
        copy[i] = memory_text(words[i]);
        told[TOLD + i] = words[i];
    }
    (void)fflush(app->out);
    kit_release(app); /* the other one may take in another */
    struct other_run run = {app, count, copy};
    bool started = apart_run(&(struct apart){run_and_end, &run, told}, &exited);
    enum status status =
        started ? STATUS_OK : error_system(err, "another process cannot be started");
    *ended = exited < 0 || exited > STATUS_FAILED ? STATUS_FAILED : (enum status)exited;
    for (int i = 0; i < count; i++)
        free(copy[i]);
    free(copy);
    free(told);
    return status;
}

static enum status start(struct app *app, int argc, char **argv, struct error *err)
{
    if (!process_hold_descriptors())
        return error_set(err, STATUS_FAILED, REASON_IO_ERROR,
            "a standard descriptor is closed and /dev/null cannot stand in for it");
    TRY(choose_language(app, language_asked(argc, argv), err));
    TRY(secret_start(err));
    return dispatch(app, argc, argv, err);
}

static void release_notes(struct app *app)
{
    list_free_texts(&app->notes);
    json_decref(app->unclear);
    json_decref(app->suspect);
}

/* A program that was started anew by app_run. */
static enum status run_other(struct app *app, int argc, char **argv)
{
    struct error err;
    error_init(&err, NULL);
    app->keys = *argv[1] == '\0' ? NULL : argv[1];
    enum status status = choose_language(app, argv[0], &err);
    if (status == STATUS_OK)
        status = secret_start(&err);
    return status == STATUS_OK ? run_guided(app, argc - TOLD, argv + TOLD)
                               : end_run(app, status, &err);
}

/* A newcomer who starts the program with a double-click is taken by the hand, and reads what was
 * said last before the window goes. */
static enum status run_in_own_terminal(struct app *app, char *name)
{
    struct error err;
    char *words[] = {name, "guide", NULL};
    error_init(&err, NULL);
    enum status status = end_run(app, start(app, 2, words, &err), &err);
    pager_await_end(app);
    return status;
}

static enum status run_words(struct app *app, int argc, char **argv)
{
    struct error err;
    error_init(&err, NULL);
    if (apart_is_asked_for(argc, argv) && argc > 2 + TOLD)
        return run_other(app, argc - 2, argv + 2);
    if (argc == 1 && console_is_own() && find_command(app->program, "guide") != NULL)
        return run_in_own_terminal(app, argv[0]);
    return end_run(app, start(app, argc, argv, &err), &err);
}

int app_main(const struct program *program, int argc, char **argv)
{
    struct console_settings before;
    process_begin();
    interruption_prepare();
    console_begin(&before);
    struct app app = {.program = program,
        .out = stdout,
        .err = stderr,
        .spawner = SPAWNER_NONE,
        .notes = {.size = sizeof(char *)}};
    app.out_columns = screen_columns(DESCRIPTOR_OUTPUT);
    app.err_columns = screen_columns(DESCRIPTOR_ERROR);
    app.out_columns = app.out_columns == 0 ? LAYOUT_WIDTH : app.out_columns;
    json_start();
    enum status status = run_words(&app, argc, argv);
    release_notes(&app);
    console_end(&before);
    return (int)status;
}
