/* An edition of the questionnaire: its model (facts that make the score) and its wording.
 *
 * An edition is a JSON file {"format":"sigill-edition/1","model":{…},"wording":{…}}, and may say
 * what its lists hold and which edition it follows. Only the model counts for the digest, so that a
 * corrected word changes no digest. Lists of the wording name the same ids in the same order as
 * those of the model. edition_load checks the file whole, so that the rest of the programs need
 * not. */
#ifndef FORMAT_EDITION_H
#define FORMAT_EDITION_H

#include "base/buffer.h"
#include "base/error.h"
#include "scoring/cooperate.h"
#include "scoring/model.h"

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define EDITION_FORMAT "sigill-edition/1"
#define EDITION_WORD_SIZE 64 /* an id of an edition, group, area, role, ..., and its NUL */
#define EDITION_DIGEST_SIZE 32
#define EDITION_GROUPS_MAX 16
#define EDITION_ALL_GROUPS                                                                         \
    "alla" /* no group's id: all together, where ids name files or places                          \
            */
#define EDITION_MARKINGS_MAX 8
#define EDITION_ROLES_MAX 32
#define EDITION_BACKGROUND_MAX 10

/* No answers above this class may be carried (docs/edition.md, "Model"). */
#define EDITION_MARKING_HIGHEST "begränsat hemlig"

/* Every string below is plain UTF-8 and borrowed from the edition; "" where the file has none. */
struct edition_question {
    const char *topic; /* at most 60 characters, for tables */
    const char *text;  /* the question in full */
    const char *help;
    const char *option[MODEL_OPTIONS_MAX]; /* of a checklist, or the steps of a scale from step 1 */
    const char *unit;                      /* of a number: what it counts; "" if it is not said */
};

struct edition_area {
    const char *id;
    const char *name;
    const char *description;
    const char *source; /* where its options and gates come from, and which of them are inferred */
};

struct edition_group {
    const char *id;
    const char *name;
    const char *typical; /* what the group's benchmark is called; "" if it has no name of its own */
};

struct edition_role {
    const char *id;
    const char *name;
    bool security; /* a role of the security work itself */
};

/* The two answers to a question of consent; an empty one is no consent. */
#define EDITION_CONSENT_YES "ja"
#define EDITION_CONSENT_NO "nej"

/* A question that gives no points; answered with a text. */
struct edition_background {
    const char *id; /* "circumstances" and "obstacles" stand at the top of the answers' file */
    const char *topic;
    const char *text;
    bool consent; /* not any text will do: EDITION_CONSENT_YES, EDITION_CONSENT_NO or "" */
};

/* What a question continues of the edition that its own follows. */
struct edition_follows_question {
    uint16_t from; /* the earlier question's id; 0: this one is new */
    bool changed;  /* its options, or steps, are not those of the earlier question */
    uint8_t option[MODEL_OPTIONS_MAX]; /* if changed: the earlier option that each continues, from
                                          1; 0: none */
};

/* Which edition this one follows, and what becomes of it. Of the earlier edition only the ids are
 * known here (format/succession.h compares both). */
struct edition_follows {
    char edition[EDITION_WORD_SIZE]; /* the earlier edition's id; "" if it follows none */
    struct edition_follows_question question[MODEL_QUESTIONS_MAX]; /* in the model's order */
    char area[MODEL_AREAS_MAX][EDITION_WORD_SIZE]; /* the earlier area's id; "": it is new */
    unsigned gone; /* what no question and no area continues, in rising order, and in theirs */
    uint16_t gone_question[MODEL_QUESTIONS_MAX];
    unsigned gone_areas;
    char gone_area[MODEL_AREAS_MAX][EDITION_WORD_SIZE];
};

struct edition {
    char id[EDITION_WORD_SIZE];
    uint8_t digest[EDITION_DIGEST_SIZE]; /* BLAKE2b-256 of the model's canonical JSON */
    struct model model;
    unsigned points;   /* the most that all questions give */
    unsigned measures; /* likewise */
    unsigned area_points[MODEL_AREAS_MAX];
    const char *field_id[MODEL_FIELDS_MAX];

