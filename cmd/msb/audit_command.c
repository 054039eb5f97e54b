/* sigill-msb audit: verifies what was noted of the register, and prints it. */
#include "base/clock.h"
#include "base/text.h"
#include "cmd/commands.h"
#include "cmd/ui/audit_words.h"
#include "cmd/ui/code_shown.h"
#include "cmd/ui/keys.h"
#include "cmd/ui/opened_register.h"
#include "register/audit.h"
#include "report/layout.h"

#include <string.h>

enum { SERIAL_WIDTH = 7 };

/* The rows that hold, in the form that was asked for. */
struct printed_rows {
    const struct app *app;
    bool json;
    struct audit_words words;
    struct buffer text;
    json_t *list;
};

/* The words of its subject stand on the lines below it. */
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

static enum status take_row(void *context, const struct audit_row *row, struct error *err)
{
    struct printed_rows *rows = context;
    (void)err;
    audit_words_note(&rows->words, row);
    if (rows->json)
        (void)json_array_append_new(rows->list, row_json(row));
    else
        put_row(rows->app, &rows->text, row);
    return STATUS_OK;
}

static enum status print_json(struct app *app, const struct audit *audit, struct printed_rows *rows,
    const struct error *why, struct error *err)
{
    char id[2 * STORE_ID_SIZE + 1];
    char head[2 * HEAD_LINK_SIZE + 1];
    hex_encode(id, audit->store->id, STORE_ID_SIZE);
    hex_encode(head, audit->last.link, HEAD_LINK_SIZE);
    bool whole = why->reason == REASON_NONE;
    json_t *json =
        json_pack("{s:s,s:b,s:s?,s:s?,s:I,s:s,s:O}", "register", id, "whole", whole ? 1 : 0,
            "reason", whole ? NULL : reason_code(why->reason), "message", whole ? NULL : why->text,
            "count", (json_int_t)audit->last.count, "head", head, "rows", rows->list);
    return app_print_json(app, json, err);
}

static enum status print_text(struct app *app, const struct opened_register *opened,
    struct printed_rows *rows, const struct error *why, struct error *err)
{
    struct buffer out = {0};
    const struct audit *audit = &opened->audit;
    opened_register_mark(app, opened, &out);
    buffer_append(&out, rows->text.data, rows->text.length);
    audit_words_put(app, &rows->words, &out);
    if (why->reason != REASON_NONE)
        buffer_printf(&out, "\n%s: %s\n", text_of(app, "NOT WHOLE"), why->text);
    else
        buffer_printf(&out,
            text_of(app, "\nThe chain of %llu rows is whole and agrees with its signed head.\n"),
            (unsigned long long)audit->last.count);
    enum status status = app_print(app, &out, err);
    buffer_free(&out);
    return status;
}

/* That the chain does not hold is a result, printed after the rows that do. */
static enum status report_chain(
    struct app *app, struct opened_register *opened, struct printed_rows *rows, struct error *err)
{
    struct error why;
    error_init(&why, app->catalog);
    enum status judged = audit_walk(&opened->audit, take_row, rows, &why);
    struct head last = opened->audit.last;
    if (judged == STATUS_OK)
        judged = audit_check(&opened->audit, &why);
    opened->audit.last = last;
    if (judged == STATUS_FAILED) {
        *err = why;
        return judged;
    }
    TRY(app->json ? print_json(app, &opened->audit, rows, &why, err)
                  : print_text(app, opened, rows, &why, err));
    return judged;
}

static enum status run(struct app *app, struct error *err)
{
    struct opened_register opened;
    struct printed_rows rows = {.app = app, .json = app->json, .list = json_array()};
    enum status status;
    TRY_OUT(opened_register_open(app, OPENED_TO_AUDIT, &opened, err));
    TRY_OUT(report_chain(app, &opened, &rows, err));
out:
    json_decref(rows.list);
    buffer_free(&rows.text);
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
