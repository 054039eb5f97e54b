/* What a guide says of an authority's kit, and does with one that lies in the working directory. */
#include "base/clock.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/shown.h"
#include "cmd/ui/guide_parts.h"
#include "cmd/ui/held_kit.h"
#include "format/keydir_kit.h"
#include "report/layout.h"

#include <glob.h>
#include <stdlib.h>
#include <string.h>

enum { DAY_LENGTH = 86400 }; /* seconds */

static void say_paragraph(struct guide *guide, struct buffer *sentence)
{
    struct buffer text = {0};
    layout_paragraph(&text, "", buffer_string(sentence));
    buffer_free(sentence);
    talk_show(&guide->talk, &text);
}

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
    say_paragraph(guide, &sentence);
}

/* Whether the file is a kit, and another one than the one that is held. */
static bool is_another_kit(const struct guide *guide, const char *path)
{
    struct buffer bytes = {0};
    struct buffer held = {0};
    struct kit_frame frame;
    char *json = memory_printf("%s/" KEYDIR_KIT "/" KIT_NAME, guide->keys);
    bool another = file_read(path, KIT_FRAME_MAX, &bytes, NULL) == STATUS_OK &&
                   kit_split(bytes.data, bytes.length, &frame, NULL) == STATUS_OK;
    if (another && file_read(json, KIT_JSON_MAX, &held, NULL) == STATUS_OK)
        another = held.length != frame.signed_json.json.length ||
                  memcmp(held.data, frame.signed_json.json.bytes, held.length) != 0;
    free(json);
    buffer_free(&held);
    buffer_free(&bytes);
    return another;
}

/* The only such file in the working directory; NULL if there is none, or several. Allocated. */
static char *find_kit(const struct guide *guide)
{
    glob_t found = {0};
    const char *path = NULL;
    size_t count = 0;
    if (glob("*.kit", 0, NULL, &found) == 0) {
        for (size_t i = 0; i < found.gl_pathc; i++) {
            if (!is_another_kit(guide, found.gl_pathv[i]))
                continue;
            path = found.gl_pathv[i];
            count++;
        }
    }
    char *copy = count == 1 ? memory_text(path) : NULL;
    globfree(&found);
    return copy;
}

static enum status offer(struct guide *guide, const char *path, bool *go_on, struct error *err)
{
    struct guide_words words = guide_words("trust");
    struct buffer sentence = {0};
    char key;
    shown_printf(&sentence,
        text_of(guide->app,
            "Here lies %s, which says that it is a kit from the authority: the questionnaire, the "
            "last day to answer, and what else is new. Whose it is, its signature shows."),
        path);
    say_paragraph(guide, &sentence);
    guide_show_choice(guide, "t", N_("take it in"));
    guide_show_choice(guide, "Enter", N_("go on without it"));
    TRY(guide_ask_key(guide, "\nt", &key, err));
    *go_on = key != 'q';
    if (key != 't')
        return STATUS_OK;
    guide_add_word(&words, path);
    guide_add_keys(guide, &words);
    TRY(guide_run(guide, words.word, go_on, err));
    guide_say_last_day(guide);
    return STATUS_OK;
}

enum status guide_offer_kit(struct guide *guide, bool *go_on, struct error *err)
{
    char *path = guide->kit_offered ? NULL : find_kit(guide);
    enum status status = STATUS_OK;
    guide->kit_offered = true;
    if (path != NULL)
        status = offer(guide, path, go_on, err);
    free(path);
    return status;
}
