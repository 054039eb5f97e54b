/* sigill-msb receipts: the receipts that go back, each organisation's own in its own folder. */
#include "register/receipts.h"

#include "base/directory.h"
#include "base/file.h"
#include "base/shown.h"
#include "base/text.h"
#include "cmd/authority/opened_register.h"
#include "cmd/authority/whom.h"
#include "cmd/commands.h"
#include "cmd/ui/keys.h"
#include "format/json.h"
#include "format/receipt.h"
#include "report/layout.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { FILE_MODE = S_IRUSR | S_IWUSR | S_IRGRP | S_IWGRP | S_IROTH | S_IWOTH };

static const struct option_spec ALL = {
    "all", 0, NULL, N_("of every organisation, and those of unknown senders"), false};

/* The command while it goes through the receipts. */
struct handout {
    struct app *app;
    struct opened_register opened;
    const char *directory;
    struct list whom;    /* whose are wanted; struct whom, by number */
    struct list folders; /* struct folder, those that got any */
    json_t *json;        /* an array */
    size_t lost;         /* that the register should have */
};

struct folder {
    char number[ORGANISATION_NUMBER_SIZE]; /* "" for that of the unknown */
    char name[CARD_NAME_MAX + 1];
    size_t written;
    size_t same; /* lay there already */
};

/* ---- whose ---- */

static bool takes_all(const struct handout *handout)
{
    return option_given(handout->app->options, &ALL);
}

static enum status judge_operands(const struct app *app, struct error *err)
{
    if ((app->options->operands > 0) == option_given(app->options, &ALL))
        return error_set(err, STATUS_USAGE, REASON_BAD_SYNTAX,
            "expected either organisations (number, name or group) or --all");
    return STATUS_OK;
}

static enum status find_whom(struct handout *handout, struct error *err)
{
    const struct options *options = handout->app->options;
    if (takes_all(handout))
        return whom_all(&handout->opened.store, &handout->whom, err);
    for (size_t i = 0; i < options->operands; i++)
        TRY(whom_find(&handout->opened.store, options->operand[i], false, &handout->whom, err));
    return STATUS_OK;
}

static const struct whom *wanted(const struct handout *handout, const char *number)
{
    const struct whom *whom = handout->whom.items;
    for (size_t i = 0; i < handout->whom.count; i++) {
        if (strcmp(whom[i].number, number) == 0)
            return &whom[i];
    }
    return NULL;
}

/* ---- folders ---- */

static const char *folder_name(const struct app *app, const char *number)
{
    return number[0] != '\0' ? number : text_of(app, "unknown-senders");
}

/* Owners come by number, so the folder that is wanted is the last one. */
static enum status enter_folder(struct handout *handout, const struct receipt_owner *owner,
    struct folder **folder, struct error *err)
{
    struct list *folders = &handout->folders;
    struct folder *last = folders->items;
    *folder = folders->count == 0 ? NULL : last + folders->count - 1;
    if (*folder != NULL && strcmp((*folder)->number, owner->number) == 0)
        return STATUS_OK;
    const struct whom *whom = wanted(handout, owner->number);
    char *path = path_join(handout->directory, folder_name(handout->app, owner->number));
    enum status status = directory_make_anywhere(path, err);
    free(path);
    if (status != STATUS_OK)
        return status;
    *folder = list_add(folders);
    text_copy((*folder)->number, sizeof(*folder)->number, owner->number);
    text_copy((*folder)->name, sizeof(*folder)->name,
        whom != NULL ? whom->name : text_of(handout->app, "no signature has shown whose they are"));
    return STATUS_OK;
}

/* "DIR/NUMBER/SHORT.kvittens": by the short digest that `seal` and `receive` have printed. */
static char *handout_path(const struct handout *handout, const struct receipt_owner *owner)
{
    char name[FINGERPRINT_SHORT_SIZE + sizeof RECEIPT_SUFFIX];
    char *folder = path_join(handout->directory, folder_name(handout->app, owner->number));
    fingerprint_short(name, &owner->sealed);
    memcpy(name + strlen(name), RECEIPT_SUFFIX, sizeof RECEIPT_SUFFIX);
    char *path = path_join(folder, name);
    free(folder);
    return path;
}

/* ---- one receipt ---- */

/* Whether what lies there is an earlier word of ours on the same bundle, which a later one
 * replaces.
 */
static bool is_earlier_word(
    const struct handout *handout, const struct receipt_owner *owner, const struct buffer *there)
{
    struct error ignored;
    struct receipt receipt;
    error_init(&ignored, NULL);
    return receipt_open(there->data, there->length, &handout->opened.keys.sign, &receipt,
               &ignored) == STATUS_OK &&
           fingerprint_equal(&receipt.sealed, &owner->sealed);
}

/* *same: what shall be written lies there. */
static enum status judge_target(const struct handout *handout, const struct receipt_owner *owner,
    const char *path, const struct buffer *frame, bool *same, struct error *err)
{
    struct buffer there = {0};
    enum status status = STATUS_OK;
    *same = false;
    if (!file_exists(path))
        return STATUS_OK;
    TRY_OUT(file_read(path, RECEIPT_FILE_MAX, &there, err));
    *same = there.length == frame->length && memcmp(there.data, frame->data, frame->length) == 0;
    if (!*same && !is_earlier_word(handout, owner, &there))
        status = error_set(err, STATUS_FAILED, REASON_EXISTS,
            "%s: is another file than a receipt of this bundle, and is left as it is; move it "
            "away, or choose another directory",
            path);
out:
    buffer_free(&there);
    return status;
}

