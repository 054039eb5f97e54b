#include "report/compilation_chapters.h"

#include "format/edition.h"
#include "report/compilation_advice.h"
#include "report/compilation_explained.h"
#include "report/compilation_notes.h"
#include "report/compilation_texts.h"
#include "report/compilation_words.h"
#include "report/html_page.h"
#include "report/stats_tables.h"

/* Most of what stands before the figures is a section of this class. */
static const char WORDS[] = "words";

static void end_chapter(struct buffer *out)
{
    buffer_text(out, "</section>\n");
}

/* A section of nothing but an editor's text; nothing without one. */
static void put_written(struct buffer *out, const struct compilation_chapters *input,
    const char *id, const char *heading, const char *place)
{
    if (input->texts == NULL || editor_texts_find(input->texts, place) == NULL)
        return;
    html_section(out, id, WORDS, heading);
    compilation_texts_put(out, input->texts, "%s", place);
    end_chapter(out);
}

static void put_explained(
    struct buffer *out, const struct compilation_chapters *input, enum compilation_explained which)
{
    html_add(
        out, "<h3 class=\"part\">%s</h3>\n", compilation_explained_heading(input->catalog, which));
    compilation_explained(out, input->catalog, input->compilation->edition, which);
}

/* ---- before the figures ---- */

/* "301 of 651 organisations have answered." and so on, as far as it may be shown. */
static void put_counts(struct buffer *out, const struct compilation_chapters *input)
{
    const struct catalog *catalog = input->catalog;
    const struct compilation *compilation = input->compilation;
    const struct stats_group *all = compilation->group[compilation->groups - 1].stats;
    const struct stats_share *rate = &all->response.rate;
    buffer_text(out, "<p>");
    if (rate->part.show == STATS_NUMBER && rate->whole.show == STATS_NUMBER)
        html_say(out, tr(catalog, "%u of the %u that were asked have answered."),
            (unsigned)rate->part.value, (unsigned)rate->whole.value);
    else if (all->response.counted.show == STATS_NUMBER)
        html_say(out, tr(catalog, "%u have answered."), (unsigned)all->response.counted.value);
    buffer_text(out, " ");
    if (all->level[0].show == STATS_NUMBER && all->level_whole.show == STATS_NUMBER)
        html_say(out, tr(catalog, "%u of %u have reached no level."), (unsigned)all->level[0].value,
            (unsigned)all->level_whole.value);
    buffer_text(out, " ");
    if (all->next.enough.show == STATS_NUMBER && all->next.near.show == STATS_NUMBER)
        html_say(out,
            tr(catalog, "%u have points enough for their next level, but are held back; %u of "
                        "them have at most %u measures left."),
            (unsigned)all->next.enough.value, (unsigned)all->next.near.value,
            (unsigned)TABLES_LACKS_MAX);
    buffer_text(out, "</p>\n");
}

static void put_summary(struct buffer *out, const struct compilation_chapters *input)
{
    html_section(out, "summary", WORDS, tr(input->catalog, "Summary"));
    compilation_texts_put(out, input->texts, COMPILATION_PLACE_SUMMARY);
    put_counts(out, input);
    if (input->recommendations != NULL) {
        html_add(out, "<p>%s</p>\n<ul>\n", tr(input->catalog, "Recommended to all:"));
        for (size_t i = 0; i < input->recommendations->count; i++) {
            const struct recommendation *one = &input->recommendations->recommendation[i];
            if (one->group == NULL)
                html_add(out, "<li>%s</li>\n", one->title);
        }
        buffer_text(out, "</ul>\n");
    }
    end_chapter(out);
}

static void put_reading_chapter(struct buffer *out, const struct compilation_chapters *input)
{
    html_section(
        out, "reading", WORDS, compilation_explained_heading(input->catalog, EXPLAINED_READING));
    compilation_texts_put(out, input->texts, COMPILATION_PLACE_READING);
    compilation_notes(out, input->catalog, input->compilation);
    compilation_texts_put(out, input->texts, COMPILATION_PLACE_NOTES);
    compilation_explained(out, input->catalog, input->compilation->edition, EXPLAINED_READING);
    put_explained(out, input, EXPLAINED_LIMITS);
    put_explained(out, input, EXPLAINED_REASONS);
    end_chapter(out);
}

/* ---- recommendations ---- */

static void put_advice(struct buffer *out, const struct compilation_chapters *input,
    const struct compilation_group *group, unsigned level)
{
    const struct compilation *compilation = input->compilation;
    struct compilation_advice advice = {
        .recommendations = input->recommendations,
        .edition = compilation->edition,
        .group = group->stats->id,
        .stats = group->stats,
        .typical = group->typical.result,
        .left = &group->typical.left,
        .target = compilation->target,
    };
    compilation_advice(out, input->catalog, &advice, level);
}

