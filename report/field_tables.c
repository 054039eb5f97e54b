#include "report/field_tables.h"

#include "report/field_words.h"
#include "report/json_parts.h"
#include "report/layout.h"
#include "report/report_text.h"
#include "scoring/maturity.h"

/* ---- the table ---- */

static const char *maturity_answer_word(
    const struct catalog *catalog, const struct maturity_field *said)
{
    static const char *const WORDS[] = {[MATURITY_UNANSWERED] = N_("unanswered"),
        [MATURITY_YES] = N_("yes"),
        [MATURITY_NO] = N_("no")};
    return tr(catalog, WORDS[said->answer]);
}

static struct cell follow_up_cell(
    const struct edition *edition, unsigned field, const struct maturity_field *said)
{
    unsigned place = edition->model.field[field].follow_up;
    if (said->follow_up == 0)
        return cell_none();
    return cell_text(edition->question[place - 1].option[said->follow_up - 1]);
}

static struct cell maturity_cell(struct report *report, const struct edition *edition,
    unsigned field, const struct maturity_field *said)
{
    if (edition->model.field[field].maturity == 0)
        return cell_none();
    if (said->level == 0)
        return cell_text(tr(report->catalog, "unanswered"));
    return cell_text(field_level_word(report, edition, field, said->level));
}

static struct cell target_cell(struct report *report, const struct edition *edition, unsigned field)
{
    if (edition->model.field[field].maturity == 0)
        return cell_none();
    return cell_text(report_keep(report, "%u", (unsigned)edition->model.target));
}

static struct cell reached_cell(const struct report *report, const struct edition *edition,
    unsigned field, const struct maturity_field *said)
{
    if (edition->model.field[field].maturity == 0 || said->level == 0)
        return cell_none();
    return cell_text(said->reached ? tr(report->catalog, "yes") : tr(report->catalog, "no"));
}

struct table *field_tables_answers(
    struct report *report, const struct edition *edition, const struct answer_set *answers)
{
    const struct catalog *catalog = report->catalog;
    struct table *table = report_table(report, NULL);
    bool levels = edition->model.target > 0;
    table->media = TABLE_READ;
    table_column(table, TABLE_WORDS, tr(catalog, "Field"), 43);
    table_column(table, TABLE_WORDS, tr(catalog, "Answer"), 10);
    struct table_column *follow_up = table_column(table, TABLE_WORDS, tr(catalog, "How far"), 0);
    follow_up->prose = true;
    if (levels) {
        table_column(table, TABLE_WORDS, tr(catalog, "Maturity"), 17);
        /* The same of each field: on a terminal the sentence below the table says it. */
        table_column(table, TABLE_FIGURES, tr(catalog, "Target"), 6)->media = TABLE_PAGE;
        table_column(table, TABLE_FIGURES, tr(catalog, "At target"), 7)->strong = true;
    }
    for (unsigned i = 0; i < edition->model.fields; i++) {
        const struct maturity_field said = maturity_of(&edition->model, answers, i);
        table_put(
            table, cell_text(report_keep(report, "%u. %s", i + 1, edition_field_name(edition, i))));
        table_put(table, cell_text(maturity_answer_word(catalog, &said)));
        table_put(table, follow_up_cell(edition, i, &said));
        if (!levels)
            continue;
        table_put(table, maturity_cell(report, edition, i, &said));
        table_put(table, target_cell(report, edition, i));
        table_put(table, reached_cell(report, edition, i, &said));
    }
    return table;
}

/* ---- in words ---- */

void field_tables_reached(struct buffer *out, const struct catalog *catalog,
    const struct edition *edition, const struct answer_set *answers)
{
    const struct model *model = &edition->model;
    unsigned reached = 0;
    unsigned with_levels = 0;
    unsigned open = 0;
    for (unsigned i = 0; i < model->fields; i++) {
        const struct maturity_field said = maturity_of(model, answers, i);
        with_levels += model->field[i].maturity > 0;
        open += model->field[i].maturity > 0 && said.level == 0;
        reached += said.reached;
    }
    if (with_levels > 0)
        buffer_printf(out,
            tr(catalog,
                "Level %u of maturity or above, the target, is reached in %u of %u fields."),
            (unsigned)model->target, reached, with_levels);
    if (open > 0)
        buffer_printf(out,
            tr_count(catalog, " Of %u field no level is answered.",
                " Of %u fields no level is answered.", open),
            open);
}

void field_tables_text(struct buffer *out, const struct catalog *catalog,
    const struct edition *edition, const struct answer_set *answers)
{
    struct report report = {.catalog = catalog};
    struct buffer reached = {0};
    if (edition->model.fields == 0)
        return;
    buffer_text(out, "\n");
    report_text_table(out, &report, field_tables_answers(&report, edition, answers));
    field_tables_reached(&reached, catalog, edition, answers);
    if (reached.length > 0) {
        buffer_text(out, "\n");
        layout_paragraph(out, "", buffer_string(&reached));
    }
    buffer_free(&reached);
    report_free(&report);
}

/* ---- JSON ---- */

static json_t *number_or_null(unsigned number)
{
    return number == 0 ? json_null() : json_integer(number);
}

void field_tables_json(
    json_t *score, const struct edition *edition, const struct answer_set *answers)
{
    static const char *const CODES[] = {
        [MATURITY_UNANSWERED] = NULL, [MATURITY_YES] = "yes", [MATURITY_NO] = "no"};
    if (edition->model.fields == 0)
        return;
    json_t *list = json_array();
    for (unsigned i = 0; i < edition->model.fields; i++) {
        const struct maturity_field said = maturity_of(&edition->model, answers, i);
        bool levels = edition->model.field[i].maturity > 0;
        json_parts_append(
            list, json_pack("{s:s, s:s?, s:o, s:o, s:o}", "id", edition->field_id[i], "answer",
                      CODES[said.answer], "follow_up", number_or_null(said.follow_up), "maturity",
                      number_or_null(said.level), "reached",
                      levels ? json_boolean(said.reached) : json_null()));
    }
    (void)json_object_set_new(score, "fields", list);
}
