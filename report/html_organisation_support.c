/* The support that the steps to the next level name. */
#include "report/html_organisation_parts.h"
#include "report/html_page.h"
#include "report/support_choice.h"
#include "report/support_words.h"

static void put_offer(
    struct buffer *out, const struct catalog *catalog, const struct support_item *item)
{
    struct buffer name = {0};
    struct buffer kind = {0};
    support_words_name(&name, item);
    support_words_kind(&kind, catalog, item);
    html_add(out, "<li><b>%s</b> ", buffer_string(&name));
    if (kind.length > 0)
        html_add(out, "<span class=\"tag\">%s</span> ", buffer_string(&kind));
    html_add(out, "%s</li>\n", item->description);
    buffer_free(&kind);
    buffer_free(&name);
}

static void begin_offers(struct buffer *out, const char *heading)
{
    html_add(out, "<div class=\"offer\">\n<h3>%s</h3>\n<ul>\n", heading);
}

static void end_offers(struct buffer *out)
{
    buffer_text(out, "</ul>\n</div>\n");
}

static void put_chosen(
    struct buffer *out, const struct html_organisation *input, const struct support_chosen *chosen)
{
    begin_offers(out, tr(input->catalog, "The support that the steps name"));
    for (size_t i = 0; i < input->support->items; i++) {
        if (chosen->item[i])
            put_offer(out, input->catalog, &input->support->item[i]);
    }
    end_offers(out);
}

static void put_all_of(
    struct buffer *out, const struct html_organisation *input, enum support_section section)
{
    begin_offers(out, support_words_section(input->catalog, section));
    for (size_t i = 0; i < input->support->items; i++) {
        if (input->support->item[i].section == section)
            put_offer(out, input->catalog, &input->support->item[i]);
    }
    end_offers(out);
}

void html_organisation_support(struct buffer *out, const struct html_organisation *input)
{
    const struct catalog *catalog = input->catalog;
    struct support_chosen chosen;
    struct buffer more = {0};
    if (input->gap == NULL || input->support == NULL)
        return;
    support_choice_of_gap(input->support, input->edition, input->score, input->gap, &chosen);
    if (chosen.count == 0)
        return;
    html_section(out, "support", "support", tr(catalog, "Support on the way"));
    put_chosen(out, input, &chosen);
    put_all_of(out, input, SUPPORT_START);
    put_all_of(out, input, SUPPORT_NETWORK);
    support_words_more(&more, catalog, input->support);
    html_add(out, "<p class=\"soft small\">%s</p>\n<p class=\"soft small\">%s</p>\n</section>\n",
        buffer_string(&more), input->support->about);
    buffer_free(&more);
}
