/* One of the edition's questions. */
#include "base/text.h"
#include "cmd/ui/answering_parts.h"
#include "report/layout.h"
#include "report/line_break.h"
#include "report/question_since.h"
#include "scoring/question.h"

#include <stdio.h>

/* A question on the screen. */
struct asked {
    struct answering *answering;
    const struct model_question *model;
    const struct edition_question *wording;
    unsigned question;
    char note[sizeof "answers.65535.note"];
    struct answer answer; /* as it is being chosen */
    bool changed;         /* it is not the one that is written */
    unsigned digits;      /* of a step whose number has several, as typed so far */
};

/* The letter of a key that does something else than to choose an option: the capital one where the
 * small one is an option's. */
static char key_shown(const struct asked *asked, char letter)
{
    bool taken = !question_traits(asked->model)->numbered && letter >= 'a' &&
                 letter < 'a' + asked->model->options;
    return taken ? (char)(letter - 'a' + 'A') : letter;
}

/* ---- showing ---- */

static void put_choice(struct buffer *out, const char *key, const char *wording)
{
    buffer_printf(out, "  %-2s " LINE_HANG "%s\n", key, wording);
}

static void put_letter_choice(
    const struct asked *asked, struct buffer *out, char letter, const char *wording)
{
    const char key[] = {key_shown(asked, letter), '\0'};
    put_choice(out, key, wording);
}

static void put_choices(const struct asked *asked, struct buffer *out)
{
    const struct edition *edition = asked->answering->edition;
    for (unsigned i = 0; i < asked->model->options; i++) {
        char name[QUESTION_NAME_SIZE];
        question_option_name(asked->model, i, name);
        put_choice(out, name, asked->wording->option[i]);
    }
    put_letter_choice(asked, out, 'n', edition->no);
    if (asked->model->offers_none)
        put_letter_choice(asked, out, 'i', edition->no_none);
    if (asked->model->offers_partly)
        put_letter_choice(asked, out, 'u', edition->no_partly);
    buffer_text(out, "\n");
    put_letter_choice(asked, out, 's', edition->sure);
    put_letter_choice(asked, out, 'o', edition->unsure);
}

static void show_question(const struct asked *asked)
{
    struct answering *answering = asked->answering;
    const struct edition *edition = answering->edition;
    const char *note = draft_text(answering->draft, asked->note);
    struct buffer heading = {0};
    struct buffer text = {0};
    struct buffer topic = {0};
    question_since_topic(&topic, answering->talk.app->catalog, edition, asked->question);
    buffer_printf(&heading, text_of(answering->talk.app, "Question %u. %s"),
        (unsigned)asked->model->id, buffer_string(&topic));
    buffer_free(&topic);
    talk_heading(&answering->talk, buffer_string(&heading));
    buffer_free(&heading);
    layout_say(&text, "", text_of(answering->talk.app, "Section %u. %s; question %u of %u"),
        (unsigned)asked->model->section, edition->section[asked->model->section - 1],
        asked->question + 1, (unsigned)edition->model.questions);
    buffer_text(&text, "\n");
    layout_paragraph(&text, "", asked->wording->text);
    if (asked->wording->help[0] != '\0')
        layout_paragraph(&text, "", asked->wording->help);
    buffer_text(&text, "\n");
    put_choices(asked, &text);
    if (*note != '\0')
        layout_say(&text, "", "\n%s: %s", text_of(answering->talk.app, "Note"), note);
    talk_show(&answering->talk, &text);
    answering_show_keys(answering, ANSWERING_KEY_NEXT | ANSWERING_KEY_NOTE | ANSWERING_KEY_EMPTY,
        key_shown(asked, 'q'));
}

static const char *word_of_no(const struct asked *asked)
{
    const struct edition *edition = asked->answering->edition;
    switch (asked->answer.no) {
    case ANSWER_NO_PLAIN:
        return edition->no;
    case ANSWER_NO_NONE:
        return edition->no_none;
    case ANSWER_NO_PARTLY:
        return edition->no_partly;
    default:
        return "";
    }
}

static void put_chosen(const struct asked *asked, struct buffer *out)
{
    uint32_t chosen = question_offers(asked->model, &asked->answer)
                          ? question_chosen(asked->model, &asked->answer)
                          : 0;
    for (unsigned i = 0; i < asked->model->options; i++) {
        char name[QUESTION_NAME_SIZE];
        question_option_name(asked->model, i, name);
        if ((chosen >> i & 1) != 0)
            buffer_printf(out, " %s", name);
    }
    if (asked->answer.no != ANSWER_NO_ABSENT)
        buffer_printf(out, " %s", word_of_no(asked));
}

