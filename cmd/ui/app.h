/* What both programs share: how a subcommand is found and run, and how it speaks.
 *
 * Results go to standard output, everything else to standard error. A subcommand builds its result
 * whole before it prints any of it, so that standard output holds a complete result or nothing; a
 * listing that grows with the register is read and judged whole first, and then printed part by
 * part (cmd/authority/json_stream.h). */
#ifndef CMD_UI_APP_H
#define CMD_UI_APP_H

#include "base/buffer.h"
#include "base/error.h"
#include "base/list.h"
#include "cmd/ui/options.h"
#include "isolate/spawner.h"

#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>

struct app;
struct keydir_kit;

struct command {
    const char *name;
    const char *summary; /* N_("…"): one sentence, with its full stop */
    const char *example; /* N_("…"): what follows the name in one use of it; NULL: none is shown */
    struct options_spec options;

    const struct option_spec *const *needs; /* options that must be given; NULL, or ends with NULL.
                                               Those that lack are named at once, with the example
                                               (app_main). */

    /* Does the work with app->options. Whatever it returns is the exit status. *err is ready to be
     * filled, in the user's language; if its text is not empty afterwards it is printed, as one
     * line on standard error. A command that judged its input and printed the verdict as its result
     * returns STATUS_REFUSED and leaves *err alone. */
    enum status (*run)(struct app *app, struct error *err);

    /* Loads what it calls of a library that is loaded late (base/late.h); NULL: it calls nothing,
     * or what other members say. */
    enum status (*load)(const struct app *app, struct error *err);

    /* It starts another program, and calls app_confine itself once that is done; else the process
     * is confined before it runs. */
    bool confined_later;

    /* Its operands may be forms that are workbooks: where one is, a process that reads it is made
     * ready before this one is confined (cmd/ui/forms.h). It lists OPTION_NO_SANDBOX. */
    bool forms;

    bool needs_points; /* it counts points and levels: an edition without any is refused
                          (cmd/ui/points_needed.h) */

    bool writes_form; /* what OPTION_OUTPUT names is a form: JSON, a workbook or a page */

    bool workbook; /* what -o names is written as a workbook, whatever its name ends in */

    bool edits; /* what its operands name is read, and written anew */
};

struct command_group {
    const char *heading;                  /* N_("…"): such as "Answers" */
    const struct command *const *command; /* ends with NULL */
};

struct program {
    const char *name;
    const char *summary;               /* N_("…"): one sentence, with its full stop */
    const char *begin;                 /* N_("…"): how a newcomer begins, one sentence */
    const struct command_group *group; /* ends with one whose heading is NULL */
};

struct app {
    const struct program *program;
    const struct command *command;
    const struct options *options;
    const struct catalog *catalog; /* the user's language */
    FILE *out;
    FILE *err;
    const char *keys; /* borrowed: where the kit is if no option says (cmd/ui/held_kit.h); NULL */
    struct keydir_kit *kit; /* owned: what kit_of_app found there; NULL */
    bool kit_sought;        /* it has looked */
    int unwritten;          /* errno of the first write to out that failed; 0: none has */
    size_t out_columns;     /* where lines of text for people are broken (report/line_break.h) */
    size_t err_columns;     /* 0: nowhere */
    bool json;              /* --json was given */
    bool guided;            /* app_run runs it: what comes next is said by who runs it */
    struct spawner spawner; /* for workbooks among the operands; SPAWNER_NONE if there are none */
    bool warned;            /* that the memory of keys may be written to disk (cmd/ui/keys.h) */
    bool demo;              /* the register in use is a demonstration (opened_register_note_demo) */
    /* Of those whom a result counts (cmd/authority/counted.h): */
    json_t *unclear;   /* owned: numbers of those of whom it is unclear what counts; NULL */
    json_t *suspect;   /* owned: of those of whom a suspect submission does; NULL */
    struct list notes; /* of char *, owned: what the result says of both */
};

/* The whole of main: starts libsodium, chooses the language (--lang before or after the subcommand,
 * else the environment), answers --help and --version, parses the options, runs the subcommand,
 * and is the one place where it ends: the error is printed unless the run succeeded, and standard
 * output closed, whose failure is an error like any other. Returns the exit status. */
int app_main(const struct program *program, int argc, char **argv);

/* Runs a subcommand of the same program as if these words were typed (the last is NULL), in a
 * process of its own, which is confined to what they name and prints its own errors; *ended is its
 * exit status, STATUS_FAILED if a signal ended it. It ends with this process. STATUS_FAILED if it
 * cannot be started. */
enum status app_run(
    struct app *app, const char *const *words, enum status *ended, struct error *err) MUST_USE;

/* Keeps the process to what its command line names (base/system/confine.h): what options and
 * operands are read from, with its directory; directories that options name (--keys, --register)
 * and what --output names are written in, or the directory where they shall be. Does nothing where
 * the kernel cannot. */
void app_confine(struct app *app);

/* The translation of a text. */
const char *text_of(const struct app *app, const char *text) __attribute__((format_arg(2)));

/* Prints the translation of an English printf format to standard output, with no newline added.
 * Here as below, paths and names of others are shown as base/shown.h does it. */
void say(struct app *app, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* The same to standard error, as a line "PROGRAM: warning: TEXT". */
void warn(struct app *app, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* The same to standard error, as a line with nothing before it: advice, or what is going on. */
void hint(struct app *app, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Closes standard output, after which nothing is printed to it: STATUS_FAILED if anything that was
 * printed since the start did not arrive. */
enum status app_close_output(struct app *app, struct error *err) MUST_USE;

/* Text for people, with its lines broken, and in letters (cmd/ui/charset.h), for whoever reads it
 * there: to standard output or error. Into a file or a pipe the former are broken at LAYOUT_WIDTH
 * columns, the latter not at all. */
void app_show(struct app *app, FILE *stream, const struct buffer *text);

/* Writes to one of the two streams; of the first write to standard output that fails, why is kept
 * for app_close_output. */
void app_write(struct app *app, FILE *stream, const void *bytes, size_t length);

/* Prints a finished result for people to standard output (app_show). */
enum status app_print(struct app *app, const struct buffer *result, struct error *err) MUST_USE;

/* Prints bytes as they are to standard output. */
enum status app_print_bytes(
    struct app *app, const struct buffer *result, struct error *err) MUST_USE;

/* Writes a finished result into the file that --output names, for its owner alone, as
 * cmd/ui/output.h says (so the command must list OPTION_OUTPUT and OPTION_FORCE); without --output
 * prints it. */
enum status app_deliver(struct app *app, const struct buffer *result, struct error *err) MUST_USE;

/* The same for text for people: broken at LAYOUT_WIDTH columns in a file, else as app_print. */
enum status app_deliver_text(
    struct app *app, const struct buffer *result, struct error *err) MUST_USE;

/* Adds "demo": true to a JSON result about a demo register (app->demo), and "unclear" and "suspect"
 * to one that counts such (app->unclear, app->suspect): to the object, or to each of an array's.
 * For a result that is not printed by the functions below. */
void app_mark_json(const struct app *app, json_t *json);

/* Prints a JSON result, marked so, indented, and releases it. Whoever builds it gives what need not
 * be UTF-8, such as a path, as json_shown; a NULL, which Jansson makes of other text, is
 * STATUS_FAILED. */
enum status app_print_json(struct app *app, json_t *json, struct error *err) MUST_USE;

/* The same on one line, for results of one object a line. */
enum status app_print_json_line(struct app *app, json_t *json, struct error *err) MUST_USE;

#endif
