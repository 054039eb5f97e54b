/* A chapter for each group, and what is recommended to them. */
#include "format/edition.h"
#include "report/compilation_advice.h"
#include "report/compilation_drawings.h"
#include "report/compilation_notes.h"
#include "report/compilation_page_parts.h"
#include "report/compilation_tables.h"
#include "report/compilation_texts.h"
#include "report/compilation_words.h"
#include "report/html_page.h"
#include "report/stats_tables.h"

/* ---- a group ---- */

static void begin_part(struct page_chapters *page, const struct compilation_group *group,
    const char *what, const char *heading)
{
    page_part(page, report_keep(&page->kept, "group-%s-%s", compilation_group_word(group), what),
        heading);
}

static void put_of_group(
    struct page_chapters *page, const struct compilation_group *group, const char *what)
{
    if (group->stats->id != NULL)
        compilation_texts_put(
            &page->out, page->input->texts, COMPILATION_KEY_IN_GROUP, group->stats->id, what);
}

/* In words: what the typical member has and lacks, and what an editor adds. */
static void put_area_words(
    struct page_chapters *page, const struct compilation_group *group, unsigned area)
{
    const struct edition_area *words = &page->edition->area[area];
    const char *place =
        report_keep(&page->kept, COMPILATION_KEY_AREA, compilation_group_word(group), words->id);
    bool there = group->typical.why == COMPILATION_THERE;
    if (there || page_has_editor(page, place))
        html_add(&page->out, "<h4>%s</h4>\n", words->name);
    page_editor(page, place);
    if (there)
        compilation_words_html(&page->out, page->catalog, group->typical.result, area);
}

static void put_areas_in_words(struct page_chapters *page, const struct compilation_group *group)
{
    begin_part(page, group, "areas", tr(page->catalog, "The typical organisation, area by area"));
    if (group->typical.why != COMPILATION_THERE)
        html_add(&page->out, "<p class=\"soft\">%s</p>\n",
            tr(page->catalog, "The typical organisation is not shown: the group is too small, or "
                              "nobody in it is counted."));
    for (unsigned i = 0; i < page->edition->model.areas; i++)
        put_area_words(page, group, i);
}

static void put_cooperation(struct page_chapters *page, const struct compilation_group *group)
{
    struct cooperate_mix mix =
        cooperate_mix(group->cooperation.question, group->cooperation.questions);
    begin_part(page, group, "cooperation", tr(page->catalog, "Cooperation"));
    if (group->typical.why == COMPILATION_THERE) {
        buffer_text(&page->out, "<p>");
        html_say(&page->out,
            tr(page->catalog, "On %u questions members can teach each other; on %u few can teach, "
                              "and help from outside does most good. Each organisation answers "
                              "for its own work."),
            mix.even, mix.few);
        buffer_text(&page->out, "</p>\n");
    }
    put_of_group(page, group, COMPILATION_PLACE_COOPERATION);
    page_table(page, report_keep(&page->kept, "jamna-%s", compilation_group_word(group)));
    page_table(page, report_keep(&page->kept, "fa-%s", compilation_group_word(group)));
}

static void put_group(struct page_chapters *page, size_t place)
{
    const struct compilation *compilation = page->input->compilation;
    const struct compilation_group *group = &compilation->group[place];
    unsigned table = 2 + 2 * (unsigned)place;
    page_chapter(page, report_keep(&page->kept, "group-%s", compilation_group_word(group)),
        stats_tables_group(page->catalog, group->stats));
    if (group->stats->id != NULL)
        page_editor(page, report_keep(&page->kept, COMPILATION_KEY_GROUP, group->stats->id));
    compilation_notes_group(&page->out, page->catalog, compilation, group);
    put_of_group(page, group, COMPILATION_PLACE_NOTES);
    page_diagrams(page, place);
    if (page->edition->model.areas > 0) { /* else these are the numbers of other tables */
        page_table(page, report_keep(&page->kept, "tabell-%02u", table));
        page_table(page, report_keep(&page->kept, "tabell-%02u", table + 1));
    }
    put_cooperation(page, group);
    if (page->edition->model.areas > 0)
        put_areas_in_words(page, group);
    page_chapter_end(page);
}

void page_groups(struct page_chapters *page)
{
    size_t groups = page->input->compilation->groups;
    for (size_t i = 0; i == 0 || i + 1 < groups; i++)
        put_group(page, i);
}

/* ---- what is recommended ---- */

static void put_advice(struct page_chapters *page, const struct compilation_group *group)
{
    const struct compilation_advice advice = {
        .recommendations = page->input->recommendations,
        .edition = page->edition,
        .group = group->stats->id,
        .stats = group->stats,
        .typical = group->typical.result,
        .left = &group->typical.left,
        .target = page->input->compilation->target,
        .demanded = page->input->compilation->demanded,
    };
    if (advice.recommendations != NULL)
        compilation_advice(&page->out, page->catalog, &advice, 4);
}

/* Of all together come those for all groups. */
void page_advice(struct page_chapters *page)
{
    const struct compilation *compilation = page->input->compilation;
    page_chapter(page, "advice", tr(page->catalog, "Conclusions and recommendations"));
    if (page_has_editor(page, COMPILATION_PLACE_CONCLUSIONS)) {
        page_part(page, "conclusions", tr(page->catalog, "Conclusions"));
        page_editor(page, COMPILATION_PLACE_CONCLUSIONS);
    }
    page_part(page, "advice-all", tr(page->catalog, "To all"));
    page_editor(page, COMPILATION_PLACE_ADVICE);
    if (page->input->recommendations != NULL)
        html_add(&page->out, "<p class=\"soft\">%s</p>\n", page->input->recommendations->about);
    put_advice(page, &compilation->group[compilation->groups - 1]);
    for (size_t i = 0; i + 1 < compilation->groups; i++) {
        const struct compilation_group *group = &compilation->group[i];
        begin_part(page, group, "advice", stats_tables_group(page->catalog, group->stats));
        put_of_group(page, group, COMPILATION_PLACE_ADVICE);
        put_advice(page, group);
    }
    if (page_has_editor(page, COMPILATION_PLACE_AHEAD)) {
        page_part(page, "ahead", tr(page->catalog, "What comes next"));
        page_editor(page, COMPILATION_PLACE_AHEAD);
    }
    page_chapter_end(page);
}
