/* The parts of register/agreement.h, for its own files: what each notes of the audit, row by row,
 * and then compares with its table. A part of which only the store is set is an empty one. */
#ifndef REGISTER_AGREEMENT_PARTS_H
#define REGISTER_AGREEMENT_PARTS_H

#include "base/error.h"
#include "base/list.h"
#include "register/audit.h"
#include "register/audited.h"
#include "register/store.h"

#include <stddef.h>

/* enrolments.c: senders. */
struct enrolment_lists {
    struct store *store;
    struct list enrolments; /* of struct enrolment */
    struct list ends;       /* of struct enrolment_end */
    size_t found;           /* of the enrolments */
};
void enrolments_note(struct enrolment_lists *lists, const struct audit_row *row);
enum status enrolments_compare(struct enrolment_lists *lists, struct error *err) MUST_USE;
void enrolments_free(struct enrolment_lists *lists);

/* After enrolments_compare: hands the cards on. */
void enrolments_keep(const struct enrolment_lists *lists, struct audited *audited);

/* imports.c: submissions. */
struct import_list {
    struct store *store;
    struct list imports; /* of struct import, in the order of importing */
    size_t found;        /* of the imports */
};
void imports_note(struct import_list *list, const struct audit_row *row);
enum status imports_compare(struct import_list *list, struct error *err) MUST_USE;
void imports_free(struct import_list *list);

/* After imports_compare: hands on whose the rows are. */
void imports_keep(const struct import_list *list, struct audited *audited);

/* declarations.c: rounds and population. */
struct declaration_list {
    struct store *store;
    struct list declarations; /* of struct declaration */
};
void declarations_note(struct declaration_list *list, const struct audit_row *row);
enum status declarations_compare(struct declaration_list *list, struct error *err) MUST_USE;
void declarations_free(struct declaration_list *list);

#endif
