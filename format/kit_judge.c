#include "format/kit_judge.h"

#include "base/memory.h"
#include "format/benchmarks.h"
#include "format/edition.h"
#include "format/kit_rounds.h"
#include "format/recommendations.h"
#include "format/support.h"
#include "format/target.h"

#include <stdlib.h>
#include <string.h>

enum { EDITIONS_AT_HAND = KIT_FILES_MAX + 16 }; /* the kit's, and the built-in ones after them */

/* What is judged, and by what. */
struct kit_judging {
    const struct kit_content *content;
    struct edition *edition[EDITIONS_AT_HAND]; /* owned */
    size_t editions;
};

static bool has_edition(const struct kit_judging *judging, const char *id)
{
    for (size_t i = 0; i < judging->editions; i++) {
        if (strcmp(judging->edition[i]->id, id) == 0)
            return true;
    }
    return false;
}

/* A member in hand. */
struct kit_judged {
    const char *path;
    const char *id;
    const struct buffer *bytes;
};

static enum status refuse_kit_id(const struct kit_judged *member, const char *id, struct error *err)
{
    return error_set(err, STATUS_REFUSED, REASON_BAD_VALUE,
        "%s: the id in it is \"%s\", which is not the one in its name", member->path, id);
}

static enum status judge_round(
    struct kit_judging *judging, const struct kit_judged *member, struct error *err)
{
    struct kit_rounds rounds;
    TRY(kit_rounds_read(member->bytes->data, member->bytes->length, member->path, &rounds, err));
    for (size_t i = 0; i < rounds.count; i++) {
        const struct kit_round *round = &rounds.round[i];
        if (!has_edition(judging, round->edition))
            return error_set(err, STATUS_REFUSED, REASON_UNKNOWN_EDITION,
                "%s: the round \"%s\" is of the edition \"%s\", which neither the kit nor this "
                "program has",
                member->path, round->id, round->edition);
    }
    return STATUS_OK;
}

/* Other words of an edition that is built in are welcome; another model of it would change what
 * answers are worth, under a name that is known. */
static enum status judge_built_in(
    const struct edition *edition, const struct kit_judged *member, struct error *err)
{
    struct edition *known = NULL;
    if (edition_builtin(edition->id, &known, NULL) != STATUS_OK)
        return STATUS_OK;
    bool same = memcmp(known->digest, edition->digest, sizeof known->digest) == 0;
    edition_free(known);
    if (same)
        return STATUS_OK;
    return error_set(err, STATUS_REFUSED, REASON_EXISTS,
        "%s: the edition %s is known with another model; an edition whose model has changed needs an "
        "id of its own",
        member->path, edition->id);
}

/* It is kept, for what comes after. */
static enum status judge_edition(
    struct kit_judging *judging, const struct kit_judged *member, struct error *err)
{
    struct edition **edition = &judging->edition[judging->editions];
    TRY(edition_load(member->bytes->data, member->bytes->length, member->path, edition, err));
    judging->editions++;
    if (strcmp((*edition)->id, member->id) != 0)
        return refuse_kit_id(member, (*edition)->id, err);
    return judge_built_in(*edition, member, err);
}

static enum status read_support_for(
    const struct edition *edition, const struct kit_judged *member, struct error *err)
{
    struct support *read = NULL;
    TRY(support_load(
        edition, member->bytes->data, member->bytes->length, member->path, &read, err));
    enum status status =
        strcmp(read->id, member->id) == 0 ? STATUS_OK : refuse_kit_id(member, read->id, err);
    support_free(read);
    return status;
}

static enum status read_benchmarks_for(
    const struct edition *edition, const struct kit_judged *member, struct error *err)
{
    struct benchmarks benchmarks;
    enum status status = benchmarks_load(
        edition, member->bytes->data, member->bytes->length, member->path, &benchmarks, err);
    if (status == STATUS_OK && strcmp(edition->id, member->id) != 0)
        status = refuse_kit_id(member, edition->id, err);
    benchmarks_free(&benchmarks);
    return status;
}

static enum status read_recommendations_for(
    const struct edition *edition, const struct kit_judged *member, struct error *err)
{
    struct recommendations *read = NULL;
    TRY(recommendations_load(
        edition, member->bytes->data, member->bytes->length, member->path, &read, err));
    enum status status =
        strcmp(read->id, member->id) == 0 ? STATUS_OK : refuse_kit_id(member, read->id, err);
    recommendations_free(read);
    return status;
}