/* "Answer: a c, Sure". */
static void show_answer(const struct asked *asked)
{
    const struct edition *edition = asked->answering->edition;
    struct buffer line = {0};
    buffer_printf(&line, "%s:", text_of(asked->answering->talk.app, "Answer"));
    put_chosen(asked, &line);
    if (asked->answer.assessment == ASSESSMENT_SURE)
        buffer_printf(&line, ", %s", edition->sure);
    if (asked->answer.assessment == ASSESSMENT_UNSURE)
        buffer_printf(&line, ", %s", edition->unsure);
    buffer_text(&line, " ");
    talk_line(&asked->answering->talk, buffer_string(&line));
    buffer_free(&line);
}

/* ---- choosing ---- */

/* The present assessment is that of the answer before: it is asked for anew. */
static void begin_change(struct asked *asked)
{
    asked->changed = true;
    asked->answer.assessment = ASSESSMENT_ABSENT;
}

static void choose_no(struct asked *asked, enum answer_no no)
{
    bool same = asked->answer.no == no;
    begin_change(asked);
    asked->answer = (struct answer){.no = same ? ANSWER_NO_ABSENT : (uint8_t)no};
    asked->digits = 0;
}

/* Takes the option, or takes it back; where only one can be chosen it takes the place of the other.
 */
static void choose_option(struct asked *asked, unsigned option)
{
    uint32_t bit = UINT32_C(1) << option;
    uint32_t before = asked->answer.yes && question_offers(asked->model, &asked->answer)
                          ? question_chosen(asked->model, &asked->answer)
                          : 0;
    uint32_t chosen =
        question_traits(asked->model)->single ? (before == bit ? 0 : bit) : before ^ bit;
    begin_change(asked);
    asked->answer = chosen == 0 ? (struct answer){0} : question_answer(asked->model, chosen);
    asked->answer.assessment = ASSESSMENT_ABSENT;
}

/* A step by its number, of which a second digit may follow. */
static bool choose_by_digit(struct asked *asked, unsigned digit)
{
    unsigned options = asked->model->options;
    unsigned number = asked->digits * 10 + digit;
    if (asked->digits == 0 || number > options)
        number = digit;
    if (number == 0 || number > options)
        return false;
    bool again = asked->answer.yes && asked->answer.step == number && asked->digits == 0;
    choose_option(asked, number - 1);
    asked->digits = again ? 0 : number;
    return true;
}

/* Whether the key chose something. */
static bool choose(struct asked *asked, uint32_t key)
{
    const struct model_question *model = asked->model;
    bool numbered = question_traits(model)->numbered;
    if (numbered && key >= '0' && key <= '9')
        return choose_by_digit(asked, key - '0');
    if (!numbered && key >= 'a' && key < 'a' + (uint32_t)model->options) {
        choose_option(asked, key - 'a');
        return true;
    }
    if (key == 'n' || key == 'N')
        choose_no(asked, ANSWER_NO_PLAIN);
    else if ((key == 'i' || key == 'I') && model->offers_none)
        choose_no(asked, ANSWER_NO_NONE);
    else if ((key == 'u' || key == 'U') && model->offers_partly)
        choose_no(asked, ANSWER_NO_PARTLY);
    else
        return false;
    return true;
}

/* ---- giving ---- */

static enum status give_answer(struct asked *asked, struct error *err)
{
    struct answering *answering = asked->answering;
    draft_set_answer(answering->draft, answering->edition, asked->question, &asked->answer);
    TRY(answering_save(answering, err));
    talk_line_end(&answering->talk);
    answering_show_standing(answering);
    return STATUS_OK;
}

static enum status assess(struct asked *asked, enum answer_assessment assessment,
    enum answering_move *move, bool *stay, struct error *err)
{
    struct answering *answering = asked->answering;
    *stay = !asked->answer.yes && asked->answer.no == ANSWER_NO_ABSENT;
    if (*stay) {
        talk_line_end(&answering->talk);
        talk_say(&answering->talk,
            text_of(answering->talk.app, "Choose what is fulfilled first, or no."));
        return STATUS_OK;
    }
    asked->answer.assessment = (uint8_t)assessment;
    show_answer(asked);
    *move = MOVE_ANSWERED;
    return give_answer(asked, err);
}

