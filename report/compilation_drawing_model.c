/* The illustration of the model. */
#include "report/compilation_drawing_parts.h"

#include "format/edition.h"
#include "report/svg_model.h"

#include <stdio.h>

/* The level whose sections first hold a question; 0 if none does. */
static unsigned level_of(const struct model *model, unsigned question)
{
    for (unsigned i = 0; i < model->levels; i++) {
        if ((model->level[i].sections >> (model->question[question].section - 1) & 1) != 0)
            return i + 1;
    }
    return 0;
}

static void count_questions(const struct model *model, struct svg_model *drawn)
{
    for (unsigned q = 0; q < model->questions; q++) {
        unsigned level = level_of(model, q);
        for (unsigned i = 0; i < model->areas && level > 0; i++)
            drawn->questions[i][level - 1] += model->area[i].options[q] != 0;
    }
}

static void describe_model(struct compilation_drawing *drawing, const struct svg_model *drawn)
{
    struct buffer *desc = &drawing->desc[0];
    for (unsigned i = 0; i < drawn->areas; i++) {
        buffer_printf(desc, "%s: ", drawn->area[i]);
        for (unsigned n = 0; n < drawn->levels; n++) {
            buffer_text(desc, n == 0 ? "" : ", ");
            buffer_printf(desc, tr(drawing->kept.catalog, "Level %u"), n + 1);
            buffer_printf(desc, ": %u", drawn->questions[i][n]);
        }
        buffer_text(desc, ". ");
    }
}

void compilation_draw_model(struct compilation_drawing *drawing)
{
    const struct edition *edition = drawing->compilation->edition;
    struct svg_model drawn = {.levels = edition->model.levels, .areas = edition->model.areas};
    char level[MODEL_LEVELS_MAX][DRAWING_ID_SIZE];
    char id[DRAWING_ID_SIZE];
    if (drawn.areas == 0) {
        drawing->instead =
            tr(drawing->kept.catalog, "The edition has too few or too many areas to be drawn.");
        return;
    }
    for (unsigned i = 0; i < drawn.levels; i++) {
        (void)snprintf(level[i], DRAWING_ID_SIZE, tr(drawing->kept.catalog, "Level %u"), i + 1);
        drawn.level[i] = level[i];
    }
    for (unsigned i = 0; i < drawn.areas; i++)
        drawn.area[i] = edition->area[i].name;
    count_questions(&edition->model, &drawn);
    describe_model(drawing, &drawn);
    compilation_drawing_id(drawing, id);
    drawn.words = (struct svg_words){
        id, compilation_drawing_heading(drawing), buffer_string(&drawing->desc[0])};
    svg_model(compilation_drawing_part(drawing, 10 * (long)svg_model_height(&drawn)), &drawn);
    compilation_drawing_levels(drawing, 1);
    buffer_text(&drawing->reading,
        tr(drawing->kept.catalog,
            "The levels are reached in order. Each area lies across all levels; the number is how "
            "many questions of the area a level adds."));
}
