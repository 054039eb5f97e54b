/* What a guide says of an authority's kit, and does with one that lies in the working directory. */
#include "base/clock.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/shown.h"
#include "base/system/paste.h"
#include "cmd/ui/guide_parts.h"
#include "cmd/ui/held_kit.h"
#include "cmd/ui/names_like.h"
#include "cmd/ui/trusting.h"
#include "format/keydir_kit.h"
#include "report/layout.h"

#include <stdlib.h>
#include <string.h>

enum { DAY_LENGTH = 86400 }; /* seconds */

void guide_say_last_day(struct guide *guide)
{
    const struct keydir_kit *kit;
    struct buffer sentence = {0};
    char closes[DAY_SIZE];
    if (kit_of_app(guide->app, &kit, NULL) != STATUS_OK || kit == NULL)
        return;
    int64_t now = clock_now();
    const struct kit_round *round = kit_rounds_find(&kit->rounds, NULL, now);
    if (round == NULL)
        return;
    day_format(closes, round->closes);
    shown_printf(&sentence,
        now < round->closes + DAY_LENGTH
            ? text_of(guide->app, "%s receives answers until %s.")
            : text_of(guide->app, "The last day to answer %s was %s. Late answers are received "
                                  "too; seal yours as soon as you can."),
        kit->card.name, closes);
    guide_show_paragraph(guide, &sentence);
}

/* ---- a kit that lies here ---- */

/* Whether these are the bytes of the kit that is held. One that cannot be read any more is none:
 * the same one mends it. */
static bool is_held_here(const struct guide *guide, const struct kit_frame *frame)
{
    const struct frame_view *json = &frame->signed_json.json;
    const struct keydir_kit *kit;
    struct buffer held = {0};
    char *path = memory_printf("%s/" KEYDIR_KIT "/" KIT_NAME, guide->keys);
    bool same = kit_of_app(guide->app, &kit, NULL) == STATUS_OK &&
                file_read(path, KIT_JSON_MAX, &held, NULL) == STATUS_OK &&
                held.length == json->length && memcmp(held.data, json->bytes, held.length) == 0;
    free(path);
    buffer_free(&held);
    return same;
}

/* Whether it is of the same authority as the one that is held, and below it: that of last year,
 * which stayed where it was. */
static bool is_below_held(const struct guide *guide, const struct kit_frame *frame)
{
    const struct keydir_kit *held = NULL;
    uint32_t number = 0;
    return kit_of_app(guide->app, &held, NULL) == STATUS_OK && held != NULL &&
           kit_number_signed(&frame->signed_json, &held->card.sign, &number) &&
           number < held->kit.number;
}

/* One that is damaged is offered too: what is wrong with it is said when it is taken in. */
static bool is_new_kit(const struct guide *guide, const char *path)
{
    struct buffer bytes = {0};
    struct kit_frame frame;
    bool is_new = file_read(path, KIT_FRAME_MAX, &bytes, NULL) == STATUS_OK &&
                  kit_begins(bytes.data, bytes.length);
    if (is_new && kit_split(bytes.data, bytes.length, &frame, NULL) == STATUS_OK)
        is_new = !is_held_here(guide, &frame) && !is_below_held(guide, &frame);
    buffer_free(&bytes);
    return is_new;
}

/* Such files in the working directory, a copy of one left out. list_free_texts releases them. */
static struct list find_kits(const struct guide *guide)
{
    static const char *const ending[] = {".kit", NULL};
    struct list kits = {.size = sizeof(char *)};
    struct list found = names_like("", ending);
    char **file = found.items;
    for (size_t i = 0; i < found.count; i++) {
        if (is_new_kit(guide, file[i]))
            *(char **)list_add(&kits) = memory_text(file[i]);
    }
    list_free_texts(&found);
    names_drop_copies(&kits, KIT_FRAME_MAX);
    return kits;
}

