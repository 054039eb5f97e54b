#include "format/answer_words.h"

#include "base/nearest.h"
#include "base/text_fold.h"
#include "scoring/question.h"

#include <stdlib.h>
#include <string.h>

enum { WORDS_MAX = 2 * EDITION_ROLES_MAX + 2 * EDITION_GROUPS_MAX + EDITION_MARKINGS_MAX + 16 };

/* A way of writing, and the word that is sealed for it. */
struct word {
    const char *sealed;
    const char *written;
};

struct words {
    struct word word[WORDS_MAX];
    size_t count;
};

/* The words of the format itself in Swedish. */
static const struct {
    enum answer_words kind;
    const char *sealed;
    const char *swedish;
} SWEDISH[] = {
    {ANSWER_WORDS_NO, "no", "nej"},
    {ANSWER_WORDS_NO, "none", "inget av alternativen"},
    {ANSWER_WORDS_NO, "partly", "under utveckling"},
    {ANSWER_WORDS_ASSESSMENT, "sure", "säker"},
    {ANSWER_WORDS_ASSESSMENT, "unsure", "osäker"},
    {ANSWER_WORDS_TICK, "yes", "ja"},
    {ANSWER_WORDS_TICK, "no", "nej"},
    {ANSWER_WORDS_TICK, "yes", "x"},
};

static void add_way(struct words *words, const char *sealed, const char *written)
{
    if (written[0] != '\0')
        words->word[words->count++] = (struct word){sealed, written};
}

/* The words that are sealed, of those that the format itself has. */
static void add_sealed(struct words *words, enum answer_words kind)
{
    for (size_t i = 0; i < sizeof SWEDISH / sizeof SWEDISH[0]; i++) {
        bool there = false;
        for (size_t j = 0; j < words->count; j++)
            there = there || strcmp(words->word[j].sealed, SWEDISH[i].sealed) == 0;
        if (SWEDISH[i].kind == kind && !there)
            add_way(words, SWEDISH[i].sealed, SWEDISH[i].sealed);
    }
}

static void add_ids(struct words *words, const struct edition *edition, enum answer_words kind)
{
    for (size_t i = 0; kind == ANSWER_WORDS_GROUP && i < edition->groups; i++)
        add_way(words, edition->group[i].id, edition->group[i].id);
    for (size_t i = 0; kind == ANSWER_WORDS_MARKING && i < edition->markings; i++)
        add_way(words, edition->marking[i], edition->marking[i]);
    for (size_t i = 0; kind == ANSWER_WORDS_ROLE && i < edition->roles; i++)
        add_way(words, edition->role[i].id, edition->role[i].id);
}

static void add_wording(struct words *words, const struct edition *edition, enum answer_words kind)
{
    for (size_t i = 0; kind == ANSWER_WORDS_GROUP && i < edition->groups; i++)
        add_way(words, edition->group[i].id, edition->group[i].name);
    for (size_t i = 0; kind == ANSWER_WORDS_ROLE && i < edition->roles; i++)
        add_way(words, edition->role[i].id, edition->role[i].name);
    if (kind == ANSWER_WORDS_NO) {
        add_way(words, "no", edition->no);
        add_way(words, "none", edition->no_none);
        add_way(words, "partly", edition->no_partly);
    }
    if (kind == ANSWER_WORDS_ASSESSMENT) {
        add_way(words, "sure", edition->sure);
        add_way(words, "unsure", edition->unsure);
    }
}

/* Where one way of writing stands twice, the first counts: what is sealed, then what the edition
 * says, then what the format says. */
static void collect(struct words *words, const struct edition *edition, enum answer_words kind)
{
    words->count = 0;
    add_sealed(words, kind);
    add_ids(words, edition, kind);
    add_wording(words, edition, kind);
    for (size_t i = 0; i < sizeof SWEDISH / sizeof SWEDISH[0]; i++) {
        if (SWEDISH[i].kind == kind)
            add_way(words, SWEDISH[i].sealed, SWEDISH[i].swedish);
    }
}

