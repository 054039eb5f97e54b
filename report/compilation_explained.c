#include "report/compilation_explained.h"

#include "report/html_page.h"
#include "scoring/question.h"

enum { MEANT_LEVELS = 4 };

static const char *const READING[] = {
    N_("A typical organisation is made question by question of the group's answers, and need not "
       "be like any member of it."),
    N_("It does not show how unlike the members are. Look at how many stand behind an answer, "
       "whether a yes is a majority or a minority answer, and where its result number lies among "
       "the members'."),
    N_("Sums divided by the number of organisations say little here, and are not used."),
    N_("The overall level is the formal result. The levels of the areas are an indication."),
    N_("The same level in all areas does not give that overall level: more points in all are "
       "needed too."),
    N_("Many points without a level mean that breadth is missing."),
    N_("The same may stand under several areas, since a question may belong to several."),
    N_("What a group lacks is said as well, so that groups can be compared."),
    N_("Recommendations are about what many of a group lack. Nobody need lack all of it."),
};

static const char *const LIMITS[] = {
    N_("The result comes near the truth about an organisation, but does not reach it."),
    N_("Much is asked about, but not all, and few single protections."),
    N_("For one organisation something else may matter more than the measures that lead to the "
       "next level."),
    N_("A high result is worth nothing in itself."),
    N_("It is measured how the work is done, not how well protected the organisation is."),
    N_("Questions can be understood in different ways, although they were tried out."),
    N_("The answers are the organisations' own. Whoever collects them has no deeper insight, and "
       "does not supervise."),
    N_("Low results are to be expected the first time: breadth weighs heavily, and the questions "
       "are not known beforehand."),
};

static const char *const REASONS[] = {
    N_("The subjects are chosen with care."),
    N_("The questions are asked so that the answers can be checked."),
    N_("All measure in the same way, and can be compared."),
    N_("The levels are steps in a natural order."),
    N_("The whole organisation takes part."),
    N_("There is room for priorities of one's own."),
    N_("No central area is left out."),
};

static const char *const RESULT_NUMBER[] = {
    N_("Organisations are compared by four numbers: the overall level, the sum of the areas' "
       "levels, the points, and the points of the areas together."),
    N_("They are compared in this order, and the first that differs decides. A higher overall "
       "level always wins."),
};

/* Of an edition with so many levels. */
static const char *const MEANING[MEANT_LEVELS] = {
    N_("The foundations are there, at least to some extent."),
    N_("The foundations are better, and there is some system."),
    N_("The foundations are better still, there is more system, and the content is of quality."),
    N_("The work has come very far, and is improved all the time."),
};

/* ---- lists ---- */

static void put_list(struct buffer *out, const struct catalog *catalog, const char *const texts[],
    size_t count, const char *last)
{
    buffer_text(out, "<ul>\n");
    for (size_t i = 0; i < count; i++)
        html_add(out, "<li>%s</li>\n", tr(catalog, texts[i]));
    buffer_text(out, last);
    buffer_text(out, "</ul>\n");
}

static void put_reading(
    struct buffer *out, const struct catalog *catalog, const struct edition *edition)
{
    struct buffer period = {0};
    buffer_text(&period, "<li>");
    html_say(&period, tr(catalog, "All answers are about %s."), edition->period);
    buffer_text(&period, "</li>\n");
    put_list(out, catalog, READING, sizeof READING / sizeof READING[0], buffer_string(&period));
    buffer_free(&period);
}

static unsigned questions_in(const struct model *model, uint32_t sections)
{
    unsigned count = 0;
    for (unsigned i = 0; i < model->questions; i++)
        count += question_is_scored(&model->question[i]) &&
                 (sections >> (model->question[i].section - 1) & 1U) != 0;
    return count;
}

static void put_levels(
    struct buffer *out, const struct catalog *catalog, const struct edition *edition)
{
    const struct model *model = &edition->model;
    buffer_text(out, "<dl>\n");
    for (unsigned i = 0; i < model->levels; i++) {
        const struct model_level *level = &model->level[i];
        buffer_text(out, "<dt>");
        html_say(out, tr(catalog, "Level %u: %s"), i + 1, edition_level_name(edition, i + 1));
        html_add(out, "</dt>\n<dd>%s%s",
            model->levels == MEANT_LEVELS ? tr(catalog, MEANING[i]) : "",
            model->levels == MEANT_LEVELS ? " " : "");
        html_say(out,
            tr(catalog, "It takes at least %u on each of %u questions, at least %u points in all, "
                        "and at most %u %% unsure assessments."),
            (unsigned)level->min_points_each, questions_in(model, level->sections),
            (unsigned)level->min_total, (unsigned)level->max_uncertain_percent);
        buffer_text(out, "</dd>\n");
    }
    buffer_text(out, "</dl>\n");
}

