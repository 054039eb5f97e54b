/* The rows of submissions, in the order of importing, some at a time: what the database has of them
 * is read one after the other, their files and answers are looked at on all cores, and what was
 * found is reported in the order of the rows. */
#include "base/crew.h"
#include "base/memory.h"
#include "register/fsck_parts.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>

/* ---- what several do at once ---- */

static void advance(void *context, uint64_t bytes)
{
    struct fsck_run *run = context;
    const struct stream_progress *progress = run->fsck->progress;
    (void)pthread_mutex_lock(&run->advancing);
    progress->advance(progress->context, bytes);
    (void)pthread_mutex_unlock(&run->advancing);
}

static enum status look_at_pieces(struct crew *crew, size_t hand, void *context, struct error *err)
{
    struct fsck_run *run = context;
    (void)hand;
    (void)err;
    for (uint64_t piece = crew_piece(crew); piece < run->looks; piece = crew_piece(crew))
        fsck_look(run, &run->look[piece]);
    return STATUS_OK;
}

/* ---- one after the other ---- */

static void forget_look(struct fsck_look *look)
{
    buffer_wipe(&look->json);
    buffer_free(&look->signature);
    buffer_wipe(&look->record);
    buffer_wipe(&look->resting);
}

static enum status report_look(
    struct fsck_run *run, const struct fsck_look *look, struct error *err)
{
    run->row_amiss = false;
    TRY(fsck_marks(run, look, err));
    TRY(fsck_files(run, look, err));
    return fsck_record(run, look, err);
}

static enum status look_at_waiting(struct fsck_run *run, struct error *err)
{
    enum status status;
    TRY_OUT(crew_run(crew_hands(), look_at_pieces, run, err));
    for (size_t i = 0; i < run->looks; i++)
        TRY_OUT(report_look(run, &run->look[i], err));
out:
    for (size_t i = 0; i < run->looks; i++)
        forget_look(&run->look[i]);
    run->looks = 0;
    return status;
}

static void start_errors(struct fsck_look *look, const struct catalog *catalog)
{
    struct fsck_seen *const seen[] = {
        &look->card, &look->answers, &look->original, &look->manifest, &look->receipt, &look->kept};
    for (size_t i = 0; i < sizeof seen / sizeof seen[0]; i++)
        error_init(&seen[i]->why, catalog);
}

static enum status take_submission(
    void *context, const struct submission *submission, struct error *err)
{
    struct fsck_run *run = context;
    struct fsck_look *look = &run->look[run->looks++];
    *look = (struct fsck_look){.submission = *submission};
    start_errors(look, err->catalog);
    run->counts->submissions++;
    TRY(fsck_confirm(run, submission, &look->confirmed, err));
    fsck_signer(run, look);
    look->answers.status = submissions_answers(run->fsck->store, run->fsck->key, submission,
        &look->json, &look->signature, &look->answers.why);
    TRY(fsck_find_record(run, look, err));
    return run->looks == FSCK_LOOKS ? look_at_waiting(run, err) : STATUS_OK;
}

static enum status report_broken(void *context, int64_t serial, struct error *err)
{
    struct fsck_run *run = context;
    char subject[64];
    TRY(look_at_waiting(run, err));
    run->counts->submissions++;
    run->serial = serial;
    (void)snprintf(subject, sizeof subject, "submissions %lld", (long long)serial);
    return fsck_found(run, FSCK_ROW_BROKEN, subject, err,
        "this row is not of the form that the program writes; restore the register from a copy");
}

enum status fsck_submissions(struct fsck_run *run, struct error *err)
{
    enum status status;
    run->look = memory_new(FSCK_LOOKS, sizeof *run->look);
    run->looks = 0;
    run->progress = (struct stream_progress){advance, run};
    (void)pthread_mutex_init(&run->advancing, NULL);
    (void)pthread_mutex_init(&run->spawning, NULL);
    TRY_OUT(submissions_each_whole(run->fsck->store, take_submission, report_broken, run, err));
    TRY_OUT(look_at_waiting(run, err));
out:
    for (size_t i = 0; i < run->looks; i++)
        forget_look(&run->look[i]);
    (void)pthread_mutex_destroy(&run->advancing);
    (void)pthread_mutex_destroy(&run->spawning);
    free(run->look);
    run->look = NULL;
    return status;
}
