#include "register/restore.h"

#include "base/clock.h"
#include "base/file.h"
#include "register/agreement.h"
#include "register/changes.h"
#include "register/proof.h"

#include <stdlib.h>
#include <string.h>

/* A register that is in use has there the head with which it was made, of a row before its last. */
static enum status refuse_other_head(
    const char *from, const struct head *proof, const struct audit *audit, struct error *err)
{
    if (proof->count < audit->last.count)
        return error_set(err, STATUS_REFUSED, REASON_OLDER_REGISTER,
            "%s: is no copy, or a copy that was used as a register: its audit goes on behind the "
            "head in %s. `sigill-msb backup` makes a copy of a register, `sigill-msb fsck` looks "
            "through one",
            from, PROOF_FILE);
    char *file = path_join(from, PROOF_FILE);
    enum status status = error_set(err, STATUS_REFUSED, REASON_OLDER_REGISTER,
        "%s: is not the head of this copy's audit: the copy was edited, or put together from "
        "several; take another one",
        file);
    free(file);
    return status;
}

/* Whose it is comes first: no row is looked at under a key that is not the authority's. */
static enum status walk_copy(
    struct audit *audit, const char *from, struct head *proof, struct error *err)
{
    TRY(proof_read(from, minisign_key_public(audit->sign), proof, err));
    TRY(audit_prove_by(audit, proof, err));
    TRY(audit_walk(audit, NULL, NULL, err));
    if (proof->count != audit->last.count ||
        memcmp(proof->link, audit->last.link, HEAD_LINK_SIZE) != 0)
        return refuse_other_head(from, proof, audit, err);
    return STATUS_OK;
}

static enum status refuse_older(
    const struct audit *audit, const struct head *walked, struct error *err)
{
    char moment[MOMENT_SIZE];
    moment_format(moment, audit->head.time);
    return error_set(err, STATUS_REFUSED, REASON_OLDER_REGISTER,
        "the copy is older than the register that it would stand for, or another one: its audit "
        "has %llu rows, and at %s the register's had %llu; take a newer copy, or give "
        "--accept-older",
        (unsigned long long)walked->count, moment, (unsigned long long)audit->head.count);
}

/* The copy against what the key directory knows; the chain was walked. */
static enum status compare_with_known(
    struct audit *audit, bool accept_older, struct restore_verdict *verdict, struct error *err)
{
    struct error why;
    error_init(&why, err == NULL ? NULL : err->catalog);
    struct head walked = audit->last;
    TRY(audit_find_head(audit, err));
    verdict->known = audit->head_found;
    if (!verdict->known)
        return STATUS_OK;
    enum status status = audit_check(audit, &why);
    verdict->older = status == STATUS_REFUSED && why.reason == REASON_OLDER_REGISTER;
    if (verdict->older)
        status = accept_older ? STATUS_OK : refuse_older(audit, &walked, &why);
    audit->last = walked;
    if (status != STATUS_OK && err != NULL)
        *err = why;
    return status;
}

enum status restore_judge(struct audit *audit, const char *from, bool accept_older,
    struct restore_verdict *verdict, struct error *err)
{
    *verdict = (struct restore_verdict){0};
    TRY(walk_copy(audit, from, &verdict->proof, err));
    return compare_with_known(audit, accept_older, verdict, err);
}

enum status restore_give_name(struct audit *audit, struct store *store,
    struct new_directory *directory, const struct restore_verdict *verdict, const char *by,
    struct error *err)
{
    TRY(proof_write(directory->temporary, &audit->last, audit->sign, err));
    if (verdict->known)
        TRY(replaced_note(audit->keys, store->id, by, clock_now(), err));
    store_close(store);
    if (verdict->older)
        TRY(audit_keep_head(audit, true, err));
    else if (!verdict->known)
        TRY(head_keep(audit->keys, &verdict->proof, audit->sign, false, err));
    TRY(new_directory_commit(directory, err));
    return verdict->older ? STATUS_OK : audit_keep_head(audit, false, err);
}

/* Whether it holds the head that is known now. */
static bool is_taken(struct audit *audit)
{
    return audit_check(audit, NULL) == STATUS_OK;
}

static enum status refuse_loss(
    const struct audit *audit, const struct restore_back *back, struct error *err)
{
    char moment[MOMENT_SIZE];
    moment_format(moment, audit->head.time);
    return error_set(err, STATUS_REFUSED, REASON_OLDER_REGISTER,
        "%s: is OLDER than the register in %s: its audit has %llu rows, to %s, and that one had "
        "%llu at %s. What was done there since would be lost; use that one, or give --accept-older",
        audit->store->path, back->replaced.by, (unsigned long long)back->end.rows, back->end.last,
        (unsigned long long)audit->head.count, moment);
}

enum status restore_judge_back(
    struct audit *audit, bool accept_older, struct restore_back *back, struct error *err)
{
    struct head former;
    struct head present;
    *back = (struct restore_back){0};
    TRY(replaced_former(audit, &former, err));
    (void)replaced_find(audit->keys, audit->store->id, &back->replaced);
    TRY(replaced_end(audit->store, &back->end, err));
    back->taken = is_taken(audit);
    if (back->taken)
        return STATUS_OK;
    TRY(audit_find_head(audit, err));
    present = audit->head;
    enum status status = audit_adopt(audit, &former, err);
    if (status == STATUS_REFUSED && err != NULL && err->reason == REASON_OLDER_REGISTER)
        return error_set(err, STATUS_REFUSED, REASON_OLDER_REGISTER,
            "%s: lacks what the register had when it was replaced; it is an older copy, or was "
            "edited",
            audit->store->path);
    TRY(status);
    audit->head = present;
    if (!accept_older && replaced_loses(&back->end, &present))
        return refuse_loss(audit, back, err);
    return agreement_check(audit, AGREEMENT_NOW, err);
}

enum status restore_take_back(
    struct audit *audit, const char *by, const struct keydir *keys, int64_t now, struct error *err)
{
    TRY(changes_restore(audit, true, keys, now, err));
    TRY(proof_write(audit->store->path, &audit->last, audit->sign, err));
    TRY(replaced_note(audit->keys, audit->store->id, by, now, err));
    return audit_keep_head(audit, true, err);
}
