/* The support that an organisation can get in each area, as people read of it.
 *
 * A catalogue is a JSON file of its own, {"format":"sigill-support/1","id","edition","title",
 * "about","areas":[{"id","basic":[…],"advanced":[…],"management":[…]}]}, each element of the lists
 * {"kind","name","description"}. It is no part of the edition: support changes from year to year,
 * the questions do not, and nothing that is scored or signed depends on it. */
#ifndef FORMAT_SUPPORT_H
#define FORMAT_SUPPORT_H

#include "base/error.h"
#include "format/edition.h"
#include "scoring/model.h"

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#define SUPPORT_FORMAT "sigill-support/1"
#define SUPPORT_ITEMS_MAX 12 /* of one area and level */

enum support_level {
    SUPPORT_BASIC,      /* to get started */
    SUPPORT_ADVANCED,   /* to go further, when the foundations are there */
    SUPPORT_MANAGEMENT, /* for those who lead and decide, whatever the level */
};
#define SUPPORT_LEVELS 3

enum support_kind {
    SUPPORT_GUIDANCE,
    SUPPORT_COURSE,
    SUPPORT_TOOL,
    SUPPORT_METHOD,
    SUPPORT_ADVICE,
};

/* Every string below is plain UTF-8 of one line and borrowed from the catalogue. */
struct support_item {
    enum support_kind kind;
    enum support_level level;
    const char *name;        /* at most 60 characters */
    const char *description; /* one sentence, with its full stop */
};

struct support_list {
    size_t items; /* at least 1 */
    struct support_item item[SUPPORT_ITEMS_MAX];
};

struct support_area {
    const char *id; /* of an area of the edition */
    struct support_list level[SUPPORT_LEVELS];
};

struct support {
    char id[EDITION_WORD_SIZE];
    const char *edition; /* the id of the edition whose areas are meant */
    const char *title;
    const char *about; /* who compiled it, and how far it can be relied on */
    size_t areas;
    struct support_area area[MODEL_AREAS_MAX];
    json_t *document; /* owns the strings; NULL if it is built in, for these are constants then */
};

/* Reads and checks a catalogue; name is put in front of error texts. STATUS_REFUSED with the
 * reasons of json_read for what is not JSON, REASON_UNKNOWN_FORMAT for another format, and
 * REASON_BAD_VALUE, with the path, for anything else: an unknown or missing key, an unknown kind,
 * an area that stands twice, a level without an item, a name or description that is empty or too
 * long. *support is the caller's, to be released with support_free; NULL on failure. */
enum status support_load(const void *bytes, size_t length, const char *name,
    struct support **support, struct error *err) MUST_USE;

/* The catalogue that is built into the programs, to be released with support_free. */
struct support *support_builtin(void) __attribute__((returns_nonnull));

void support_free(struct support *support); /* accepts NULL */

/* Whether the areas that the catalogue names are those of this edition. */
bool support_is_for(const struct support *support, const struct edition *edition);

/* The support for an area by the area's id; NULL if the catalogue has none for it. */
const struct support_area *support_find_area(const struct support *support, const char *id);

/* The level of support that suits an area whose own level that is: basic for an area at level 0 or
 * 1, where the foundations are still laid, advanced from level 2 on. Never SUPPORT_MANAGEMENT,
 * which is shown beside the one or the other (report/question_areas.h finds the areas). */
enum support_level support_for(unsigned area_level);

/* "basic", "advanced", "management"; "guidance", "course", "tool", "method", "advice": as in the
 * file, and in JSON results. */
const char *support_level_code(enum support_level level);
const char *support_kind_code(enum support_kind kind);

#endif
