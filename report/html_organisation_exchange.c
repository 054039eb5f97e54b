/* Whom the organisation could learn from and teach, in each area. */
#include "analysis/result_exchange.h"
#include "report/html_organisation_parts.h"
#include "report/html_page.h"
#include "report/report_html.h"

static const char *peer_words(
    const struct html_organisation *input, struct report *report, const struct exchange_peer *peer)
{
    const struct edition *edition = input->edition;
    struct buffer text = {0};
    buffer_printf(&text, "%s (%s)", peer->name, peer->number);
    for (unsigned i = 0, before = 0; i < edition->model.questions; i++) {
        if (exchange_has(&peer->questions, i))
            buffer_printf(&text, "%s%u", before++ == 0 ? ": " : ", ",
                (unsigned)edition->model.question[i].id);
    }
    const char *kept = report_keep(report, "%s", buffer_string(&text));
    buffer_free(&text);
    return kept;
}

static const char *peers_words(const struct html_organisation *input, struct report *report,
    const struct exchange_peer peer[], unsigned count)
{
    const char *words = "";
    for (unsigned i = 0; i < count; i++) {
        const char *one = peer_words(input, report, &peer[i]);
        words = i == 0 ? one : report_keep(report, "%s; %s", words, one);
    }
    return words;
}

static void put_peers_table(struct buffer *out, const struct html_organisation *input)
{
    const struct catalog *catalog = input->catalog;
    struct report report = {.catalog = catalog};
    struct table *table = report_table(&report, NULL);
    table_column(table, TABLE_WORDS, tr(catalog, "Area"), 0);
    table_column(table, TABLE_WORDS, tr(catalog, "Learn from"), 0);
    table_column(table, TABLE_WORDS, tr(catalog, "Teach"), 0);
    for (unsigned i = 0; i < input->edition->model.areas; i++) {
        const struct exchange_area *area = &input->exchange->area[i];
        if (area->teachers + area->learners == 0)
            continue;
        table_put(table, cell_text(input->edition->area[i].name));
        table_put(table, cell_text(peers_words(input, &report, area->teacher, area->teachers)));
        table_put(table, cell_text(peers_words(input, &report, area->learner, area->learners)));
    }
    table->empty = tr(catalog, "There is nobody among them who could.");
    report_html_table(out, &report, table, NULL, false);
    report_free(&report);
}

void html_organisation_exchange(struct buffer *out, const struct html_organisation *input)
{
    const struct catalog *catalog = input->catalog;
    if (input->exchange == NULL || input->edition->model.areas == 0)
        return;
    html_section(out, "exchange", "exchange", tr(catalog, "Whom to learn from and to teach"));
    if (!input->exchange->consents) {
        html_add(out, "<p>%s</p>\n</section>\n",
            tr(catalog,
                "The answers do not agree to comparison by name, so nobody is named here, and "
                "the organisation to nobody else."));
        return;
    }
    html_add(out, "<p>%s</p>\n",
        tr(catalog,
            "All of these have agreed to comparison by name, as the organisation has. Behind "
            "each stand the questions where one of the two has at least four fifths of the "
            "points and the other at most one fifth."));
    put_peers_table(out, input);
    buffer_text(out, "</section>\n");
}
