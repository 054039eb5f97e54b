/* The support that an organisation can get, as people read of it: what exists, who gives it, how
 * far one must have come for it, and which areas and questions it helps with.
 *
 * A catalogue is a JSON file of its own (docs/edition.md, "The support catalogue"), made for one
 * edition and judged against it. It is no part of the edition: support changes from year to year,
 * the questions do not, and nothing that is scored or signed depends on it. */
#ifndef FORMAT_SUPPORT_H
#define FORMAT_SUPPORT_H

#include "base/error.h"
#include "format/edition.h"
#include "scoring/model.h"

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SUPPORT_FORMAT "sigill-support/1"
#define SUPPORT_ITEMS_MAX 256
#define SUPPORT_DOCUMENTS_MAX 16

enum support_section {
    SUPPORT_START,     /* where anybody can begin, whatever it is about */
    SUPPORT_CATALOGUE, /* what is offered */
    SUPPORT_NETWORK,   /* where one meets others who do the same */
    SUPPORT_EARLIER,   /* from older sources: some of it may be gone */
};
#define SUPPORT_SECTIONS 4

/* The first of each of these says that the source does not tell. */
enum support_category {
    SUPPORT_ANY_CATEGORY,
    SUPPORT_REPORTS,
    SUPPORT_TRAINING,
    SUPPORT_GUIDANCE,
    SUPPORT_MEASURING,
    SUPPORT_BUSINESS,
    SUPPORT_CONTACTS,
};
#define SUPPORT_CATEGORIES 7

enum support_level {
    SUPPORT_ANY_LEVEL,
    SUPPORT_BASIC,      /* for those to whom this is new, or who have other duties too */
    SUPPORT_ADVANCED,   /* for those who know more */
    SUPPORT_MANAGEMENT, /* for those who lead and decide */
};
#define SUPPORT_LEVELS 4

enum support_cost { SUPPORT_COST_UNSAID, SUPPORT_FREE, SUPPORT_PAID };
#define SUPPORT_COSTS 3

/* What of an item no source says: whoever made the catalogue judged it. */
enum support_judged {
    SUPPORT_JUDGED_CATEGORY = 1U << 0,
    SUPPORT_JUDGED_LEVEL = 1U << 1,
    SUPPORT_JUDGED_COST = 1U << 2,
    SUPPORT_JUDGED_AREAS = 1U << 3,
    SUPPORT_JUDGED_QUESTIONS = 1U << 4,
};

/* Every string below is plain UTF-8 of one line and borrowed from the catalogue. */

/* What names of items are taken from. */
struct support_document {
    const char *id;
    const char *name;
    const char *issuer;
    const char *published; /* a day, or "" */
};

struct support_item {
    const char *id;          /* unique in the catalogue: small letters a to z, digits and hyphens */
    const char *name;        /* as the source has it, at most 120 characters */
    const char *issuer;      /* who gives it; "" where the source does not say */
    const char *description; /* one or more sentences, with the full stop */
    enum support_section section;
    enum support_category category; /* known of what is in SUPPORT_CATALOGUE, as the level is */
    enum support_level level;
    enum support_cost cost;
    unsigned year;   /* of an older item; 0 where none is said */
    unsigned source; /* place of its document */
    unsigned judged; /* of enum support_judged */
    uint32_t areas;  /* that it serves: area i of the edition is bit i */
    uint32_t questions[(MODEL_QUESTIONS_MAX + 31) / 32]; /* likewise; support_serves tells */
};

struct support {
    const char *id;
    const char *edition; /* the id of the edition whose areas and questions are meant */
    const char *title;
    const char *about; /* who compiled it, and how far it can be relied on */
    size_t documents;  /* at least 1 */
    struct support_document document[SUPPORT_DOCUMENTS_MAX];
    size_t items; /* at least 1 */
    struct support_item item[SUPPORT_ITEMS_MAX];
    json_t *document_read; /* owns the strings; NULL if it is built in, for these are constants */
};

/* Reads and checks a catalogue for that edition; name is put in front of error texts.
 * STATUS_REFUSED with the reasons of json_read for what is not JSON, REASON_UNKNOWN_FORMAT for
 * another format, REASON_UNKNOWN_EDITION for another edition, and REASON_BAD_VALUE, with the path,
 * for anything else: an unknown or missing key, an unknown word, an id, area or question that
 * stands twice, an area, question or document that there is not, something of the catalogue itself
 * without category or level, a name or description that is empty or too long, a list that is empty
 * or too long. *support is the caller's, to be released with support_free; NULL on failure. */
enum status support_load(const struct edition *edition, const void *bytes, size_t length,
    const char *name, struct support **support, struct error *err) MUST_USE;

/* The catalogue that is built into the programs, to be released with support_free. */
struct support *support_builtin(void) __attribute__((returns_nonnull));

void support_free(struct support *support); /* accepts NULL */

/* Whether the catalogue is for this edition. */
bool support_is_for(const struct support *support, const struct edition *edition);

/* Whether the item helps with the question at that place in the edition. */
bool support_serves(const struct support_item *item, unsigned question);

/* The words of the file, and of JSON results: "start", "catalogue", "network", "earlier";
 * "reports", "training", "guidance", "measuring", "support", "contacts"; "basic", "advanced",
 * "management"; "free", "paid"; for what is not said NULL. */
const char *support_section_code(enum support_section section);
const char *support_category_code(enum support_category category);
const char *support_level_code(enum support_level level);
const char *support_cost_code(enum support_cost cost);

/* The word for one bit of enum support_judged, from the lowest: "category", "level", "cost",
 * "areas", "questions"; NULL after the last. */
const char *support_judged_code(unsigned bit);

#endif
