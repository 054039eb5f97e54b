/* What analyses need of one submission's answers, in few bytes (docs/format.md, "Records").
 *
 * A record holds answers and no figure: what follows from them is computed each time. It is made of
 * the answers that rest sealed beside it, and of nothing else but what their sender's card says of
 * name and group; fsck makes it anew and compares. The place of every field follows from the
 * edition, so that a record can be read without looking for anything. */
#ifndef REGISTER_ANSWER_RECORD_H
#define REGISTER_ANSWER_RECORD_H

#include "base/buffer.h"
#include "base/clock.h"
#include "base/error.h"
#include "format/answers.h"
#include "format/card.h"
#include "format/edition.h"
#include "format/file_mac.h"
#include "format/organisation_number.h"
#include "register/submissions.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define ANSWER_RECORD_BINDING_SIZE 32

/* A record that was read. */
struct answer_record {
    const struct edition *edition;  /* that it answers; borrowed */
    char name[CARD_NAME_MAX + 1];   /* the card's */
    char group[CARD_GROUP_MAX + 1]; /* likewise */
    char from[DAY_SIZE];            /* the period of the answers */
    char to[DAY_SIZE];
    uint32_t roles; /* of the participants, by the edition's order: the first role is bit 0 */
    bool consents;  /* to comparison by name */
    const uint8_t *answers; /* as answer_record_answers reads them; borrowed from the bytes */
    unsigned covers;        /* organisations that are answered for, at most ANSWERS_COVERS_MAX */
    const uint8_t *covered; /* as answer_record_covered reads them; likewise */
    const uint8_t *mac;     /* of the original, a struct file_mac; likewise; NULL: there is none */
};

/* What a record is of: BLAKE2b-256 of all that a row of submissions says and never changes, but its
 * serial, which the record's place says. */
void answer_record_bind(const struct submission *row, uint8_t binding[ANSWER_RECORD_BINDING_SIZE]);

/* How many bytes the answers of an edition take in a record. */
size_t answer_record_answers_size(const struct edition *edition);

/* Appends the record of a row. False, and nothing is appended, for answers that no sealed form
 * has: that name what a question does not offer. */
bool answer_record_encode(const struct submission *row, const struct edition *edition,
    const struct answers *answers, const char *name, const char *group, struct buffer *out);

/* What the import of a row adds to its record: that all that the row says of the bundle, and these
 * answers and this signature, were what the original's signed manifest says. Whoever makes a record
 * anew of what rests has not seen the original, and adds nothing. */
#define ANSWER_RECORD_WITNESS_SIZE 32
void answer_record_add_witness(
    const struct buffer *json, const struct buffer *signature, struct buffer *record);

/* What the import of a large file adds behind the witness: the MAC of the file whose payload it
 * held against the signed manifest. */
void answer_record_add_mac(const struct file_mac *mac, struct buffer *record);

/* Whether a record was written by the import of a row with these answers and this signature: it is
 * `made`, the record made anew of the row, and their witness. */
bool answer_record_has_witness(const uint8_t *bytes, size_t length, const struct buffer *made,
    const struct buffer *json, const struct buffer *signature);

/* Whether a record is `made`, with what an import adds, whichever, or without. */
bool answer_record_is_same(const uint8_t *bytes, size_t length, const struct buffer *made);

/* Reads a record's length bytes, which outlive it. False if they are none of this edition. The
 * binding is for the caller to compare. */
bool answer_record_decode(
    const struct edition *edition, const uint8_t *bytes, size_t length, struct answer_record *out);

/* Appends answers in that form; false, with some of them appended, for what no sealed form has. */
bool answer_record_put_answers(
    const struct edition *edition, const struct answer_set *answers, struct buffer *out);

/* Reads answers, of answer_record_answers_size bytes. Only those of the edition's questions are
 * filled in. */
void answer_record_answers(
    const struct edition *edition, const uint8_t *bytes, struct answer_set *out);

/* The number of one that is answered for, place < record->covers; "" if it was not given. */
void answer_record_covered(
    const struct answer_record *record, unsigned place, char number[ORGANISATION_NUMBER_SIZE]);

#endif
