/* How a guide talks, and how it runs other subcommands. */
#include "base/memory.h"
#include "base/shown.h"
#include "base/system/paste.h"
#include "cmd/ui/guide_parts.h"
#include "cmd/ui/names_like.h"
#include "report/layout.h"
#include "report/line_break.h"

#include "base/file.h"
#include "format/keydir_kit.h"
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

void guide_explain(struct guide *guide, const char *heading, const char *const *paragraphs)
{
    struct buffer text = {0};
    talk_heading(&guide->talk, heading);
    for (; *paragraphs != NULL; paragraphs++)
        layout_paragraph(&text, "", text_of(guide->app, *paragraphs));
    buffer_text(&text, "\n");
    talk_show(&guide->talk, &text);
}

void guide_show_paragraph(struct guide *guide, struct buffer *sentence)
{
    struct buffer text = {0};
    layout_paragraph(&text, "", buffer_string(sentence));
    buffer_free(sentence);
    talk_show(&guide->talk, &text);
}

void guide_show_empty_line(struct guide *guide)
{
    struct buffer line = {0};
    buffer_text(&line, "\n");
    talk_show(&guide->talk, &line);
}

void guide_show_choice(struct guide *guide, const char *key, const char *text)
{
    struct buffer line = {0};
    buffer_printf(&line, "  %s  " LINE_HANG "%s\n", key, text_of(guide->app, text));
    talk_show(&guide->talk, &line);
}

/* Whoever types a word, or a letter that is none of them, sees what may be typed. */
static void say_keys(struct guide *guide, const char *keys)
{
    struct buffer list = {0};
    struct buffer text = {0};
    for (; *keys != '\0'; keys++) {
        if (*keys == '\n')
            buffer_text(&list, "Enter");
        else
            buffer_append(&list, keys, 1);
        buffer_text(&list, ", ");
    }
    talk_line_end(&guide->talk);
    layout_say(
        &text, "", text_of(guide->app, "Press one of these keys: %sq."), buffer_string(&list));
    buffer_free(&list);
    talk_show(&guide->talk, &text);
}

static uint32_t plain_key(uint32_t typed)
{
    if (typed == KEY_ENTER)
        return '\n';
    if (typed == KEY_END)
        return 'q';
    return typed < 0x80 ? (uint32_t)tolower((int)typed) : typed;
}

static void show_pressed(struct guide *guide, uint32_t pressed)
{
    struct buffer line = {0};
    guide->by_letter = pressed != '\n';
    buffer_printf(&line, "%s: ", text_of(guide->app, "Answer"));
    if (guide->by_letter)
        buffer_append(&line, &(uint8_t){(uint8_t)pressed}, 1);
    talk_line(&guide->talk, buffer_string(&line));
    talk_line_end(&guide->talk);
    buffer_free(&line);
}

enum status guide_ask_key(struct guide *guide, const char *keys, char *key, struct error *err)
{
    uint32_t typed;
    struct buffer line = {0};
    bool said = false;
    bool fits = false;
    enum status status = STATUS_OK;
    buffer_printf(&line, "%s: ", text_of(guide->app, "Answer"));
    if (strcmp(keys, "\n") != 0)
        talk_say(
            &guide->talk, text_of(guide->app, "Press one of the letters; no Enter is needed."));
    while (!fits) {
        talk_line(&guide->talk, buffer_string(&line));
        TRY_OUT(typing_key(&guide->talk.typing, &typed, err));
        typed = plain_key(typed);
        fits = typed == 'q' || (typed > 0 && typed < 0x80 && strchr(keys, (int)typed) != NULL);
        if (!fits && !said && typed != KEY_AGAIN) {
            say_keys(guide, keys);
            said = true;
        }
    }
    show_pressed(guide, typed);
    *key = (char)typed;
out:
    buffer_free(&line);
    return status;
}

