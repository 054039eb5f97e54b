#include "report/text_support.h"

#include "report/layout.h"
#include "report/support_words.h"

void text_support_line(struct buffer *out, const struct catalog *catalog,
    const struct edition *edition, const struct support *support, const struct score *score,
    unsigned question)
{
    struct buffer names = {0};
    support_words_for(&names, support, edition, score, question);
    if (names.length > 0)
        layout_say(out, "    ", "%s: %s", tr(catalog, "Support"), buffer_string(&names));
    buffer_free(&names);
}

void text_support_item(
    struct buffer *out, const struct catalog *catalog, const struct support_item *item)
{
    struct buffer line = {0};
    struct buffer kind = {0};
    support_words_name(&line, item);
    support_words_kind(&kind, catalog, item);
    if (kind.length > 0)
        buffer_printf(&line, ", %s", buffer_string(&kind));
    layout_say(out, "  - ", "%s. %s", buffer_string(&line), item->description);
    buffer_free(&kind);
    buffer_free(&line);
}

static void put_section(struct buffer *out, const struct catalog *catalog,
    const struct support *support, enum support_section section)
{
    struct buffer names = {0};
    support_words_of_section(&names, support, section);
    if (names.length > 0)
        layout_say(
            out, "", "%s: %s.", support_words_section(catalog, section), buffer_string(&names));
    buffer_free(&names);
}

void text_support(struct buffer *out, const struct catalog *catalog, const struct support *support,
    const struct support_chosen *chosen)
{
    struct buffer more = {0};
    if (chosen->count == 0)
        return;
    buffer_text(out, "\n");
    layout_paragraph(out, "", tr(catalog, "The support that is named above:"));
    for (size_t i = 0; i < support->items; i++) {
        if (chosen->item[i])
            text_support_item(out, catalog, &support->item[i]);
    }
    buffer_text(out, "\n");
    put_section(out, catalog, support, SUPPORT_START);
    put_section(out, catalog, support, SUPPORT_NETWORK);
    support_words_more(&more, catalog, support);
    layout_paragraph(out, "", buffer_string(&more));
    layout_paragraph(out, "", support->about);
    buffer_free(&more);
}
