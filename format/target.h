/* A target profile: a list of measures that somebody demands, such as an authority's reading of a
 * regulation, as a file:
 *
 * {"format":"sigill-target/1","id":…,"edition":ID,"name":…,"about":…,
 *  "measures":[{"question":7,"yes":["a","b"]},{"question":3,"yes":4}]}
 *
 * It names options of checklists and steps of scales, as an answers' file does, and becomes an
 * answer set that others are held against (scoring/difference.h). "id" and "about" may be left out;
 * a profile with an id can be asked for by it where it is built in or handed out with others. */
#ifndef FORMAT_TARGET_H
#define FORMAT_TARGET_H

#include "base/error.h"
#include "format/edition.h"
#include "scoring/model.h"

#include <stdbool.h>
#include <stddef.h>

#define TARGET_FORMAT "sigill-target/1"
#define TARGET_REGULATION "foreskrift" /* the id of the one that is built in */
#define TARGET_NAME_SIZE 201   /* at most 200 bytes and a NUL */
#define TARGET_ABOUT_SIZE 2001 /* likewise */

struct target {
    char id[EDITION_WORD_SIZE];    /* of a to z, 0 to 9 and hyphens; "" where it has none */
    char name[TARGET_NAME_SIZE];   /* one line, not empty */
    char about[TARGET_ABOUT_SIZE]; /* what it is and whose; may have several lines, may be "" */
    struct answer_set set; /* the measures as valid answers that are all sure; unanswered where the
                              profile demands nothing */
};

/* Reads and checks a profile for an edition; name is put in front of error texts. STATUS_REFUSED
 * with the reasons of json_read for what is not JSON, REASON_UNKNOWN_FORMAT for another format,
 * REASON_UNKNOWN_EDITION if it is for another edition, and REASON_BAD_VALUE, with the path, for
 * anything else: an unknown or missing key, no measure at all, a question that the edition lacks or
 * that stands twice, an option or step that the question lacks, an option that stands twice, a
 * measure that demands nothing. *out is filled wholly on success, unspecified on failure. */
enum status target_load(const struct edition *edition, const void *bytes, size_t length,
    const char *name, struct target *out, struct error *err) MUST_USE;

/* Whether a profile of that id is built into the programs. */
bool target_is_builtin(const char *id);

/* The profile of that id that is built into the programs. STATUS_REFUSED: REASON_NOT_FOUND if there
 * is none of that id (said to whoever may have meant a file), REASON_UNKNOWN_EDITION if it is for
 * another edition. *out as above. */
enum status target_builtin(
    const struct edition *edition, const char *id, struct target *out, struct error *err) MUST_USE;

#endif
