/* A register that is made from a copy: whether the copy may stand for the register that was, and
 * the name that it gets at the end. */
#ifndef REGISTER_RESTORE_H
#define REGISTER_RESTORE_H

#include "base/error.h"
#include "base/new_directory.h"
#include "format/keydir.h"
#include "register/audit.h"
#include "register/replaced.h"
#include "register/store.h"

#include <stdbool.h>

/* What was found of a copy. */
struct restore_verdict {
    struct head proof; /* of the copy: the end of its audit */
    bool known;        /* the key directory keeps a head of the register */
    bool older;        /* than that head, which was accepted */
};

/* Before anything is decrypted: the copy in from must hold a head that this authority has signed
 * and that commits to the key which opens it. Then the audit of the register in the making is
 * walked; it must end with that head; and the key directory must know of no register that came
 * further, unless that is accepted. STATUS_REFUSED: REASON_UNPROVEN_REGISTER if the copy has no
 * head; REASON_REPLACED_KEY; REASON_BROKEN_CHAIN; REASON_OLDER_REGISTER; and what head_open and
 * head_load find. */
enum status restore_judge(struct audit *audit, const char *from, bool accept_older,
    struct restore_verdict *verdict, struct error *err) MUST_USE;

/* What was found of a register that is to be taken back. */
struct restore_back {
    bool taken;               /* it is the one that the key directory takes already */
    struct replaced replaced; /* what was noted when another one took its place */
    struct replaced_end end;
};

/* Makes a register the one that the key directory takes again, after another one was restored in
 * its place: its audit must hold the head that was known until then (replaced_former), and agree
 * with its tables; and unless that is accepted it must not lack what was done with the other one
 * since (replaced_loses). by: where it is. The other one is noted as replaced. judge only looks;
 * take then changes. STATUS_REFUSED: REASON_NOT_FOUND if none was restored; REASON_OLDER_REGISTER
 * if it lacks that head's row, or what was done since; and what audit_adopt and agreement_check
 * find. */
enum status restore_judge_back(
    struct audit *audit, bool accept_older, struct restore_back *back, struct error *err) MUST_USE;
enum status restore_take_back(struct audit *audit, const char *by, const struct keydir *keys,
    int64_t now, struct error *err) MUST_USE;

/* Closes the store, gives the register its name, and keeps its audit's head. Under its name a
 * register always opens: a key directory that knows nothing of it gets the copy's head before, and
 * one that knows it notes that the register in by is the one from now on. One that is lowered
 * (older) must be so before as well: a run that is cut off between can then be repeated. One that
 * is raised must not. */
enum status restore_give_name(struct audit *audit, struct store *store,
    struct new_directory *directory, const struct restore_verdict *verdict, const char *by,
    struct error *err) MUST_USE;

#endif
