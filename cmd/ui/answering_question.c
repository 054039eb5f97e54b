/* One of the edition's questions, whose options are chosen key by key. */
#include "cmd/ui/answering_parts.h"
#include "report/layout.h"
#include "scoring/question.h"

/* A question on the screen. */
struct asked {
    struct answering *answering;
    const struct answering_place *place;
    const struct model_question *model;
    struct answer answer; /* as it is being chosen */
    bool changed;         /* it is not the one that is written */
    unsigned digits;      /* of a step whose number has several, as typed so far */
};

static bool says_nothing(const struct asked *asked)
{
    return !asked->answer.yes && asked->answer.no == ANSWER_NO_ABSENT;
}

/* ---- showing ---- */

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
    if ((key == 'n' || key == 'N') && question_traits(model)->refusable)
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

static enum status give_chosen(struct asked *asked, enum answering_move *move, struct error *err)
{
    struct answering *answering = asked->answering;
    show_answer(asked);
    talk_line_end(&answering->talk);
    TRY(answering_give(answering, asked->place->question, &asked->answer, move, err));
    answering->came_by_answer = *move == MOVE_ANSWERED && question_is_scored(asked->model);
    return STATUS_OK;
}

static enum status assess(struct asked *asked, enum answer_assessment assessment,
    enum answering_move *move, bool *stay, struct error *err)
{
    *stay = says_nothing(asked);
    if (*stay) {
        talk_line_end(&asked->answering->talk);
        talk_say(&asked->answering->talk,
            text_of(asked->answering->talk.app, "Choose what is fulfilled first, or no."));
        return STATUS_OK;
    }
    asked->answer.assessment = (uint8_t)assessment;
    return give_chosen(asked, move, err);
}

/* Going on would drop what was chosen, which an assessment gives, or Enter where there is none. */
static bool may_leave(const struct asked *asked)
{
    struct answering *answering = asked->answering;
    struct buffer text = {0};
    bool scored = question_is_scored(asked->model);
    if (!asked->changed || (scored && says_nothing(asked)))
        return true;
    talk_line_end(&answering->talk);
    if (scored)
        layout_say(&text, "",
            text_of(answering->talk.app,
                "Is the answer sure (%c) or unsure (%c)? To drop it, press -."),
            answering_key(asked->model, 's'), answering_key(asked->model, 'o'));
    else
        layout_paragraph(&text, "",
            text_of(answering->talk.app, "Press Enter to give this answer, or - to drop it."));
    talk_show(&answering->talk, &text);
    return false;
}

/* What is being chosen stays so. */
static enum status write_note(
    struct asked *asked, enum answering_move *move, bool *stay, struct error *err)
{
    struct answering *answering = asked->answering;
    talk_line_end(&answering->talk);
    TRY(answering_write_note(answering, asked->place, move, err));
    *stay = *move == MOVE_NEXT || *move == MOVE_AGAIN || !may_leave(asked);
    if (*stay)
        answering_show_question(answering, asked->place);
    return STATUS_OK;
}

static bool goes_on(uint32_t key)
{
    return key == KEY_ENTER || key == KEY_RIGHT || key == KEY_DOWN;
}

static enum status leave_question(
    struct asked *asked, uint32_t key, enum answering_move *move, bool *stay, struct error *err)
{
    bool done = false;
    talk_line_end(&asked->answering->talk);
    if (goes_on(key)) {
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
    if (!asked->changed)
        return give_chosen(asked, move, err);
    talk_line_end(&asked->answering->talk);
    return STATUS_OK;
}

/* What is chosen at a question that is not asked: nothing. */
static void refuse_choice(struct asked *asked)
{
    struct answering *answering = asked->answering;
    asked->answer = answering->answers->set.answer[asked->place->question];
    asked->changed = false;
    talk_line_end(&answering->talk);
    answering_say_not_asked(answering, asked->place);
}

/* One key. *stay: the question is still asked. */
static enum status take_key(
    struct asked *asked, uint32_t key, enum answering_move *move, bool *stay, struct error *err)
{
    bool open = answering_is_asked(asked->answering, asked->place);
    bool scored = open && question_is_scored(asked->model);
    *stay = true;
    if (choose(asked, key)) {
        if (!open)
            refuse_choice(asked);
        return STATUS_OK;
    }
    asked->digits = 0;
    *stay = false;
    if (scored && (key == 's' || key == 'S'))
        return assess(asked, ASSESSMENT_SURE, move, stay, err);
    if (scored && (key == 'o' || key == 'O'))
        return assess(asked, ASSESSMENT_UNSURE, move, stay, err);
    if (!scored && asked->changed && goes_on(key))
        return give_chosen(asked, move, err);
    if (key == '-')
        return empty_answer(asked, move, err);
    if (key == '#')
        return write_note(asked, move, stay, err);
    *move = MOVE_AGAIN;
    if (key == KEY_AGAIN)
        return STATUS_OK;
    *stay = !may_leave(asked) || !answering_means_to_pass(asked->answering, key == KEY_ENTER);
    return *stay ? STATUS_OK : leave_question(asked, key, move, stay, err);
}

enum status answering_ask_question(struct answering *answering, const struct answering_place *place,
    enum answering_move *move, struct error *err)
{
    bool stay = true;
    struct asked asked = {
        .answering = answering,
        .place = place,
        .model = &answering->edition->model.question[place->question],
        .answer = answering->answers->set.answer[place->question],
    };
    answering_show_question(answering, place);
    while (stay) {
        uint32_t key;
        show_answer(&asked);
        TRY(typing_key(&answering->talk.typing, &key, err));
        TRY(take_key(&asked, key, move, &stay, err));
    }
    return STATUS_OK;
}
