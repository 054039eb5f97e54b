#include "report/text_submission.h"

#include "report/answer_text.h"
#include "report/layout.h"
#include "report/report_text.h"
#include "report/state_words.h"
#include "scoring/question.h"

/* What the functions below all need. */
struct submitted {
    struct buffer *out;
    const struct catalog *catalog;
    const struct edition *edition;
    const struct answers *answers;
};

static void put_part(const struct submitted *part, const char *heading)
{
    buffer_text(part->out, "\n");
    layout_say(part->out, "", "%s:", heading);
}

static void put_none(const struct submitted *part)
{
    layout_paragraph(part->out, "  ", tr(part->catalog, "none"));
}

/* ---- the head ---- */

static void put_covers(const struct submitted *part)
{
    const struct answers_organisation *organisation = &part->answers->organisation;
    put_part(part, tr(part->catalog, "Answers for these organisations too"));
    for (uint32_t i = 0; i < organisation->covers; i++) {
        const struct answers_covered *covered = &organisation->covered[i];
        if (covered->number[0] != '\0')
            layout_say(part->out, "  - ", "%s (%s)", covered->name, covered->number);
        else
            layout_paragraph(part->out, "  - ", covered->name);
    }
    if (organisation->covers == 0)
        put_none(part);
}

static void put_took_part(const struct submitted *part)
{
    put_part(part, tr(part->catalog, "Who took part"));
    for (uint32_t i = 0; i < part->answers->participants; i++) {
        int role = edition_find_role(part->edition, part->answers->participant[i]);
        layout_paragraph(part->out, "  - ",
            role < 0 ? part->answers->participant[i] : part->edition->role[role].name);
    }
    if (part->answers->participants == 0)
        put_none(part);
}

static void put_approval(const struct submitted *part)
{
    const struct answers_approval *approval = &part->answers->approval;
    struct buffer line = {0};
    buffer_comma(&line, approval->by);
    buffer_comma(&line, approval->role);
    buffer_comma(&line, approval->date);
    buffer_comma(&line, approval->reference);
    put_part(part, tr(part->catalog, "Approved by"));
    if (line.length == 0)
        put_none(part);
    else
        layout_paragraph(part->out, "  ", buffer_string(&line));
    buffer_free(&line);
}

static void put_backgrounds(const struct submitted *part)
{
    for (size_t i = 0; i < part->edition->backgrounds; i++) {
        put_part(part, part->edition->background[i].topic);
        const char *text = part->answers->background[i];
        layout_paragraph(
            part->out, "  ", text[0] == '\0' ? tr(part->catalog, "not answered") : text);
    }
}

/* ---- the answers ---- */

static const char *assessment_words(const struct submitted *part, uint8_t assessment)
{
    if (assessment == ASSESSMENT_SURE)
        return part->edition->sure;
    return assessment == ASSESSMENT_UNSURE ? part->edition->unsure : "";
}

static const char *chosen_words(const struct submitted *part, struct report *report,
    const struct points *points, unsigned place)
{
    struct buffer text = {0};
    if (points->status == ANSWER_NOT_ASKED)
        return state_words(part->catalog, ANSWER_NOT_ASKED);
    answer_text(&text, part->catalog, part->edition, place, &part->answers->set.answer[place]);
    const char *kept = report_keep(report, "%s", buffer_string(&text));
    buffer_free(&text);
    return kept;
}

static void put_worth(
    const struct submitted *part, struct table *table, const struct score *score, unsigned place)
{
    table_put(table, question_is_scored(&part->edition->model.question[place])
                         ? cell_number(score->question[place].points)
                         : cell_none());
    table_put(
        table, cell_text(assessment_words(part, part->answers->set.answer[place].assessment)));
}

static void put_all_answers(const struct submitted *part, const struct score *score)
{
    struct report report = {.catalog = part->catalog};
    const struct edition *edition = part->edition;
    bool points = edition_has_points(edition);
    struct table *table = report_table(&report, tr(part->catalog, "Answers"));
    table_column(table, TABLE_FIGURES, tr(part->catalog, "No."), 3);
    table_column(table, TABLE_WORDS, tr(part->catalog, "Question"), points ? 55 : 75);
    if (points) {
        table_column(table, TABLE_FIGURES, tr(part->catalog, "Points"), 6);
        table_column(table, TABLE_WORDS, tr(part->catalog, "Assessment"), 12);
    }
    table_column(table, TABLE_WORDS, tr(part->catalog, "Answer"), 0)->prose = true;
    for (unsigned i = 0; i < edition->model.questions; i++) {
        table_put(table, cell_number(edition->model.question[i].id));
        table_put(table, cell_text(edition->question[i].topic));
        if (points)
            put_worth(part, table, score, i);
        table_put(table, cell_text(chosen_words(part, &report, &score->question[i], i)));
    }
    buffer_text(part->out, "\n");
    report_text_table(part->out, &report, table);
    report_free(&report);
}

void text_submission_answers(struct buffer *out, const struct catalog *catalog,
    const struct edition *edition, const struct answers *answers, const struct score *score)
{
    const struct submitted part = {out, catalog, edition, answers};
    put_all_answers(&part, score);
}

void text_submission(struct buffer *out, const struct catalog *catalog,
    const struct edition *edition, const struct answers *answers, const struct score *score)
{
    const struct submitted part = {out, catalog, edition, answers};
    put_covers(&part);
    put_took_part(&part);
    put_approval(&part);
    put_backgrounds(&part);
    put_all_answers(&part, score);
}
