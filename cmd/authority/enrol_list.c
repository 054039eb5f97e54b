/* sigill-msb enrol --list: many cards with the fingerprints that their owners read out.
 *
 * A line has an organisation number, a fingerprint in any form that --fingerprint takes, and the
 * card's file, in the list's own directory or below it, divided by commas or by semicolons. Empty
 * lines and lines that begin with # are left out, and so is one of the first two lines that
 * begins with "number" or "nummer" (the first may be "sep=;"). Fields may stand in double quotes.
 * The fingerprint may be empty for a card that follows an enrolled one. */
#include "base/file.h"
#include "base/memory.h"
#include "base/text.h"
#include "cmd/authority/enrolling.h"
#include "cmd/ui/progress.h"
#include "format/csv_read.h"
#include "format/organisation_number.h"
#include "report/layout.h"

#include <libgen.h>
#include <stdlib.h>
#include <string.h>

enum { LIST_SIZE_MAX = 4 * 1024 * 1024, FIELDS = 3, NUMBER_WIDTH = 14, VERDICT_WIDTH = 10 };

/* The list while it is gone through. */
struct enrolment {
    struct app *app;
    struct opened_register *opened;
    const char *folder; /* of the list */
    int64_t now;
    json_t *json;
    struct buffer text;
    size_t enrolled;
    size_t known;
    size_t refused;
    bool failed; /* one of the refusals was a failure, such as a card that cannot be read */
};

/* Spreadsheets save columns that were emptied as dividers with nothing between. */
static void cut_dividers_behind(char *field, char divider)
{
    size_t length = strlen(field);
    while (length > 0 && (field[length - 1] == divider || field[length - 1] == ' '))
        field[--length] = '\0';
}

static enum status enrol_fields(struct enrolment *enrolment, char *const field[FIELDS],
    struct applicant *applicant, struct error *err)
{
    char number[ORGANISATION_NUMBER_SIZE];
    struct fingerprint_given given;
    if (!organisation_number_typed(field[0], strlen(field[0]), number))
        return error_set(err, STATUS_REFUSED, REASON_BAD_VALUE,
            "\"%s\" is not an organisation number; expected ten digits of which the last is the "
            "right check digit, such as 212999-0004",
            field[0]);
    enum status status;
    if (field[1][0] != '\0')
        TRY(fingerprint_read(field[1], strlen(field[1]), &given, err));
    if (field[2][0] == '/' || strstr(field[2], "..") != NULL)
        return error_set(err, STATUS_REFUSED, REASON_BAD_VALUE,
            "%s: expected a file in the directory of the list, or below it", field[2]);
    char *path = path_join(enrolment->folder, field[2]);
    applicant->given = field[1][0] != '\0' ? &given : NULL;
    applicant->number = number;
    applicant->listed = true;
    applicant->path = path;
    TRY_OUT(enrolling_judge(enrolment->app, applicant, enrolment->now, err));
    TRY_OUT(enrolling_add(enrolment->app, enrolment->opened, applicant, enrolment->now, err));
out:
    buffer_free(&applicant->frame);
    applicant->given = NULL;
    applicant->number = NULL;
    applicant->path = NULL;
    free(path);
    return status;
}

static const char *word_of(const struct enrolment *enrolment, enum reason reason)
{
    return reason == REASON_NONE     ? text_of(enrolment->app, "enrolled")
           : reason == REASON_EXISTS ? text_of(enrolment->app, "known")
                                     : text_of(enrolment->app, "REFUSED");
}

static void put_line(struct enrolment *enrolment, size_t line, const char *number,
    const struct applicant *applicant, enum reason reason, const char *why)
{
    const char *verdict = reason == REASON_NONE     ? "enrolled"
                          : reason == REASON_EXISTS ? "known"
                                                    : "refused";
    const char *name = applicant->card.name[0] == '\0' ? NULL : applicant->card.name;
    enrolment->enrolled += reason == REASON_NONE;
    enrolment->known += reason == REASON_EXISTS;
    enrolment->refused += reason != REASON_NONE && reason != REASON_EXISTS;
    json_array_append_new(
        enrolment->json, json_pack("{s:I,s:s,s:s?,s:s,s:s?,s:s?}", "line", (json_int_t)line,
                             "number", number, "name", name, "verdict", verdict, "reason",
                             reason == REASON_NONE ? NULL : reason_code(reason), "message",
                             reason == REASON_NONE ? NULL : why));
    layout_cell(&enrolment->text, word_of(enrolment, reason), VERDICT_WIDTH);
    layout_cell(&enrolment->text, number, NUMBER_WIDTH);
    buffer_printf(&enrolment->text, " %s\n", name == NULL ? "" : name);
    if (reason != REASON_NONE)
        buffer_printf(&enrolment->text, "          %s\n", why);
}

