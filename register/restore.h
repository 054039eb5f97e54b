/* A register that is made from a copy: whether the copy may stand for the register that was, and
 * the name that it gets at the end. */
#ifndef REGISTER_RESTORE_H
#define REGISTER_RESTORE_H

#include "base/error.h"
#include "base/new_directory.h"
#include "register/audit.h"
#include "register/store.h"

#include <stdbool.h>

/* Walks the audit of the register in the making. It must have the head that stands in the copy, in
 * from, signed by the authority; and the key directory must know of no register that came further,
 * unless that is accepted: then *older says so. STATUS_REFUSED: REASON_BROKEN_CHAIN;
 * REASON_OLDER_REGISTER; REASON_NOT_FOUND if the copy has no head; and what head_open and head_load
 * find. audit->head_found says whether the key directory knows anything of the register. */
enum status restore_judge(struct audit *audit, const char *from, bool accept_older, bool *older,
    struct error *err) MUST_USE;

/* Closes the store, gives the register its name, and keeps its audit's head. A head that is lowered
 * (older) must be so before the register stands under its name: a run that is cut off between can
 * then be repeated. One that is raised must not. */
enum status restore_give_name(struct audit *audit, struct store *store,
    struct new_directory *directory, bool older, struct error *err) MUST_USE;

#endif
