#include "cmd/ui/load.h"

#include "base/clock.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/text_find.h"
#include "cmd/ui/forms.h"
#include "cmd/ui/held_kit.h"
#include "cmd/ui/wrong_kind.h"
#include "format/draft.h"
#include "format/json_faults.h"
#include "report/text_findings.h"

#include <stdlib.h>
#include <string.h>

/* Of those that OPTION_EDITIONS names the one of that id, of several the last; id NULL: the last of
 * all. *edition is NULL if there is none. */
static enum status load_one_of_several(
    struct app *app, const char *id, struct edition **edition, struct error *err)
{
    for (size_t i = 0; i < app->options->count; i++) {
        const struct option_value *value = &app->options->value[i];
        struct edition *one = NULL;
        if (value->spec != &OPTION_EDITIONS)
            continue;
        TRY(edition_load_file(value->text, &one, err));
        if (id != NULL && strcmp(one->id, id) != 0) {
            edition_free(one);
            continue;
        }
        edition_free(*edition);
        *edition = one;
    }
    return STATUS_OK;
}

enum status load_editions(struct app *app, struct editions *editions, struct error *err)
{
    struct buffer bytes = {0};
    enum status status = STATUS_OK;
    TRY(kit_editions(app, editions, err));
    for (size_t i = 0; i < app->options->count; i++) {
        const struct option_value *value = &app->options->value[i];
        if (value->spec != &OPTION_EDITIONS)
            continue;
        buffer_wipe(&bytes);
        TRY_OUT(file_read(value->text, JSON_LENGTH_MAX, &bytes, err));
        TRY_OUT(
            editions_add(editions, EDITIONS_GIVEN, bytes.data, bytes.length, value->text, 0, err));
    }
out:
    buffer_free(&bytes);
    return status;
}

enum status load_edition(
    struct app *app, const char *id, struct edition **edition, struct error *err)
{
    const char *path = option_text(app->options, &OPTION_EDITION);
    *edition = NULL;
    if (path != NULL)
        return edition_load_file(path, edition, err);
    TRY(load_one_of_several(app, id, edition, err));
    if (*edition != NULL)
        return STATUS_OK;
    TRY(kit_edition(app, id, edition, err));
    if (*edition != NULL)
        return STATUS_OK;
    return edition_builtin(id != NULL ? id : edition_builtin_id(0), edition, err);
}

/* Only --edition is another one than was asked for. */
static enum status refuse_other_edition(
    const char *path, const char *id, const struct edition *edition, struct error *err)
{
    return error_set(err, STATUS_REFUSED, REASON_UNKNOWN_EDITION,
        "%s: it is made for the edition \"%s\", and --edition names a file of \"%s\"; leave out "
        "--edition, or give the file of \"%s\" there",
        path, id, edition->id, id);
}

enum status load_edition_named(
    struct app *app, const char *path, const char *id, struct edition **edition, struct error *err)
{
    enum status status = load_edition(app, id[0] != '\0' ? id : NULL, edition, err);
    if (status == STATUS_REFUSED && err->reason == REASON_UNKNOWN_EDITION)
        error_prefix(err, path);
    if (status == STATUS_OK && id[0] != '\0' && strcmp((*edition)->id, id) != 0)
        return refuse_other_edition(path, id, *edition, err);
    return status;
}

/* A file that names no edition is read with the newest one: answers_check then reports what is
 * missing.
 */
static enum status load_edition_of(struct app *app, const char *path, json_t *document,
    struct edition **edition, struct error *err)
{
    char id[EDITION_WORD_SIZE];
    TRY(answers_named_edition(document, path, id, err));
    return load_edition_named(app, path, id, edition, err);
}

static enum status load_document(struct app *app, const char *path, const struct buffer *bytes,
    struct loaded *loaded, struct error *err)
{
    const struct json_source source = {.text = (const char *)bytes->data, .length = bytes->length};
    json_t *document = NULL;
    enum status status;
    TRY_OUT(answers_read(bytes->data, bytes->length, path, &document, err));
    TRY_OUT(load_edition_of(app, path, document, &loaded->edition, err));
    status = answers_of_document(
        loaded->edition, document, path, &source, loaded->answers, &loaded->findings, err);
out:
    json_decref(document);
    return status;
}

/* A file that is written in a wrong way in several places is refused with all of them: the reading
 * ended at the first, which *err has. */