/* An Enter from habit behind a letter answers nothing; the next one does. */
static bool is_habit(struct guide *guide, uint32_t key, const struct buffer *line)
{
    bool habit = guide->by_letter && key == KEY_ENTER && line->length == 0;
    guide->by_letter = false;
    if (habit)
        talk_say(
            &guide->talk, text_of(guide->app, "Press Enter once more if that is your answer."));
    return habit;
}

/* It may be the name of a file that others laid here. */
static void say_suggested(const struct guide *guide, struct buffer *text, const char *suggested)
{
    struct buffer sentence = {0};
    shown_printf(&sentence, text_of(guide->app, "Enter takes %s."), suggested);
    layout_paragraph(text, "", buffer_string(&sentence));
    buffer_free(&sentence);
}

enum status guide_ask_line(struct guide *guide, const char *question, const char *suggested,
    struct buffer *line, bool *go_on, struct error *err)
{
    uint32_t key;
    bool habit;
    do {
        struct buffer text = {0};
        line->length = 0;
        layout_paragraph(&text, "", question);
        if (suggested != NULL && *suggested != '\0')
            say_suggested(guide, &text, suggested);
        talk_show(&guide->talk, &text);
        TRY(talk_read_line(&guide->talk, line, &key, err));
        habit = is_habit(guide, key, line);
        if (key == KEY_ENTER && line->length == 0 && suggested != NULL && !habit)
            buffer_text(line, suggested);
    } while (
        key == KEY_AGAIN || habit || (key == KEY_ENTER && line->length == 0 && suggested != NULL));
    *go_on = key == KEY_ENTER && strcmp(buffer_string(line), "q") != 0;
    return STATUS_OK;
}

/* What is pasted has the marks that keep a path together in a shell. */
static void strip_quotes(struct buffer *line)
{
    uint8_t *text = line->data;
    bool quoted = line->length > 2 && (text[0] == '\'' || text[0] == '"') &&
                  text[line->length - 1] == text[0];
    if (!quoted)
        return;
    line->length -= 2;
    memmove(text, text + 1, line->length);
}

enum status guide_ask_path(struct guide *guide, const char *question, const char *suggested,
    struct buffer *line, bool *go_on, struct error *err)
{
    TRY(guide_ask_line(guide, question, suggested, line, go_on, err));
    strip_quotes(line);
    char *path = name_as_path(buffer_string(line));
    line->length = 0;
    buffer_text(line, path);
    free(path);
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

static bool has_word(const struct guide_words *words, const char *word)
{
    for (size_t i = 0; i < words->count; i++) {
        if (strcmp(words->word[i], word) == 0)
            return true;
    }
    return false;
}

void guide_add_edition(const struct guide *guide, struct guide_words *words)
{
    const char *edition = option_text(guide->app->options, &OPTION_EDITION);
    if (edition != NULL)
        guide_add_option(words, "--edition", edition);
    else if (keydir_kit_is_there(guide->keys) && !has_word(words, "-k"))
        guide_add_keys(guide, words);
}

/* "$ sigill keygen -k keys": as it would be typed. */
static void show_command(struct guide *guide, const char *const *words)
{
    struct buffer text = {0};
    buffer_printf(&text, "\n  %s", guide->app->program->name);
    for (; *words != NULL; words++) {
        struct buffer pasted = {0};
        buffer_printf(&text, " %s", paste_word(&pasted, *words));
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
    guide->by_letter = false;
    TRY(app_run(guide->app, words, ended, err));
    return talk_begin(&guide->talk, guide->app, err);
}

enum status guide_ask_again(struct guide *guide, bool *go_on, struct error *err)
{
    char key;
    talk_say(&guide->talk,
        text_of(guide->app, "That was not done; see above why. Enter: try it again; q: end."));
    TRY(guide_ask_key(guide, "\n", &key, err));
    *go_on = key != 'q';
    return STATUS_OK;
}

enum status guide_run(struct guide *guide, const char *const *words, bool *go_on, struct error *err)
{
    enum status ended = STATUS_OK;
    *go_on = true;
    TRY(guide_run_plainly(guide, words, &ended, err));
    return ended == STATUS_OK ? STATUS_OK : guide_ask_again(guide, go_on, err);
}
