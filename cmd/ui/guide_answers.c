/* The step of a guide in which the answers are filled in. */
#include "base/file.h"
#include "base/shown.h"
#include "cmd/ui/cards.h"
#include "cmd/ui/guide_parts.h"
#include "cmd/ui/load.h"
#include "format/draft.h"
#include "report/layout.h"

#include <stdlib.h>
#include <string.h>

#define PAGE ".html"

/* A new file for the conversation, with what the card says already. */
static enum status begin_answers(const struct guide *guide, struct error *err)
{
    struct edition *edition = NULL;
    json_t *draft = NULL;
    struct buffer text = {0};
    enum status status;
    TRY_OUT(load_edition(guide->app, NULL, &edition, err));
    draft = draft_new(edition);
    cards_fill_in(&guide->card, draft);
    TRY_OUT(draft_print(edition, draft, guide->app->catalog, &text, err));
    status = file_write(guide->answers, text.data, text.length, 0600, false, err);
out:
    json_decref(draft);
    buffer_free(&text);
    edition_free(edition);
    return status;
}

/* A form that is begun with last time's answers, if there are any. */
static enum status make_template(
    struct guide *guide, const char *path, bool *go_on, struct error *err)
{
    struct guide_words words = guide_words("template");
    if (guide->earlier != NULL)
        guide_add_option(&words, "--from", guide->earlier);
    guide_add_option(&words, "-o", path);
    guide_add_keys(guide, &words);
    guide_add_edition(guide, &words);
    return guide_run(guide, words.word, go_on, err);
}

static enum status answer_here(struct guide *guide, bool *go_on, struct error *err)
{
    struct guide_words words = guide_words("answer");
    if (guide->state == GUIDE_ANSWERS_NONE && guide->earlier != NULL)
        TRY(make_template(guide, guide->answers, go_on, err));
    else if (guide->state == GUIDE_ANSWERS_NONE)
        TRY(begin_answers(guide, err));
    if (!file_exists(guide->answers))
        return STATUS_OK;
    guide_add_word(&words, guide->answers);
    guide_add_edition(guide, &words);
    return guide_run(guide, words.word, go_on, err);
}

/* A form that is filled in by another program: the guide ends, and goes on when that is done. One
 * that was made before stays: it may be filled in. */
static enum status make_form(
    struct guide *guide, const char *ending, const char *next, bool *go_on, struct error *err)
{
    char *path = guide_name_form(guide, ending);
    enum status status = STATUS_OK;
    if (!file_exists(path))
        TRY_OUT(make_template(guide, path, go_on, err));
    if (*go_on)
        talk_say(&guide->talk, text_of(guide->app, next));
    *go_on = false;
out:
    free(path);
    return status;
}

/* Of a page that lies here without what it saves. */
static void say_page_waits(struct guide *guide)
{
    char *path = guide_name_form(guide, PAGE);
    struct buffer text = {0};
    if (file_exists(path)) {
        layout_say(&text, "",
            text_of(guide->app,
                "The page %s lies here already, but not the file that is saved from it. When it is filled in, put "
                "that file into this folder and start `sigill guide` again."),
            path);
        talk_show(&guide->talk, &text);
    }
    buffer_free(&text);
    free(path);
}

static void explain_answers(struct guide *guide, const char *const *why)
{
    guide_explain(guide, text_of(guide->app, "Step 4 of 5: the answers"), why);
    guide_say_unread(guide);
}

/* What the new answers begin with. */
static void say_earlier(struct guide *guide)
{
    struct buffer sentence = {0};
    if (guide->earlier == NULL)
        return;
    shown_printf(&sentence,
        text_of(guide->app,
            "%s has the answers of last time. The new ones get a file of their own and begin with those: "
            "what still fits is carried over, and each assessment is made anew. The old file stays as it is."),
        guide->earlier);
    guide_show_paragraph(guide, &sentence);
    guide_show_empty_line(guide);
}

static enum status show_what_is_new(struct guide *guide, struct error *err)
{
    struct guide_words words = guide_words("questions");
    enum status ended;
    guide_add_word(&words, "--since");
    guide_add_edition(guide, &words);
    TRY(guide_run_plainly(guide, words.word, &ended, err));
    guide_show_empty_line(guide);
    return STATUS_OK;
}

static enum status ask_form(struct guide *guide, char *key, struct error *err)
{
    bool follows = guide->earlier != NULL && guide->asked.followed > 0;
    *key = 'n';
    while (*key == 'n') {
        if (follows)
            guide_show_choice(guide, "n", N_("show what is new and changed in the questionnaire"));
        guide_show_choice(guide, "a", N_("here in the terminal, question by question"));
        guide_show_choice(guide, "b", N_("in a workbook, for Excel or LibreOffice"));
        guide_show_choice(guide, "c", N_("in a page, for any browser"));
        guide_show_choice(guide, "q", N_("end; start `sigill guide` again to go on"));
        TRY(guide_ask_key(guide, follows ? "nabc" : "abc", key, err));
        if (*key == 'n')
            TRY(show_what_is_new(guide, err));
    }
    return STATUS_OK;
}

