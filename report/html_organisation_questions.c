/* The points of every question: a drawing for each section, and a table. */
#include "report/answer_text.h"
#include "report/html_organisation_parts.h"
#include "report/html_page.h"
#include "report/report_html.h"
#include "report/svg_bars.h"
#include "scoring/question.h"

#include <stdio.h>

/* ---- drawings ---- */

static size_t bars_of_section(
    const struct html_organisation *input, unsigned section, struct svg_bar bar[])
{
    const struct model *model = &input->edition->model;
    size_t bars = 0;
    for (unsigned i = 0; i < model->questions; i++) {
        const struct points *points = &input->score->question[i];
        if (model->question[i].section != section || !question_is_scored(&model->question[i]))
            continue;
        bar[bars++] = (struct svg_bar){
            .label = model->question[i].id,
            .value = points->points,
            .most = question_most(&model->question[i]),
            .least = html_organisation_wanted(input, i),
            .unsure = points_unsure(points),
        };
    }
    return bars;
}

static void describe_bars(struct buffer *out, const struct html_organisation *input,
    const struct svg_bar bar[], size_t bars)
{
    for (size_t i = 0; i < bars; i++) {
        buffer_printf(out, "%u: ", bar[i].label);
        buffer_printf(out, tr(input->catalog, "%u of %u"), bar[i].value, bar[i].most);
        buffer_text(out, i + 1 < bars ? "; " : ".");
    }
}

static void draw_section(struct buffer *out, const struct html_organisation *input, unsigned number)
{
    struct svg_bar bar[MODEL_QUESTIONS_MAX];
    size_t bars = bars_of_section(input, number, bar);
    struct buffer title = {0};
    struct buffer desc = {0};
    char id[32];
    if (bars == 0)
        return;
    (void)snprintf(id, sizeof id, "section-%u", number);
    buffer_printf(&title, tr(input->catalog, "Points of the questions in part %u, %s"), number,
        input->edition->section[number - 1]);
    describe_bars(&desc, input, bar, bars);
    struct svg_words words = {id, buffer_string(&title), buffer_string(&desc)};
    html_add(out, "<figure><figcaption>%u. %s</figcaption>\n", number,
        input->edition->section[number - 1]);
    svg_bars(out, &words, bar, bars);
    buffer_text(out, "</figure>\n");
    buffer_free(&title);
    buffer_free(&desc);
}

/* What the parts of the drawings mean: one cell of each kind. */
static void put_bars_legend(struct buffer *out, const struct html_organisation *input)
{
    static const struct {
        const char *class;
        const char *text;
        bool next; /* only where there is a next level */
    } KEYS[] = {
        {"full", N_("points"), false},
        {"lacks", N_("lacks for the next level"), true},
        {"empty", N_("can be had"), false},
    };
    bool next = input->score->level < input->edition->model.levels;
    buffer_text(out, "<ul class=\"legend\">\n");
    for (size_t i = 0; i < sizeof KEYS / sizeof KEYS[0]; i++) {
        if (KEYS[i].next && !next)
            continue;
        buffer_text(out, "<li>");
        svg_begin_silent(out, "bars cell", 150, 150);
        if (KEYS[i].next)
            svg_hatched(out, KEYS[i].class, 5, 5, 140, 140);
        else
            svg_rect(out, KEYS[i].class, 5, 5, 140, 140);
        svg_end(out);
        html_add(out, "%s</li>\n", tr(input->catalog, KEYS[i].text));
    }
    if (next) {
        buffer_text(out, "<li>");
        svg_begin_silent(out, "bars dash", 220, 150);
        svg_line(out, "least", 0, 75, 220, 75);
        svg_end(out);
        html_add(out, "%s</li>\n", tr(input->catalog, "required for the next level"));
    }
    html_add(out, "<li><b>?</b>%s</li>\n</ul>\n", tr(input->catalog, "unsure answer"));
}

/* ---- the table ---- */

