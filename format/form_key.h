/* Keys of a form that is filled in as a table (docs/format.md, "A form as a workbook"): each row in
 * which something is typed has one, and it names the place in the answers' document where what is
 * typed belongs. Whoever writes a form and whoever reads it know keys from here alone.
 *
 *     organisation.covers.2    approval.date    participants.it-chef    7.b    7.assessment
 */
#ifndef FORMAT_FORM_KEY_H
#define FORMAT_FORM_KEY_H

#include "base/messages.h"
#include "format/edition.h"

#include <stdbool.h>

#define FORM_KEY_SIZE 96 /* the longest key and a NUL */

enum form_key_place {
    FORM_KEY_EDITION, /* "edition", and so on as the document calls its members */
    FORM_KEY_NAME,
    FORM_KEY_NUMBER,
    FORM_KEY_GROUP,
    FORM_KEY_COVERED, /* "organisation.covers.N": a name, its number beside it */
    FORM_KEY_FROM,
    FORM_KEY_TO,
    FORM_KEY_MARKING,
    FORM_KEY_PARTICIPANT, /* "participants.ID": yes, if the role takes part */
    FORM_KEY_BACKGROUND,  /* "background.ID"; "circumstances" and "obstacles" stand alone */
    FORM_KEY_APPROVED_BY,
    FORM_KEY_APPROVED_ROLE,
    FORM_KEY_APPROVED_DATE,
    FORM_KEY_APPROVED_REFERENCE,
    FORM_KEY_OPTION,     /* "7.b": yes, if the option is ticked; from here on of a question */
    FORM_KEY_STEP,       /* "3.step": which step of a scale */
    FORM_KEY_CHOICE,     /* "3.choice": which of the options, where one is chosen */
    FORM_KEY_VALUE,      /* "3.value": a number, or a day */
    FORM_KEY_NO,         /* "7.no": which of the answers without points */
    FORM_KEY_ASSESSMENT, /* "7.assessment" */
    FORM_KEY_NOTE,       /* "7.note" */
};

/* Members that the place does not use are 0. */
struct form_key {
    enum form_key_place place;
    unsigned number;   /* N of FORM_KEY_COVERED: 1 to ANSWERS_COVERS_MAX */
    unsigned question; /* of FORM_KEY_OPTION and all after it: as people use it, 1 to 65535 */
    unsigned option;   /* of FORM_KEY_OPTION: "a" is 0, below QUESTION_FORM_LETTERS_MAX */
    char id[EDITION_WORD_SIZE]; /* of a role or background question */
};

/* Writes a key. Its members must be within the bounds above, its id not empty. */
void form_key_format(const struct form_key *key, char text[FORM_KEY_SIZE]);

/* Reads what form_key_format writes, and nothing else: a key has one form. Space around it is
 * passed over, since cells are typed in. True says nothing of whether an edition has the place. */
bool form_key_parse(const char *text, struct form_key *key);

/* Where a yes to the question is typed: options, each in its own row, a step, a choice or a value.
 */
enum form_key_place form_key_of_yes(const struct model_question *question);

/* Whether the edition has the place: the question, and that a yes to it is typed there, or that it
 * is assessed; the role; the background question. An option beyond those that a question has is
 * there, and so is a no, as they are in an answers' file: the answer is then wrong, not the place.
 */
bool form_key_is_known(const struct edition *edition, const struct form_key *key);

/* The columns of a form that mean something, by what stands in the header row. */
enum form_column {
    FORM_COLUMN_KEY,
    FORM_COLUMN_ANSWER,
    FORM_COLUMN_NUMBER, /* of a covered organisation */
    FORM_COLUMN_NAME,   /* of one: the answer's column has this header too */
    FORM_COLUMNS
};

/* The header of a column in a form in that language. Static text. */
const char *form_column_name(enum form_column column, enum language language);

/* The column that a header of either language names, space around it passed over. */
bool form_column_of(const char *text, enum form_column *column);

#endif
