/* The bars of the fields on a round's page: of each section of theirs, of the last group. */
#include "format/edition.h"
#include "report/field_drawings.h"
#include "report/html_page.h"
#include "report/html_round_parts.h"
#include "report/svg_shares.h"

#include <stdio.h>

static void put_fields_legend(struct buffer *out, const struct html_round *input, unsigned field,
    enum field_drawing_kind kind)
{
    const struct edition *edition = input->table->edition;
    buffer_text(out, "<ul class=\"legend\">\n");
    for (unsigned i = 0; i < field_drawing_parts(edition, field, kind); i++) {
        buffer_text(out, "<li>");
        svg_shares_key(out, i);
        html_add(out, "%s</li>\n", field_drawing_word(input->catalog, edition, field, kind, i));
    }
    buffer_text(out, "</ul>\n");
}

void html_round_field_bars(
    struct buffer *out, const struct html_round *input, enum field_drawing_kind kind)
{
    static const char *const IDS[] = {"answers", "follow-up", "maturity"};
    const struct edition *edition = input->table->edition;
    const struct stats_group *last = html_round_last(input);
    int legend = -1;
    html_add(out, "<h3>%s</h3>\n", html_round_name(input, last));
    for (unsigned i = 0; i < edition->model.fields; i++) {
        struct buffer desc = {0};
        char id[32];
        if (!field_drawing_is_there(edition, i, kind))
            continue;
        if (legend < 0 || !field_drawing_same_words(edition, i, (unsigned)legend, kind))
            put_fields_legend(out, input, i, kind);
        legend = (int)i;
        (void)snprintf(id, sizeof id, "%s-%u", IDS[kind], i + 1);
        html_add(
            out, "<div class=\"bar-row\"><p>%u. %s</p>\n", i + 1, edition_field_name(edition, i));
        field_drawing(
            out, &desc, input->catalog, id, edition_field_name(edition, i), edition, last, i, kind);
        buffer_text(out, "</div>\n");
        buffer_free(&desc);
    }
}
