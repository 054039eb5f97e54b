#include "report/form_page.h"

#include "base/memory.h"
#include "base/release.h"
#include "format/answer_words.h"
#include "format/draft.h"
#include "format/question_form.h"
#include "report/html_page.h"
#include "report/question_hint.h"
#include "report/question_since.h"
#include "scoring/question.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

/* page/form.css, the parts of the script one after the other, and page/engine.c with scoring/, each
 * with a NUL behind it. */
extern const unsigned char embedded_form_css[];
extern const unsigned char embedded_form_js[];
extern const unsigned char embedded_engine_wasm[];
extern const size_t embedded_engine_wasm_size;

/* ---- what the script reads: numbers, and words of the edition ---- */

static json_t *page_base64(const void *bytes, size_t length)
{
    size_t size = sodium_base64_encoded_len(length, sodium_base64_VARIANT_ORIGINAL);
    char *text = memory_new(size, 1);
    (void)sodium_bin2base64(text, size, bytes, length, sodium_base64_VARIANT_ORIGINAL);
    json_t *json = json_string(text);
    free(text);
    return json;
}

static json_t *page_choice(const char *id, const char *name)
{
    return json_pack("{s:s, s:s}", "id", id, "name", name);
}

/* The phrase after which a follow-up is asked; "" of a question that always is. */
static void put_after(struct buffer *out, const struct catalog *catalog,
    const struct edition *edition, unsigned place)
{
    if (edition->model.question[place].asked_if != 0)
        question_form_asked_after(&edition->model, place, catalog, out);
}

/* A text that is made here in each language, since whoever reads the page may switch. */
static json_t *page_said(
    void (*put)(struct buffer *, const struct catalog *, const struct edition *, unsigned),
    const struct edition *edition, unsigned place)
{
    struct buffer english = {0}, swedish = {0};
    put(&english, catalog_for(LANGUAGE_ENGLISH), edition, place);
    put(&swedish, catalog_for(LANGUAGE_SWEDISH), edition, place);
    json_t *said =
        json_pack("{s:s, s:s}", "en", buffer_string(&english), "sv", buffer_string(&swedish));
    buffer_free(&english);
    buffer_free(&swedish);
    return said;
}

/* What the kind of a question does and takes, and when it is asked. */
static json_t *page_question_kind(const struct edition *edition, unsigned place)
{
    const struct model_question *facts = &edition->model.question[place];
    const struct question_traits *traits = question_traits(facts);
    return json_pack(
        "{s:i, s:b, s:b, s:b, s:b, s:b, s:b, s:b, s:b, s:I, s:I, s:i, s:I, s:o, s:o, s:o}", "kind",
        (int)facts->kind, "single", (int)traits->single, "numbered", (int)traits->numbered,
        "valued", (int)traits->valued, "day", (int)traits->day, "scored", (int)traits->scored,
        "refusable", (int)traits->refusable, "none", (int)facts->offers_none, "partly",
        (int)facts->offers_partly, "least", (json_int_t)facts->least, "most",
        (json_int_t)facts->most, "asked_if", (int)facts->asked_if, "asked_options",
        (json_int_t)facts->asked_options, "hint", page_said(question_hint, edition, place), "asked",
        page_said(question_hint_asked, edition, place), "after",
        page_said(put_after, edition, place));
}

static json_t *page_question(const struct edition *edition, unsigned place)
{
    const struct model_question *facts = &edition->model.question[place];
    const struct edition_question *wording = &edition->question[place];
    json_t *question = page_question_kind(edition, place);
    json_t *options = json_array();
    struct buffer topic = {0};
    question_since_topic(&topic, catalog_for(LANGUAGE_SWEDISH), edition, place);
    for (unsigned i = 0; i < facts->options; i++)
        (void)json_array_append_new(options, json_string(wording->option[i]));
    json_t *words = json_pack("{s:i, s:i, s:s, s:s, s:s, s:s, s:o}", "id", (int)facts->id,
        "section", (int)facts->section, "topic", buffer_string(&topic), "text", wording->text,
        "help", wording->help, "unit", wording->unit, "options", options);
    (void)json_object_update(question, words);
    json_decref(words);
    buffer_free(&topic);
    return question;
}

static json_t *page_questions(const struct edition *edition)
{
    json_t *list = json_array();
    for (unsigned i = 0; i < edition->model.questions; i++)
        (void)json_array_append_new(list, page_question(edition, i));
    return list;
}

