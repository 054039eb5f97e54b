/* One organisation's answers to an edition, as people write them and as they are sealed.
 *
 * struct answers is a plain record without pointers. A process that may be taken over parses the
 * JSON and hands up the record; one that holds keys validates the record and builds the JSON anew,
 * so that it never parses what came from outside (S9). Members of the file: docs/format.md,
 * "Answers". Notes are checked and dropped: they are in no record. Files to fill in:
 * format/draft.h. */
#ifndef FORMAT_ANSWERS_H
#define FORMAT_ANSWERS_H

#include "base/buffer.h"
#include "base/error.h"
#include "format/edition.h"
#include "format/findings.h"
#include "format/json.h"
#include "scoring/model.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define ANSWERS_LENGTH_MAX ((size_t)1 << 20) /* of the file (docs/format.md, "Limits") */
#define ANSWERS_NAME_SIZE 201  /* a name, role or reference: at most 200 bytes and a NUL */
#define ANSWERS_WORD_SIZE 64   /* an id of the edition, or a date: at most 63 and a NUL */
#define ANSWERS_TEXT_SIZE 8001 /* a text that may have several lines, and a NUL */
#define ANSWERS_NOTE_MAX 4000  /* bytes of a question's note */
#define ANSWERS_COVERS_MAX 200
#define ANSWERS_PARTICIPANTS_MAX 32

/* An organisation on whose behalf another answers. */
struct answers_covered {
    char name[ANSWERS_NAME_SIZE];
    char number[ANSWERS_WORD_SIZE]; /* "NNNNNN-NNNN", or "" if it was not given */
};

struct answers_organisation {
    char name[ANSWERS_NAME_SIZE];
    char number[ANSWERS_WORD_SIZE]; /* "NNNNNN-NNNN" */
    char group[ANSWERS_WORD_SIZE];  /* an id of the edition's groups */
    uint32_t covers;
    struct answers_covered covered[ANSWERS_COVERS_MAX]; /* the first `covers` are in use */
};

struct answers_approval {
    char by[ANSWERS_NAME_SIZE];
    char role[ANSWERS_NAME_SIZE];
    char date[ANSWERS_WORD_SIZE]; /* "YYYY-MM-DD" */
    char reference[ANSWERS_NAME_SIZE];
};

/* What was left out in the file is "" here. answers_parse keeps what was written even where it was
 * found wrong; in a record that answers_validate_record accepts everything is in that form.
 * Some 140 kB: better kept off the stack. */
struct answers {
    char edition[EDITION_WORD_SIZE];
    struct answers_organisation organisation;
    char period_from[ANSWERS_WORD_SIZE]; /* "YYYY-MM-DD" */
    char period_to[ANSWERS_WORD_SIZE];
    char marking[ANSWERS_WORD_SIZE]; /* one of the edition's markings */
    uint32_t participants;
    char participant[ANSWERS_PARTICIPANTS_MAX][ANSWERS_WORD_SIZE]; /* ids of the edition's roles */
    struct answer_set set;                                         /* in the edition's order */
    char background[EDITION_BACKGROUND_MAX][ANSWERS_TEXT_SIZE];    /* in the edition's order */
    struct answers_approval approval;                              /* all "" if it was not given */
};

/* Whether a background question stands at the top of the file and not in "background". */
bool answers_on_top(const char *id);

/* The question whether the organisation may be compared, by name, with another that agrees too. */
#define ANSWERS_COMPARISON "comparison"

/* Whether a question of consent, such as ANSWERS_COMPARISON, is answered with yes. Anything else is
 * no consent: no answer, or an edition that has no such question or has it as a plain text. */
bool answers_consent(const struct edition *edition, const struct answers *answers, const char *id);

/* The document of a file as a person wrote it, for the next two; name is put in front of their
 * error texts. Refuses what json_read refuses, with REASON_INVALID_ANSWERS or REASON_TOO_LARGE.
 * *document is the caller's, to be released with json_decref; NULL on failure. */
enum status answers_read(const void *bytes, size_t length, const char *name, json_t **document,
    struct error *err) MUST_USE;

/* The id of the edition that it names, "" if it names none, so that the caller can get the edition.
 * REASON_INVALID_ANSWERS if what it names can be none. */
enum status answers_named_edition(
    json_t *document, const char *name, char id[EDITION_WORD_SIZE], struct error *err) MUST_USE;

