/* sigill-msb audit: verifies what was noted of the register, and prints it. */
#include "base/clock.h"
#include "base/text.h"
#include "cmd/authority/audit_words.h"
#include "cmd/authority/json_stream.h"
#include "cmd/authority/opened_register.h"
#include "cmd/commands.h"
#include "cmd/ui/code_shown.h"
#include "cmd/ui/keys.h"
#include "cmd/ui/progress.h"
#include "register/audit.h"
#include "report/layout.h"

#include <string.h>

enum { SERIAL_WIDTH = 7, PART = 65536 /* bytes that are printed at once */ };

/* The rows that hold, as they are printed: the chain was walked before, up to the row `until`. */
struct printed_rows {
    struct app *app;
    uint64_t until;
    struct audit_words words;
    struct buffer text;
    struct json_stream json;
};

static void put_row(const struct app *app, struct buffer *out, const struct audit_row *row)
{
    char moment[MOMENT_SIZE];
    char serial[24];
    moment_format(moment, row->time);
    (void)snprintf(serial, sizeof serial, "%llu", (unsigned long long)row->serial);
    layout_cell(out, serial, SERIAL_WIDTH);
    layout_cell(out, moment, MOMENT_SIZE);
    code_show(app, row->kind, out);
    buffer_text(out, "\n");
    layout_paragraph(out, "       ", row->subject);
}

/* {"KEY": "VALUE", …} */
static json_t *subject_json(const char *subject)
{
    char words[AUDIT_SUBJECT_SIZE];
    char *rest = words;
    json_t *json = json_object();
    text_copy(words, sizeof words, subject);
    for (char *word = strsep(&rest, " "); word != NULL; word = strsep(&rest, " ")) {
        char *value = strchr(word, '=');
        if (value == NULL)
            continue;
        *value++ = '\0';
        json_object_set_new(json, word, json_string(value));
    }
    return json;
}

static json_t *row_json(const struct audit_row *row)
{
    char moment[MOMENT_SIZE];
    char link[2 * HEAD_LINK_SIZE + 1];
    moment_format(moment, row->time);
    hex_encode(link, row->link, HEAD_LINK_SIZE);
    return json_pack("{s:I,s:s,s:s,s:o,s:s}", "serial", (json_int_t)row->serial, "time", moment,
        "kind", row->kind, "subject", subject_json(row->subject), "link", link);
}

static enum status print_part(struct printed_rows *rows, struct error *err)
{
    enum status status = app_print(rows->app, &rows->text, err);
    rows->text.length = 0;
    return status;
}

/* What was appended since the chain was walked is not of that result. */
static enum status print_row(void *context, const struct audit_row *row, struct error *err)
{
    struct printed_rows *rows = context;
    if (row->serial > rows->until)
        return STATUS_OK;
    if (rows->app->json)
        return json_stream_put(&rows->json, row_json(row), err);
    audit_words_note(&rows->words, row);
    put_row(rows->app, &rows->text, row);
    return rows->text.length < PART ? STATUS_OK : print_part(rows, err);
}

static json_t *chain_json(const struct audit *audit, const struct error *why)
{
    char id[2 * STORE_ID_SIZE + 1];
    char head[2 * HEAD_LINK_SIZE + 1];
    hex_encode(id, audit->store->id, STORE_ID_SIZE);
    hex_encode(head, audit->last.link, HEAD_LINK_SIZE);
    bool whole = why->reason == REASON_NONE;
    return json_pack("{s:s,s:b,s:s?,s:s?,s:I,s:s,s:[]}", "register", id, "whole", whole ? 1 : 0,
        "reason", whole ? NULL : reason_code(why->reason), "message", whole ? NULL : why->text,
        "count", (json_int_t)audit->last.count, "head", head, "rows");
}

static void put_verdict(struct printed_rows *rows, const struct error *why)
{
    struct buffer *out = &rows->text;
    audit_words_put(rows->app, &rows->words, out);
    if (why->reason != REASON_NONE)
        buffer_printf(out, "\n%s: %s\n", text_of(rows->app, "NOT WHOLE"), why->text);
    else
        buffer_printf(out,
            text_of(
                rows->app, "\nThe chain of %llu rows is whole and agrees with its signed head.\n"),
            (unsigned long long)rows->until);
}

/* Walks the chain a second time. Rows that do not hold end it where they did the first time; if
 * they held then, somebody writes into the register now. */
static enum status print_rows(struct opened_register *opened, struct printed_rows *rows,
    const struct error *why, struct error *err)
{
    struct error again;
    error_init(&again, rows->app->catalog);
    enum status walked = audit_walk(&opened->audit, print_row, rows, &again);
    if (walked == STATUS_OK || (walked == STATUS_REFUSED && why->reason == again.reason))
        return STATUS_OK;
    *err = again;
    return walked;
}

static enum status print_chain(
    struct app *app, struct opened_register *opened, const struct error *why, struct error *err)
{
    struct printed_rows rows = {.app = app, .until = opened->audit.last.count};
    enum status status;
    if (app->json)
        TRY_OUT(json_stream_begin(app, chain_json(&opened->audit, why), "rows", &rows.json, err));
    else
        opened_register_mark(app, opened, &rows.text);
    TRY_OUT(print_rows(opened, &rows, why, err));
    if (app->json) {
        status = json_stream_end(&rows.json, err);
    } else {
        put_verdict(&rows, why);
        status = print_part(&rows, err);
    }
out:
    json_stream_free(&rows.json);
    buffer_free(&rows.text);
    return status;
}

static enum status count_row(void *context, const struct audit_row *row, struct error *err)
{
    (void)row;
    (void)err;
    progress_advance(context, 1);
    return STATUS_OK;
}

static enum status walk_chain(struct app *app, struct audit *audit, struct error *why)
{
    struct progress progress;
    progress_start_counting(&progress, app, text_of(app, "Following the audit"), audit->head.count);
    enum status status = audit_walk(audit, count_row, &progress, why);
    progress_finish(&progress);
    return status;
}

/* That the chain does not hold is a result, printed with the rows that do. The whole is walked
 * before anything is printed, and walked again for printing, so that no row but one is held. */
static enum status report_chain(struct app *app, struct opened_register *opened, struct error *err)
{
    struct error why;
    error_init(&why, app->catalog);
    enum status judged = walk_chain(app, &opened->audit, &why);
    struct head last = opened->audit.last;
    if (judged == STATUS_OK)
        judged = audit_check(&opened->audit, &why);
    opened->audit.last = last;
    if (judged == STATUS_FAILED) {
        *err = why;
        return judged;
    }
    TRY(print_chain(app, opened, &why, err));
    opened->audit.last = last;
    return judged;
}

static enum status run(struct app *app, struct error *err)
{
    struct opened_register opened;
    enum status status;
    TRY_OUT(opened_register_open(app, OPENED_TO_AUDIT, &opened, err));
    TRY_OUT(report_chain(app, &opened, err));
out:
    opened_register_close(&opened);
    return status;
}

static const struct option_spec *const TAKES[] = {&OPTION_REGISTER, &OPTION_KEYS,
    &OPTION_PASSPHRASE_FILE, &OPTION_EXAMPLE_KEYS, &OPTION_JSON, NULL};

const struct command audit_command = {
    .name = "audit",
    .summary = N_("Verifies what was noted of the register, row by row, and prints it."),
    .options = {TAKES, "", 0, 0},
    .run = run,
};
