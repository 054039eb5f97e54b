/* What a conversation shows. */
#include "base/text.h"
#include "cmd/ui/answering_parts.h"
#include "cmd/ui/screen.h"
#include "cmd/ui/terminal.h"
#include "report/layout.h"
#include "report/line_break.h"

#define NO_BREAK "\xC2\xA0"

void answering_show_standing(struct answering *answering)
{
    struct buffer text = {0};
    const struct score *score = &answering->score;
    unsigned left = answering->answered.all.of - answering->answered.all.answered;
    if (edition_has_points(answering->edition))
        layout_say(&text, "",
            tr_count(answering->talk.app->catalog,
                "Saved. Level %u, %u of %u points, %u question left.",
                "Saved. Level %u, %u of %u points, %u questions left.", left),
            score->level, score->points, answering->edition->points, left);
    else
        layout_say(&text, "",
            tr_count(answering->talk.app->catalog, "Saved. %u question left.",
                "Saved. %u questions left.", left),
            left);
    talk_show(&answering->talk, &text);
}

/* No line is broken between a key and what it does. */
void answering_show_keys(struct answering *answering, unsigned which, char quit)
{
    static const struct {
        const char *key;
        const char *does;
        unsigned of; /* shown where this is asked for; 0: always */
    } keys[] = {
        {"Enter", N_("next"), ANSWERING_KEY_NEXT},
        {"Enter", N_("the first that is left"), ANSWERING_KEY_LEFT},
        {"Enter", N_("end"), ANSWERING_KEY_DONE},
        {"#", N_("make a note"), ANSWERING_KEY_NOTE},
        {"-", N_("empty"), ANSWERING_KEY_EMPTY},
        {"-", N_("without the last"), ANSWERING_KEY_SHORTEN},
        {"<", N_("back"), 0},
        {"/", N_("search"), 0},
        {"=", N_("left"), 0},
        {"?", N_("help"), 0},
    };
    struct buffer text = {0};
    buffer_text(&text, "\n" LINE_HANG);
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        if (keys[i].of == 0 || (keys[i].of & which) != 0)
            buffer_printf(&text, "%s" NO_BREAK "%s  ", keys[i].key,
                text_of(answering->talk.app, keys[i].does));
    }
    buffer_printf(&text, "%c" NO_BREAK "%s\n", quit, text_of(answering->talk.app, "end"));
    talk_show(&answering->talk, &text);
}

void answering_show_help(struct answering *answering)
{
    static const char *const lines[] = {
        N_("Each answer is written to the file when it is given. End whenever you like; the next time "
           "you go on where you left."),
        N_("Enter goes on, and leaves what stands here as it is."),
        N_("<  goes back to the place before this one; so do the arrows to the left and up."),
        N_("/  searches: a number goes to that question, a word to where it stands."),
        N_("=  shows what is left, what is wrong, and what holds back the next level."),
        N_("-  takes away what stands here."),
        N_("#  at a question: writes a note. It stays with you: it is left out when the answers are "
           "sealed."),
        N_("q  ends; so does Ctrl-D. Where q is the letter of an option it is Q."),
        N_("A line that is typed is confirmed with Enter, and so are these signs there; in a text of several lines they "
           "count on the first one."),
        N_("At a question, the letters or numbers in front of the options choose them, and take the "
           "choice back. An answer is given when it is said to be sure or unsure: sure, if there is "
           "something that you could show; unsure, if you believe so."),
    };
    struct buffer text = {0};
    buffer_text(&text, "\n");
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++)
        layout_paragraph(&text, "", text_of(answering->talk.app, lines[i]));
    if (answering->edition->period[0] != '\0')
        layout_paragraph(&text, text_of(answering->talk.app, "The questions are about: "),
            answering->edition->period);
    talk_show(&answering->talk, &text);
}
