/* What a conversation shows. */
#include "base/text.h"
#include "cmd/ui/answering_parts.h"
#include "cmd/ui/screen.h"
#include "cmd/ui/terminal.h"
#include "report/layout.h"
#include "report/line_break.h"
#include "scoring/question.h"

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
        {"Enter", N_("give it, next"), ANSWERING_KEY_GIVE},
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

static void put_help(struct buffer *out, const struct answering *answering, const char *text)
{
    layout_paragraph(out, "", text_of(answering->talk.app, text));
}

/* How questions are answered: each way that this edition has. */
static void put_help_of_questions(struct buffer *out, const struct answering *answering)
{
    bool scored = false, chosen = false, typed = false;
    for (unsigned i = 0; i < answering->edition->model.questions; i++) {
        const struct question_traits *kind =
            question_traits(&answering->edition->model.question[i]);
        scored = scored || kind->scored;
        chosen = chosen || (!kind->scored && !kind->valued);
        typed = typed || kind->valued;
    }
    put_help(out, answering,
        N_("At a question, the letters or numbers in front of the options choose them, and take the "
           "choice back."));
    if (scored)
        put_help(out, answering,
            N_("An answer that gives points is given when it is said to be sure or unsure: sure, if "
               "there is something that you could show; unsure, if you believe so."));
    if (chosen)
        put_help(out, answering, N_("An answer without points is given by Enter."));
    if (typed)
        put_help(out, answering, N_("A number or a day is typed, and given by Enter."));
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
    };
    static const char pointless[] = N_("=  shows what is left and what is wrong.");
    struct buffer text = {0};
    buffer_text(&text, "\n");
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++)
        put_help(&text, answering,
            lines[i][0] == '=' && !edition_has_points(answering->edition) ? pointless : lines[i]);
    put_help_of_questions(&text, answering);
    if (answering->edition->period[0] != '\0')
        layout_paragraph(&text, text_of(answering->talk.app, "The questions are about: "),
            answering->edition->period);
    talk_show(&answering->talk, &text);
}