static void put_advice_to_all(struct buffer *out, const struct compilation_chapters *input)
{
    const struct compilation *compilation = input->compilation;
    if (input->recommendations == NULL)
        return;
    html_section(out, "recommendations", WORDS, tr(input->catalog, "Recommendations"));
    compilation_texts_put(out, input->texts, COMPILATION_PLACE_ADVICE);
    html_add(out, "<p class=\"soft\">%s</p>\n", input->recommendations->about);
    put_advice(out, input, &compilation->group[compilation->groups - 1], 3);
    end_chapter(out);
}

void compilation_chapters_first(struct buffer *out, const struct compilation_chapters *input)
{
    const struct catalog *catalog = input->catalog;
    put_written(out, input, "foreword", tr(catalog, "Foreword"), COMPILATION_PLACE_FOREWORD);
    put_summary(out, input);
    put_reading_chapter(out, input);
    put_written(
        out, input, "conclusions", tr(catalog, "Conclusions"), COMPILATION_PLACE_CONCLUSIONS);
    put_advice_to_all(out, input);
    put_written(out, input, "circumstances", tr(catalog, "In the organisations' own words"),
        COMPILATION_PLACE_CIRCUMSTANCES);
}

/* ---- a group ---- */

static void put_cooperation(struct buffer *out, const struct compilation_chapters *input,
    const struct compilation_group *group)
{
    unsigned even = 0;
    unsigned few = 0;
    for (unsigned i = 0; i < group->cooperation.questions; i++) {
        even += group->cooperation.question[i].even ? 1 : 0;
        few += group->cooperation.question[i].few_teach ? 1 : 0;
    }
    html_add(out, "<h3 class=\"part\">%s</h3>\n<p>", tr(input->catalog, "Cooperation"));
    html_say(out,
        tr(input->catalog, "On %u questions members can teach each other; on %u few can teach, and "
                           "help from outside does most good. Each organisation answers for its "
                           "own work."),
        even, few);
    buffer_text(out, "</p>\n");
    compilation_texts_put(out, input->texts, "%s " COMPILATION_PLACE_COOPERATION, group->stats->id);
}

static void put_areas_in_words(struct buffer *out, const struct compilation_chapters *input,
    const struct compilation_group *group)
{
    const struct edition *edition = input->compilation->edition;
    for (unsigned i = 0; i < edition->model.areas; i++) {
        html_add(out, "<h3 class=\"part\">%s</h3>\n", edition->area[i].name);
        compilation_texts_put(out, input->texts, "%s %s", group->stats->id, edition->area[i].id);
        compilation_words_html(out, input->catalog, group->typical.result, i);
    }
}

void compilation_chapters_group(struct buffer *out, const struct compilation_chapters *input,
    const struct compilation_group *group)
{
    const char *id = group->stats->id;
    if (id == NULL || group->typical.why == COMPILATION_NOBODY)
        return;
    const char *typical = edition_typical(input->compilation->edition, id);
    struct buffer section = {0};
    buffer_printf(&section, "group-%zu", (size_t)(group - input->compilation->group) + 1);
    html_section(
        out, buffer_string(&section), WORDS, typical == NULL ? group->stats->name : typical);
    buffer_free(&section);
    compilation_texts_put(out, input->texts, "%s", id);
    compilation_notes_group(out, input->catalog, input->compilation, group);
    compilation_texts_put(out, input->texts, "%s " COMPILATION_PLACE_NOTES, id);
    if (group->typical.why == COMPILATION_THERE) {
        put_cooperation(out, input, group);
        put_areas_in_words(out, input, group);
    }
    if (input->recommendations != NULL) {
        html_add(out, "<h3 class=\"part\">%s</h3>\n", tr(input->catalog, "Recommendations"));
        compilation_texts_put(out, input->texts, "%s " COMPILATION_PLACE_ADVICE, id);
        put_advice(out, input, group, 4);
    }
    end_chapter(out);
}

/* ---- after the figures ---- */

void compilation_chapters_last(struct buffer *out, const struct compilation_chapters *input)
{
    const struct catalog *catalog = input->catalog;
    const struct edition *edition = input->compilation->edition;
    put_written(out, input, "ahead", tr(catalog, "What comes next"), COMPILATION_PLACE_AHEAD);
    html_section(out, "made", WORDS, tr(catalog, "How the result is made"));
    put_explained(out, input, EXPLAINED_LEVELS);
    put_explained(out, input, EXPLAINED_RESULT_NUMBER);
    end_chapter(out);
    html_section(
        out, "glossary", WORDS, compilation_explained_heading(catalog, EXPLAINED_GLOSSARY));
    compilation_texts_put(out, input->texts, COMPILATION_PLACE_GLOSSARY);
    compilation_explained(out, catalog, edition, EXPLAINED_GLOSSARY);
    end_chapter(out);
    compilation_texts_rest(out, catalog, input->texts);
}
