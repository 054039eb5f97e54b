/* The first page: enough for those who read no further. */
#include "report/html_organisation_parts.h"
#include "report/html_page.h"
#include "report/main_points.h"
#include "report/remarks.h"
#include "report/svg_levels.h"
#include "report/svg_radar.h"

/* ---- whose result ---- */

static void put_fact(struct buffer *out, const char *text)
{
    if (text[0] != '\0')
        html_add(out, "<span>%s</span>\n", text);
}

static void put_period(struct buffer *out, const struct html_organisation *input)
{
    const struct answers *answers = input->answers;
    if (answers->period_from[0] == '\0' || answers->period_to[0] == '\0')
        return;
    buffer_text(out, "<span>");
    html_say(out, tr(input->catalog, "period %s to %s"), answers->period_from, answers->period_to);
    buffer_text(out, "</span>\n");
}

static void put_whose_result(struct buffer *out, const struct html_organisation *input)
{
    const struct answers_organisation *organisation = &input->answers->organisation;
    int group = edition_find_group(input->edition, html_organisation_group(input));
    html_add(out, "<p class=\"eyebrow\">%s</p>\n", input->edition->title);
    if (input->from != NULL) {
        buffer_text(out, "<p class=\"eyebrow\">");
        html_say(out, tr(input->catalog, "Feedback from %s"), input->from);
        buffer_text(out, "</p>\n");
    }
    html_add(out, "<h1>%s</h1>\n<p class=\"facts\">", html_organisation_name(input));
    put_fact(out, organisation->number);
    put_fact(out, group >= 0 ? input->edition->group[group].name : "");
    put_period(out, input);
    if (input->issued[0] != '\0') {
        buffer_text(out, "<span>");
        html_say(out, tr(input->catalog, "report of %s"), input->issued);
        buffer_text(out, "</span>");
    }
    buffer_text(out, "</p>\n");
}

static void put_note(struct buffer *out, const struct html_organisation *input)
{
    if (input->note != NULL)
        html_add(out, "<p class=\"notice\">%s</p>\n", input->note);
}

static void put_invalid_answers(struct buffer *out, const struct html_organisation *input)
{
    struct buffer said = {0};
    main_points_invalid(&said, input->catalog, input->edition, input->score);
    if (said.length > 0)
        html_add(out, "<p class=\"notice\">%s</p>\n", buffer_string(&said));
    buffer_free(&said);
}

/* ---- the level and what holds it back ---- */

static void put_level_reached(struct buffer *out, const struct html_organisation *input)
{
    unsigned reached = input->score->level;
    unsigned levels = input->edition->model.levels;
    struct buffer title = {0};
    struct buffer text = {0};
    buffer_printf(&title, tr(input->catalog, "Level %u of %u"), reached, levels);
    main_points_held_back(&text, input->catalog, input->edition, input->score);
    struct svg_levels drawing = {
        .words = {"levels", buffer_string(&title), buffer_string(&text)},
        .levels = levels,
        .reached = reached,
    };
    buffer_text(out, "<div class=\"result\">\n");
    svg_levels(out, &drawing);
    html_add(out, "<div>\n<h2>%s</h2>\n<p>%s</p>\n", buffer_string(&title), buffer_string(&text));
    if (input->place != NULL)
        html_add(out, "<p>%s</p>\n", input->place);
    buffer_text(out, "</div>\n</div>\n");
    buffer_free(&title);
    buffer_free(&text);
}

static void put_total(
    struct buffer *out, const char *label, unsigned value, const char *of, unsigned most)
{
    html_add(out, "<div><dt>%s</dt><dd><b>%u</b> %s %u</dd></div>\n", label, value, of, most);
}

static void put_totals(struct buffer *out, const struct html_organisation *input)
{
    const struct catalog *catalog = input->catalog;
    const char *of = tr(catalog, "of");
    buffer_text(out, "<dl class=\"figures\">\n");
    put_total(out, tr(catalog, "Points"), input->score->points, of, input->edition->points);
    put_total(out, tr(catalog, "Measures"), input->score->measures, of, input->edition->measures);
    put_total(out, tr(catalog, "Unsure answers"), input->score->unsure, of, input->score->assessed);
    buffer_text(out, "</dl>\n");
}

/* For those who see nothing else. */
static void put_words(struct buffer *out, const struct html_organisation *input)
{
    if (input->alone)
        html_add(out, "<p class=\"soft small\">%s</p>\n",
            tr(input->catalog,
                "The levels are reached in order, each when all questions that belong to it have enough "
                "points. A measure is one thing that is in place: an option of a question, or a step of a "
                "scale."));
}

/* ---- the areas at a glance ---- */

static void put_radar_legend(struct buffer *out, const struct html_organisation *input)
{
    buffer_text(out, "<ul class=\"legend\">\n");
    for (unsigned i = 0; i <= input->references; i++) {
        buffer_text(out, "<li>");
        svg_radar_key(out, i);
        html_add(out, "%s</li>\n",
            i == 0 ? html_organisation_name(input) : input->reference[i - 1].label);
    }
    buffer_text(out, "</ul>\n");
}