static void note_receipt(struct handout *handout, struct folder *folder,
    const struct receipt_owner *owner, const char *path, bool same)
{
    char sealed[FINGERPRINT_HEX_SIZE];
    const char *number = owner->number[0] != '\0' ? owner->number : NULL;
    fingerprint_hex(sealed, &owner->sealed);
    folder->written += same ? 0 : 1;
    folder->same += same ? 1 : 0;
    (void)json_array_append_new(
        handout->json, json_pack("{s:s?,s:s?,s:o,s:s,s:b}", "number", number, "organisation",
                           number == NULL ? NULL : folder->name, "file", json_shown(path), "sealed",
                           sealed, "new", !same));
}

/* For whoever carries the medium on. */
static enum status write_copy(const char *path, const struct buffer *frame, struct error *err)
{
    struct new_file file;
    enum status status;
    TRY(new_file_create_anywhere(&file, path, FILE_MODE, true, err));
    TRY_OUT(new_file_write(&file, frame->data, frame->length, err));
    status = new_file_commit(&file, err);
out:
    new_file_abandon(&file);
    return status;
}

static enum status hand_out(struct handout *handout, const struct receipt_owner *owner,
    const struct buffer *frame, struct error *err)
{
    struct folder *folder = NULL;
    bool same = false;
    enum status status;
    TRY(enter_folder(handout, owner, &folder, err));
    char *path = handout_path(handout, owner);
    TRY_OUT(judge_target(handout, owner, path, frame, &same, err));
    if (!same)
        TRY_OUT(write_copy(path, frame, err));
    note_receipt(handout, folder, owner, path, same);
out:
    free(path);
    return status;
}

static enum status visit_owner(void *context, const struct receipt_owner *owner, struct error *err)
{
    struct handout *handout = context;
    struct buffer frame = {0};
    enum status status = STATUS_OK;
    if (owner->number[0] == '\0' ? !takes_all(handout) : wanted(handout, owner->number) == NULL)
        return STATUS_OK;
    char *path =
        store_file(&handout->opened.store, STORE_RECEIPTS, owner->sealed.bytes, RECEIPT_SUFFIX);
    if (!file_exists(path)) {
        handout->lost++;
        goto out;
    }
    TRY_OUT(file_read(path, RECEIPT_FILE_MAX, &frame, err));
    status = hand_out(handout, owner, &frame, err);
out:
    buffer_free(&frame);
    free(path);
    return status;
}

/* ---- the result ---- */

static enum status print_handout(struct handout *handout, struct error *err)
{
    struct app *app = handout->app;
    struct buffer out = {0};
    struct buffer line = {0};
    const struct folder *folder = handout->folders.items;
    opened_register_mark(app, &handout->opened, &out);
    if (handout->folders.count == 0)
        layout_paragraph(&out, "", text_of(app, "There are no receipts of these organisations."));
    for (size_t i = 0; i < handout->folders.count; i++) {
        buffer_free(&line);
        shown_printf(&line, text_of(app, "%s/%s: %zu written, %zu lay there already; %s"),
            handout->directory, folder_name(app, folder[i].number), folder[i].written,
            folder[i].same, folder[i].name);
        layout_paragraph(&out, "", buffer_string(&line));
    }
    if (handout->folders.count > 0)
        layout_paragraph(&out, "",
            text_of(app, "Give each organisation its own folder; `sigill receipt FOLDER` reads all "
                         "that is in it."));
    enum status status = app_print(app, &out, err);
    buffer_free(&line);
    buffer_free(&out);
    return status;
}

static enum status run(struct app *app, struct error *err)
{
    struct handout handout = {.app = app,
        .opened = OPENED_REGISTER_NONE,
        .whom = WHOM_NONE,
        .folders = {.size = sizeof(struct folder)}};
    enum status status;
    TRY(judge_operands(app, err));
    TRY(option_require(app->options, &OPTION_OUTPUT_DIR, &handout.directory, err));
    handout.json = json_array();
    TRY_OUT(opened_register_open(app, OPENED_TO_READ, &handout.opened, err));
    TRY_OUT(find_whom(&handout, err));
    TRY_OUT(directory_make_anywhere(handout.directory, err));
    TRY_OUT(receipts_each(&handout.opened.store, visit_owner, &handout, err));
    if (handout.lost > 0)
        warn(app,
            "receipts that the register should have, and that are not there: %zu; `sigill-msb fsck` "
            "names them, and receiving the same media once more writes them",
            handout.lost);
    status = app->json ? app_print_json(app, json_incref(handout.json), err)
                       : print_handout(&handout, err);
out:
    json_decref(handout.json);
    free(handout.whom.items);
    free(handout.folders.items);
    opened_register_close(&handout.opened);
    return status;
}

static const struct option_spec *const TAKES[] = {&OPTION_REGISTER, &OPTION_KEYS,
    &OPTION_OUTPUT_DIR, &ALL, &OPTION_PASSPHRASE_FILE, &OPTION_EXAMPLE_KEYS, &OPTION_JSON, NULL};

const struct command receipts_command = {
    .name = "receipts",
    .summary = N_("Puts each organisation's own receipts into a folder of its own."),
    .example = N_("-r register -k keys --all -o receipts"),
    .options = {TAKES, N_("[ORGANISATION...]"), 0, OPERANDS_ANY},
    .run = run,
};