static enum status refuse_with_all(struct app *app, const char *path, const struct buffer *bytes,
    struct loaded *loaded, struct error *err)
{
    struct findings faults;
    struct buffer text = {0};
    enum status status = STATUS_REFUSED;
    findings_init(&faults, app->catalog);
    if (loaded->edition == NULL)
        TRY_OUT(load_edition(app, NULL, &loaded->edition, err));
    answers_faults(loaded->edition, bytes->data, bytes->length, &faults);
    if (faults.count > 1) {
        text_findings_list(&text, loaded->edition, &faults, FINDING_ERROR);
        app_show(app, app->err, &text);
        (void)error_set(err, STATUS_REFUSED, REASON_INVALID_ANSWERS,
            faults.count < JSON_FAULTS_MAX
                ? "%s: %zu errors in how the file is written; correct them all, and try again"
                : N_("%s: at least %zu errors in how the file is written; was it saved by a word "
                     "processor? Write it with an editor for plain text, and try again"),
            path, faults.count);
    }
    status = STATUS_REFUSED;
out:
    findings_free(&faults);
    buffer_free(&text);
    return status;
}

static enum status refuse_workbook_bytes(const char *path, struct error *err)
{
    return error_set(err, STATUS_REFUSED, REASON_BAD_SYNTAX,
        "%s: this is a workbook, which is read from a file alone; give the file's name", path);
}

/* A page holds the answers in a form of its own, which only its script reads. */
static bool begins_as_page(const struct buffer *bytes)
{
    size_t place = 0;
    while (place < bytes->length && strchr(" \t\r\n\xEF\xBB\xBF", bytes->data[place]) != NULL &&
           bytes->data[place] != '\0')
        place++;
    return place < bytes->length && bytes->data[place] == '<';
}

/* Of the pages that are written here the form alone has a script. */
static enum status refuse_page(const char *path, const struct buffer *bytes, struct error *err)
{
    if (text_find(bytes->data, bytes->length, "<script") != NULL)
        return error_set(err, STATUS_REFUSED, REASON_BAD_SYNTAX,
            "%s: this is a page; open it in a browser, save the answers there as a file, and give "
            "that",
            path);
    return error_set(err, STATUS_REFUSED, REASON_BAD_SYNTAX,
        "%s: this is a page to read, such as a report, and holds no answers; give the file that it "
        "was made from",
        path);
}

void load_check_days(
    const struct edition *edition, const struct answers *answers, struct findings *findings)
{
    int64_t now = clock_now();
    answers_check_period(edition, answers, now, findings);
    answers_check_approved_day(answers, now, findings);
}

/* draft: whether it is asked for. */
static enum status parse_answers(struct app *app, const char *path, const struct buffer *bytes,
    bool draft, struct loaded *loaded, struct error *err)
{
    if (bytes->length >= 4 && memcmp(bytes->data, "PK\3\4", 4) == 0)
        return refuse_workbook_bytes(path, err);
    if (begins_as_page(bytes))
        return refuse_page(path, bytes, err);
    TRY(wrong_kind_refuse(app, path, bytes, err));
    TRY(load_document(app, path, bytes, loaded, err));
    if (draft)
        TRY(draft_parse(loaded->edition, bytes->data, bytes->length, path, &loaded->draft, err));
    load_check_days(loaded->edition, loaded->answers, &loaded->findings);
    return STATUS_OK;
}

static enum status load_json(
    struct app *app, const char *path, bool draft, struct loaded *loaded, struct error *err)
{
    struct buffer bytes = {0};
    enum status status;
    TRY_OUT(file_read_given(path, ANSWERS_LENGTH_MAX, &bytes, err));
    status = parse_answers(app, path, &bytes, draft, loaded, err);
out:
    if (status == STATUS_REFUSED && err->reason == REASON_INVALID_ANSWERS)
        status = refuse_with_all(app, path, &bytes, loaded, err);
    buffer_free(&bytes);
    return status;
}

static enum status load_any(
    struct app *app, const char *path, bool draft, struct loaded *loaded, struct error *err)
{
    *loaded = (struct loaded){0};
    findings_init(&loaded->findings, app->catalog);
    findings_init(&loaded->beside, app->catalog);
    loaded->answers = memory_new(1, sizeof *loaded->answers);
    return forms_is_workbook(path) ? forms_load(app, path, draft, loaded, err)
                                   : load_json(app, path, draft, loaded, err);
}

enum status load_answers(
    struct app *app, const char *path, struct loaded *loaded, struct error *err)
{
    return load_any(app, path, false, loaded, err);
}

enum status load_draft(struct app *app, const char *path, struct loaded *loaded, struct error *err)
{
    return load_any(app, path, true, loaded, err);
}

enum status load_answers_to_score(
    struct app *app, const char *path, struct loaded *loaded, struct error *err)
{
    TRY(load_answers(app, path, loaded, err));
    if (loaded->findings.errors > 0)
        warn(app,
            edition_has_points(loaded->edition)
                ? N_("%s: the answers have errors, see `check`; answers with errors give no points")
                : N_("%s: the answers have errors, see `check`"),
            path);
    return STATUS_OK;
}

void load_free(struct loaded *loaded)
{
    edition_free(loaded->edition);
    free(loaded->answers);
    findings_free(&loaded->findings);
    findings_free(&loaded->beside);
    json_decref(loaded->draft);
    *loaded = (struct loaded){0};
}
