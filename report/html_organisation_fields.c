/* What an organisation answers of each field, beside the target of maturity. */
#include "report/field_tables.h"
#include "report/html_organisation_parts.h"
#include "report/html_page.h"
#include "report/report_html.h"
#include "report/svg_bars.h"
#include "scoring/maturity.h"

/* A column for each field with levels; below the target it is hatched. */
static size_t maturity_bars(const struct html_organisation *input, struct svg_bar bar[])
{
    const struct model *model = &input->edition->model;
    size_t bars = 0;
    for (unsigned i = 0; i < model->fields; i++) {
        unsigned place = model->field[i].maturity;
        if (place == 0)
            continue;
        bar[bars++] = (struct svg_bar){
            .label = i + 1,
            .value = maturity_of(model, &input->answers->set, i).level,
            .most = model->question[place - 1].options,
            .least = model->target,
        };
    }
    return bars;
}

static void draw_maturity(struct buffer *out, const struct html_organisation *input)
{
    const struct catalog *catalog = input->catalog;
    struct svg_bar bar[MODEL_FIELDS_MAX];
    struct buffer title = {0};
    struct buffer desc = {0};
    size_t bars = maturity_bars(input, bar);
    if (bars == 0)
        return;
    buffer_printf(&title, tr(catalog, "Level of maturity by field; level %u is the target"),
        (unsigned)input->edition->model.target);
    for (size_t i = 0; i < bars; i++) {
        buffer_printf(
            &desc, "%u. %s: ", bar[i].label, edition_field_name(input->edition, bar[i].label - 1));
        buffer_printf(&desc, tr(catalog, "%u of %u"), bar[i].value, bar[i].most);
        buffer_text(&desc, i + 1 < bars ? "; " : ".");
    }
    struct svg_words words = {"maturity", buffer_string(&title), buffer_string(&desc)};
    html_add(out, "<figure><figcaption>%s</figcaption>\n", buffer_string(&title));
    svg_bars(out, &words, bar, bars);
    buffer_text(out, "</figure>\n");
    buffer_free(&title);
    buffer_free(&desc);
}

void html_organisation_fields(struct buffer *out, const struct html_organisation *input)
{
    struct report report = {.catalog = input->catalog};
    struct buffer reached = {0};
    if (input->edition->model.fields == 0)
        return;
    html_add(out, "<div class=\"block\">\n<h2>%s</h2>\n", tr(input->catalog, "Fields"));
    field_tables_reached(&reached, input->catalog, input->edition, &input->answers->set);
    if (reached.length > 0)
        html_add(out, "<p>%s</p>\n", buffer_string(&reached));
    draw_maturity(out, input);
    report_html_table(out, &report,
        field_tables_answers(&report, input->edition, &input->answers->set), NULL, false);
    buffer_text(out, "</div>\n");
    buffer_free(&reached);
    report_free(&report);
}
