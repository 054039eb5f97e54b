/* What is asked for, in its order: the head, the edition's questions, its background questions, the
 * approval. */
#include "base/text.h"
#include "cmd/ui/answering_parts.h"
#include "scoring/points.h"

#include <stdio.h>

static const struct head_place {
    enum answering_form form;
    const char *where;
    const char *title;
    const char *text;
    bool needed;
} HEAD[] = {
    {FORM_LINE, "organisation.name", N_("The organisation's name"),
        N_("As it stands on the organisation's card."), true},
    {FORM_NUMBER, "organisation.number", N_("Organisation number"),
        N_("Ten digits, of which the last checks the others, such as 212999-0004."), true},
    {FORM_CHOICE, "organisation.group", N_("Group"), N_("Which kind of organisation is it?"), true},
    {FORM_COVERS, "organisation.covers", N_("Organisations that you answer for besides"),
        N_("Name those on whose behalf you answer too. Most answer for themselves alone: press "
           "Enter."),
        false},
    {FORM_DAY, "period.from", N_("First day of the period"),
        N_("The answers are about what was done from this day on, mostly the first of a month. "
           "YYYY-MM-DD."),
        true},
    {FORM_DAY, "period.to", N_("Last day of the period"), N_("YYYY-MM-DD."), true},
    {FORM_CHOICE, "marking", N_("Marking"),
        N_("How sensitive are the answers, taken together? Answers above the last of these must not be "
           "handled here."),
        true},
    {FORM_SEVERAL, "participants", N_("Who took part in answering"), N_("Choose all who did."),
        false},
};

static const struct head_place APPROVAL[] = {
    {FORM_LINE, "approval.by", N_("Approved by"), N_("The name of who stands for the answers."),
        true},
    {FORM_LINE, "approval.role", N_("Role of who approved"), N_("Such as municipal director."),
        false},
    {FORM_DAY, "approval.date", N_("Day of the approval"), N_("YYYY-MM-DD."), true},
    {FORM_LINE, "approval.reference", N_("Reference of the approval"),
        N_("Such as the number of the decision in your records."), false},
};

enum {
    HEADS = sizeof HEAD / sizeof HEAD[0],
    APPROVALS = sizeof APPROVAL / sizeof APPROVAL[0],
};

size_t answering_places(const struct answering *answering)
{
    return HEADS + answering->edition->model.questions + answering->edition->backgrounds +
           APPROVALS + 1;
}

static struct answering_place of_head(
    const struct answering *answering, const struct head_place *head)
{
    struct answering_place place = {.form = head->form,
        .title = text_of(answering->talk.app, head->title),
        .text = text_of(answering->talk.app, head->text),
        .needed = head->needed};
    text_copy(place.where, sizeof place.where, head->where);
    return place;
}

static struct answering_place of_question(const struct answering *answering, size_t question)
{
    const struct edition_question *wording = &answering->edition->question[question];
    return (struct answering_place){.form = FORM_QUESTION,
        .title = wording->topic,
        .text = wording->text,
        .question = (unsigned)question,
        .needed = true};
}

static struct answering_place of_background(const struct answering *answering, size_t number)
{
    const struct edition_background *background = &answering->edition->background[number];
    struct answering_place place = {.form = background->consent ? FORM_CHOICE : FORM_TEXT,
        .title = background->topic,
        .text = background->text};
    (void)snprintf(place.where, sizeof place.where, "%s%s",
        answers_on_top(background->id) ? "" : "background.", background->id);
    return place;
}

struct answering_place answering_place(const struct answering *answering, size_t number)
{
    size_t questions = answering->edition->model.questions;
    size_t backgrounds = answering->edition->backgrounds;
    if (number < HEADS)
        return of_head(answering, &HEAD[number]);
    number -= HEADS;
    if (number < questions)
        return of_question(answering, number);
    number -= questions;
    if (number < backgrounds)
        return of_background(answering, number);
    number -= backgrounds;
    if (number < APPROVALS)
        return of_head(answering, &APPROVAL[number]);
    return (struct answering_place){
        .form = FORM_END, .title = text_of(answering->talk.app, "The end"), .text = ""};
}

bool answering_is_blank(const struct answering *answering, size_t number)
{
    struct answering_place place = answering_place(answering, number);
    const struct answers *answers = answering->answers;
    switch (place.form) {
    case FORM_QUESTION:
        return answering->score.question[place.question].status == ANSWER_UNANSWERED;
    case FORM_COVERS:
        return answers->organisation.covers == 0;
    case FORM_SEVERAL:
        return answers->participants == 0;
    case FORM_END:
        return true;
    default:
        return draft_text(answering->draft, place.where)[0] == '\0';
    }
}

bool answering_is_asked(const struct answering *answering, const struct answering_place *place)
{
    return place->form != FORM_QUESTION ||
           points_asked(&answering->score.question[place->question]);
}

/* A question that is not asked, and not answered: one may come to it by searching. */
static bool is_passed_over(const struct answering *answering, size_t number)
{
    struct answering_place place = answering_place(answering, number);
    return place.form == FORM_QUESTION &&
           answering->score.question[place.question].status == ANSWER_NOT_ASKED;
}

size_t answering_next(const struct answering *answering, size_t number)
{
    size_t end = answering_places(answering) - 1;
    do
        number++;
    while (number < end && is_passed_over(answering, number));
    return number < end ? number : end;
}

size_t answering_previous(const struct answering *answering, size_t number)
{
    size_t before = number;
    while (before > 0 && is_passed_over(answering, --before))
        ;
    return before;
}

/* Lines are added one by one, and the last may have been interrupted. */
static bool may_not_be_whole(enum answering_form form)
{
    return form == FORM_COVERS || form == FORM_TEXT;
}

size_t answering_first(const struct answering *answering)
{
    size_t end = answering_places(answering) - 1;
    size_t needed = end;
    size_t behind = 0;
    size_t wrong = answering_first_wrong(answering);
    size_t doubtful = answering_first_doubtful(answering);
    if (wrong < end)
        return wrong;
    for (size_t i = 0; i < end; i++) {
        bool blank = answering_is_blank(answering, i);
        if (blank && needed == end && answering_place(answering, i).needed)
            needed = i;
        if (!blank && !is_passed_over(answering, i))
            behind = may_not_be_whole(answering_place(answering, i).form) ? i : i + 1;
    }
    if (needed == end && doubtful < end)
        return doubtful;
    return needed < behind ? needed : behind;
}

size_t answering_next_blank(const struct answering *answering, size_t number)
{
    size_t end = answering_places(answering) - 1;
    do
        number++;
    while (number < end && !answering_is_blank(answering, number));
    return number < end ? number : end;
}
