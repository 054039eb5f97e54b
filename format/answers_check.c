/* What is wrong or lacking in a record of answers, for people. */
#include "base/clock.h"
#include "format/answer_words.h"
#include "format/answers_parts.h"
#include "format/name.h"
#include "format/organisation_number.h"
#include "format/question_form.h"
#include "scoring/points.h"

#include <stdio.h>
#include <string.h>

/* ---- the head ---- */

/* The words to write in the place of one that is none, and which of them it is like. */
static void list_known(struct buffer *list, const struct edition *edition, enum answer_words kind,
    const char *written, const struct catalog *catalog)
{
    const char *near = answer_words_nearest(edition, kind, catalog, written);
    answer_words_list(list, edition, kind, NULL, catalog);
    if (near != NULL)
        buffer_printf(list, tr(catalog, " (did you mean \"%s\"?)"), near);
}

static void check_edition(
    const struct edition *edition, const struct answers *answers, struct findings *findings)
{
    if (strcmp(answers->edition, edition->id) != 0)
        findings_add(findings, FINDING_ERROR, 0, "edition",
            "edition: the edition of the questionnaire is missing; write \"%s\"", edition->id);
}

static void check_name_letters(
    const char *name, const char *code, const char *where, struct findings *findings)
{
    if (name[0] != '\0' && !name_is_allowed(name, strlen(name)))
        findings_add(findings, FINDING_ERROR, 0, code,
            "%s: the name has a letter that cannot be seen, or a space that is not a single one "
            "between words; type it anew",
            where);
}

static void check_organisation(
    const struct answers_organisation *organisation, struct findings *findings)
{
    const char *number = organisation->number;
    if (organisation->name[0] == '\0')
        findings_add(findings, FINDING_ERROR, 0, "organisation-name",
            "organisation.name: the organisation's name is missing; write it");
    check_name_letters(organisation->name, "organisation-name", "organisation.name", findings);
    if (number[0] == '\0')
        findings_add(findings, FINDING_ERROR, 0, "organisation-number",
            "organisation.number: the organisation number is missing; write it as NNNNNN-NNNN");
    else if (!organisation_number_is_canonical(number, strlen(number)))
        findings_add(findings, FINDING_ERROR, 0, "organisation-number",
            "organisation.number: \"%s\" is not an organisation number; its form is NNNNNN-NNNN and "
            "the last digit checks the others, so look for a mistyped digit",
            number);
}

static void check_group(const struct edition *edition, const char *group, struct findings *findings)
{
    struct buffer known = {0};
    if (edition_find_group(edition, group) >= 0)
        return;
    list_known(&known, edition, ANSWER_WORDS_GROUP, group, findings->catalog);
    if (group[0] == '\0')
        findings_add(findings, FINDING_ERROR, 0, "group",
            "organisation.group: the group is missing; choose one of %s", buffer_string(&known));
    else
        findings_add(findings, FINDING_ERROR, 0, "group",
            "organisation.group: \"%s\" is not a group of the edition; choose one of %s", group,
            buffer_string(&known));
    buffer_free(&known);
}

static void check_covers(const struct answers_organisation *organisation, struct findings *findings)
{
    for (uint32_t i = 0; i < organisation->covers; i++) {
        const struct answers_covered *covered = &organisation->covered[i];
        char where[48];
        (void)snprintf(where, sizeof where, "organisation.covers[%u].name", (unsigned)i);
        check_name_letters(covered->name, "covers", where, findings);
        if (covered->name[0] == '\0')
            findings_add(findings, FINDING_ERROR, 0, "covers",
                "organisation.covers[%u].name: the name is missing; write it", (unsigned)i);
        if (covered->number[0] != '\0' &&
            !organisation_number_is_canonical(covered->number, strlen(covered->number)))
            findings_add(findings, FINDING_ERROR, 0, "covers",
                "organisation.covers[%u].number: \"%s\" is not an organisation number; look for a "
                "mistyped digit, or leave the number out",
                (unsigned)i, covered->number);
    }
}

static bool check_day(
    const char *where, const char *day, int64_t *seconds, struct findings *findings)
{
    if (day_parse(day, strlen(day), seconds))
        return true;
    if (day[0] == '\0')
        findings_add(findings, FINDING_ERROR, 0, "period",
            "%s: the day is missing; write it as YYYY-MM-DD", where);
    else
        findings_add(findings, FINDING_ERROR, 0, "period",
            "%s: \"%s\" is not a day; write it as YYYY-MM-DD", where, day);
    return false;
}

static void check_period(const struct answers *answers, struct findings *findings)
{
    int64_t from, to;
    bool from_is_day = check_day("period.from", answers->period_from, &from, findings);
    bool to_is_day = check_day("period.to", answers->period_to, &to, findings);
    if (from_is_day && to_is_day && from > to)
        findings_add(findings, FINDING_ERROR, 0, "period",
            "period: it ends on %s, before it begins on %s; change one of the days",
            answers->period_to, answers->period_from);
}