static json_t *page_sections(const struct edition *edition)
{
    json_t *list = json_array();
    for (int i = 0; i < MODEL_SECTIONS_MAX; i++) {
        if (edition->section[i] != NULL && edition->section[i][0] != '\0')
            (void)json_array_append_new(
                list, json_pack("{s:i, s:s}", "number", i + 1, "name", edition->section[i]));
    }
    return list;
}

static json_t *page_levels(const struct edition *edition)
{
    json_t *list = json_array();
    for (unsigned i = 0; i < edition->model.levels; i++) {
        const struct model_level *level = &edition->model.level[i];
        (void)json_array_append_new(list,
            json_pack("{s:I, s:i, s:i, s:i, s:s}", "sections", (json_int_t)level->sections, "each",
                (int)level->min_points_each, "total", (int)level->min_total, "unsure",
                (int)level->max_uncertain_percent, "name", edition_level_name(edition, i + 1)));
    }
    return list;
}

static json_t *page_area(const struct edition *edition, unsigned area)
{
    const struct model_area *facts = &edition->model.area[area];
    json_t *options = json_array();
    json_t *gates = json_array();
    for (unsigned i = 0; i < edition->model.questions; i++) {
        (void)json_array_append_new(options, json_integer((json_int_t)facts->options[i]));
        (void)json_array_append_new(gates, json_integer((json_int_t)facts->gate_from[i]));
    }
    return json_pack(
        "{s:s, s:o, s:o}", "name", edition->area[area].name, "options", options, "gates", gates);
}

static json_t *page_areas(const struct edition *edition)
{
    json_t *list = json_array();
    for (unsigned i = 0; i < edition->model.areas; i++)
        (void)json_array_append_new(list, page_area(edition, i));
    return list;
}

static json_t *page_backgrounds(const struct edition *edition)
{
    json_t *list = json_array();
    for (size_t i = 0; i < edition->backgrounds; i++) {
        const struct edition_background *asked = &edition->background[i];
        (void)json_array_append_new(
            list, json_pack("{s:s, s:s, s:s, s:b, s:b}", "id", asked->id, "topic", asked->topic,
                      "text", asked->text, "consent", (int)asked->consent, "top",
                      (int)answers_on_top(asked->id)));
    }
    return list;
}

static json_t *page_edition(const struct edition *edition)
{
    json_t *groups = json_array();
    json_t *roles = json_array();
    json_t *markings = json_array();
    for (size_t i = 0; i < edition->groups; i++)
        (void)json_array_append_new(
            groups, page_choice(edition->group[i].id, edition->group[i].name));
    for (size_t i = 0; i < edition->roles; i++)
        (void)json_array_append_new(roles, page_choice(edition->role[i].id, edition->role[i].name));
    for (size_t i = 0; i < edition->markings; i++)
        (void)json_array_append_new(
            markings, page_choice(edition->marking[i], edition->marking[i]));
    json_t *json = json_pack(
        "{s:s, s:s, s:s, s:i, s:i, s:i, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "id", edition->id,
        "title", edition->title, "period", edition->period, "months", (int)edition->period_months,
        "points", (int)edition->points, "measures", (int)edition->measures, "sections",
        page_sections(edition), "questions", page_questions(edition), "levels",
        page_levels(edition), "areas", page_areas(edition), "groups", groups, "roles", roles,
        "markings", markings, "backgrounds", page_backgrounds(edition));
    (void)json_object_set_new(json, "no",
        json_pack("{s:s, s:s, s:s}", "no", edition->no, "none", edition->no_none, "partly",
            edition->no_partly));
    (void)json_object_set_new(json, "sure", json_string(edition->sure));
    (void)json_object_set_new(json, "unsure", json_string(edition->unsure));
    return json;
}

/* What people may write in a file, and the word that is sealed for it. */
static json_t *page_words_of(const struct edition *edition, enum answer_words kind)
{
    const char *written, *sealed;
    json_t *list = json_array();
    for (size_t i = 0; answer_words_way(edition, kind, i, &written, &sealed); i++)
        (void)json_array_append_new(list, page_choice(sealed, written));
    return list;
}