static void put_paragraphs(
    struct buffer *out, const struct catalog *catalog, const char *const texts[], size_t count)
{
    for (size_t i = 0; i < count; i++)
        html_add(out, "<p>%s</p>\n", tr(catalog, texts[i]));
}

/* ---- the glossary ---- */

static void put_term(struct buffer *out, const char *term, const char *meaning)
{
    html_add(out, "<dt>%s</dt>\n<dd>%s</dd>\n", term, meaning);
}

/* What the benchmarks of the groups are called, in a row. */
static void put_typical_terms(
    struct buffer *out, const struct catalog *catalog, const struct edition *edition)
{
    struct buffer names = {0};
    for (size_t i = 0; i < edition->groups; i++)
        buffer_comma(&names, edition->group[i].typical);
    if (names.length > 0)
        put_term(out, buffer_string(&names),
            tr(catalog, "the benchmark of all members of the group that have answered"));
    buffer_free(&names);
}

static void put_glossary(
    struct buffer *out, const struct catalog *catalog, const struct edition *edition)
{
    struct buffer meaning = {0};
    buffer_text(out, "<dl>\n");
    buffer_printf(&meaning,
        tr(catalog, "questions and options on one subject; there are %u, and they overlap"),
        (unsigned)edition->model.areas);
    put_term(out, tr(catalog, "Area"), buffer_string(&meaning));
    put_term(out, tr(catalog, "Benchmark"),
        tr(catalog, "made-up answers that show how an ordinary member of a group answers"));
    put_term(out, tr(catalog, "Demand of the regulation"),
        tr(catalog, "what a regulation asks of the work, read as measures"));
    put_term(out, edition->title,
        tr(catalog, "the questionnaire by which an organisation follows up its work"));
    put_term(out, tr(catalog, "Level"),
        tr(catalog, "how far an organisation has come: as a whole, or as an indication in an "
                    "area"));
    put_term(out, tr(catalog, "Result number"),
        tr(catalog, "a finer measure of the whole result, by which organisations are compared"));
    put_typical_terms(out, catalog, edition);
    meaning.length = 0;
    buffer_printf(&meaning, tr(catalog, "what has to be done to tick a box; there are %u"),
        edition->measures);
    put_term(out, tr(catalog, "Measure"), buffer_string(&meaning));
    buffer_text(out, "</dl>\n");
    buffer_free(&meaning);
}

/* ---- all ---- */

const char *compilation_explained_heading(
    const struct catalog *catalog, enum compilation_explained which)
{
    static const char *const headings[EXPLAINED_KINDS] = {
        [EXPLAINED_READING] = N_("How the report is read"),
        [EXPLAINED_LIMITS] = N_("What the model cannot say"),
        [EXPLAINED_REASONS] = N_("Why it is of use"),
        [EXPLAINED_LEVELS] = N_("What the levels mean"),
        [EXPLAINED_RESULT_NUMBER] = N_("How results are compared"),
        [EXPLAINED_GLOSSARY] = N_("Words"),
    };
    return tr(catalog, headings[which]);
}

void compilation_explained(struct buffer *out, const struct catalog *catalog,
    const struct edition *edition, enum compilation_explained which)
{
    switch (which) {
    case EXPLAINED_READING:
        put_reading(out, catalog, edition);
        break;
    case EXPLAINED_LIMITS:
        put_list(out, catalog, LIMITS, sizeof LIMITS / sizeof LIMITS[0], "");
        break;
    case EXPLAINED_REASONS:
        put_list(out, catalog, REASONS, sizeof REASONS / sizeof REASONS[0], "");
        break;
    case EXPLAINED_LEVELS:
        put_levels(out, catalog, edition);
        break;
    case EXPLAINED_RESULT_NUMBER:
        put_paragraphs(out, catalog, RESULT_NUMBER, sizeof RESULT_NUMBER / sizeof RESULT_NUMBER[0]);
        break;
    case EXPLAINED_GLOSSARY:
        put_glossary(out, catalog, edition);
        break;
    case EXPLAINED_KINDS:
        break;
    }
}