/* Which of them is meant is not guessed: the user names it. */
static void say_several(struct guide *guide, const struct list *kits)
{
    struct buffer text = {0};
    char *const *path = kits->items;
    buffer_text(&text, "\n");
    layout_paragraph(&text, "",
        text_of(guide->app,
            "Several kits lie here that are not taken in, and the guide chooses none of them. Take in the "
            "newest one yourself; of one authority's that is the one with the highest number, which "
            "is shown then, and a lower one is refused after it:"));
    buffer_text(&text, "\n");
    for (size_t i = 0; i < kits->count; i++) {
        struct buffer kit = {0};
        struct buffer keys = {0};
        buffer_printf(&text, "  %s trust %s -k %s\n", guide->app->program->name,
            paste_path(&kit, path[i]), paste_path(&keys, guide->keys));
        buffer_free(&kit);
        buffer_free(&keys);
    }
    talk_show(&guide->talk, &text);
}

/* ---- taking it in ---- */

/* Whether it is known already that the kit is refused without a fingerprint: the card in front of
 * it is none that is trusted, and follows none. */
static bool lacks_fingerprint(const struct guide *guide, const char *path)
{
    struct keydir dir = {0};
    struct buffer bytes = {0};
    struct kit_frame frame;
    struct trusting card = {.path = path};
    struct error why;
    bool lacks = false;
    error_init(&why, guide->app->catalog);
    if (keydir_load(guide->keys, &dir, NULL) == STATUS_OK &&
        file_read(path, KIT_FRAME_MAX, &bytes, NULL) == STATUS_OK &&
        kit_split(bytes.data, bytes.length, &frame, NULL) == STATUS_OK) {
        buffer_append(&card.frame, frame.card.bytes, frame.card.length);
        lacks = trusting_open(guide->app, &dir, &card, &why) == STATUS_REFUSED &&
                why.reason == REASON_NOT_TRUSTED;
    }
    trusting_free(&card);
    buffer_free(&bytes);
    keydir_free(&dir);
    return lacks;
}

static enum status take_in(struct guide *guide, const char *path, bool *go_on, struct error *err)
{
    struct guide_words words = guide_words("trust");
    struct buffer fingerprint = {0};
    enum status ended;
    enum status status = STATUS_OK;
    if (lacks_fingerprint(guide, path)) {
        talk_say(&guide->talk,
            text_of(guide->app,
                "The card in it is not one that you trust. Call the authority on a number that you know, "
                "not one that came with the kit, and have the fingerprint of its card read out to you."));
        TRY_OUT(guide_ask_fingerprint(guide, &fingerprint, go_on, err));
    }
    if (!*go_on)
        goto out;
    guide_add_word(&words, path);
    guide_add_keys(guide, &words);
    if (fingerprint.length > 0)
        guide_add_option(&words, "--fingerprint", buffer_string(&fingerprint));
    TRY_OUT(guide_run_plainly(guide, words.word, &ended, err));
    if (ended != STATUS_OK)
        talk_say(&guide->talk,
            text_of(guide->app,
                "The kit was not taken in; see above why. The guide goes on with what there was."));
    guide_say_last_day(guide);
out:
    buffer_free(&fingerprint);
    return status;
}

static enum status offer(struct guide *guide, const char *path, bool *go_on, struct error *err)
{
    struct buffer sentence = {0};
    char key;
    guide_show_empty_line(guide);
    shown_printf(&sentence,
        text_of(guide->app,
            "Here lies %s, which says that it is a kit from the authority: the questionnaire, the "
            "last day to answer, and what else is new. Whose it is, its signature shows."),
        path);
    guide_show_paragraph(guide, &sentence);
    guide_show_choice(guide, "t", N_("take it in"));
    guide_show_choice(guide, "Enter", N_("go on without it"));
    TRY(guide_ask_key(guide, "\nt", &key, err));
    *go_on = key != 'q';
    return key == 't' ? take_in(guide, path, go_on, err) : STATUS_OK;
}

enum status guide_offer_kit(struct guide *guide, bool *go_on, struct error *err)
{
    struct list kits = find_kits(guide);
    char *const *path = kits.items;
    enum status status = STATUS_OK;
    guide->kit_offered = true;
    if (kits.count == 1)
        status = offer(guide, path[0], go_on, err);
    else if (kits.count > 1)
        say_several(guide, &kits);
    list_free_texts(&kits);
    return status;
}