/* Going on without an assessment would drop what was chosen. */
static bool may_leave(const struct asked *asked)
{
    struct answering *answering = asked->answering;
    struct buffer text = {0};
    if (!asked->changed || (!asked->answer.yes && asked->answer.no == ANSWER_NO_ABSENT))
        return true;
    talk_line_end(&answering->talk);
    layout_say(&text, "",
        text_of(
            answering->talk.app, "Is the answer sure (%c) or unsure (%c)? To drop it, press -."),
        key_shown(asked, 's'), key_shown(asked, 'o'));
    talk_show(&answering->talk, &text);
    return false;
}

/* What is being chosen stays so. */
static enum status write_note(
    struct asked *asked, enum answering_move *move, bool *stay, struct error *err)
{
    struct answering *answering = asked->answering;
    talk_line_end(&answering->talk);
    TRY(answering_read_text(answering, asked->note, ANSWERS_NOTE_MAX, move, err));
    if (*move == MOVE_ANSWERED)
        *move = MOVE_AGAIN;
    *stay = *move == MOVE_NEXT || *move == MOVE_AGAIN || !may_leave(asked);
    if (*stay)
        show_question(asked);
    return STATUS_OK;
}

/* Who has just answered goes on without Enter; one from habit passes no question over. */
static bool means_to_pass(struct asked *asked, uint32_t key)
{
    struct answering *answering = asked->answering;
    bool habit = answering->came_by_answer && key == KEY_ENTER;
    answering->came_by_answer = false;
    if (!habit || !answering_is_blank(answering, answering->place))
        return true;
    talk_line_end(&answering->talk);
    talk_say(&answering->talk,
        text_of(answering->talk.app,
            "This question is not answered yet. Press Enter once more to leave it for later."));
    return false;
}

static enum status leave_question(
    struct asked *asked, uint32_t key, enum answering_move *move, bool *stay, struct error *err)
{
    bool done = false;
    talk_line_end(&asked->answering->talk);
    if (key == KEY_ENTER || key == KEY_RIGHT || key == KEY_DOWN) {
        *move = MOVE_NEXT;
        return STATUS_OK;
    }
    TRY(answering_command(asked->answering, key, NULL, &done, move, err));
    *stay = !done;
    return STATUS_OK;
}

/* '-': what is being chosen, else what is written. */
static enum status empty_answer(struct asked *asked, enum answering_move *move, struct error *err)
{
    *move = MOVE_AGAIN;
    asked->answer = (struct answer){0};
    if (asked->changed) {
        talk_line_end(&asked->answering->talk);
        return STATUS_OK;
    }
    show_answer(asked);
    return give_answer(asked, err);
}

/* One key. *stay: the question is still asked. */
static enum status take_key(
    struct asked *asked, uint32_t key, enum answering_move *move, bool *stay, struct error *err)
{
    *stay = true;
    if (choose(asked, key))
        return STATUS_OK;
    asked->digits = 0;
    *stay = false;
    switch (key) {
    case 's':
    case 'S':
        return assess(asked, ASSESSMENT_SURE, move, stay, err);
    case 'o':
    case 'O':
        return assess(asked, ASSESSMENT_UNSURE, move, stay, err);
    case '-':
        return empty_answer(asked, move, err);
    case KEY_AGAIN:
        *move = MOVE_AGAIN;
        return STATUS_OK;
    default:
        break;
    }
    if (key == '#')
        return write_note(asked, move, stay, err);
    *stay = !may_leave(asked) || !means_to_pass(asked, key);
    return *stay ? STATUS_OK : leave_question(asked, key, move, stay, err);
}

enum status answering_ask_question(struct answering *answering, const struct answering_place *place,
    enum answering_move *move, struct error *err)
{
    bool stay = true;
    struct asked asked = {
        .answering = answering,
        .model = &answering->edition->model.question[place->question],
        .wording = &answering->edition->question[place->question],
        .question = place->question,
        .answer = answering->answers->set.answer[place->question],
    };
    (void)snprintf(asked.note, sizeof asked.note, "answers.%u.note", (unsigned)asked.model->id);
    show_question(&asked);
    while (stay) {
        uint32_t key;
        show_answer(&asked);
        TRY(typing_key(&answering->talk.typing, &key, err));
        TRY(take_key(&asked, key, move, &stay, err));
    }
    answering->came_by_answer = *move == MOVE_ANSWERED;
    return STATUS_OK;
}
