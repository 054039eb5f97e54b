#include "report/compilation_words.h"

#include "base/memory.h"
#include "format/edition.h"
#include "report/html_page.h"
#include "scoring/question.h"

#include <ctype.h>
#include <string.h>

/* A question of an area, while its words are made. */
struct asked {
    const struct catalog *catalog;
    const struct benchmark_result *typical;
    const struct edition *edition;
    unsigned place;   /* in the edition */
    uint32_t in_area; /* its options that belong to the area */
    uint32_t kept;    /* of these, what the typical organisation has */
};

/* ---- words ---- */

void compilation_words_within(struct buffer *out, const char *wording)
{
    /* A to Z, and in UTF-8 the capitals U+00C0 to U+00DE, which Swedish takes Å, Ä and Ö from. */
    const unsigned char *letters = (const unsigned char *)wording;
    if (letters[0] >= 'A' && letters[0] <= 'Z' && !(letters[1] >= 'A' && letters[1] <= 'Z')) {
        buffer_printf(out, "%c%s", tolower(letters[0]), wording + 1);
    } else if (letters[0] == 0xC3 && letters[1] >= 0x80 && letters[1] <= 0x9E) {
        const unsigned char small[] = {0xC3, (unsigned char)(letters[1] + 0x20)};
        buffer_append(out, small, sizeof small);
        buffer_text(out, wording + 2);
    } else {
        buffer_text(out, wording);
    }
}

/* "first option; second option" */
static void add_options(
    struct buffer *out, const struct asked *asked, uint32_t options, const char *between)
{
    const struct model_question *question = &asked->edition->model.question[asked->place];
    bool any = false;
    for (unsigned i = 0; i < question->options; i++) {
        if ((options >> i & 1U) == 0)
            continue;
        buffer_text(out, any ? between : "");
        compilation_words_within(out, asked->edition->question[asked->place].option[i]);
        any = true;
    }
}

static char *take_words(struct buffer *out)
{
    char *text = memory_text(buffer_string(out));
    buffer_free(out);
    return text;
}

/* How the typical answer came about, where that must be known to read it. */
static void add_kind(struct buffer *out, const struct asked *asked)
{
    const struct model_question *question = &asked->edition->model.question[asked->place];
    uint32_t kept = asked->typical->benchmark.question[asked->place].kept;
    if (asked->typical->benchmark.question[asked->place].kind != BENCHMARK_MINORITY)
        return;
    if (question_count(kept) > 1 && question_traits(question)->single)
        buffer_printf(out, " (%s)",
            tr(asked->catalog, "a minority answer: as many gave the one as the other"));
    else if (question_count(kept) > 1)
        buffer_printf(
            out, " (%s)", tr(asked->catalog, "a minority answer: as many ticked each of them"));
    else
        buffer_printf(out, " (%s)", tr(asked->catalog, "a minority answer"));
}

/* What rounding leaves open. */
static void add_closeness(struct buffer *out, const struct asked *asked)
{
    if (asked->typical->close[asked->place])
        buffer_printf(out, " (%s)", tr(asked->catalog, "rounding may have decided"));
}

/* " 85 of 169 have points on the question." where that is about half. */
static void add_evenness(struct buffer *out, const struct asked *asked)
{
    const struct stats_cell *yes = &asked->typical->yes[asked->place];
    unsigned members = asked->typical->benchmark.members;
    struct cooperate_question split;
    if (yes->show != STATS_NUMBER || yes->value > members)
        return;
    cooperate_put(&asked->edition->even, asked->place, (unsigned)yes->value, members, &split, 0);
    if (!split.even)
        return;
    buffer_text(out, " ");
    buffer_printf(out, tr(asked->catalog, "(%u of %u have points on the question)"),
        (unsigned)yes->value, members);
}

static char *has_words(const struct asked *asked)
{
    struct buffer out = {0};
    bool single = question_traits(&asked->edition->model.question[asked->place])->single;
    buffer_printf(&out, "%s: ", asked->edition->question[asked->place].topic);
    add_options(&out, asked, asked->kept, single ? tr(asked->catalog, " or ") : "; ");
    add_kind(&out, asked);
    add_evenness(&out, asked);
    add_closeness(&out, asked);
    return take_words(&out);
}

