/* Finding a place by a number or a word. */
#include "base/memory.h"
#include "base/text.h"
#include "cmd/ui/answering_parts.h"
#include "report/layout.h"
#include "report/line_break.h"
#include "scoring/question.h"

#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

enum { FOUND_MAX = 26 }; /* a letter each */

struct found {
    size_t count; /* in all; the first FOUND_MAX are kept */
    size_t place[FOUND_MAX];
};

/* Small letters without their marks: who cannot type "ä" finds it all the same. Allocated. */
static char *search_form(const char *text)
{
    utf8proc_uint8_t *form = NULL;
    utf8proc_ssize_t length = utf8proc_map((const utf8proc_uint8_t *)text, 0, &form,
        UTF8PROC_NULLTERM | UTF8PROC_STABLE | UTF8PROC_DECOMPOSE | UTF8PROC_CASEFOLD |
            UTF8PROC_STRIPMARK);
    if (length == UTF8PROC_ERROR_NOMEM)
        memory_exhausted();
    return length < 0 ? memory_text("") : (char *)form;
}

static bool word_stands_in(const char *text, const char *word)
{
    char *form = search_form(text);
    bool holds = strstr(form, word) != NULL;
    free(form);
    return holds;
}

static bool question_holds(const struct answering *answering, unsigned question, const char *word)
{
    const struct edition_question *wording = &answering->edition->question[question];
    bool holds = word_stands_in(wording->help, word);
    for (unsigned i = 0; i < answering->edition->model.question[question].options; i++)
        holds = holds || word_stands_in(wording->option[i], word);
    return holds;
}

static bool place_holds(
    const struct answering *answering, const struct answering_place *place, const char *word)
{
    return word_stands_in(place->title, word) || word_stands_in(place->text, word) ||
           (place->form == FORM_QUESTION && question_holds(answering, place->question, word));
}

/* A question's number, which is all that is typed then; 0 for anything else. */
static unsigned long number_typed(const char *words)
{
    size_t digits = strspn(words, "0123456789");
    return digits == 0 || digits > 5 || words[digits] != '\0' ? 0 : strtoul(words, NULL, 10);
}

static void find_places(const struct answering *answering, const char *words, struct found *found)
{
    unsigned long number = number_typed(words);
    char *word = search_form(words);
    *found = (struct found){0};
    for (size_t i = 0; i + 1 < answering_places(answering); i++) {
        struct answering_place place = answering_place(answering, i);
        bool is_question = place.form == FORM_QUESTION;
        bool holds =
            number != 0
                ? is_question && answering->edition->model.question[place.question].id == number
                : place_holds(answering, &place, word);
        if (holds && found->count < FOUND_MAX)
            found->place[found->count] = i;
        found->count += holds;
    }
    free(word);
}

static void show_found(struct answering *answering, const struct found *found)
{
    struct buffer text = {0};
    size_t kept = found->count < FOUND_MAX ? found->count : FOUND_MAX;
    buffer_text(&text, "\n");
    for (size_t i = 0; i < kept; i++) {
        struct answering_place place = answering_place(answering, found->place[i]);
        char key = (char)('a' + i);
        if (place.form == FORM_QUESTION)
            buffer_printf(&text, "  %c  " LINE_HANG "%u. %s\n", key,
                (unsigned)answering->edition->model.question[place.question].id, place.title);
        else
            buffer_printf(&text, "  %c  " LINE_HANG "%s\n", key, place.title);
    }
    if (kept < found->count)
        layout_say(&text, "  ",
            text_of(answering->talk.app, "and %zu more; search for a longer word"),
            found->count - kept);
    layout_say(&text, "", "\n%s",
        text_of(answering->talk.app, "Press a letter to go there, or Enter to stay."));
    talk_show(&answering->talk, &text);
}

static enum status choose_found(struct answering *answering, const struct found *found,
    enum answering_move *move, struct error *err)
{
    uint32_t key;
    show_found(answering, found);
    TRY(typing_key(&answering->talk.typing, &key, err));
    *move = MOVE_AGAIN;
    if (key < 'a' || key >= 'a' + found->count || key >= 'a' + FOUND_MAX)
        return STATUS_OK;
    answering->place = found->place[key - 'a'];
    *move = MOVE_THERE;
    return STATUS_OK;
}

enum status answering_search(
    struct answering *answering, const char *words, enum answering_move *move, struct error *err)
{
    struct found found;
    words += strspn(words, " ");
    *move = MOVE_AGAIN;
    if (*words == '\0')
        return STATUS_OK;
    find_places(answering, words, &found);
    if (found.count > 1)
        return choose_found(answering, &found, move, err);
    if (found.count == 0) {
        talk_say(&answering->talk,
            text_of(answering->talk.app, "That stands nowhere; try a part of the word."));
        return STATUS_OK;
    }
    answering->place = found.place[0];
    *move = MOVE_THERE;
    return STATUS_OK;
}
