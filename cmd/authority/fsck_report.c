#include "cmd/authority/fsck_report.h"

#include "base/file.h"
#include "base/system/paste.h"
#include "cmd/ui/code_shown.h"
#include "format/json.h"
#include "register/store.h"
#include "report/layout.h"

#include <stdlib.h>

void fsck_report_start(struct fsck_report *report)
{
    *report = (struct fsck_report){.findings = json_array(), .leftovers = json_array()};
}

void fsck_report_free(struct fsck_report *report)
{
    json_decref(report->findings);
    json_decref(report->leftovers);
    *report = (struct fsck_report){0};
}

static enum status take_finding(
    void *context, const struct fsck_finding *finding, struct error *err)
{
    struct fsck_report *report = context;
    json_t *entry = json_pack("{s:s,s:o,s:o}", "code", fsck_code_name(finding->code), "subject",
        json_shown(finding->subject), "message", json_shown(finding->message));
    (void)err;
    (void)json_array_append_new(finding->harmless ? report->leftovers : report->findings, entry);
    return STATUS_OK;
}

struct fsck fsck_report_prepare(struct opened_register *opened, struct fsck_report *report)
{
    return (struct fsck){
        .store = &opened->store,
        .audit = &opened->audit,
        .spawner = &opened->spawner,
        .key = opened->key,
        .identities = &opened->secrets.receive,
        .authority = &opened->keys.sign,
        .editions = &opened->editions,
        .report = take_finding,
        .context = report,
    };
}

static void put_list(
    const struct app *app, const json_t *list, const char *word, struct buffer *out)
{
    enum { WORD_WIDTH = 7 };
    size_t place;
    const json_t *entry;
    json_array_foreach(list, place, entry)
    {
        layout_cell(out, text_of(app, word), WORD_WIDTH);
        code_show(app, json_string_value(json_object_get(entry, "code")), out);
        buffer_printf(out, "  %s\n", json_string_value(json_object_get(entry, "subject")));
        layout_paragraph(out, "       ", json_string_value(json_object_get(entry, "message")));
    }
}

void fsck_report_put(const struct app *app, const struct fsck_report *report, struct buffer *out)
{
    put_list(app, report->findings, N_("AMISS"), out);
    put_list(app, report->leftovers, N_("note"), out);
    if (json_array_size(report->findings) + json_array_size(report->leftovers) > 0)
        buffer_text(out, "\n");
}

bool fsck_lacks_receipts_alone(const struct fsck_counts *counts)
{
    return counts->amiss > 0 && counts->amiss == counts->unreceipted;
}

static void put_receiving(const struct app *app, const char *register_path, const char *place,
    const char *keys, const char *says, struct buffer *out)
{
    struct buffer pasted[3] = {{0}};
    char *files = path_join(register_path, place);
    buffer_printf(out, "%s\n  %s receive %s -r %s -k %s\n", says, app->program->name,
        paste_path(&pasted[0], files), paste_path(&pasted[1], register_path),
        paste_path(&pasted[2], keys));
    free(files);
    for (size_t i = 0; i < sizeof pasted / sizeof pasted[0]; i++)
        buffer_free(&pasted[i]);
}

/* A rewrapped original is no file that ever came, and would be refused as another one. */
void fsck_report_put_unreceipted(const struct app *app, const struct fsck_counts *counts,
    const char *register_path, const char *keys, struct buffer *out)
{
    buffer_printf(out,
        text_of(app,
            "NOT WHOLE; receipts that are missing: %zu, and nothing else. Receive the same "
            "files once more, and they are written.\n"),
        counts->unreceipted);
    if (counts->in_originals && !counts->rewrapped)
        put_receiving(app, register_path, STORE_ORIGINALS, keys,
            text_of(app, "What was imported is here too:"), out);
    if (counts->in_quarantine)
        put_receiving(app, register_path, STORE_QUARANTINE, keys,
            text_of(app, "What was refused is here too:"), out);
}
