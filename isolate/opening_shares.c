#include "isolate/opening_shares.h"

#include "base/memory.h"

#include <stdlib.h>

bool opening_may_share(const struct opening *opening, uint64_t payload_size)
{
    const struct opening_policy *policy = opening->policy;
    return opening->file_key != NULL && !opening->worker.inside && opening->envelope.settled &&
           policy->workers > 1 && policy->share > 0 && payload_size / 2 >= policy->share;
}

void opening_shares_end(struct opening *opening)
{
    for (size_t i = 0; i < opening->others; i++)
        client_end(&opening->other[i]);
    opening->others = 0;
}

/* ---- all of them ---- */

static bool are_ready(struct opening *opening)
{
    bool ready = client_is_ready(&opening->worker);
    for (size_t i = 0; i < opening->others; i++)
        ready = client_is_ready(&opening->other[i]) && ready;
    return ready;
}

bool opening_is_ready(struct opening *opening)
{
    return !opening->over && opening->step >= OPENING_STARTED && opening->step < OPENING_READ &&
           are_ready(opening);
}

void opening_leave(struct opening *opening)
{
    client_leave(&opening->worker);
    for (size_t i = 0; i < opening->others; i++)
        client_leave(&opening->other[i]);
}

void opening_return(struct opening *opening)
{
    client_return(&opening->worker);
    for (size_t i = 0; i < opening->others; i++)
        client_return(&opening->other[i]);
}

/* ---- to begin with ---- */

enum status opening_ask_answers(struct opening *opening, size_t edition, struct error *err)
{
    TRY(opening_expect_step(opening, OPENING_JUDGED, err));
    if (opening_may_share(opening, opening->manifest.payload_size))
        return opening_end_step(opening, OPENING_HASHING, client_ask_hash(&opening->worker, err));
    if (!opening->worker.inside)
        opening_drop_file_key(opening);
    return opening_end_step(
        opening, OPENING_JUDGED, client_ask_answers(&opening->worker, edition, err));
}

static enum status start_other(struct opening *opening, const struct spawner *spawner,
    const struct payload_share *share, struct error *err)
{
    struct client *other = &opening->other[opening->others++];
    TRY(client_start(spawner, opening->fd, &opening->envelope, opening->file_key,
        opening->worker.editions, other, err));
    other->pause = opening->policy->pause;
    return client_ask_share(other, &opening->manifest, share, err);
}

/* What hinders that is of no consequence: one worker can do it all. */
static bool start_others(struct opening *opening, const struct spawner *spawner,
    const struct payload_share *share, size_t count)
{
    struct error ignored;
    error_init(&ignored, NULL);
    for (size_t i = 1; i < count; i++) {
        if (start_other(opening, spawner, &share[i], &ignored) != STATUS_OK) {
            opening_shares_end(opening);
            return false;
        }
    }
    return count > 1;
}

static size_t cut_shares(
    const struct opening *opening, const struct payload_places *places, struct payload_share *share)
{
    const struct opening_policy *policy = opening->policy;
    size_t most = policy->workers < OPENING_WORKERS_MAX ? policy->workers : OPENING_WORKERS_MAX;
    return payload_shares_cut(&opening->manifest, places, most, policy->share, share);
}

static enum status start_shares(
    struct opening *opening, const struct spawner *spawner, size_t edition, struct error *err)
{
    struct payload_share share[OPENING_WORKERS_MAX];
    struct payload_places *places = memory_new(1, sizeof *places);
    enum status status;
    TRY_OUT(client_hash(&opening->worker, places, err));
    if (start_others(opening, spawner, share, cut_shares(opening, places, share)))
        status = client_ask_first_share(&opening->worker, edition, &share[0], err);
    else
        status = client_ask_answers(&opening->worker, edition, err);
out:
    free(places);
    return status;
}

enum status opening_divide(
    struct opening *opening, const struct spawner *spawner, size_t edition, struct error *err)
{
    TRY(opening_expect_step(opening, OPENING_HASHING, err));
    enum status status = start_shares(opening, spawner, edition, err);
    opening_drop_file_key(opening);
    return opening_end_step(
        opening, opening->others > 0 ? OPENING_DIVIDED : OPENING_JUDGED, status);
}

/* ---- to end with ---- */

/* The time of what this process does while it waits for one of them is not that of those which are
 * waited for after it. */
static void put_off(struct opening *opening, size_t first, int64_t by)
{
    for (size_t i = first; i < opening->others; i++)
        opening->other[i].deadline += by;
}

static bool await_first(struct opening *opening)
{
    int64_t before = opening->worker.deadline;
    bool refused = client_await_refusal(&opening->worker);
    put_off(opening, 0, opening->worker.deadline - before);
    return !refused;
}

static bool take_other(struct opening *opening, size_t place)
{
    struct error ignored;
    struct client *other = &opening->other[place];
    int64_t before = other->deadline;
    error_init(&ignored, NULL);
    bool good = client_share(other, &ignored) == STATUS_OK;
    put_off(opening, place + 1, other->deadline - before);
    return good;
}

/* Meanwhile nobody waits for the first one: it must still have time to read all, where another one
 * has let its own pass. */
static bool take_others(struct opening *opening)
{
    bool good = true;
    client_leave(&opening->worker);
    for (size_t i = 0; i < opening->others && good; i++)
        good = take_other(opening, i);
    client_return(&opening->worker);
    return good;
}

static enum status join_shares(struct opening *opening, size_t edition, struct error *err)
{
    bool good = await_first(opening) && take_others(opening);
    opening_shares_end(opening);
    if (good)
        return STATUS_OK;
    client_forget(&opening->worker);
    return client_ask_answers(&opening->worker, edition, err);
}

enum status opening_join(struct opening *opening, size_t edition, struct error *err)
{
    TRY(opening_expect_step(opening, OPENING_DIVIDED, err));
    return opening_end_step(opening, OPENING_JUDGED, join_shares(opening, edition, err));
}
