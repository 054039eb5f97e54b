/* The parts of register/agreement.h, for its own files: what each notes of the audit, row by row,
 * and then compares with its table. A part of which only the store is set is an empty one. */
#ifndef REGISTER_AGREEMENT_PARTS_H
#define REGISTER_AGREEMENT_PARTS_H

#include "base/error.h"
#include "base/list.h"
#include "register/audit.h"
#include "register/audited.h"
#include "register/store.h"
#include "register/submissions.h"

#include <sodium.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* enrolments.c: senders. */
struct enrolment_lists {
    struct store *store;
    struct audited *audited;     /* borrowed; what is noted are its cards */
    bool by_index;               /* the rows are read from an index, and have its order */
    struct list ends;            /* of struct enrolment_end */
    struct sqlite3_stmt *select; /* owned; the rows of senders, */
    bool ended;                  /* whether the last was read, */
    struct list rows;            /* those that were: of struct sender_row, */
    struct list reasons;         /* and their reasons: of struct fingerprint */
    size_t found;                /* of the cards */
};
/* Before the first row: about so many cards are to come. by_index: an index will do that has all of
 * a row but the card, where the register has it; else rows are read from the table. */
enum status enrolments_expect(
    struct enrolment_lists *lists, bool by_index, size_t cards, struct error *err) MUST_USE;
/* Reads rows of senders until there are so many, or all. May run while enrolments_note does. */
enum status enrolments_read(
    struct enrolment_lists *lists, size_t cards, struct error *err) MUST_USE;
/* Notes what a row says of cards, as the others do of what is theirs. True: no other has to see it.
 */
bool enrolments_note(struct enrolment_lists *lists, const struct audit_row *row);
/* And after the last: these are all cards. */
enum status enrolments_compare(struct enrolment_lists *lists, struct error *err) MUST_USE;
void enrolments_free(struct enrolment_lists *lists);

/* imports.c: submissions. */
struct import_list {
    struct store *store;
    struct list imports; /* of struct import, in the order of importing */
    uint8_t words_key[crypto_shorthash_siphashx24_KEYBYTES]; /* random */
    size_t found;                                            /* of the imports */
};
void imports_expect(struct import_list *list, size_t imports); /* as above */
bool imports_note(struct import_list *list, const struct audit_row *row);
enum status imports_compare(struct import_list *list, struct error *err) MUST_USE;
void imports_free(struct import_list *list);

/* Hands on whose the rows are. */
void imports_keep(const struct import_list *list, struct audited *audited);

/* Hands on the list itself, and leaves an empty one: imports_compare is for record_walk to do. */
void imports_defer(struct import_list *list);

/* For that walk: digests the rest of a row's words, which any thread may do at any time; compares
 * the row, each call for the next one; and what is left after the last. All do nothing where no
 * list was handed on. */
#define IMPORTS_DIGEST_SIZE crypto_shorthash_siphashx24_BYTES
void imports_digest(
    const struct store *store, const struct submission *row, uint8_t digest[IMPORTS_DIGEST_SIZE]);
enum status imports_judge(const struct store *store, const struct submission *row,
    const uint8_t digest[IMPORTS_DIGEST_SIZE], struct error *err) MUST_USE;
enum status imports_judge_end(const struct store *store, struct error *err) MUST_USE;

/* Releases a list that was handed on, if there is one. */
void imports_forget(struct store *store);

/* declarations.c: rounds and population. */
struct declaration_list {
    struct store *store;
    struct list declarations; /* of struct declaration */
};
void declarations_note(struct declaration_list *list, const struct audit_row *row);
enum status declarations_compare(struct declaration_list *list, struct error *err) MUST_USE;
void declarations_free(struct declaration_list *list);

/* kept_editions.c: editions, each of whose files must be the one that was added last. */
enum status kept_editions_compare(
    struct store *store, const struct audited *audited, struct error *err) MUST_USE;

#endif
