/* What is recommended to organisations after a round, as people read of it, and which answers each
 * recommendation rests on.
 *
 * A catalogue of them is a JSON file of its own (docs/edition.md, "The recommendations"), made for
 * one edition and judged against it. It is no part of the edition: nothing that is scored or signed
 * depends on it. */
#ifndef FORMAT_RECOMMENDATIONS_H
#define FORMAT_RECOMMENDATIONS_H

#include "base/error.h"
#include "format/edition.h"
#include "scoring/score.h"

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define RECOMMENDATIONS_FORMAT "sigill-recommendations/1"
#define RECOMMENDATIONS_MAX 64
#define RECOMMENDATION_GROUNDS_MAX 24

enum recommendation_ground_kind {
    RECOMMENDATION_QUESTION,    /* a question, or some of its options */
    RECOMMENDATION_AREA,        /* an area's level */
    RECOMMENDATION_COOPERATION, /* who can teach and who can learn */
    RECOMMENDATION_DEMANDS,     /* what a target profile demands */
};

/* What a recommendation rests on: who lacks it is whom it is for. */
struct recommendation_ground {
    enum recommendation_ground_kind kind;
    unsigned place; /* of the question or the area in the edition; else 0 */
    /* Of a question: the options whose want is meant, of a scale all steps up to the one that is
     * meant; 0: any points. */
    uint32_t options;
};

/* Strings are plain UTF-8 and borrowed from the catalogue. */
struct recommendation {
    const char *id;    /* unique in the catalogue: small letters a to z, digits and hyphens */
    const char *group; /* an id of the edition; NULL: for all */
    const char *title; /* at most 60 characters */
    const char *text;  /* what to do: sentences on one line */
    const char *why;   /* likewise */
    size_t grounds;    /* at least 1 */
    struct recommendation_ground ground[RECOMMENDATION_GROUNDS_MAX];
};

struct recommendations {
    const char *id;
    const char *title;
    const char *about; /* who compiled it, and how far it can be relied on */
    size_t count;      /* at least 1; those for all first, then by group in the edition's order */
    struct recommendation recommendation[RECOMMENDATIONS_MAX];
    json_t *document; /* owns the strings */
};

/* Reads and checks a catalogue for that edition; name is put in front of error texts.
 * STATUS_REFUSED with the reasons of json_read for what is not JSON, REASON_UNKNOWN_FORMAT for
 * another format, REASON_UNKNOWN_EDITION for another edition, and REASON_BAD_VALUE, with the path,
 * for anything else: an unknown or missing key, an id that stands twice, a group, question, option
 * or area that the edition lacks, a ground that stands twice, a list that is empty or too long.
 * *out is the caller's, to be released with recommendations_free; NULL on failure. */
enum status recommendations_load(const struct edition *edition, const void *bytes, size_t length,
    const char *name, struct recommendations **out, struct error *err) MUST_USE;

/* The catalogue that is built into the programs; NULL if it is for another edition. *out as above.
 */
enum status recommendations_builtin(
    const struct edition *edition, struct recommendations **out, struct error *err) MUST_USE;

void recommendations_free(struct recommendations *recommendations); /* accepts NULL */

/* Whether answers, with the score computed from them, lack that ground: no points on the question,
 * or not all the options that are meant; no level in the area. Of cooperation and demands answers
 * say nothing: false. */
bool recommendation_lacked(const struct edition *edition,
    const struct recommendation_ground *ground, const struct answer_set *answers,
    const struct score *score);

#endif