const char *answer_words_find(
    const struct edition *edition, enum answer_words kind, const char *written)
{
    struct words words;
    const char *found = NULL;
    collect(&words, edition, kind);
    for (size_t i = 0; i < words.count; i++) {
        if (strcmp(words.word[i].sealed, written) == 0)
            return words.word[i].sealed;
    }
    char *folded = text_fold(written);
    for (size_t i = 0; i < words.count && found == NULL; i++) {
        char *way = text_fold(words.word[i].written);
        if (strcmp(way, folded) == 0)
            found = words.word[i].sealed;
        free(way);
    }
    free(folded);
    return found;
}

bool answer_words_way(const struct edition *edition, enum answer_words kind, size_t place,
    const char **written, const char **sealed)
{
    struct words words;
    collect(&words, edition, kind);
    if (place >= words.count)
        return false;
    *written = words.word[place].written;
    *sealed = words.word[place].sealed;
    return true;
}

const char *answer_words_nearest(const struct edition *edition, enum answer_words kind,
    const struct catalog *catalog, const char *written)
{
    struct words words;
    const char *nearest = NULL;
    char *folded = text_fold(written);
    size_t best = strlen(folded) / 2 + 1; /* nearer than this, or it is another word */
    collect(&words, edition, kind);
    for (size_t i = 0; i < words.count; i++) {
        char *way = text_fold(words.word[i].written);
        size_t distance = nearest_distance(folded, way);
        if (distance < best) {
            best = distance;
            nearest = words.word[i].sealed;
        }
        free(way);
    }
    free(folded);
    return nearest == NULL ? NULL : answer_words_shown(kind, catalog, nearest);
}

const char *answer_words_shown(
    enum answer_words kind, const struct catalog *catalog, const char *sealed)
{
    for (size_t i = 0; catalog != NULL && i < sizeof SWEDISH / sizeof SWEDISH[0]; i++) {
        if (SWEDISH[i].kind == kind && strcmp(SWEDISH[i].sealed, sealed) == 0)
            return SWEDISH[i].swedish;
    }
    return sealed;
}

static bool is_offered(const struct model_question *question, const char *no)
{
    return question == NULL || strcmp(no, "no") == 0 ||
           (question->offers_none && strcmp(no, "none") == 0) ||
           (question->offers_partly && strcmp(no, "partly") == 0);
}

void answer_words_list(struct buffer *out, const struct edition *edition, enum answer_words kind,
    const struct model_question *question, const struct catalog *catalog)
{
    struct words words;
    const char *between = "";
    collect(&words, edition, kind);
    for (size_t i = 0; i < words.count; i++) {
        const char *sealed = words.word[i].sealed;
        if (words.word[i].written != sealed ||
            (kind == ANSWER_WORDS_NO && !is_offered(question, sealed)))
            continue;
        buffer_printf(out, "%s\"%s\"", between, answer_words_shown(kind, catalog, sealed));
        between = ", ";
    }
}

/* ---- one step or option ---- */

/* "3", or "3: " and the step's wording; of a choice "c", or "c: " and the option's. */
static unsigned named_step(const char *written, const struct model_question *question,
    const char *const option[MODEL_OPTIONS_MAX])
{
    char name[QUESTION_NAME_SIZE];
    for (unsigned i = 0; i < question->options; i++) {
        question_option_name(question, i, name);
        size_t length = strlen(name);
        if (strncmp(written, name, length) != 0)
            continue;
        if (written[length] == '\0' ||
            (written[length] == ':' && text_same_folded(written + length + 1, option[i])))
            return i + 1;
    }
    return 0;
}

unsigned answer_words_step(const struct edition *edition, unsigned place, const char *written)
{
    const char *const *option = edition->question[place].option;
    const struct model_question *question = &edition->model.question[place];
    char *folded = text_fold(written);
    unsigned step = named_step(folded, question, option);
    for (unsigned i = 0; i < question->options && step == 0; i++)
        step = text_same_folded(folded, option[i]) ? i + 1 : 0;
    free(folded);
    return step;
}