/* Every area's share of every series, in words. */
static void describe_areas(struct buffer *out, const struct html_organisation *input)
{
    const struct edition *edition = input->edition;
    char share[CELL_PERCENT_SIZE];
    for (unsigned i = 0; i < edition->model.areas; i++) {
        cell_percent_text(share, input->score->area[i].points, edition->area_points[i]);
        buffer_printf(out, "%u. %s: %s", i + 1, edition->area[i].name, share);
        for (unsigned r = 0; r < input->references; r++) {
            cell_percent_text(
                share, input->reference[r].score->area[i].points, edition->area_points[i]);
            buffer_printf(out, "; %s: %s", input->reference[r].label, share);
        }
        buffer_text(out, ". ");
    }
}

static void fill_radar(struct svg_radar *radar, const struct html_organisation *input)
{
    radar->axes = input->edition->model.areas;
    radar->series = 1 + input->references;
    for (unsigned i = 0; i < radar->axes; i++) {
        radar->name[i] = input->edition->area[i].name;
        radar->whole[i] = input->edition->area_points[i];
        radar->part[0][i] = input->score->area[i].points;
        for (unsigned r = 0; r < input->references; r++)
            radar->part[1 + r][i] = input->reference[r].score->area[i].points;
    }
}

/* Too few or too many areas for a chart: where no other page has them, they stand here. */
static void put_areas_undrawn(struct buffer *out, const struct html_organisation *input)
{
    if (!input->alone || input->edition->model.areas == 0)
        return;
    buffer_text(out, "<div class=\"block areas\">\n");
    html_organisation_areas_table(out, input);
    buffer_text(out, "</div>\n");
}

static void put_radar(struct buffer *out, const struct html_organisation *input)
{
    unsigned areas = input->edition->model.areas;
    struct svg_radar drawing = {0};
    struct buffer desc = {0};
    if (areas < SVG_RADAR_AXES_LEAST || areas > SVG_RADAR_AXES_MOST) {
        put_areas_undrawn(out, input);
        return;
    }
    describe_areas(&desc, input);
    drawing.words = (struct svg_words){"radar",
        tr(input->catalog, "Points of the areas, as a share of the most that each can have"),
        buffer_string(&desc)};
    fill_radar(&drawing, input);
    html_add(out, "<div class=\"block glance\">\n<h2>%s</h2>\n<p class=\"soft small\">%s</p>\n",
        tr(input->catalog, "The areas at a glance"), drawing.words.title);
    if (input->references > 0)
        put_radar_legend(out, input);
    buffer_text(out, "<div class=\"radar-frame\">\n");
    svg_radar(out, &drawing);
    buffer_text(out, "</div>\n</div>\n");
    buffer_free(&desc);
}

/* ---- the first steps ---- */

static void put_first_step(
    struct buffer *out, const struct html_organisation *input, unsigned place)
{
    const struct gap_step *step = &input->gap->step[place];
    const struct edition_question *words = &input->edition->question[step->question];
    struct buffer said = {0};
    main_points_step(&said, input->catalog, input->edition, step);
    html_add(out, "<li><b>%s</b> %s</li>\n", words->topic, buffer_string(&said));
    buffer_free(&said);
}

static void put_first_steps(struct buffer *out, const struct html_organisation *input)
{
    unsigned chosen[MAIN_STEPS] = {0};
    if (input->gap == NULL || input->gap->steps == 0)
        return;
    unsigned count = main_points_steps(&input->edition->model, input->gap, chosen);
    buffer_text(out, "<div class=\"block\">\n<h2>");
    if (input->gap->steps > count)
        html_say(out, tr(input->catalog, "The most important steps to level %u"), input->gap->to);
    else
        html_say(out, tr(input->catalog, "The steps to level %u"), input->gap->to);
    buffer_text(out, "</h2>\n<ol class=\"top-steps\">\n");
    for (unsigned i = 0; i < count; i++)
        put_first_step(out, input, chosen[i]);
    buffer_text(out, "</ol>\n");
    if (input->gap->steps > count) {
        buffer_text(out, "<p class=\"soft small more\">");
        if (input->alone)
            html_say(out,
                tr(input->catalog,
                    "The shortest way has %u steps in all; the full report lists them."),
                input->gap->count);
        else
            html_say(out,
                tr(input->catalog,
                    "The shortest way has %u steps in all; see “The way to level %u”."),
                input->gap->count, input->gap->to);
        buffer_text(out, "</p>\n");
    }
    buffer_text(out, "</div>\n");
}

void html_organisation_result(struct buffer *out, const struct html_organisation *input)
{
    html_add(out, "<div class=\"first%s\">\n", input->alone ? " alone" : "");
    put_whose_result(out, input);
    put_note(out, input);
    put_invalid_answers(out, input);
    if (edition_has_points(input->edition)) {
        put_level_reached(out, input);
        put_totals(out, input);
        put_words(out, input);
        put_radar(out, input);
        put_first_steps(out, input);
    } else {
        html_add(out, "<p>%s</p>\n", remark_no_points(input->catalog));
    }
    html_organisation_fields(out, input);
    buffer_text(out, "</div>\n");
}