/* Of a scale the step at which it stops, of others the options that are not ticked, or that there
 * is nothing of all that the question is about. */
static char *lacks_words(const struct asked *asked)
{
    const struct model_question *question = &asked->edition->model.question[asked->place];
    const struct edition_question *words = &asked->edition->question[asked->place];
    struct buffer out = {0};
    if (asked->kept == 0 && asked->in_area == question_options(question))
        buffer_printf(
            &out, tr(asked->catalog, "%s: nothing of what the question is about"), words->topic);
    else if (question_traits(question)->stacked)
        buffer_printf(&out, tr(asked->catalog, "%s: more than the step \"%s\""), words->topic,
            words->option[question_highest(asked->kept) - 1]);
    else {
        buffer_printf(&out, "%s: ", words->topic);
        add_options(&out, asked, asked->in_area & ~asked->kept, "; ");
    }
    if (asked->typical->benchmark.question[asked->place].kind == BENCHMARK_NO) {
        add_evenness(&out, asked);
        add_closeness(&out, asked);
    }
    return take_words(&out);
}

static void add_question(struct compilation_words *out, const struct asked *asked)
{
    const struct model_question *question = &asked->edition->model.question[asked->place];
    if (asked->typical->benchmark.question[asked->place].kind == BENCHMARK_LEFT_OUT) {
        *(char **)list_add(&out->withheld) =
            memory_text(asked->edition->question[asked->place].topic);
        return;
    }
    uint32_t held = question_held(question, asked->kept);
    if (asked->kept != 0)
        *(char **)list_add(&out->has) = has_words(asked);
    if ((asked->in_area & ~held) != 0)
        *(char **)list_add(&out->lacks) = lacks_words(asked);
}

void compilation_words(struct compilation_words *out, const struct catalog *catalog,
    const struct benchmark_result *typical, unsigned area)
{
    const struct edition *edition = typical->scope.edition;
    *out = (struct compilation_words){
        .has.size = sizeof(char *), .lacks.size = sizeof(char *), .withheld.size = sizeof(char *)};
    for (unsigned i = 0; i < edition->model.questions; i++) {
        uint32_t in_area = edition->model.area[area].options[i];
        struct asked asked = {
            catalog, typical, edition, i, in_area, typical->benchmark.question[i].kept & in_area};
        if (in_area != 0)
            add_question(out, &asked);
    }
}

void compilation_words_free(struct compilation_words *words)
{
    list_free_texts(&words->has);
    list_free_texts(&words->lacks);
    list_free_texts(&words->withheld);
}

/* ---- markup ---- */

static void put_listed(struct buffer *out, const char *begin, const struct list *texts)
{
    if (texts->count == 0)
        return;
    html_add(out, "<p><strong>%s</strong></p>\n<ul>\n", begin);
    for (size_t i = 0; i < texts->count; i++)
        html_add(out, "<li>%s</li>\n", ((char **)texts->items)[i]);
    buffer_text(out, "</ul>\n");
}

void compilation_words_html(struct buffer *out, const struct catalog *catalog,
    const struct benchmark_result *typical, unsigned area)
{
    struct compilation_words words;
    compilation_words(&words, catalog, typical, area);
    if (words.has.count == 0)
        html_add(out, "<p>%s</p>\n", tr(catalog, "Has nothing of what the area is about."));
    put_listed(out, tr(catalog, "Has:"), &words.has);
    if (words.lacks.count == 0 && words.withheld.count == 0)
        html_add(out, "<p>%s</p>\n", tr(catalog, "Lacks nothing of what the area is about."));
    put_listed(out, tr(catalog, "Lacks:"), &words.lacks);
    put_listed(
        out, tr(catalog, "Not shown, since something was given away by it:"), &words.withheld);
    compilation_words_free(&words);
}
