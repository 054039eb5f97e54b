#include "cmd/authority/feedback_bundle.h"

#include "base/file.h"
#include "base/memory.h"
#include "base/text.h"
#include "cmd/authority/feedback_compared.h"
#include "cmd/ui/cards.h"
#include "cmd/ui/output.h"
#include "format/seal.h"
#include "format/signed_answers.h"
#include "register/changes.h"
#include "register/senders.h"
#include "register/stored_answers.h"
#include "report/csv_plan.h"
#include "report/html_organisation.h"
#include "report/json_feedback.h"
#include "report/plan_measures.h"
#include "report/scope.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { MEMBERS = 5 };

/* The members of the payload, in memory. */
struct contents {
    struct buffer member[MEMBERS];
    struct cursor cursor[MEMBERS];
};

/* One organisation's feedback while it is made. */
struct making {
    struct feedback_run *run;
    const struct member *member;
    const struct comparison_group *peers;
    struct feedback_compared compared;
    struct submission submission;
    struct sender sender; /* its card in force */
    struct score score;
    struct gap gap;
    bool gap_any;
    char issued[MOMENT_SIZE];
    struct contents contents;
};

/* ---- the run ---- */

/* What is built in is for one edition. */
static enum status load_regulation(
    const struct edition *edition, struct feedback_run *run, struct error *err)
{
    struct error own;
    error_init(&own, err->catalog);
    run->target = memory_allocate(sizeof *run->target);
    enum status status = target_builtin(edition, TARGET_REGULATION, run->target, &own);
    if (status == STATUS_OK)
        return status;
    free(run->target);
    run->target = NULL;
    if (status == STATUS_REFUSED && own.reason == REASON_UNKNOWN_EDITION)
        return STATUS_OK;
    *err = own;
    return status;
}

enum status feedback_begin(struct app *app, struct analysis *analysis, unsigned best,
    struct feedback_run *run, struct error *err)
{
    const struct edition *edition = analysis->collection.edition;
    *run = (struct feedback_run){.app = app, .analysis = analysis, .now = clock_now()};
    run->answers = memory_allocate(sizeof *run->answers);
    TRY(feedback_groups_load(app, analysis, best, &run->groups, err));
    TRY(load_regulation(edition, run, err));
    return catalogues_load(app, edition, &run->catalogues, err);
}

void feedback_end(struct feedback_run *run)
{
    feedback_groups_free(&run->groups);
    free(run->target);
    catalogues_free(&run->catalogues);
    free(run->answers);
    *run = (struct feedback_run){0};
}

/* ---- what is reported ---- */

/* The answers as they were received, and what follows from them. */
static enum status read_own_answers(struct making *making, struct error *err)
{
    struct feedback_run *run = making->run;
    struct opened_register *opened = &run->analysis->opened;
    const struct edition *edition = run->analysis->collection.edition;
    struct buffer *json = &making->contents.member[0];
    struct buffer *signature = &making->contents.member[1];
    TRY(submissions_by_serial(&opened->store, making->member->serial, &making->submission, err));
    TRY(submissions_answers(
        &opened->store, opened->key, &making->submission, json, signature, err));
    TRY(stored_answers_verify(&opened->store, &making->submission, json, signature, err));
    TRY(answers_parse_canonical(edition, json->data, json->length, run->answers, err));
    score_compute(&edition->model, &run->answers->set, &making->score);
    making->gap_any =
        making->score.level < edition->model.levels &&
        gap_find(&edition->model, &making->score, making->score.level + 1, &making->gap);
    return STATUS_OK;
}

/* 0: not told. Beside rounded figures it would be made of exact ones. */
static unsigned quarter_of(const struct making *making)
{
    if (making->run->groups.rounded)
        return 0;
    return comparison_group_quarter(making->peers, &making->score.standing);
}

/* The place as a sentence, or why nothing is compared; NULL where too few are counted for a place,
 * and where nothing gives points. */
static const char *place_of(const struct making *making, struct buffer *sentence)
{
    const struct app *app = making->run->app;
    const char *group =
        scope_group_name(making->run->analysis->collection.edition, making->member->group);
    unsigned quarter = quarter_of(making);
    const char *const words[] = {
        text_of(app, "the highest quarter"),
        text_of(app, "the second highest quarter"),
        text_of(app, "the second lowest quarter"),
        text_of(app, "the lowest quarter"),
    };
    if (!edition_has_points(making->run->analysis->collection.edition))
        return NULL;
    if (making->run->groups.another_set)
        return text_of(app, "Figures of the round are published rounded, and counted from other "
                            "submissions than now; so nothing of the group is told here.");
    if (quarter == 0 && (making->compared.shown == NULL || making->compared.shown->count == 0)) {
        buffer_printf(sentence,
            text_of(
                app, "So few of the group %s are counted that there is nothing to compare with."),
            group);
        return buffer_string(sentence);
    }
    if (quarter == 0 && making->run->groups.rounded) {
        buffer_text(sentence,
            text_of(app,
                "Figures of the round are published rounded, and so are those of the group "
                "here; the place within it is therefore not told."));
        return buffer_string(sentence);
    }
    if (quarter == 0)
        return NULL;
    buffer_printf(sentence,
        text_of(app, "Among the %zu that are counted in the group %s, the organisation stands in "
                     "%s by standing."),
        making->peers->members, group, words[quarter - 1]);
    return buffer_string(sentence);
}