static enum status choose_form(struct guide *guide, bool *go_on, struct error *err)
{
    static const char *const why[] = {
        N_("Now the questions. Several people can fill them in together, over weeks; nothing is lost in "
           "between."),
        NULL};
    char key;
    explain_answers(guide, why);
    say_earlier(guide);
    say_page_waits(guide);
    talk_say(&guide->talk, text_of(guide->app, "Choose how:"));
    TRY(ask_form(guide, &key, err));
    *go_on = key != 'q';
    if (key == 'a')
        return answer_here(guide, go_on, err);
    if (key == 'b')
        return make_form(guide, ".xlsx",
            N_("Fill in the workbook and save it under the same name in this folder. Then start `sigill guide` "
               "again."),
            go_on, err);
    if (key == 'c')
        return make_form(guide, PAGE,
            N_("Open the page in a browser, fill it in, and put the file that it saves into this folder. "
               "Then start `sigill guide` again."),
            go_on, err);
    return STATUS_OK;
}

/* ---- what there is ---- */

static enum status show_result(struct guide *guide, struct error *err)
{
    struct guide_words words = guide_words("score");
    enum status ended;
    guide_add_word(&words, guide->answers);
    guide_add_edition(guide, &words);
    return guide_run_plainly(guide, words.word, &ended, err);
}

static enum status choose_what_next(
    struct guide *guide, const char *keys, bool *go_on, struct error *err)
{
    char key = 'r';
    while (key == 'r') {
        guide_show_empty_line(guide);
        if (strchr(keys, 'a') != NULL)
            guide_show_choice(guide, "a", N_("go on answering here in the terminal"));
        if (strchr(keys, '\n') != NULL)
            guide_show_choice(
                guide, "Enter", N_("check it again, when something was changed in it"));
        guide_show_choice(guide, "r", N_("show the result so far"));
        if (strchr(keys, 's') != NULL)
            guide_show_choice(guide, "s", N_("seal them as they are"));
        guide_show_choice(guide, "q", N_("end; start `sigill guide` again to go on"));
        TRY(guide_ask_key(guide, keys, &key, err));
        if (key == 'r')
            TRY(show_result(guide, err));
    }
    *go_on = key != 'q';
    guide->ready = key == 's';
    return key == 'a' ? answer_here(guide, go_on, err) : STATUS_OK;
}

/* A workbook is read by other processes alone: `check` finds what is wrong, and its exit status is
 * what is known of it here. */
static enum status check_workbook(struct guide *guide, bool *go_on, struct error *err)
{
    static const char *const why[] = {
        N_("The workbook is checked: what must be corrected is named with its sheet and cell. Correct it there "
           "and save it."),
        NULL};
    struct guide_words words = guide_words("check");
    enum status ended;
    explain_answers(guide, why);
    guide_add_word(&words, guide->answers);
    guide_add_edition(guide, &words);
    TRY(guide_run_plainly(guide, words.word, &ended, err));
    return choose_what_next(guide, ended == STATUS_OK ? "\nrs" : "\nr", go_on, err);
}

static enum status go_on_answering(struct guide *guide, bool *go_on, struct error *err)
{
    static const char *const wrong[] = {
        N_("Something is left to fill in, or to correct, before the answers can be sealed:"), NULL};
    static const char *const open[] = {
        N_("The answers can be sealed; but look at what is said of them:"), NULL};
    static const char *const whole[] = {
        N_("Everything is filled in, and the answers can be sealed."), NULL};
    explain_answers(guide, guide->state == GUIDE_ANSWERS_WRONG  ? wrong
                           : guide->state == GUIDE_ANSWERS_OPEN ? open
                                                                : whole);
    talk_show(&guide->talk, &guide->left);
    return choose_what_next(guide, guide->state == GUIDE_ANSWERS_WRONG ? "ar" : "ars", go_on, err);
}

enum status guide_answer(struct guide *guide, bool *go_on, struct error *err)
{
    switch (guide->state) {
    case GUIDE_ANSWERS_NONE:
        return choose_form(guide, go_on, err);
    case GUIDE_ANSWERS_SEVERAL:
        return guide_choose_answers(guide, go_on, err);
    case GUIDE_ANSWERS_WORKBOOK:
        return check_workbook(guide, go_on, err);
    default:
        return go_on_answering(guide, go_on, err);
    }
}
