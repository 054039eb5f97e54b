/* The file that is being filled in. */
#include "base/file.h"
#include "base/memory.h"
#include "base/system/paste.h"
#include "base/system/place.h"
#include "cmd/ui/answering_parts.h"
#include "cmd/ui/confirm.h"
#include "cmd/ui/forms.h"
#include "cmd/ui/load.h"
#include "report/layout.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* ---- lists ---- */

static json_t *list_in(json_t *parent, const char *key)
{
    json_t *list = json_object_get(parent, key);
    if (json_is_array(list))
        return list;
    (void)json_object_set_new(parent, key, json_array());
    return json_object_get(parent, key);
}

json_t *answering_covers(const struct answering *answering)
{
    return list_in(json_object_get(answering->draft, "organisation"), "covers");
}

json_t *answering_participants(const struct answering *answering)
{
    return list_in(answering->draft, "participants");
}

/* ---- writing ---- */

/* An empty list is left out, as where nobody was asked. */
static void drop_empty_covers(struct answering *answering)
{
    json_t *organisation = json_object_get(answering->draft, "organisation");
    if (json_array_size(json_object_get(organisation, "covers")) == 0)
        (void)json_object_del(organisation, "covers");
}

enum status answering_judge(struct answering *answering, struct error *err)
{
    drop_empty_covers(answering);
    findings_free(&answering->findings);
    findings_init(&answering->findings, answering->talk.app->catalog);
    findings_free(&answering->days);
    findings_init(&answering->days, answering->talk.app->catalog);
    TRY(draft_answers(answering->edition, answering->draft, answering->path, answering->answers,
        &answering->findings, err));
    load_check_days(answering->edition, answering->answers, &answering->days);
    score_compute(&answering->edition->model, &answering->answers->set, &answering->score);
    answered_count(&answering->edition->model, &answering->answers->set, &answering->answered);
    return STATUS_OK;
}

/* Somebody else may have the same file open, here or on another machine. */
static enum status refuse_changed(const struct answering *answering, struct error *err)
{
    struct buffer now = {0};
    const struct buffer *before = &answering->written;
    enum status status;
    TRY_OUT(file_read(answering->path, ANSWERS_LENGTH_MAX, &now, err));
    if (now.length != before->length || memcmp(now.data, before->data, now.length) != 0)
        status = error_set(err, STATUS_FAILED, REASON_EXISTS,
            "%s: another program has changed the file since it was read or written here; it is left "
            "as it is, without the last answer. Start again to go on",
            answering->path);
out:
    buffer_free(&now);
    return status;
}

static enum status write_draft(struct answering *answering, bool replace, struct error *err)
{
    struct buffer text = {0};
    enum status status;
    TRY_OUT(draft_print(
        answering->edition, answering->draft, answering->talk.app->catalog, &text, err));
    TRY_OUT(file_write(
        answering->path, text.data, text.length, place_mode(answering->path), replace, err));
    buffer_free(&answering->written);
    answering->written = text;
    text = (struct buffer){0};
out:
    buffer_free(&text);
    return status;
}

enum status answering_save(struct answering *answering, struct error *err)
{
    TRY(answering_judge(answering, err));
    TRY(refuse_changed(answering, err));
    return write_draft(answering, true, err);
}

/* ---- reading ---- */

static enum status ask_to_begin(struct answering *answering, bool *wanted, struct error *err)
{
    struct buffer text = {0};
    struct buffer line = {0};
    uint32_t key = KEY_AGAIN;
    enum status status = STATUS_OK;
    while (key == KEY_AGAIN) {
        layout_say(&text, "", text_of(answering->talk.app, "%s is not there. Begin a new one?"),
            answering->path);
        buffer_printf(&text, "%s\n", text_of(answering->talk.app, "[yes/no]"));
        talk_show(&answering->talk, &text);
        TRY_OUT(talk_read_line(&answering->talk, &line, &key, err));
    }
    *wanted = key == KEY_ENTER && confirm_is_yes(buffer_string(&line));
out:
    buffer_free(&line);
    return status;
}

static enum status begin_file(struct answering *answering, struct error *err)
{
    bool wanted = false;
    TRY(load_edition(answering->talk.app, NULL, &answering->edition, err));
    TRY(ask_to_begin(answering, &wanted, err));
    if (!wanted)
        return error_set(err, STATUS_REFUSED, REASON_NONE, "not confirmed; nothing was done");
    answering->draft = draft_new(answering->edition);
    TRY(answering_judge(answering, err));
    return write_draft(answering, false, err);
}

static enum status read_file(struct answering *answering, struct error *err)
{
    struct loaded loaded;
    enum status status;
    TRY_OUT(load_answers(answering->talk.app, answering->path, &loaded, err));
    answering->edition = loaded.edition;
    loaded.edition = NULL;
    TRY_OUT(file_read(answering->path, ANSWERS_LENGTH_MAX, &answering->written, err));
    TRY_OUT(draft_parse(answering->edition, answering->written.data, answering->written.length,
        answering->path, &answering->draft, err));
    status = answering_judge(answering, err);
out:
    load_free(&loaded);
    return status;
}

static enum status refuse_workbook(const struct answering *answering, struct error *err)
{
    struct buffer pasted = {0};
    (void)error_set(err, STATUS_REFUSED, REASON_UNKNOWN_FORMAT,
        "%s: this is a workbook; fill it in with a spreadsheet program, or make a file for this "
        "conversation of it with `sigill convert %s -o svar.json`",
        answering->path, paste_path(&pasted, answering->path));
    buffer_free(&pasted);
    return STATUS_REFUSED;
}

/* A file that is not there and is not JSON by its name was a workbook or a page, elsewhere. */
static enum status judge_new_name(const char *path, struct error *err)
{
    static const char *const other[] = {".xlsx", ".ods", ".xls", ".html", ".htm"};
    const char *ending = strrchr(path, '.');
    for (size_t i = 0; ending != NULL && i < sizeof other / sizeof other[0]; i++) {
        if (strcasecmp(ending, other[i]) == 0)
            return error_set(err, STATUS_USAGE, REASON_BAD_VALUE,
                "%s: is not there, and this conversation writes JSON: name a file that ends in .json; "
                "`sigill template -o FILE` makes a workbook or a page",
                path);
    }
    return STATUS_OK;
}

enum status answering_load(struct answering *answering, const char *path, struct error *err)
{
    char *end = place_real(path);
    answering->path = end != NULL ? end : memory_text(path);
    answering->answers = memory_new(1, sizeof *answering->answers);
    if (forms_is_workbook(path))
        return refuse_workbook(answering, err);
    if (end == NULL)
        TRY(judge_new_name(path, err));
    return end == NULL && !file_exists(path) ? begin_file(answering, err)
                                             : read_file(answering, err);
}

void answering_unload(struct answering *answering)
{
    json_decref(answering->draft);
    edition_free(answering->edition);
    findings_free(&answering->findings);
    findings_free(&answering->days);
    buffer_free(&answering->written);
    free(answering->answers);
    free(answering->path);
}