/* What the organisation must know of what is read here; NULL if there is nothing. Of others nothing
 * is said. */
static const char *note_of(const struct making *making, struct buffer *sentence)
{
    char id[MANIFEST_ID_HEX];
    char sealed[MOMENT_SIZE];
    if (!making->member->unclear)
        return NULL;
    hex_encode(id, making->submission.id, MANIFEST_ID_SIZE);
    moment_format(sealed, making->submission.created);
    buffer_printf(sentence,
        text_of(making->run->app,
            "Several submissions have come from the organisation for this period, none of which "
            "replaces the others. This is about the one that was sealed at %s, with the id %s. If it "
            "is not the right one, tell the authority which is."),
        sealed, id);
    return buffer_string(sentence);
}

static void put_report(struct making *making, struct buffer *out)
{
    const struct feedback_run *run = making->run;
    struct buffer place = {0};
    struct buffer note = {0};
    char day[DAY_SIZE];
    day_format(day, run->now);
    struct html_organisation page = {
        .catalog = run->app->catalog,
        .edition = run->analysis->collection.edition,
        .answers = run->answers,
        .name = making->sender.card.name,
        .group = making->member->group,
        .score = &making->score,
        .gap = making->gap_any ? &making->gap : NULL,
        .support = run->catalogues.support,
        .recommendations = run->catalogues.recommendations,
        .place = place_of(making, &place),
        .from = run->analysis->opened.own.name,
        .note = note_of(making, &note),
        .issued = day,
        .demo = run->analysis->opened.store.demo,
    };
    feedback_compared_show(run->app, &making->compared, &page);
    html_organisation(out, &page);
    buffer_free(&place);
    buffer_free(&note);
}

static enum status put_json(const struct making *making, struct buffer *out, struct error *err)
{
    const struct feedback_run *run = making->run;
    const struct feedback_compared *compared = &making->compared;
    char id[MANIFEST_ID_HEX];
    hex_encode(id, making->submission.id, MANIFEST_ID_SIZE);
    struct json_feedback feedback = {
        .edition = run->analysis->collection.edition,
        .round = run->analysis->collection.round.id,
        .name = making->sender.card.name,
        .number = making->member->number,
        .group = making->member->group,
        .submission = id,
        .issued = making->issued,
        .score = &making->score,
        .counted = (unsigned)making->peers->members,
        .quarter = quarter_of(making),
        .answers = &run->answers->set,
        .shown = compared->shown,
        .catch_up = compared->catch_up,
        .catch_ups = compared->catch_ups,
        .before = compared->round != NULL ? &compared->before : NULL,
        .before_round = compared->round,
        .before_editions = compared->editions.succession == NULL ? NULL : &compared->editions,
        .exchange = &compared->exchange,
        .gap = making->gap_any ? &making->gap : NULL,
        .support = run->catalogues.support,
        .recommendations = run->catalogues.recommendations,
        .unclear = making->member->unclear,
        .demo = run->analysis->opened.store.demo,
    };
    json_t *json = json_feedback(&feedback);
    char *text = json_dumps(json, JSON_INDENT(2));
    json_decref(json);
    if (text == NULL)
        return error_set(err, STATUS_REFUSED, REASON_BAD_VALUE,
            "a text that was to be written is not UTF-8; look at the names and texts that were given");
    buffer_printf(out, "%s\n", text);
    free(text);
    return STATUS_OK;
}

static void put_plan(const struct making *making, struct buffer *out)
{
    const struct catalog *catalog = making->run->app->catalog;
    const struct edition *edition = making->run->analysis->collection.edition;
    const struct answer_set *answers = &making->run->answers->set;
    struct list measures = {.size = sizeof(struct plan_measure)};
    if (making->gap_any)
        plan_measures_of_gap(&measures, catalog, edition, answers, &making->score, &making->gap);
    plan_measures_support(&measures, making->run->catalogues.support, edition, &making->score);
    csv_plan(out, catalog, edition, answers, &measures);
    plan_measures_free(&measures);
}

