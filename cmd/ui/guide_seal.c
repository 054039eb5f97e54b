/* The step of a guide in which the answers are sealed. */
#include "base/directory.h"
#include "base/file.h"
#include "base/list.h"
#include "base/memory.h"
#include "base/shown.h"
#include "base/system/mounted.h"
#include "cmd/ui/guide_parts.h"
#include "cmd/ui/medium_example.h"
#include "format/keydir.h"

#include <stdlib.h>
#include <string.h>

/* The name under which an authority looks for the card of a sender that it does not know
 * (docs/cli.md, "The guide"). */
#define CARD_BESIDE "sender.card"

enum { ATTACHMENTS_ASKED = 20 }; /* more are given to `seal` itself; GUIDE_WORDS_MAX holds them */

/* A name for the transfer slip that is not taken. Allocated. */
static char *name_slip(const struct guide *guide)
{
    const char *name = text_of(guide->app, N_("transfer-slip"));
    char *path = memory_printf("%s.html", name);
    for (unsigned i = 2; file_exists(path); i++) {
        free(path);
        path = memory_printf("%s-%u.html", name, i);
    }
    return path;
}

/* As what lies on a medium that is handed over. */
static enum status write_card(const char *path, const struct buffer *frame, struct error *err)
{
    struct new_file file;
    enum status status;
    TRY(new_file_create_anywhere(&file, path, 0666, false, err));
    TRY_OUT(new_file_write(&file, frame->data, frame->length, err));
    status = new_file_commit(&file, err);
out:
    new_file_abandon(&file);
    return status;
}

/* Another card that lies there stays: it may be that of somebody who uses the same medium. */
static enum status keep_card(
    struct guide *guide, const char *path, const struct buffer *frame, struct error *err)
{
    struct buffer there = {0};
    enum status status;
    TRY_OUT(file_read(path, CARD_FILE_MAX, &there, err));
    if (there.length != frame->length || memcmp(there.data, frame->data, there.length) != 0)
        talk_say(&guide->talk,
            text_of(guide->app,
                "On the medium lies another card as sender.card; it is left there. If the authority does not "
                "know yours yet, hand over own.card of your keys."));
out:
    buffer_free(&there);
    return status;
}

/* The own card, beside the bundle: an authority that does not know it yet can ring back. */
static enum status lay_card_beside(struct guide *guide, const char *where, struct error *err)
{
    char *from = path_join(guide->keys, KEYDIR_OWN_CARD);
    char *to = path_join(where, CARD_BESIDE);
    struct buffer frame = {0};
    enum status status;
    TRY_OUT(file_read(from, CARD_FILE_MAX, &frame, err));
    status = file_exists(to) ? keep_card(guide, to, &frame, err) : write_card(to, &frame, err);
out:
    buffer_free(&frame);
    free(from);
    free(to);
    return status;
}

/* ---- attachments ---- */

static void say_why_not_attached(struct guide *guide, const char *path)
{
    talk_say(&guide->talk,
        directory_is_there(path)
            ? text_of(guide->app,
                  "That is a folder. Name the files in it one by one, or pack it and name the packed file.")
            : text_of(guide->app, "There is no such file."));
}

/* Until an empty line: files, as `seal` judges them in the end. */
static enum status ask_attachments(
    struct guide *guide, struct list *files, bool *go_on, struct error *err)
{
    struct buffer line = {0};
    enum status status = STATUS_OK;
    do {
        TRY_OUT(guide_ask_path(guide,
            files->count == 0
                ? text_of(guide->app,
                      "A file to seal along with the answers, such as the minutes of the decision (Enter: none; q "
                      "ends):")
                : text_of(guide->app, "One more file to seal along (Enter: no more; q ends):"),
            NULL, &line, go_on, err));
        if (line.length > 0 && *go_on && !file_is_regular(buffer_string(&line)))
            say_why_not_attached(guide, buffer_string(&line));
        else if (line.length > 0 && *go_on)
            *(char **)list_add(files) = memory_text(buffer_string(&line));
    } while (*go_on && line.length > 0 && files->count < ATTACHMENTS_ASKED);
out:
    buffer_free(&line);
    return status;
}

/* ---- the medium ---- */

