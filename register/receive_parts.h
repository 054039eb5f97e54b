/* The parts of receiving, for files register/receive*.c only: a bundle on its way, and what is done
 * with it. */
#ifndef REGISTER_RECEIVE_PARTS_H
#define REGISTER_RECEIVE_PARTS_H

#include "base/buffer.h"
#include "base/error.h"
#include "base/file.h"
#include "base/helpers.h"
#include "isolate/opening.h"
#include "register/intake.h"
#include "register/judge.h"
#include "register/receive.h"
#include "register/submissions.h"

#include <stdbool.h>
#include <stddef.h>

/* One bundle on its way. */
struct passage {
    const struct receiver *receiver;
    struct verdict *verdict; /* borrowed */
    struct intake intake;
    struct judge_senders *senders; /* owned; NULL once it was judged good */
    struct opening_policy policy;
    struct opening *opening; /* owned; likewise */
    struct helpers *helpers; /* borrowed: those that may take a step of the opening, */
    struct helper_task task; /* and it: until it is done the passage is left alone */
    bool opens;         /* it is to be opened: its copy is there, and not in the register yet */
    uint64_t promised;  /* bytes, by its file, when it was opened while it was copied; */
    uint64_t copied;    /* those so far, */
    uint64_t told;      /* and those that its worker knows of */
    enum status status; /* of what was done ahead, */
    struct error why;   /* and its failure */
    size_t edition;     /* its place among the receiver's */
    struct submission submission;
    char period_from[DAY_SIZE]; /* of the answers of what was judged good */
    char period_to[DAY_SIZE];
    struct buffer record;    /* of the answers (register/answer_record.h); owned */
    struct buffer answers;   /* answers.json of what was judged good; owned */
    struct buffer signature; /* on that; owned */
};

/* Where a bundle comes from: a file, or if there is no path a source. */
struct origin {
    const char *path;
    const struct source *source;
};

/* ---- receive.c: up to the import ---- */

/* pause: what is to be done while a worker keeps this process waiting; borrowed, as the helpers
 * are. passage_end releases what the passage owns. */
void passage_begin(struct passage *passage, const struct receiver *receiver,
    const struct catalog *catalog, struct client_pause *pause, struct helpers *helpers,
    struct verdict *verdict);
void passage_end(struct passage *passage);

/* Opens it to its end, and judges it by what the register holds. *known: the very file is in the
 * register already, and what was lacking of its import is completed. */
enum status passage_judge(struct passage *passage, bool *known, struct error *err) MUST_USE;

/* Of one that was judged good, when others were imported since: whether its id is still free. */
enum status passage_judge_again(struct passage *passage, struct error *err) MUST_USE;

/* Takes out of one that was judged good what the import needs, and releases all else. */
void passage_make_ready(struct passage *passage);

/* ---- receive_steps.c: copying, and the steps of the opening ---- */

/* Copies it; and does whatever else can be done without waiting for its worker, the steps that ask
 * nobody by a helper. What is refused or fails is judged later (passage_judge). */
void passage_start(struct passage *passage, const struct origin *origin);
void passage_advance(struct passage *passage);

/* Whether there is a copy to judge; else passage->why says why not. */
bool passage_is_copied(const struct passage *passage);

/* The step that comes next, of one that is not read to its end. Its failure is that of the opening,
 * or of the copy, which somebody else may have written to. */
enum status passage_take_step(struct passage *passage, struct error *err) MUST_USE;

/* ---- receive_import.c ---- */

/* Imports bundles that were judged good and are ready, whose files, organisations and ids are
 * different, in one transaction, and gives a receipt for each. If a step of that fails, each is
 * done again by itself, so that a bad one costs no other one its import. status: of each,
 * STATUS_OK or STATUS_FAILED; then why has the reason. */
void passages_import(
    struct passage *const *passage, size_t count, enum status *status, struct error *why);

/* ---- receive_refusal.c ---- */

/* Keeps and records what was refused, as far as that is done, and gives a receipt. */
enum status passage_refuse(struct passage *passage, struct error *err) MUST_USE;

/* ---- receive_receipt.c ---- */

/* The receipt of a refusal, or of an import (REASON_NONE), in the making. */
enum status passage_prepare_receipt(const struct passage *passage, enum reason reason,
    struct new_file *file, struct error *err) MUST_USE;

/* The same under its name. again: the bundle was imported before, and its receipt may be there. */
enum status passage_write_receipt(
    const struct passage *passage, enum reason reason, bool again, struct error *err) MUST_USE;

/* What was imported after all lies in quarantine no more. */
void passage_leave_quarantine(const struct passage *passage);

#endif
