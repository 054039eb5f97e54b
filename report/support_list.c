#include "report/support_list.h"

#include "report/json_parts.h"
#include "report/json_support.h"
#include "report/layout.h"
#include "report/support_words.h"
#include "report/text_support.h"

#include <stdio.h>

bool support_list_has(const struct support_wanted *wanted, const struct support_item *item)
{
    return (wanted->area < 0 || (item->areas >> wanted->area & 1U) != 0) &&
           (wanted->question < 0 || support_serves(item, (unsigned)wanted->question)) &&
           (wanted->level == SUPPORT_ANY_LEVEL || item->level == wanted->level) &&
           (wanted->category == SUPPORT_ANY_CATEGORY || item->category == wanted->category);
}

size_t support_list_count(const struct support *support, const struct support_wanted *wanted)
{
    size_t count = 0;
    for (size_t i = 0; i < support->items; i++)
        count += support_list_has(wanted, &support->item[i]) ? 1 : 0;
    return count;
}

/* A line with the questions that the item serves; none if there are none. */
static void put_served(struct buffer *out, const struct catalog *catalog,
    const struct edition *edition, const struct support_item *item)
{
    struct buffer served = {0};
    char id[8];
    for (unsigned i = 0; i < edition->model.questions; i++) {
        if (!support_serves(item, i))
            continue;
        (void)snprintf(id, sizeof id, "%u", (unsigned)edition->model.question[i].id);
        buffer_comma(&served, id);
    }
    if (served.length > 0)
        layout_say(out, "    ", "%s: %s", tr(catalog, "Questions"), buffer_string(&served));
    buffer_free(&served);
}

static void put_section(struct buffer *out, const struct catalog *catalog,
    const struct edition *edition, const struct support *support,
    const struct support_wanted *wanted, enum support_section section)
{
    bool begun = false;
    for (size_t i = 0; i < support->items; i++) {
        const struct support_item *item = &support->item[i];
        if (item->section != section || !support_list_has(wanted, item))
            continue;
        if (!begun)
            buffer_printf(out, "\n%s\n", support_words_section(catalog, section));
        begun = true;
        text_support_item(out, catalog, item);
        put_served(out, catalog, edition, item);
    }
}

static void put_documents(
    struct buffer *out, const struct catalog *catalog, const struct support *support)
{
    buffer_printf(out, "\n%s\n", tr(catalog, "The names are taken from"));
    for (size_t i = 0; i < support->documents; i++) {
        const struct support_document *document = &support->document[i];
        if (document->published[0] == '\0')
            layout_say(out, "  - ", "%s (%s)", document->name, document->issuer);
        else
            layout_say(
                out, "  - ", "%s (%s, %s)", document->name, document->issuer, document->published);
    }
}

void support_list_text(struct buffer *out, const struct catalog *catalog,
    const struct edition *edition, const struct support *support,
    const struct support_wanted *wanted)
{
    const size_t count = support_list_count(support, wanted);
    layout_paragraph(out, "", support->title);
    if (count == 0) {
        buffer_text(out, "\n");
        layout_paragraph(out, "",
            tr(catalog,
                "The catalogue has nothing for just that. Ask for less at once, such as the "
                "area alone; the starting points help with everything."));
        return;
    }
    layout_say(out, "", tr(catalog, "%zu of %zu kinds of support."), count, support->items);
    for (int section = 0; section < SUPPORT_SECTIONS; section++)
        put_section(out, catalog, edition, support, wanted, (enum support_section)section);
    put_documents(out, catalog, support);
    buffer_text(out, "\n");
    layout_paragraph(out, "", support->about);
}

static json_t *documents(const struct support *support)
{
    json_t *list = json_array();
    for (size_t i = 0; i < support->documents; i++) {
        const struct support_document *document = &support->document[i];
        const char *published = document->published;
        json_parts_append(list,
            json_pack("{s:s, s:s, s:s, s:s?}", "id", document->id, "name", document->name, "issuer",
                document->issuer, "published", published[0] == '\0' ? NULL : published));
    }
    return list;
}

json_t *support_list_json(const struct edition *edition, const struct support *support,
    const struct support_wanted *wanted)
{
    json_t *items = json_array();
    for (size_t i = 0; i < support->items; i++) {
        if (support_list_has(wanted, &support->item[i]))
            json_parts_append(items, json_support_item(edition, support, &support->item[i]));
    }
    return json_pack("{s:s, s:s, s:s, s:s, s:o, s:o}", "catalogue", support->id, "edition",
        support->edition, "title", support->title, "about", support->about, "documents",
        documents(support), "items", items);
}
