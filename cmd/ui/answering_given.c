/* An answer that is given to one of the edition's questions, and what is not asked after it. */
#include "cmd/ui/answering_parts.h"
#include "cmd/ui/confirm.h"
#include "report/answer_text.h"
#include "report/layout.h"

/* ---- answers to what is no longer asked ---- */

struct uncalled {
    unsigned count;
    bool question[MODEL_QUESTIONS_MAX]; /* by place */
};

static void gather_uncalled(const struct answering *answering, struct uncalled *uncalled)
{
    *uncalled = (struct uncalled){0};
    for (unsigned i = 0; i < answering->edition->model.questions; i++) {
        uncalled->question[i] = answering->score.question[i].status == ANSWER_UNCALLED;
        uncalled->count += uncalled->question[i];
    }
}

/* Those that were none before. */
static void keep_new(struct uncalled *uncalled, const struct uncalled *before)
{
    for (unsigned i = 0; i < MODEL_QUESTIONS_MAX; i++) {
        if (uncalled->question[i] && before->question[i]) {
            uncalled->question[i] = false;
            uncalled->count--;
        }
    }
}

static void put_uncalled(const struct answering *answering, unsigned place, struct buffer *out)
{
    const struct edition *edition = answering->edition;
    struct buffer text = {0};
    layout_say(out, "  ", "%u. %s", (unsigned)edition->model.question[place].id,
        edition->question[place].topic);
    answer_text(&text, answering->talk.app->catalog, edition, place,
        &answering->answers->set.answer[place]);
    layout_paragraph(out, "     ", buffer_string(&text));
    buffer_free(&text);
}

/* empty: the answer is taken away itself. */
static void show_uncalled(struct answering *answering, const struct uncalled *uncalled, bool empty)
{
    struct buffer text = {0};
    buffer_text(&text, "\n");
    layout_paragraph(&text, "",
        empty
            ? text_of(answering->talk.app,
                  "Without the answer these questions are not asked, so what is answered to them "
                  "would be taken away; notes stay:")
            : text_of(answering->talk.app,
                  "After this answer the following is not asked, so what is answered to it would be "
                  "taken away; notes stay:"));
    for (unsigned i = 0; i < answering->edition->model.questions; i++) {
        if (uncalled->question[i])
            put_uncalled(answering, i, &text);
    }
    layout_say(&text, "", "%s %s",
        empty ? text_of(
                    answering->talk.app, "Shall the answer be taken away, and the others with it?")
              : text_of(answering->talk.app,
                    "Shall the answer be given, and the others be taken away?"),
        text_of(answering->talk.app, "[yes/no]"));
    talk_show(&answering->talk, &text);
}

/* Ctrl-D is no, and ends. */
static enum status ask_to_take_away(struct answering *answering, const struct uncalled *uncalled,
    bool empty, bool *wanted, enum answering_move *move, struct error *err)
{
    struct buffer line = {0};
    uint32_t key = KEY_AGAIN;
    enum status status = STATUS_OK;
    while (key == KEY_AGAIN) {
        show_uncalled(answering, uncalled, empty);
        line.length = 0;
        TRY_OUT(talk_read_line(&answering->talk, &line, &key, err));
    }
    *wanted = key == KEY_ENTER && confirm_is_yes(buffer_string(&line));
    *move = key == KEY_END ? MOVE_QUIT : MOVE_AGAIN;
    if (!*wanted)
        talk_say(&answering->talk, text_of(answering->talk.app, "All stays as it was."));
out:
    buffer_free(&line);
    return status;
}

static void take_away(struct answering *answering, const struct uncalled *uncalled)
{
    const struct answer none = {0};
    for (unsigned i = 0; i < answering->edition->model.questions; i++) {
        if (uncalled->question[i])
            draft_set_answer(answering->draft, answering->edition, i, &none);
    }
}

/* ---- giving ---- */

/* An empty answer is none. */
static bool is_taken_back(const struct answer *answer)
{
    return !answer->yes && answer->no == ANSWER_NO_ABSENT;
}

/* Puts the answer into the draft, and takes away what is not asked after it. *wanted: so it shall
 * be; else the draft may have to be set back. */
static enum status put_answer(struct answering *answering, unsigned question,
    const struct answer *answer, bool *wanted, enum answering_move *move, struct error *err)
{
    struct uncalled before, after;
    gather_uncalled(answering, &before);
    draft_set_answer(answering->draft, answering->edition, question, answer);
    TRY(answering_judge(answering, err));
    gather_uncalled(answering, &after);
    keep_new(&after, &before);
    *wanted = true;
    if (after.count > 0)
        TRY(ask_to_take_away(answering, &after, is_taken_back(answer), wanted, move, err));
    if (*wanted)
        take_away(answering, &after);
    return STATUS_OK;
}

enum status answering_give(struct answering *answering, unsigned question,
    const struct answer *answer, enum answering_move *move, struct error *err)
{
    json_t *held = draft_question(answering->draft, answering->edition, question);
    json_t *before = json_deep_copy(held);
    bool wanted = false;
    enum status status;
    TRY_OUT(put_answer(answering, question, answer, &wanted, move, err));
    if (wanted) {
        *move = is_taken_back(answer) ? MOVE_AGAIN : MOVE_ANSWERED;
        TRY_OUT(answering_save(answering, err));
        answering_show_standing(answering);
    } else {
        (void)json_object_clear(held);
        (void)json_object_update(held, before);
        TRY_OUT(answering_judge(answering, err));
    }
out:
    json_decref(before);
    return status;
}

/* ---- what else is done at a question ---- */

enum status answering_write_note(struct answering *answering, const struct answering_place *place,
    enum answering_move *move, struct error *err)
{
    char where[ANSWERING_NOTE_SIZE];
    answering->came_by_answer = false;
    answering_note_of(answering, place, where);
    TRY(answering_read_text(answering, where, ANSWERS_NOTE_MAX, move, err));
    if (*move == MOVE_ANSWERED)
        *move = MOVE_AGAIN;
    return STATUS_OK;
}

bool answering_means_to_pass(struct answering *answering, bool enter)
{
    bool habit = answering->came_by_answer && enter;
    answering->came_by_answer = false;
    if (!habit || !answering_is_blank(answering, answering->place))
        return true;
    talk_line_end(&answering->talk);
    talk_say(&answering->talk,
        text_of(answering->talk.app,
            "This question is not answered yet. Press Enter once more to leave it for later."));
    return false;
}
