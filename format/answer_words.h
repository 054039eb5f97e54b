/* The words in which answers are written: one table of those that mean the same.
 *
 * Each meaning has one word that is sealed (docs/format.md, "Answers"). People may write it in
 * other ways: in English or Swedish, in the edition's own wording, with capitals, composed or
 * decomposed letters and more spaces. Every reader of answers, of a file, a cell or a prompt, asks
 * here. */
#ifndef FORMAT_ANSWER_WORDS_H
#define FORMAT_ANSWER_WORDS_H

#include "base/buffer.h"
#include "base/messages.h"
#include "format/edition.h"

#include <stdbool.h>
#include <stddef.h>

enum answer_words {
    ANSWER_WORDS_NO,         /* "no", "none", "partly" */
    ANSWER_WORDS_ASSESSMENT, /* "sure", "unsure" */
    ANSWER_WORDS_TICK,       /* "yes", "no": of a box to be ticked */
    ANSWER_WORDS_GROUP,      /* ids of the edition's groups, whose names are understood */
    ANSWER_WORDS_MARKING,    /* the edition's markings */
    ANSWER_WORDS_ROLE,       /* ids of the edition's roles, whose names are understood */
};

/* The word that is sealed for what somebody wrote; NULL if it means none. Static text, or
 * borrowed from the edition. */
const char *answer_words_find(
    const struct edition *edition, enum answer_words kind, const char *written);

/* The way of writing at a place, from 0, and the word that is sealed for it, of one that stands
 * more than once the first; for a reader elsewhere (report/form_page.h). False behind the last.
 * Borrowed as above. */
bool answer_words_way(const struct edition *edition, enum answer_words kind, size_t place,
    const char **written, const char **sealed);

/* The word that somebody may have meant who mistyped it, as it is to be written in the language of
 * the catalog; NULL if it is not near one. Borrowed as above. */
const char *answer_words_nearest(const struct edition *edition, enum answer_words kind,
    const struct catalog *catalog, const char *written);

/* The word to write, in the language of the catalog, for one that is sealed. Borrowed as above. */
const char *answer_words_shown(
    enum answer_words kind, const struct catalog *catalog, const char *sealed);

/* Appends the words to write: "\"nej\", \"under utveckling\"". question, if it is not NULL, leaves
 * out those of ANSWER_WORDS_NO that it does not offer. */
void answer_words_list(struct buffer *out, const struct edition *edition, enum answer_words kind,
    const struct model_question *question, const struct catalog *catalog);

/* The step of a scale that somebody wrote, from 1: as a number, as its wording, or as both,
 * "3: 50–75 %"; of a choice the option, likewise by its letter, "b: Nej". 0 if it is none of them.
 * place: the question's in the edition, not its number. */
unsigned answer_words_step(const struct edition *edition, unsigned place, const char *written);

#endif