/* answers_parse of what was read from source, NULL if it is not known. The document is changed:
 * what is sealed stands in it then in the place of what people may write for it. */
enum status answers_of_document(const struct edition *edition, json_t *document, const char *name,
    const struct json_source *source, struct answers *out, struct findings *findings,
    struct error *err) MUST_USE;

/* Reads the file as a person wrote it, name put in front of error texts.
 * - STATUS_REFUSED with REASON_TOO_LARGE; REASON_UNKNOWN_EDITION if it names another edition than
 *   the given one; REASON_INVALID_ANSWERS for the rest: syntax, and members named twice, with line
 *   and column; unknown keys, wrong types, and texts that are too long or not plain, with path.
 * - STATUS_OK otherwise; *findings then gets what answers_check finds. The caller looks at
 *   findings->errors: answers with errors may be scored, not sealed.
 * *out is filled wholly on success, unspecified on failure. */
enum status answers_parse(const struct edition *edition, const void *bytes, size_t length,
    const char *name, struct answers *out, struct findings *findings, struct error *err) MUST_USE;

/* Adds what is wrong or lacking in a record, head first, then by question. Codes about a question:
 * "unanswered" (a warning), "contradictory", "empty", "no-assessment", "unknown-option",
 * "uncalled" (answered, though it was not asked). Codes about the head, errors: "edition",
 * "organisation-name", "organisation-number", "group", "covers", "period", "marking",
 * "participants", "approval" (a date that is none), "background" (a question of consent answered
 * with something else than yes or no); warnings: "approval" (nobody, or no date, is named). */
void answers_check(
    const struct edition *edition, const struct answers *answers, struct findings *findings);

/* Adds an error for everything for which answers_parse refuses the file, where it goes no further
 * than the first: each with line and column, of the code "syntax" or "not-json" (json_faults), or,
 * if the file is JSON, "structure". Nothing for a file that answers_parse reads. */
void answers_faults(
    const struct edition *edition, const void *bytes, size_t length, struct findings *faults);

/* Adds warnings, with the code "period", where the period is hardly the one that was meant: it is
 * not as many whole months as the edition asks for, or on the day of now (seconds since 1970) it
 * has not begun, ends more than half a year later, or ended more than two years ago. Nothing where
 * answers_check finds an error in it. */
void answers_check_period(const struct edition *edition, const struct answers *answers, int64_t now,
    struct findings *findings);

/* Adds a warning, with the code "approval", where the day of the approval has not come on the day
 * of now (seconds since 1970) anywhere in the world, and one where it is before the period. Nothing
 * where answers_check finds an error. */
void answers_check_approved_day(
    const struct answers *answers, int64_t now, struct findings *findings);

/* Whether a record from an untrusted process may be used: every string terminated, zero behind its
 * end, and plain; every count, flag and enumeration in range; nothing set for questions, options or
 * background questions that the edition lacks; no error that answers_check would find.
 * STATUS_REFUSED with REASON_INVALID_ANSWERS otherwise. */
enum status answers_validate_record(
    const struct edition *edition, const struct answers *answers, struct error *err) MUST_USE;

/* Appends the canonical JSON of a record. One that answers_validate_record does not accept is
 * refused in its way, and nothing is appended. All keys are written, `covers` only where there are
 * any, and a covered organisation's `number` only where it was given. */
enum status answers_encode(const struct edition *edition, const struct answers *answers,
    struct buffer *out, struct error *err) MUST_USE;

/* Reads the sealed form: exactly what answers_encode writes. Anything else, a note or an error that
 * answers_check would find among it, is STATUS_REFUSED with REASON_INVALID_ANSWERS (or
 * REASON_TOO_LARGE, REASON_UNKNOWN_EDITION). The record is one that answers_validate_record
 * accepts. */
enum status answers_parse_canonical(const struct edition *edition, const void *bytes, size_t length,
    struct answers *out, struct error *err) MUST_USE;

/* Reads the sealed form of answers that answers_parse_canonical, or the making of their record, has
 * accepted before, and that have been kept since so that nobody could change them
 * (register/vault.h): only what the reading itself needs is looked at again. */
enum status answers_parse_kept(const struct edition *edition, const void *bytes, size_t length,
    struct answers *out, struct error *err) MUST_USE;

#endif