static void take_row(
    struct enrolment *enrolment, struct csv_read_row *row, enum status read, struct error *why)
{
    struct applicant applicant = {0};
    enum status status = read;
    if (status == STATUS_OK && row->fields == FIELDS)
        cut_dividers_behind(row->field[FIELDS - 1], row->divider);
    if (status == STATUS_OK && row->fields == FIELDS)
        status = enrol_fields(enrolment, row->field, &applicant, why);
    else if (status == STATUS_OK)
        status = error_set(why, STATUS_REFUSED, REASON_BAD_SYNTAX,
            "line %zu: expected an organisation number, a fingerprint and the card's file",
            row->line);
    text_mask(row->field[0]);
    enrolment->failed = enrolment->failed || status == STATUS_FAILED;
    put_line(enrolment, row->line, row->field[0], &applicant,
        status == STATUS_OK ? REASON_NONE : why->reason, why->text);
}

static bool is_heading(const struct csv_read_row *row)
{
    return row->line <= 2 && (strncasecmp(row->field[0], "number", 6) == 0 ||
                                 strncasecmp(row->field[0], "nummer", 6) == 0);
}

/* The first card with example keys marks the register, of which there is a warning. */
static bool may_warn(const struct enrolment *enrolment)
{
    return option_given(enrolment->app->options, &OPTION_EXAMPLE_KEYS) &&
           !enrolment->opened->store.demo;
}

static size_t count_lines(const struct buffer *content)
{
    size_t lines = 0;
    for (size_t i = 0; i < content->length; i++)
        lines += content->data[i] == '\n' ? 1 : 0;
    return lines;
}

static void take_rows(struct enrolment *enrolment, struct csv_read *csv, struct progress *progress)
{
    struct error why;
    struct csv_read_row row;
    bool more = true;
    csv->comments = true;
    csv->most = FIELDS;
    while (more) {
        error_init(&why, enrolment->app->catalog);
        enum status status = csv_read_next(csv, &more, &row, &why);
        if (may_warn(enrolment))
            progress_hide(progress);
        if (more && !is_heading(&row))
            take_row(enrolment, &row, status, &why);
        progress_advance(progress, 1);
    }
}

static enum status print(struct enrolment *enrolment, struct error *err)
{
    struct app *app = enrolment->app;
    if (app->json)
        return app_print_json(app, json_incref(enrolment->json), err);
    buffer_printf(&enrolment->text,
        text_of(app, "enrolled: %zu, known before: %zu, refused: %zu\n"), enrolment->enrolled,
        enrolment->known, enrolment->refused);
    return app_print(app, &enrolment->text, err);
}

enum status enrolling_list(struct app *app, struct opened_register *opened, const char *path,
    int64_t now, struct error *err)
{
    struct buffer content = {0};
    struct csv_read csv;
    struct progress progress;
    struct enrolment enrolment = {.app = app, .opened = opened, .now = now, .json = json_array()};
    char *copy = memory_text(path);
    enum status status;
    TRY_OUT(file_read_given(path, LIST_SIZE_MAX, &content, err));
    TRY_OUT(csv_read_start(&csv, &content, path, err));
    enrolment.folder = dirname(copy);
    progress_start_counting(&progress, app, text_of(app, "Enrolling"), count_lines(&content));
    take_rows(&enrolment, &csv, &progress);
    progress_finish(&progress);
    TRY_OUT(print(&enrolment, err));
    if (enrolment.refused > 0)
        status = enrolment.failed ? STATUS_FAILED : STATUS_REFUSED;
out:
    json_decref(enrolment.json);
    buffer_free(&enrolment.text);
    buffer_free(&content);
    free(copy);
    return status;
}