static json_t *page_words(const struct edition *edition)
{
    return json_pack("{s:o, s:o, s:o, s:o, s:o}", "no", page_words_of(edition, ANSWER_WORDS_NO),
        "assessment", page_words_of(edition, ANSWER_WORDS_ASSESSMENT), "organisation.group",
        page_words_of(edition, ANSWER_WORDS_GROUP), "marking",
        page_words_of(edition, ANSWER_WORDS_MARKING), "role",
        page_words_of(edition, ANSWER_WORDS_ROLE));
}

static json_t *page_texts(void)
{
    const struct catalog *swedish = catalog_for(LANGUAGE_SWEDISH);
    json_t *texts = json_object();
    for (const char *const *text = FORM_PAGE_TEXTS; *text != NULL; text++)
        (void)json_object_set_new(texts, *text, json_string(tr(swedish, *text)));
    return texts;
}

/* The draft, unless nothing is filled in there: NULL. A new reference. */
static json_t *page_draft(const struct form_page *page)
{
    json_t *blank = draft_new(page->edition);
    bool filled = page->draft != NULL && !json_equal(page->draft, blank);
    json_decref(blank);
    return filled ? json_incref(page->draft) : NULL;
}

/* No member but that of a draft is called "edition": so a page that holds answers is told from one
 * that does not, and never written over (cmd/ui/output_holds.c).
 *
 * In a script element nothing but "<" could end it early, and JSON knows it by another name. */
static void page_data(struct buffer *out, const struct form_page *page)
{
    json_t *data = json_pack("{s:s, s:o, s:[s, s], s:o, s:o, s:o?, s:o}", "version",
        RELEASE_VERSION, "questionnaire", page_edition(page->edition), "consent",
        EDITION_CONSENT_YES, EDITION_CONSENT_NO, "words", page_words(page->edition), "texts",
        page_texts(), "draft", page_draft(page), "engine",
        page_base64(embedded_engine_wasm, embedded_engine_wasm_size));
    char *text = json_dumps(data, JSON_COMPACT);
    for (const char *at = text; *at != '\0';) {
        size_t plain = strcspn(at, "<");
        buffer_append(out, at, plain);
        at += plain;
        if (*at == '<') {
            buffer_text(out, "\\u003c");
            at++;
        }
    }
    free(text);
    json_decref(data);
}

/* ---- the page ---- */

/* What a content security policy calls this script or style. */
static void page_digest(struct buffer *out, const char *text)
{
    uint8_t digest[crypto_hash_sha256_BYTES];
    char name[sodium_base64_ENCODED_LEN(sizeof digest, sodium_base64_VARIANT_ORIGINAL)];
    (void)crypto_hash_sha256(digest, (const unsigned char *)text, strlen(text));
    (void)sodium_bin2base64(
        name, sizeof name, digest, sizeof digest, sodium_base64_VARIANT_ORIGINAL);
    buffer_printf(out, "'sha256-%s'", name);
}

static void page_head(struct buffer *out, const struct form_page *page)
{
    html_add(out,
        "<!DOCTYPE html>\n<html lang=\"%s\" translate=\"no\">\n<head>\n<meta charset=\"utf-8\"/>\n"
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; script-src ",
        page->language == LANGUAGE_SWEDISH ? "sv" : "en");
    page_digest(out, (const char *)embedded_form_js);
    buffer_text(out, " 'wasm-unsafe-eval'; style-src ");
    page_digest(out, (const char *)embedded_form_css);
    html_add(out,
        "; base-uri 'none'; form-action 'none'\"/>\n"
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n"
        "<meta name=\"referrer\" content=\"no-referrer\"/>\n"
        "<meta name=\"google\" content=\"notranslate\"/>\n<title>%s</title>\n<style>",
        page->edition->title);
    buffer_text(out, (const char *)embedded_form_css);
    buffer_text(out, "</style>\n</head>\n");
}

void form_page_write(struct buffer *out, const struct form_page *page)
{
    const struct catalog *catalog = catalog_for(page->language);
    page_head(out, page);
    html_add(out, "<body>\n<main><h1>%s</h1>\n<p>%s</p></main>\n", page->edition->title,
        tr(catalog,
            "This page fills itself in with a script. If you still read this, the browser is too old "
            "or runs no scripts; use another one, or the workbook."));
    buffer_text(out, "<script type=\"application/json\" id=\"data\">");
    page_data(out, page);
    buffer_text(out, "</script>\n<script>");
    buffer_text(out, (const char *)embedded_form_js);
    buffer_text(out, "</script>\n</body>\n</html>\n");
}
