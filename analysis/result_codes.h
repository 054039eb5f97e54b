/* How many texts have each code, by group: what an analyst wrote beside free texts, counted. */
#ifndef ANALYSIS_RESULT_CODES_H
#define ANALYSIS_RESULT_CODES_H

#include "analysis/result_texts.h"
#include "base/list.h"

struct collection; /* analysis/collection.h */
struct coded_text; /* format/coded_texts.h */
struct coded_texts;
struct findings; /* format/findings.h */

/* A code, and how many texts have it of each group of the result. */
struct code_count {
    const char *code; /* as it was typed first; borrowed from the coded texts */
    size_t count[SCOPE_GROUPS_MAX];
};

/* The texts that answer one question. */
struct codes_question {
    size_t background;              /* place in the edition */
    size_t told[SCOPE_GROUPS_MAX];  /* texts */
    size_t coded[SCOPE_GROUPS_MAX]; /* those of them that have a code */
    struct list codes;              /* of struct code_count: of the last group the most first,
                                       then by name */
};

struct codes {
    struct scope scope;
    size_t groups; /* result_scope_groups */
    int group[SCOPE_GROUPS_MAX];
    size_t questions;
    struct codes_question question[TEXTS_QUESTIONS_MAX];
    size_t others; /* rows with codes of members that the scope leaves out */
};

/* Counts the codes of the texts that are still what they were. Findings, errors all of them, with
 * the cell of the key: "codes-changed" (the organisation's text is another one now) and
 * "codes-gone" (it has no submission in the round, or wrote nothing there); only rows that have
 * codes. Codes are the same whatever their capitals and spaces. *out is the caller's
 * (result_codes_free). */
void result_codes(const struct collection *collection, const struct texts *texts,
    const struct coded_texts *coded, struct codes *out, struct findings *findings);
void result_codes_free(struct codes *codes);

/* The row whose codes count for a member's text; NULL if there is none. */
const struct coded_text *result_codes_row(
    const struct texts *texts, const struct coded_texts *coded, size_t member, size_t background);

#endif