static void check_marking(
    const struct edition *edition, const char *marking, struct findings *findings)
{
    struct buffer known = {0};
    if (edition_find_marking(edition, marking) >= 0)
        return;
    list_known(&known, edition, ANSWER_WORDS_MARKING, marking, findings->catalog);
    if (marking[0] == '\0')
        findings_add(findings, FINDING_ERROR, 0, "marking",
            "marking: the marking is missing; choose one of %s", buffer_string(&known));
    else
        findings_add(findings, FINDING_ERROR, 0, "marking",
            "marking: \"%s\" is not a marking that may be carried; choose one of %s. Answers above the "
            "last of them must not be handled here",
            marking, buffer_string(&known));
    buffer_free(&known);
}

static void check_participants(
    const struct edition *edition, const struct answers *answers, struct findings *findings)
{
    for (uint32_t i = 0; i < answers->participants; i++) {
        struct buffer known = {0};
        if (edition_find_role(edition, answers->participant[i]) >= 0)
            continue;
        list_known(&known, edition, ANSWER_WORDS_ROLE, answers->participant[i], findings->catalog);
        findings_add(findings, FINDING_ERROR, 0, "participants",
            "participants[%u]: \"%s\" is not a role of the edition; choose one of %s", (unsigned)i,
            answers->participant[i], buffer_string(&known));
        buffer_free(&known);
    }
}

static void check_approval(const struct answers_approval *approval, struct findings *findings)
{
    int64_t seconds;
    if (approval->by[0] == '\0' || approval->date[0] == '\0')
        findings_add(findings, FINDING_WARNING, 0, "approval",
            "approval: it is not told who approved the answers, and when; fill in both");
    check_name_letters(approval->by, "approval", "approval.by", findings);
    if (approval->date[0] != '\0' && !day_parse(approval->date, strlen(approval->date), &seconds))
        findings_add(findings, FINDING_ERROR, 0, "approval",
            "approval.date: \"%s\" is not a day; write it as YYYY-MM-DD", approval->date);
}

static void check_background(
    const struct edition *edition, const struct answers *answers, struct findings *findings)
{
    for (size_t i = 0; i < edition->backgrounds; i++) {
        const char *id = edition->background[i].id;
        const char *text = answers->background[i];
        if (!edition->background[i].consent || text[0] == '\0' ||
            strcmp(text, EDITION_CONSENT_YES) == 0 || strcmp(text, EDITION_CONSENT_NO) == 0)
            continue;
        findings_add(findings, FINDING_ERROR, 0, "background",
            "%s%s: to a question of consent the answer is \"%s\" or \"%s\"; write one of them, or "
            "leave it empty, which is no consent",
            answers_on_top(id) ? "" : "background.", id, EDITION_CONSENT_YES, EDITION_CONSENT_NO);
    }
}

/* ---- the questions ---- */

static void check_uncalled(const struct model *model, unsigned place, struct findings *findings)
{
    struct buffer after = {0};
    unsigned id = model->question[place].id;
    question_form_asked_after(model, place, findings->catalog, &after);
    findings_add(findings, FINDING_ERROR, id, points_status_code(ANSWER_UNCALLED),
        "question %u: answered, but it is asked only after %s; remove the answer, or correct the "
        "other one",
        id, buffer_string(&after));
    buffer_free(&after);
}

static void check_question(const struct model *model, const struct answer_set *answers,
    unsigned place, struct findings *findings)
{
    const struct model_question *question = &model->question[place];
    struct points points = points_at(model, answers, place);
    enum answer_status status = (enum answer_status)points.status;
    const char *code = points_status_code(status);
    unsigned id = question->id;
    switch (status) {
    case ANSWER_YES:
    case ANSWER_NO:
    case ANSWER_NOT_ASKED:
    case ANSWER_STATUSES:
        break;
    case ANSWER_UNCALLED:
        check_uncalled(model, place, findings);
        break;
    case ANSWER_UNANSWERED:
        if (question_is_scored(question))
            findings_add(findings, FINDING_WARNING, id, code,
                "question %u: not answered; it gives no points", id);
        else
            findings_add(findings, FINDING_WARNING, id, code, "question %u: not answered", id);
        break;
    case ANSWER_CONTRADICTORY:
        findings_add(findings, FINDING_ERROR, id, code,
            "question %u: answered with both yes and no; remove one of the two", id);
        break;
    case ANSWER_EMPTY:
        findings_add(findings, FINDING_ERROR, id, code,
            "question %u: yes, but to nothing; name what is fulfilled, or answer no", id);
        break;
    case ANSWER_NO_ASSESSMENT:
        findings_add(findings, FINDING_ERROR, id, code,
            "question %u: the assessment is missing; write \"sure\" or \"unsure\"", id);
        break;
    case ANSWER_UNKNOWN_OPTION:
        question_form_add_unknown(question, findings);
        break;
    }
}

void answers_check(
    const struct edition *edition, const struct answers *answers, struct findings *findings)
{
    check_edition(edition, answers, findings);
    check_organisation(&answers->organisation, findings);
    check_group(edition, answers->organisation.group, findings);
    check_covers(&answers->organisation, findings);
    check_period(answers, findings);
    check_marking(edition, answers->marking, findings);
    check_participants(edition, answers, findings);
    check_approval(&answers->approval, findings);
    check_background(edition, answers, findings);
    for (unsigned i = 0; i < edition->model.questions; i++)
        check_question(&edition->model, &answers->set, i, findings);
}