/* The only medium that is plugged in, else "". The text is in places. */
static const char *show_media(struct guide *guide, const struct list *places)
{
    char *const *place = places->items;
    if (places->count == 0)
        talk_say(&guide->talk,
            text_of(guide->app,
                "No medium is found. Plug it in and open it in the file manager, which shows where it is; then "
                "type its folder."));
    if (places->count <= 1)
        return places->count == 0 ? "" : place[0];
    talk_say(&guide->talk, text_of(guide->app, "These media are plugged in:"));
    for (size_t i = 0; i < places->count; i++) {
        struct buffer line = {0};
        shown_printf(&line, "  %s\n", place[i]);
        talk_show(&guide->talk, &line);
    }
    return "";
}

static enum status ask_where(
    struct guide *guide, struct buffer *where, bool *go_on, struct error *err)
{
    struct list places = {.size = sizeof(char *)};
    struct buffer question = {0};
    enum status status = STATUS_OK;
    bool there = true;
    medium_example_put(&question,
        text_of(guide->app,
            "The folder of the medium that you carry, such as /media/usb; a full stop is the folder you are "
            "in (q ends):"));
    mounted_list(&places);
    const char *only = show_media(guide, &places);
    do {
        if (!there)
            talk_say(&guide->talk, text_of(guide->app, "There is no such folder."));
        TRY_OUT(guide_ask_path(guide, buffer_string(&question), only, where, go_on, err));
        there = directory_is_there(buffer_string(where));
    } while (*go_on && !there);
out:
    buffer_free(&question);
    list_free_texts(&places);
    return status;
}

/* ---- sealing ---- */

/* What was refused is seen above; a no to its question is no fault. */
static enum status ask_what_now(struct guide *guide, bool *go_on, struct error *err)
{
    char key;
    talk_say(&guide->talk, text_of(guide->app, "Nothing was sealed."));
    guide_show_choice(guide, "Enter", N_("seal them after all, from the beginning of this step"));
    guide_show_choice(guide, "a", N_("back to the answers"));
    guide_show_choice(guide, "q", N_("end; start `sigill guide` again to go on"));
    TRY(guide_ask_key(guide, "\na", &key, err));
    *go_on = key != 'q';
    guide->ready = key != 'a';
    return STATUS_OK;
}

static enum status seal_to(struct guide *guide, const char *where, const struct list *files,
    bool *go_on, struct error *err)
{
    struct guide_words words = guide_words("seal");
    char *const *file = files->items;
    char *slip = name_slip(guide);
    enum status ended;
    enum status status = STATUS_OK;
    guide_add_word(&words, guide->answers);
    guide_add_keys(guide, &words);
    for (size_t i = 0; i < files->count; i++)
        guide_add_option(&words, "--attach", file[i]);
    guide_add_option(&words, "-o", where);
    guide_add_option(&words, "--slip", slip);
    guide_add_edition(guide, &words);
    TRY_OUT(guide_run_plainly(guide, words.word, &ended, err));
    if (ended != STATUS_OK) {
        status = ask_what_now(guide, go_on, err);
        goto out;
    }
    free(guide->slip);
    guide->slip = memory_text(slip);
    TRY_OUT(lay_card_beside(guide, where, err));
out:
    free(slip);
    return status;
}

enum status guide_seal(struct guide *guide, bool *go_on, struct error *err)
{
    static const char *const why[] = {
        N_("The answers are checked, signed with your key and sealed to the authority: from then on only it "
           "can open them. You see what is sealed and to whom before it is done, and type your passphrase."),
        N_("The bundle is written straight to the medium that you carry, and read back from there. Your card is "
           "laid beside it. The transfer slip is written into this folder, to print and to sign."),
        NULL};
    struct list files = {.size = sizeof(char *)};
    struct buffer where = {0};
    enum status status;
    guide_explain(guide, text_of(guide->app, "Step 5 of 5: the seal"), why);
    TRY_OUT(ask_attachments(guide, &files, go_on, err));
    if (*go_on)
        TRY_OUT(ask_where(guide, &where, go_on, err));
    if (*go_on)
        TRY_OUT(seal_to(guide, buffer_string(&where), &files, go_on, err));
out:
    list_free_texts(&files);
    buffer_free(&where);
    return status;
}
