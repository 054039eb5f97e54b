/* sigill support: what support there is. */
#include "base/text_fold.h"
#include "cmd/commands.h"
#include "cmd/ui/catalogues.h"
#include "cmd/ui/load.h"
#include "cmd/ui/question_named.h"
#include "report/support_list.h"
#include "report/support_words.h"

#include <stdlib.h>
#include <string.h>

static const struct option_spec OPTION_AREA = {
    "area", 0, N_("A"), N_("for one area: its id, its name or a part of the name"), false};

static const struct option_spec OPTION_QUESTION = {
    "question", 0, N_("N"), N_("for one question"), false};

static const struct option_spec OPTION_LEVEL = {
    "level", 0, N_("L"), N_("of one level: basic, advanced or management"), false};

static const struct option_spec OPTION_CATEGORY = {"category", 0, N_("C"),
    N_("of one category: reports, training, guidance, measuring, support or contacts"), false};

/* ---- what is asked for, as people type it ---- */

/* Whether what was typed, folded, begins a word; and whether it stands anywhere in a name. */
static bool begins(const char *typed, const char *word)
{
    char *folded = text_fold(word);
    bool is = strncmp(folded, typed, strlen(typed)) == 0;
    free(folded);
    return is;
}

static bool stands_in(const char *typed, const char *words)
{
    char *folded = text_fold(words);
    bool is = strstr(folded, typed) != NULL;
    free(folded);
    return is;
}

/* The area of that id, or the only one with that in its name; -1 if there is none. */
static int typed_area(const struct edition *edition, const char *text)
{
    char *typed = text_fold(text);
    int found = edition_find_area(edition, typed);
    unsigned count = 0;
    for (int i = 0; found < 0 && i < edition->model.areas; i++)
        count += stands_in(typed, edition->area[i].name) ? 1 : 0;
    for (int i = 0; found < 0 && count == 1 && i < edition->model.areas; i++)
        found = stands_in(typed, edition->area[i].name) ? i : -1;
    free(typed);
    return found;
}

static enum status find_area(
    const struct app *app, const struct edition *edition, int *place, struct error *err)
{
    const char *text = option_text(app->options, &OPTION_AREA);
    struct buffer known = {0};
    *place = text == NULL ? -1 : typed_area(edition, text);
    if (text == NULL || *place >= 0)
        return STATUS_OK;
    for (unsigned i = 0; i < edition->model.areas; i++)
        buffer_comma(&known, edition->area[i].id);
    enum status status = error_set(err, STATUS_REFUSED, REASON_NOT_FOUND,
        "--area %s: no one area of the edition %s has that id or that in its name; give one of "
        "these: %s",
        text, edition->id, buffer_string(&known));
    buffer_free(&known);
    return status;
}

/* The only one of these words, from the second on, that the typed one begins, by its code or in the
 * user's language. */
static enum status find_word(const struct app *app, const struct option_spec *option,
    const char *const *code, const char *const *word, unsigned words, unsigned *place,
    struct error *err)
{
    const char *text = option_text(app->options, option);
    unsigned count = 0;
    *place = 0;
    if (text == NULL)
        return STATUS_OK;
    char *typed = text_fold(text);
    for (unsigned i = 1; i < words; i++) {
        if (typed[0] == '\0' || (!begins(typed, code[i]) && !begins(typed, word[i])))
            continue;
        *place = i;
        count++;
    }
    free(typed);
    if (count == 1)
        return STATUS_OK;
    struct buffer known = {0};
    for (unsigned i = 1; i < words; i++)
        buffer_comma(&known, code[i]);
    enum status status = error_set(err, STATUS_USAGE, REASON_BAD_VALUE,
        "--%s %s: one of these is expected: %s", option->name, text, buffer_string(&known));
    buffer_free(&known);
    return status;
}

static enum status find_wanted(const struct app *app, const struct edition *edition,
    struct support_wanted *wanted, struct error *err)
{
    const char *code[SUPPORT_CATEGORIES], *word[SUPPORT_CATEGORIES];
    unsigned level, category;
    for (int i = 0; i < SUPPORT_LEVELS; i++) {
        code[i] = support_level_code((enum support_level)i);
        word[i] = support_words_level(app->catalog, (enum support_level)i);
    }
    TRY(find_word(app, &OPTION_LEVEL, code, word, SUPPORT_LEVELS, &level, err));
    for (int i = 0; i < SUPPORT_CATEGORIES; i++) {
        code[i] = support_category_code((enum support_category)i);
        word[i] = support_words_category(app->catalog, (enum support_category)i);
    }
    TRY(find_word(app, &OPTION_CATEGORY, code, word, SUPPORT_CATEGORIES, &category, err));
    wanted->level = (enum support_level)level;
    wanted->category = (enum support_category)category;
    TRY(find_area(app, edition, &wanted->area, err));
    return question_named(app, &OPTION_QUESTION, edition, &wanted->question, err);
}

/* ---- the subcommand ---- */

static enum status deliver_support(struct app *app, const struct edition *edition,
    const struct support *support, struct error *err)
{
    struct support_wanted wanted;
    struct buffer text = {0};
    enum status status;
    TRY(find_wanted(app, edition, &wanted, err));
    if (app->json)
        return app_print_json(app, support_list_json(edition, support, &wanted), err);
    support_list_text(&text, app->catalog, edition, support, &wanted);
    status = app_deliver_text(app, &text, err);
    buffer_free(&text);
    return status;
}

static enum status run(struct app *app, struct error *err)
{
    struct edition *edition = NULL;
    struct catalogues catalogues = {0};
    enum status status;
    if (app->json && option_given(app->options, &OPTION_OUTPUT))
        return error_set(err, STATUS_USAGE, REASON_BAD_SYNTAX,
            "--json goes to standard output; --output is for the text. Give one of them");
    TRY_OUT(load_edition(app, NULL, &edition, err));
    TRY_OUT(catalogues_load(app, edition, &catalogues, err));
    if (catalogues.support == NULL) {
        status = error_set(err, STATUS_REFUSED, REASON_NOT_FOUND,
            "there is no catalogue of support for the edition %s; the one for the questionnaire that is "
            "built in is shown without --edition, -k and SIGILL_KEYS",
            edition->id);
        goto out;
    }
    status = deliver_support(app, edition, catalogues.support, err);
out:
    catalogues_free(&catalogues);
    edition_free(edition);
    return status;
}

static const struct option_spec *const OPTIONS[] = {&OPTION_AREA, &OPTION_QUESTION, &OPTION_LEVEL,
    &OPTION_CATEGORY, &OPTION_JSON, &OPTION_OUTPUT, &OPTION_FORCE, &OPTION_KIT_KEYS,
    &OPTION_EXAMPLE_KEYS, &OPTION_EDITION, NULL};

const struct command support_command = {
    .name = "support",
    .summary = N_("Shows what support there is, and for which areas and questions."),
    .example = N_("--area risk --level basic"),
    .options = {OPTIONS, "", 0, 0},
    .run = run,
};