static void compare_own_answers(struct making *making)
{
    const struct feedback_run *run = making->run;
    const struct compare_side own = {&run->answers->set, &making->score};
    feedback_compare(run->app, run->analysis->collection.edition, &run->groups, run->target,
        making->member, &own, &making->compared);
}

static enum status gather_contents(struct making *making, struct error *err)
{
    struct feedback_run *run = making->run;
    struct buffer *member = making->contents.member;
    TRY(senders_in_force(
        &run->analysis->opened.store, making->member->number, run->now, &making->sender, err));
    TRY(cards_judge(run->app, &making->sender.card, run->now, err));
    cards_warn_of_end(run->app, &making->sender.card, false, run->now);
    TRY(read_own_answers(making, err));
    compare_own_answers(making);
    put_report(making, &member[2]);
    TRY(put_json(making, &member[3], err));
    put_plan(making, &member[4]);
    opened_register_mark_csv(run->app, &run->analysis->opened, &member[4]);
    return STATUS_OK;
}

/* ---- the bundle ---- */

static void fill_feedback_manifest(const struct making *making, struct manifest *manifest)
{
    const struct feedback_run *run = making->run;
    const struct opened_register *opened = &run->analysis->opened;
    struct signed_answers_parties parties = {
        &opened->own, &opened->own_fingerprint, &making->sender.fingerprint};
    signed_answers_manifest(manifest, MANIFEST_FEEDBACK, run->now, &parties,
        run->analysis->collection.edition, run->answers);
}

static enum status seal_feedback(struct making *making, struct manifest *manifest,
    struct new_file *file, struct fingerprint *digest, struct error *err)
{
    static const char *const NAMES[MEMBERS] = {"answers.json", "answers.json.minisig",
        "aterkoppling.html", "aterkoppling.json", "atgardsplan.csv"};
    struct payload_member members[MEMBERS];
    struct age_recipients recipients = {0};
    for (size_t i = 0; i < MEMBERS; i++) {
        struct buffer *content = &making->contents.member[i];
        making->contents.cursor[i] = (struct cursor){content->data, content->length, 0};
        members[i] = (struct payload_member){
            source_from_bytes(&making->contents.cursor[i]), content->length, NAMES[i]};
    }
    struct seal_request request = {
        making->run->analysis->opened.secrets.sign, &recipients, members, MEMBERS, NULL, 1};
    enum status status;
    TRY_OUT(card_add_recipients(&making->sender.card, &recipients, err));
    status = seal_bundle(&request, manifest, file, digest, err);
out:
    age_recipients_free(&recipients);
    return status;
}

static enum status note_in_audit(
    struct making *making, const struct feedback_made *made, struct error *err)
{
    struct feedback_sent sent = {
        .number = making->member->number,
        .submission = making->submission.id,
        .bundle = made->id,
        .sealed = &made->sealed,
        .card = &making->sender.fingerprint,
    };
    return changes_feedback(&making->run->analysis->opened.audit, &sent, making->run->now, err);
}

/* Audited before it has its name: whatever has left stands in the audit. */
static enum status write_feedback(
    struct making *making, const char *path, struct feedback_made *made, struct error *err)
{
    struct new_file file = NEW_FILE_NONE;
    struct stat about = {0};
    struct manifest *manifest = memory_new(1, sizeof *manifest);
    enum status status;
    TRY_OUT(output_create(making->run->app, path, NULL, &file, err));
    fill_feedback_manifest(making, manifest);
    TRY_OUT(seal_feedback(making, manifest, &file, &made->sealed, err));
    if (fstat(file.fd, &about) != 0) {
        status = error_system(err, "%s: cannot be examined", path);
        goto out;
    }
    memcpy(made->id, manifest->id, MANIFEST_ID_SIZE);
    made->size = (uint64_t)about.st_size;
    TRY_OUT(note_in_audit(making, made, err));
    status = new_file_commit(&file, err);
out:
    new_file_abandon(&file);
    free(manifest);
    return status;
}

enum status feedback_make(struct feedback_run *run, const struct member *member, const char *path,
    struct feedback_made *made, struct error *err)
{
    int group = edition_find_group(run->analysis->collection.edition, member->group);
    struct making *making = memory_new(1, sizeof *making);
    static const struct comparison_group none;
    *made = (struct feedback_made){0};
    making->run = run;
    making->member = member;
    making->peers = group < 0 ? &none : &run->groups.peers[group];
    moment_format(making->issued, run->now);
    enum status status;
    TRY_OUT(gather_contents(making, err));
    status = write_feedback(making, path, made, err);
out:
    for (size_t i = 0; i < MEMBERS; i++)
        buffer_wipe(&making->contents.member[i]);
    feedback_compared_free(&making->compared);
    free(making);
    return status;
}
