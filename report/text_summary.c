#include "report/text_summary.h"

#include "report/layout.h"
#include "report/main_points.h"
#include "report/remarks.h"
#include "report/report_text.h"
#include "report/text_findings.h"
#include "report/text_unscored.h"

static void put_summary_step(
    struct buffer *out, const struct html_organisation *input, unsigned number, unsigned place)
{
    const struct edition *edition = input->edition;
    const struct gap_step *step = &input->gap->step[place];
    struct buffer lead = {0};
    struct buffer text = {0};
    buffer_printf(&lead, "  %u. ", number);
    buffer_printf(&text, "%s. ", edition->question[step->question].topic);
    main_points_step(&text, input->catalog, edition, step);
    layout_paragraph(out, buffer_string(&lead), buffer_string(&text));
    buffer_free(&lead);
    buffer_free(&text);
}

static void put_summary_steps(struct buffer *out, const struct html_organisation *input)
{
    unsigned chosen[MAIN_STEPS] = {0};
    if (input->gap == NULL || input->gap->steps == 0)
        return;
    unsigned count = main_points_steps(&input->edition->model, input->gap, chosen);
    buffer_text(out, "\n");
    if (input->gap->steps > count)
        layout_say(
            out, "", tr(input->catalog, "The most important steps to level %u"), input->gap->to);
    else
        layout_say(out, "", tr(input->catalog, "The steps to level %u"), input->gap->to);
    for (unsigned i = 0; i < count; i++)
        put_summary_step(out, input, i + 1, chosen[i]);
}

void text_summary(struct buffer *out, const struct html_organisation *input)
{
    const struct catalog *catalog = input->catalog;
    const struct edition *edition = input->edition;
    const struct score *score = input->score;
    struct report report = {.catalog = catalog};
    struct score_reference reference[SCORE_REFERENCES_MAX];
    struct score_areas with = {.reference = reference, .references = input->references};
    struct buffer held = {0};
    for (unsigned i = 0; i < input->references; i++) {
        reference[i] = input->reference[i];
        reference[i].label = reference[i].head != NULL ? reference[i].head : reference[i].label;
    }
    text_findings_head(out, "", catalog, edition, input->answers);
    buffer_text(out, "\n");
    if (!edition_has_points(edition)) {
        layout_paragraph(out, "", remark_no_points(catalog));
        text_unscored(out, catalog, edition, input->answers, score);
        return;
    }
    main_points_invalid(&held, catalog, edition, score);
    if (held.length > 0)
        buffer_text(&held, " ");
    main_points_held_back(&held, catalog, edition, score);
    layout_say(out, "", tr(catalog, "Level %u of %u"), score->level, edition->model.levels);
    layout_paragraph(out, "", buffer_string(&held));
    layout_say(out, "", tr(catalog, "%u of %u points, %u of %u measures, %u unsure answers"),
        score->points, edition->points, score->measures, edition->measures, score->unsure);
    if (input->place != NULL)
        layout_paragraph(out, "", input->place);
    put_summary_steps(out, input);
    if (edition->model.areas > 0) {
        buffer_text(out, "\n");
        report_text_table(out, &report, score_tables_areas(&report, edition, score, &with));
    }
    report_free(&report);
    buffer_free(&held);
}
