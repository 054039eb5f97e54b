/* The step of a guide in which the authority's card is believed. */
#include "base/file.h"
#include "base/memory.h"
#include "base/shown.h"
#include "cmd/ui/file_kind.h"
#include "cmd/ui/guide_parts.h"
#include "cmd/ui/medium_example.h"
#include "cmd/ui/names_like.h"
#include "cmd/ui/wrong_kind.h"
#include "format/kit.h"
#include "report/layout.h"

#include <stdlib.h>
#include <string.h>

static enum status open_unproven_card(const char *path, struct card *card, struct error *err)
{
    struct buffer frame = {0};
    struct fingerprint fingerprint;
    enum status status;
    struct kit_frame kit;
    memset(card, 0, sizeof *card);
    TRY_OUT(file_read(path, KIT_FRAME_MAX, &frame, err));
    struct frame_view file = {frame.data, frame.length};
    if (kit_begins(frame.data, frame.length)) {
        TRY_OUT(kit_split(frame.data, frame.length, &kit, err));
        file = kit.card;
    }
    status = card_open(file.bytes, file.length, NULL, card, &fingerprint, err);
    if (status != STATUS_OK)
        error_prefix(err, path);
out:
    buffer_free(&frame);
    return status;
}

/* The only card of an authority, by itself or in a kit, in the working directory, copies of a file
 * left out; "" if there is none, or several. Allocated. */
static char *find_authority_card(void)
{
    static const char *const ending[] = {".card", ".kit", NULL};
    struct list found = names_like("", ending);
    names_drop_copies(&found, KIT_FRAME_MAX);
    char **file = found.items;
    const char *path = "";
    size_t count = 0;
    for (size_t i = 0; i < found.count; i++) {
        struct card card;
        bool good =
            open_unproven_card(file[i], &card, NULL) == STATUS_OK && card.role == CARD_AUTHORITY;
        path = good ? file[i] : path;
        count += good;
    }
    char *copy = memory_text(count == 1 ? path : "");
    list_free_texts(&found);
    return copy;
}

/* Says whose it says it is, or why it will not do. */
static bool is_of_authority(struct guide *guide, const char *path)
{
    struct error why;
    struct card card;
    struct buffer text = {0};
    struct buffer sentence = {0};
    error_init(&why, guide->app->catalog);
    bool readable = open_unproven_card(path, &card, &why) == STATUS_OK;
    bool good = readable && card.role == CARD_AUTHORITY;
    if (!readable)
        (void)wrong_kind_say(guide->app, path, FILE_KIND_CARD, &why);
    if (!readable)
        shown_printf(&sentence, "%s", why.text);
    else if (good)
        shown_printf(&sentence,
            text_of(guide->app,
                "The card says that it is that of %s, an authority that receives. Whether "
                "that is so, the fingerprint shows."),
            card.name);
    else
        shown_printf(&sentence,
            text_of(guide->app,
                "%s is the card of %s, an organisation that answers. The authority's card is wanted here."),
            path, card.name);
    layout_paragraph(&text, "", buffer_string(&sentence));
    buffer_free(&sentence);
    talk_show(&guide->talk, &text);
    return good;
}

/* Until it is a card of an authority: nobody shall have read 50 digits out for nothing. */
static enum status ask_card(
    struct guide *guide, struct buffer *path, bool *go_on, struct error *err)
{
    char *found = find_authority_card();
    struct buffer question = {0};
    enum status status;
    medium_example_put(
        &question, text_of(guide->app,
                       "The card's file, with its folder, such as /media/usb/msb.card (q ends):"));
    do {
        TRY_OUT(guide_ask_path(guide, buffer_string(&question),
            guide->authority != NULL ? guide->authority : found, path, go_on, err));
    } while (*go_on && !is_of_authority(guide, buffer_string(path)));
    if (*go_on) {
        free(guide->authority);
        guide->authority = memory_text(buffer_string(path));
    }
    status = STATUS_OK;
out:
    buffer_free(&question);
    free(found);
    return status;
}

enum status guide_ask_fingerprint(
    struct guide *guide, struct buffer *line, bool *go_on, struct error *err)
{
    struct fingerprint_given given;
    struct error why;
    bool good = false;
    do {
        TRY(guide_ask_line(guide,
            text_of(guide->app, "The fingerprint that was read out to you (q ends):"), "", line,
            go_on, err));
        error_init(&why, guide->app->catalog);
        good = !*go_on ||
               fingerprint_read(buffer_string(line), line->length, &given, &why) == STATUS_OK;
        if (!good)
            talk_say(&guide->talk, why.text);
    } while (!good);
    return STATUS_OK;
}

enum status guide_trust_authority(struct guide *guide, bool *go_on, struct error *err)
{
    static const char *const why[] = {
        N_("The answers are sealed so that only the authority can open them. For that its card is needed, a "
           "file that you get from it."),
        N_("Anyone could have made a card in its name. So call the authority on a number that you know, not "
           "one that came with the card, and have the card's fingerprint read out to you. Type what you hear: "
           "it is compared with the card here."),
        N_("A kit from the authority, whose name ends in .kit, has its card in it: give that file if "
           "you have one."),
        NULL};
    struct buffer path = {0};
    struct buffer fingerprint = {0};
    struct guide_words words = guide_words("trust");
    enum status status;
    guide_explain(guide, text_of(guide->app, "Step 3 of 5: the authority's card"), why);
    TRY_OUT(ask_card(guide, &path, go_on, err));
    if (*go_on)
        TRY_OUT(guide_ask_fingerprint(guide, &fingerprint, go_on, err));
    if (!*go_on) {
        status = STATUS_OK;
        goto out;
    }
    guide_add_word(&words, buffer_string(&path));
    guide_add_keys(guide, &words);
    guide_add_option(&words, "--fingerprint", buffer_string(&fingerprint));
    TRY_OUT(guide_run(guide, words.word, go_on, err));
out:
    buffer_free(&path);
    buffer_free(&fingerprint);
    return status;
}