    const char *opens; /* the first and last day of collecting, as "2021-05-01" */
    const char *closes;
    size_t groups;
    struct edition_group group[EDITION_GROUPS_MAX];
    size_t markings; /* in rising order; the last is EDITION_MARKING_HIGHEST */
    const char *marking[EDITION_MARKINGS_MAX];
    size_t roles;
    struct edition_role role[EDITION_ROLES_MAX];
    size_t backgrounds;
    struct edition_background background[EDITION_BACKGROUND_MAX];

    const char *title;
    const char *about;      /* where the model comes from */
    const char *period;     /* the time that the questions are about, in words */
    unsigned period_months; /* the same in months, 0 if the edition does not say */
    const char
        *section[MODEL_SECTIONS_MAX]; /* name of section n at n-1; "" if no question is in it */
    struct edition_question question[MODEL_QUESTIONS_MAX]; /* in the model's order */
    struct edition_area area[MODEL_AREAS_MAX];
    const char *no;        /* "no", "none" and "partly" as answers, in words */
    const char *no_none;   /* "" if no question offers it */
    const char *no_partly; /* likewise */
    const char *no_source; /* which questions offer the last two, and who says so */
    const char *sure;      /* the assessments in words */
    const char *unsure;

    /* Which questions stand in the lists of a group's cooperation; a third and two thirds if the
     * edition does not say. */
    struct cooperate_limits even;

    struct edition_follows follows; /* of one that is built in: none */

    json_t *document; /* owns the strings; NULL if it is built in, for these are constants then */
};

/* Reads and checks an edition's file; name is put in front of error texts. STATUS_REFUSED with the
 * reasons of json_read for what is not JSON, REASON_UNKNOWN_FORMAT for another format, and
 * REASON_BAD_VALUE, with the path, for anything else: an unknown or missing key, a bound of
 * scoring/model.h, ids not unique or not in order, totals, levels or area maxima that do not agree
 * with what is counted. *edition is the caller's, to be released with edition_free; NULL on
 * failure. */
enum status edition_load(const void *bytes, size_t length, const char *name,
    struct edition **edition, struct error *err) MUST_USE;

/* The same for the file of that name, at most JSON_LENGTH_MAX bytes; the refusals of file_read too.
 */
enum status edition_load_file(
    const char *path, struct edition **edition, struct error *err) MUST_USE;

/* An edition that is built into the programs: as edition_load would read its file, from a table
 * that was made of it in building (format/fields.h). STATUS_REFUSED with REASON_UNKNOWN_EDITION if
 * there is none of that id. *edition as above. */
enum status edition_builtin(const char *id, struct edition **edition, struct error *err) MUST_USE;

/* The id of the built-in edition at that place, newest first; NULL after the last. */
const char *edition_builtin_id(size_t place);

void edition_free(struct edition *edition); /* accepts NULL */

/* The place of a question, group, marking, role, area, background question or field; -1 if there is
 * none. */
int edition_find_question(const struct edition *edition, unsigned id);
int edition_find_group(const struct edition *edition, const char *id);
int edition_find_marking(const struct edition *edition, const char *marking);
int edition_find_role(const struct edition *edition, const char *id);
int edition_find_area(const struct edition *edition, const char *id);
int edition_find_background(const struct edition *edition, const char *id);
int edition_find_field(const struct edition *edition, const char *id);

/* Whether its questions give points, so that there are levels. */
bool edition_has_points(const struct edition *edition);

/* What people call a field: the name of the section that its question stands in. */
const char *edition_field_name(const struct edition *edition, unsigned field);

/* The id of a group as people type it: the id or the name, in letters of either case; NULL if there
 * is none. */
const char *edition_typed_group(const struct edition *edition, const char *text);

/* The name of the section that a level, from 1, adds to those below it; "" if it adds none. */
const char *edition_level_name(const struct edition *edition, unsigned level);

/* What the benchmark of that group (an id) is called; NULL if the edition has no such group, or no
 * name for it. */
const char *edition_typical(const struct edition *edition, const char *group);

/* Appends the ids of the groups, with commas between. */
void edition_list_groups(const struct edition *edition, struct buffer *out);

#endif
