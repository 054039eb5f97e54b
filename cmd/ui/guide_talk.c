/* How a guide talks, and how it runs other subcommands. */
#include "base/memory.h"
#include "base/paste.h"
#include "cmd/ui/guide_parts.h"
#include "report/layout.h"
#include "report/line_break.h"

#include <string.h>

void guide_explain(struct guide *guide, const char *heading, const char *const *paragraphs)
{
    struct buffer text = {0};
    talk_heading(&guide->talk, heading);
    for (; *paragraphs != NULL; paragraphs++)
        layout_paragraph(&text, "", text_of(guide->app, *paragraphs));
    talk_show(&guide->talk, &text);
}

void guide_show_choice(struct guide *guide, const char *key, const char *text)
{
    struct buffer line = {0};
    buffer_printf(&line, "  %s  " LINE_HANG "%s\n", key, text_of(guide->app, text));
    talk_show(&guide->talk, &line);
}

enum status guide_ask_key(struct guide *guide, const char *keys, char *key, struct error *err)
{
    uint32_t typed;
    struct buffer line = {0};
    buffer_printf(&line, "%s: ", text_of(guide->app, "Answer"));
    enum status status;
    do {
        talk_line(&guide->talk, buffer_string(&line));
        TRY_OUT(typing_key(&guide->talk.typing, &typed, err));
        typed = typed == KEY_ENTER ? '\n' : typed == KEY_END || typed == 'Q' ? 'q' : typed;
    } while (typed == 0 || typed > 0x7F || (typed != 'q' && strchr(keys, (int)typed) == NULL));
    talk_line_end(&guide->talk);
    *key = (char)typed;
out:
    buffer_free(&line);
    return status;
}

enum status guide_ask_line(struct guide *guide, const char *question, const char *suggested,
    struct buffer *line, bool *go_on, struct error *err)
{
    uint32_t key;
    do {
        struct buffer text = {0};
        line->length = 0;
        layout_paragraph(&text, "", question);
        if (strcmp(suggested, ".") == 0)
            layout_paragraph(&text, "", text_of(guide->app, "Enter takes this folder."));
        else if (*suggested != '\0')
            layout_say(&text, "", text_of(guide->app, "Enter takes %s."), suggested);
        talk_show(&guide->talk, &text);
        TRY(talk_read_line(&guide->talk, line, &key, err));
        if (key == KEY_ENTER && line->length == 0)
            buffer_text(line, suggested);
    } while (key == KEY_AGAIN || (key == KEY_ENTER && line->length == 0));
    *go_on = key == KEY_ENTER && strcmp(buffer_string(line), "q") != 0;
    return STATUS_OK;
}

/* ---- other subcommands ---- */

void guide_add_word(struct guide_words *words, const char *word)
{
    if (words->count < GUIDE_WORDS_MAX)
        words->word[words->count++] = word;
}

void guide_add_option(struct guide_words *words, const char *option, const char *value)
{
    guide_add_word(words, option);
    guide_add_word(words, value);
}

struct guide_words guide_words(const char *subcommand)
{
    struct guide_words words = {.count = 0};
    guide_add_word(&words, subcommand);
    return words;
}

void guide_add_keys(const struct guide *guide, struct guide_words *words)
{
    guide_add_option(words, "-k", guide->keys);
    if (option_given(guide->app->options, &OPTION_EXAMPLE_KEYS))
        guide_add_word(words, "--allow-example-keys");
}

void guide_add_edition(const struct guide *guide, struct guide_words *words)
{
    const char *edition = option_text(guide->app->options, &OPTION_EDITION);
    if (edition != NULL)
        guide_add_option(words, "--edition", edition);
}

/* "$ sigill keygen -k keys": as it would be typed. */
static void show_command(struct guide *guide, const char *const *words)
{
    struct buffer text = {0};
    buffer_printf(&text, "\n  %s", guide->app->program->name);
    for (; *words != NULL; words++) {
        struct buffer pasted = {0};
        buffer_printf(&text, " %s", **words == '-' ? *words : paste_path(&pasted, *words));
        buffer_free(&pasted);
    }
    buffer_text(&text, "\n\n");
    talk_show(&guide->talk, &text);
}

/* The terminal is the other's while it runs. */
enum status guide_run_plainly(
    struct guide *guide, const char *const *words, enum status *ended, struct error *err)
{
    show_command(guide, words);
    talk_end(&guide->talk);
    TRY(app_run(guide->app, words, ended, err));
    return talk_begin(&guide->talk, guide->app, err);
}

enum status guide_run(struct guide *guide, const char *const *words, bool *go_on, struct error *err)
{
    enum status ended = STATUS_OK;
    char key = '\n';
    TRY(guide_run_plainly(guide, words, &ended, err));
    if (ended != STATUS_OK) {
        talk_say(
            &guide->talk, text_of(guide->app,
                              "That did not succeed; see above why. Enter: try it again; q: end."));
        TRY(guide_ask_key(guide, "\n", &key, err));
    }
    *go_on = key != 'q';
    return STATUS_OK;
}