static enum status read_target_for(
    const struct edition *edition, const struct kit_judged *member, struct error *err)
{
    struct target *target = memory_new(1, sizeof *target);
    enum status status =
        target_load(edition, member->bytes->data, member->bytes->length, member->path, target, err);
    if (status == STATUS_OK && strcmp(target->id, member->id) != 0)
        status = refuse_kit_id(member, target->id, err);
    free(target);
    return status;
}

/* A document that is read for an edition names it: of those at hand, the one that it takes. */
static enum status judge_for_its_edition(const struct kit_judging *judging,
    const struct kit_judged *member,
    enum status (*read)(
        const struct edition *edition, const struct kit_judged *member, struct error *err),
    struct error *err)
{
    struct error own = {.catalog = err == NULL ? NULL : err->catalog};
    enum status status = STATUS_REFUSED;
    for (size_t i = 0; i < judging->editions; i++) {
        status = read(judging->edition[i], member, &own);
        if (status != STATUS_REFUSED || own.reason != REASON_UNKNOWN_EDITION)
            break;
    }
    if (status != STATUS_OK && err != NULL)
        *err = own;
    return status;
}

static enum status judge_support(
    struct kit_judging *judging, const struct kit_judged *member, struct error *err)
{
    return judge_for_its_edition(judging, member, read_support_for, err);
}

static enum status judge_benchmarks(
    struct kit_judging *judging, const struct kit_judged *member, struct error *err)
{
    return judge_for_its_edition(judging, member, read_benchmarks_for, err);
}

static enum status judge_recommendations(
    struct kit_judging *judging, const struct kit_judged *member, struct error *err)
{
    return judge_for_its_edition(judging, member, read_recommendations_for, err);
}

static enum status judge_target(
    struct kit_judging *judging, const struct kit_judged *member, struct error *err)
{
    return judge_for_its_edition(judging, member, read_target_for, err);
}

static enum status (*const JUDGE[KIT_MEMBERS])(
    struct kit_judging *judging, const struct kit_judged *member, struct error *err) = {
    [KIT_BENCHMARKS] = judge_benchmarks,
    [KIT_EDITION] = judge_edition,
    [KIT_RECOMMENDATIONS] = judge_recommendations,
    [KIT_ROUND] = judge_round,
    [KIT_SUPPORT] = judge_support,
    [KIT_TARGET] = judge_target,
};

/* All members of one kind, or of all others. */
static enum status judge_members(
    struct kit_judging *judging, bool editions, size_t *place, struct error *err)
{
    const struct kit_content *content = judging->content;
    for (*place = 0; *place < content->kit.files; ++*place) {
        enum kit_member kind = KIT_EDITION;
        char id[KIT_ID_SIZE] = "";
        const char *path = content->kit.file[*place].path;
        const struct kit_judged member = {path, id, &content->file[*place]};
        if (!kit_path_read(path, &kind, id))
            return error_set(err, STATUS_REFUSED, REASON_UNKNOWN_FORMAT,
                "%s: this version of the program does not know it; get a newer one", path);
        if ((kind == KIT_EDITION) == editions)
            TRY(JUDGE[kind](judging, &member, err));
    }
    return STATUS_OK;
}

static enum status add_built_in(struct kit_judging *judging, struct error *err)
{
    const char *id;
    for (size_t i = 0; judging->editions < EDITIONS_AT_HAND && (id = edition_builtin_id(i)) != NULL;
         i++) {
        TRY(edition_builtin(id, &judging->edition[judging->editions], err));
        judging->editions++;
    }
    return STATUS_OK;
}

enum status kit_judge(const struct kit_content *content, size_t *place, struct error *err)
{
    struct kit_judging judging = {.content = content};
    enum status status;
    TRY_OUT(judge_members(&judging, true, place, err));
    TRY_OUT(add_built_in(&judging, err));
    status = judge_members(&judging, false, place, err);
out:
    for (size_t i = 0; i < EDITIONS_AT_HAND; i++)
        edition_free(judging.edition[i]);
    return status;
}