static const char *given_words(const struct html_organisation *input, unsigned question)
{
    const struct catalog *catalog = input->catalog;
    switch ((enum answer_status)input->score->question[question].status) {
    case ANSWER_YES:
        return tr(catalog, "yes");
    case ANSWER_NO:
        switch ((enum answer_no)input->answers->set.answer[question].no) {
        case ANSWER_NO_NONE:
            return input->edition->no_none;
        case ANSWER_NO_PARTLY:
            return input->edition->no_partly;
        default:
            return tr(catalog, "no");
        }
    case ANSWER_UNANSWERED:
        return tr(catalog, "unanswered");
    case ANSWER_NOT_ASKED:
        return tr(catalog, "not asked");
    default:
        return tr(catalog, "error in the answer");
    }
}

static const char *answer_cell_words(
    const struct html_organisation *input, struct report *report, unsigned place)
{
    if (!question_is_scored(&input->edition->model.question[place]) &&
        input->score->question[place].status == ANSWER_YES) {
        struct buffer text = {0};
        answer_text(
            &text, input->catalog, input->edition, place, &input->answers->set.answer[place]);
        const char *kept = report_keep(report, "%s", buffer_string(&text));
        buffer_free(&text);
        return kept;
    }
    const char *words = given_words(input, place);
    if (!points_unsure(&input->score->question[place]))
        return words;
    return report_keep(report, "%s (%s)", words, tr(input->catalog, "unsure"));
}

static void put_question_row(const struct html_organisation *input, struct report *report,
    struct table *table, unsigned place)
{
    const struct points *points = &input->score->question[place];
    const struct model_question *question = &input->edition->model.question[place];
    unsigned wanted = html_organisation_wanted(input, place);
    unsigned lacks = points->points < wanted ? wanted - points->points : 0;
    table_put(table, cell_number(question->id));
    table_put(table, cell_text(input->edition->question[place].topic));
    table_put(table, cell_text(answer_cell_words(input, report, place)));
    if (!edition_has_points(input->edition))
        return;
    bool scored = question_is_scored(question);
    table_put(
        table, scored ? cell_part(CELL_OF, points->points, question_most(question)) : cell_none());
    table_put(table, scored ? cell_part(CELL_LACKS, lacks, 0) : cell_none());
    html_organisation_group_cells(report, table, input, place);
}

enum { PHONE_COLUMNS = 5 }; /* that a telephone shows beside each other */

/* In a box of its own that is scrolled where the page is narrower than the table. */
static void put_question_table(struct buffer *out, const struct html_organisation *input)
{
    const struct catalog *catalog = input->catalog;
    struct report report = {.catalog = catalog};
    struct table *table = report_table(&report, NULL);
    table_column(table, TABLE_FIGURES, tr(catalog, "No."), 3);
    table_column(table, TABLE_WORDS, tr(catalog, "Question"), 0);
    table_column(table, TABLE_WORDS, tr(catalog, "Answer"), 0);
    if (edition_has_points(input->edition)) {
        table_column(table, TABLE_FIGURES, tr(catalog, "Points"), 5);
        table_column(table, TABLE_FIGURES, tr(catalog, "Lacks"), 5);
        html_organisation_group_columns(table, input);
    }
    for (unsigned i = 0; i < input->edition->model.questions; i++)
        put_question_row(input, &report, table, i);
    bool wide = table->columns > PHONE_COLUMNS;
    if (wide)
        html_add(out, "<div class=\"wide\" role=\"region\" tabindex=\"0\" aria-label=\"%s\">\n",
            tr(catalog, "Points of the questions"));
    report_html_table(out, &report, table, NULL, false);
    buffer_text(out, wide ? "</div>\n" : "");
    report_free(&report);
}

void html_organisation_questions(struct buffer *out, const struct html_organisation *input)
{
    html_section(out, "questions", "questions", tr(input->catalog, "Points of the questions"));
    put_bars_legend(out, input);
    buffer_text(out, "<div class=\"sections\">\n");
    for (unsigned i = 1; i <= MODEL_SECTIONS_MAX; i++)
        draw_section(out, input, i);
    buffer_text(out, "</div>\n");
    put_question_table(out, input);
    buffer_text(out, "</section>\n");
}

void html_organisation_answers(struct buffer *out, const struct html_organisation *input)
{
    html_section(out, "questions", "questions", tr(input->catalog, "Answers"));
    if (input->edition->about[0] != '\0')
        html_add(out, "<p class=\"soft small\">%s</p>\n", input->edition->about);
    put_question_table(out, input);
    buffer_text(out, "</section>\n");
}
