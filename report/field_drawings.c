#include "report/field_drawings.h"

#include "format/edition.h"
#include "report/cell_stats.h"
#include "report/svg_file.h"
#include "report/svg_shares.h"

#include <string.h>

enum { ANSWER_PARTS = 4 };

_Static_assert(MODEL_FIELD_STEPS_MAX <= SVG_SHARES_MOST, "a shade for each step");

/* The place of the question whose options are the parts, from 1; 0 where they are no options. */
static unsigned question_drawn(
    const struct edition *edition, unsigned field, enum field_drawing_kind kind)
{
    const struct model_field *asks = &edition->model.field[field];
    if (kind == FIELD_DRAWING_ANSWERS)
        return 0;
    return kind == FIELD_DRAWING_FOLLOW_UP ? asks->follow_up : asks->maturity;
}

bool field_drawing_is_there(
    const struct edition *edition, unsigned field, enum field_drawing_kind kind)
{
    return kind == FIELD_DRAWING_ANSWERS || question_drawn(edition, field, kind) > 0;
}

unsigned field_drawing_parts(
    const struct edition *edition, unsigned field, enum field_drawing_kind kind)
{
    unsigned place = question_drawn(edition, field, kind);
    return place == 0 ? ANSWER_PARTS : edition->model.question[place - 1].options;
}

const char *field_drawing_word(const struct catalog *catalog, const struct edition *edition,
    unsigned field, enum field_drawing_kind kind, unsigned part)
{
    static const char *const ANSWERS[ANSWER_PARTS] = {
        N_("Yes"), N_("No"), N_("Not answered"), N_("Did not answer at all")};
    unsigned place = question_drawn(edition, field, kind);
    return place == 0 ? tr(catalog, ANSWERS[part]) : edition->question[place - 1].option[part];
}

bool field_drawing_same_words(
    const struct edition *edition, unsigned field, unsigned other, enum field_drawing_kind kind)
{
    unsigned parts = field_drawing_parts(edition, field, kind);
    if (parts != field_drawing_parts(edition, other, kind))
        return false;
    for (unsigned i = 0; i < parts; i++) {
        if (strcmp(field_drawing_word(NULL, edition, field, kind, i),
                field_drawing_word(NULL, edition, other, kind, i)) != 0)
            return false;
    }
    return true;
}

static const struct stats_cell *cell_drawn(const struct stats_group *group,
    const struct stats_field *field, enum field_drawing_kind kind, unsigned part)
{
    const struct stats_cell *const answers[ANSWER_PARTS] = {
        &field->yes, &field->no, &field->unanswered, &group->none};
    if (kind == FIELD_DRAWING_ANSWERS)
        return answers[part];
    return kind == FIELD_DRAWING_FOLLOW_UP ? &field->follow_up[part] : &field->level[part];
}

static uint64_t whole_drawn(
    const struct stats_group *group, const struct stats_field *field, enum field_drawing_kind kind)
{
    const struct stats_cell *const wholes[FIELD_DRAWING_KINDS] = {
        &group->asked, &field->follow_asked, &field->level_whole};
    return wholes[kind]->value;
}

void field_drawing(struct buffer *out, struct buffer *desc, const struct catalog *catalog,
    const char *id, const char *title, const struct edition *edition,
    const struct stats_group *group, unsigned field, enum field_drawing_kind kind)
{
    const struct stats_field *said = &group->field[field];
    struct svg_shares shares = {.whole = whole_drawn(group, said, kind),
        .kinds = field_drawing_parts(edition, field, kind)};
    for (unsigned i = 0; i < shares.kinds; i++) {
        const struct stats_cell *count = cell_drawn(group, said, kind, i);
        struct cell cell = cell_stats(count, NULL);
        shares.part[i] = count->value;
        buffer_printf(desc, "%s: ", field_drawing_word(catalog, edition, field, kind, i));
        cell_put(desc, &cell);
        buffer_text(desc, ". ");
    }
    shares.words = (struct svg_words){id, title, buffer_string(desc)};
    svg_shares(out, &shares);
}

void field_drawing_file(struct buffer *out, const struct catalog *catalog,
    const struct edition *edition, const struct stats_group *group, unsigned field,
    enum field_drawing_kind kind)
{
    struct svg_file_entry entry[MODEL_FIELD_STEPS_MAX];
    struct buffer bar = {0};
    struct buffer desc = {0};
    unsigned parts = field_drawing_parts(edition, field, kind);
    field_drawing(&bar, &desc, catalog, "bar", NULL, edition, group, field, kind);
    for (unsigned i = 0; i < parts; i++)
        entry[i] = (struct svg_file_entry){
            svg_shares_key, i, field_drawing_word(catalog, edition, field, kind, i)};
    const struct svg_file_part part = {&bar, SVG_SHARES_HEIGHT * 10L};
    svg_file(out, &(struct svg_file){
                      .words = {"field", edition_field_name(edition, field), buffer_string(&desc)},
                      .part = &part,
                      .parts = 1,
                      .entry = entry,
                      .entries = parts,
                  });
    buffer_free(&bar);
    buffer_free(&desc);
}
