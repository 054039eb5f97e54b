/* The rows of submissions, in the order of importing, some at a time: what the database has of them
 * is read, their files and answers are looked at, and what was found is reported in the order of
 * the rows. One hand reads or reports, while the others look. */
#include "base/crew.h"
#include "base/memory.h"
#include "register/fsck_parts.h"
#include "register/store_parts.h"

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

/* Some rows that follow each other. */
enum { LOOKS = 16 };

struct batch {
    struct fsck_look look[LOOKS];
    size_t looks;
};

struct rows_walk {
    struct fsck_run *run;
    sqlite3_stmt *select;
    bool ended;          /* no row is left */
    struct batch *batch; /* owned; of each hand */
    pthread_mutex_t
        in_use; /* held while the database is read, and by who reports, who may read it */
};

/* ---- reading ---- */

static void start_errors(struct fsck_look *look, const struct catalog *catalog)
{
    struct fsck_seen *const seen[] = {
        &look->card, &look->answers, &look->original, &look->manifest, &look->receipt, &look->kept};
    for (size_t i = 0; i < sizeof seen / sizeof seen[0]; i++)
        error_init(&seen[i]->why, catalog);
}

static enum status take_row(struct rows_walk *walk, struct fsck_look *look, struct error *err)
{
    struct fsck_run *run = walk->run;
    const struct fsck *fsck = run->fsck;
    *look = (struct fsck_look){0};
    start_errors(look, err->catalog);
    look->broken = submissions_row(fsck->store, walk->select, &look->submission, NULL) != STATUS_OK;
    if (look->broken)
        return STATUS_OK;
    TRY(fsck_confirm(run, &look->submission, &look->confirmed, err));
    fsck_signer(run, look);
    look->answers.status = submissions_answers(fsck->store, fsck->key, &look->submission,
        &look->json, &look->signature, &look->answers.why);
    return fsck_find_record(run, look, err);
}

static enum status read_rows(struct rows_walk *walk, struct batch *batch, struct error *err)
{
    while (batch->looks < LOOKS && !walk->ended) {
        bool found = false;
        TRY(store_step(walk->run->fsck->store, walk->select, &found, err));
        walk->ended = !found;
        if (found)
            TRY(take_row(walk, &batch->look[batch->looks++], err));
    }
    return STATUS_OK;
}

static enum status read_batch(struct rows_walk *walk, struct batch *batch, struct error *err)
{
    (void)pthread_mutex_lock(&walk->in_use);
    enum status status = read_rows(walk, batch, err);
    (void)pthread_mutex_unlock(&walk->in_use);
    return status;
}

/* ---- reporting ---- */

static enum status report_broken(struct fsck_run *run, int64_t serial, struct error *err)
{
    char subject[64];
    run->serial = serial;
    (void)snprintf(subject, sizeof subject, "submissions %lld", (long long)serial);
    return fsck_found(run, FSCK_ROW_BROKEN, subject, err,
        "this row is not of the form that the program writes; restore the register from a copy");
}

static enum status report_look(
    struct fsck_run *run, const struct fsck_look *look, struct error *err)
{
    run->counts->submissions++;
    if (look->broken)
        return report_broken(run, look->submission.serial, err);
    run->row_amiss = false;
    TRY(fsck_marks(run, look, err));
    TRY(fsck_files(run, look, err));
    return fsck_record(run, look, err);
}

static enum status report_looks(struct fsck_run *run, const struct batch *batch, struct error *err)
{
    for (size_t i = 0; i < batch->looks; i++)
        TRY(report_look(run, &batch->look[i], err));
    return STATUS_OK;
}

static enum status report_batch(
    struct rows_walk *walk, const struct batch *batch, struct error *err)
{
    (void)pthread_mutex_lock(&walk->in_use);
    enum status status = report_looks(walk->run, batch, err);
    (void)pthread_mutex_unlock(&walk->in_use);
    return status;
}

/* ---- the walk ---- */

enum { READING, REPORTING }; /* the stages of a batch */

static void forget_batch(struct batch *batch)
{
    for (size_t i = 0; i < batch->looks; i++) {
        struct fsck_look *look = &batch->look[i];
        buffer_wipe(&look->json);
        buffer_free(&look->signature);
        buffer_wipe(&look->record);
        buffer_wipe(&look->resting);
    }
    batch->looks = 0;
}

static void look_at_batch(struct fsck_run *run, struct batch *batch)
{
    for (size_t i = 0; i < batch->looks; i++) {
        if (!batch->look[i].broken)
            fsck_look(run, &batch->look[i]);
    }
}

static enum status walk_batches(struct crew *crew, size_t hand, void *context, struct error *err)
{
    struct rows_walk *walk = context;
    struct batch *batch = &walk->batch[hand];
    for (;;) {
        uint64_t piece = crew_piece(crew);
        TRY(crew_await(crew, READING, piece, err));
        TRY(read_batch(walk, batch, err));
        crew_pass(crew, READING);
        if (batch->looks == 0)
            return STATUS_OK;
        look_at_batch(walk->run, batch);
        TRY(crew_await(crew, REPORTING, piece, err));
        TRY(report_batch(walk, batch, err));
        crew_pass(crew, REPORTING);
        forget_batch(batch);
    }
}

static enum status walk_rows(struct rows_walk *walk, struct error *err)
{
    size_t hands = crew_hands();
    walk->batch = memory_new(hands, sizeof *walk->batch);
    (void)pthread_mutex_init(&walk->in_use, NULL);
    enum status status = crew_run(hands, walk_batches, walk, err);
    for (size_t i = 0; i < hands; i++)
        forget_batch(&walk->batch[i]);
    (void)pthread_mutex_destroy(&walk->in_use);
    free(walk->batch);
    return status;
}

enum status fsck_submissions(struct fsck_run *run, struct error *err)
{
    struct rows_walk walk = {.run = run};
    TRY(submissions_select(run->fsck->store, &walk.select, err));
    run->progress = (struct stream_progress){advance, run};
    (void)pthread_mutex_init(&run->advancing, NULL);
    (void)pthread_mutex_init(&run->spawning, NULL);
    enum status status = walk_rows(&walk, err);
    (void)pthread_mutex_destroy(&run->advancing);
    (void)pthread_mutex_destroy(&run->spawning);
    store_release(run->fsck->store, walk.select);
    return status;
}
