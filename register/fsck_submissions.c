/* The rows of submissions, in the order of importing: what the database has of one is read, its
 * files and answers are looked at, and what was found is reported, each in the order of the rows.
 * One hand reads or reports, while the others look. */
#include "base/crew.h"
#include "base/memory.h"
#include "format/bundle.h"
#include "register/fsck_parts.h"
#include "register/store_parts.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

/* ---- what several do at once ---- */

static void advance(void *context, uint64_t bytes)
{
    struct fsck_run *run = context;
    const struct stream_progress *progress = run->fsck->progress;
    (void)pthread_mutex_lock(&run->advancing);
    progress->advance(progress->context, bytes);
    (void)pthread_mutex_unlock(&run->advancing);
}

/* Rows that follow each other: so many at most, and less where their originals have as many bytes
 * as so many small ones. */
enum { LOOKS = 16 };
#define LOOKS_BYTES (UINT64_C(1) << 20)

struct fsck_piece {
    struct fsck_look look[LOOKS];
    size_t looks;       /* that were read whole */
    enum status status; /* what reading the next one came to, */
    struct error why;   /* and why not: told in its turn, whichever hand was first */
};

struct fsck_walk {
    struct fsck_run *run;
    sqlite3_stmt *select;
    bool ended;               /* no row is left, or reading failed */
    struct fsck_piece *piece; /* owned; of each hand */

    /* Held while the database is read, and while something is reported, which may read it. */
    pthread_mutex_t in_use;
};

/* ---- reading ---- */

static void start_errors(struct fsck_look *look, const struct catalog *catalog)
{
    struct fsck_seen *const seen[] = {
        &look->card, &look->answers, &look->original, &look->manifest, &look->receipt, &look->kept};
    for (size_t i = 0; i < sizeof seen / sizeof seen[0]; i++)
        error_init(&seen[i]->why, catalog);
}

static enum status take_row(struct fsck_walk *walk, struct fsck_look *look, struct error *err)
{
    struct fsck_run *run = walk->run;
    const struct fsck *fsck = run->fsck;
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

static uint64_t original_size(const struct store *store, const struct submission *submission)
{
    struct stat about;
    char *path = store_file(store, STORE_ORIGINALS, submission->sealed.bytes, BUNDLE_SUFFIX);
    bool there = stat(path, &about) == 0;
    free(path);
    return there ? (uint64_t)about.st_size : 0;
}

static enum status read_rows(struct fsck_walk *walk, struct fsck_piece *piece, struct error *err)
{
    const struct store *store = walk->run->fsck->store;
    uint64_t bytes = 0;
    while (piece->looks < LOOKS && bytes < LOOKS_BYTES) {
        struct fsck_look *look = &piece->look[piece->looks];
        bool found = false;
        TRY(store_step(store, walk->select, &found, err));
        walk->ended = !found;
        if (!found)
            return STATUS_OK;
        *look = (struct fsck_look){0};
        TRY(take_row(walk, look, err));
        bytes += original_size(store, &look->submission);
        piece->looks++;
    }
    return STATUS_OK;
}

static void read_piece(
    struct fsck_walk *walk, struct fsck_piece *piece, const struct catalog *catalog)
{
    piece->status = STATUS_OK;
    error_init(&piece->why, catalog);
    if (walk->ended)
        return;
    (void)pthread_mutex_lock(&walk->in_use);
    piece->status = read_rows(walk, piece, &piece->why);
    (void)pthread_mutex_unlock(&walk->in_use);
    walk->ended = walk->ended || piece->status != STATUS_OK;
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

static enum status report_looks(
    struct fsck_run *run, const struct fsck_piece *piece, struct error *err)
{
    for (size_t i = 0; i < piece->looks; i++)
        TRY(report_look(run, &piece->look[i], err));
    if (piece->status != STATUS_OK)
        *err = piece->why;
    return piece->status;
}

static enum status report_piece(
    struct fsck_walk *walk, const struct fsck_piece *piece, struct error *err)
{
    (void)pthread_mutex_lock(&walk->in_use);
    enum status status = report_looks(walk->run, piece, err);
    (void)pthread_mutex_unlock(&walk->in_use);
    return status;
}

/* ---- the walk ---- */

enum { READING, REPORTING }; /* the stages of a piece */

/* One that was not read whole has something, too. */
static void forget_piece(struct fsck_piece *piece)
{
    for (size_t i = 0; i < LOOKS; i++) {
        struct fsck_look *look = &piece->look[i];
        buffer_wipe(&look->json);
        buffer_free(&look->signature);
        buffer_wipe(&look->record);
        buffer_wipe(&look->resting);
    }
    piece->looks = 0;
}

static void look_at_piece(struct fsck_run *run, struct fsck_piece *piece)
{
    for (size_t i = 0; i < piece->looks; i++) {
        if (!piece->look[i].broken)
            fsck_look(run, &piece->look[i]);
    }
}

static enum status walk_pieces(struct crew *crew, size_t hand, void *context, struct error *err)
{
    struct fsck_walk *walk = context;
    struct fsck_piece *piece = &walk->piece[hand];
    for (;;) {
        uint64_t number = crew_piece(crew);
        TRY(crew_await(crew, READING, number, err));
        read_piece(walk, piece, err->catalog);
        crew_pass(crew, READING);
        if (piece->looks == 0 && piece->status == STATUS_OK)
            return STATUS_OK;
        look_at_piece(walk->run, piece);
        TRY(crew_await(crew, REPORTING, number, err));
        TRY(report_piece(walk, piece, err));
        crew_pass(crew, REPORTING);
        forget_piece(piece);
    }
}

static enum status walk_rows(struct fsck_walk *walk, struct error *err)
{
    size_t hands = crew_hands();
    walk->piece = memory_new(hands, sizeof *walk->piece);
    (void)pthread_mutex_init(&walk->in_use, NULL);
    enum status status = crew_run(hands, walk_pieces, walk, err);
    for (size_t i = 0; i < hands; i++)
        forget_piece(&walk->piece[i]);
    (void)pthread_mutex_destroy(&walk->in_use);
    free(walk->piece);
    return status;
}

enum status fsck_submissions(struct fsck_run *run, struct error *err)
{
    struct fsck_walk walk = {.run = run};
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
