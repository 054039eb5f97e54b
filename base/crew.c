#include "base/crew.h"

#include "base/system/thread.h"

#include <stdbool.h>

struct crew {
    crew_work *work;
    void *context;
    const struct catalog *catalog;
    struct meeting *meeting;        /* for all that follows; told when a piece has passed */
    uint64_t pieces;                /* that were taken */
    uint64_t turn[CREW_STAGES_MAX]; /* the piece that may enter */
    enum status status;             /* of the hand that failed first */
    struct error failure;
};

struct crew_hand {
    struct crew *crew;
    size_t number;
    struct thread *thread;
};

size_t crew_hands(void)
{
    size_t count = thread_processors();
    return count < CREW_HANDS_MAX ? count : CREW_HANDS_MAX;
}

uint64_t crew_piece(struct crew *crew)
{
    meeting_enter(crew->meeting);
    uint64_t piece = crew->pieces++;
    meeting_leave(crew->meeting);
    return piece;
}

enum status crew_await(struct crew *crew, size_t stage, uint64_t piece, struct error *err)
{
    (void)err;
    meeting_enter(crew->meeting);
    while (crew->status == STATUS_OK && crew->turn[stage] != piece)
        meeting_wait(crew->meeting);
    bool goes_on = crew->status == STATUS_OK;
    meeting_leave(crew->meeting);
    return goes_on ? STATUS_OK : STATUS_FAILED;
}

void crew_pass(struct crew *crew, size_t stage)
{
    meeting_enter(crew->meeting);
    crew->turn[stage]++;
    meeting_tell(crew->meeting);
    meeting_leave(crew->meeting);
}

/* Of failures that come after the first nobody hears: they may be of its making. */
static void keep_failure(struct crew *crew, enum status status, const struct error *failure)
{
    meeting_enter(crew->meeting);
    if (crew->status == STATUS_OK) {
        crew->status = status;
        crew->failure = *failure;
    }
    meeting_tell(crew->meeting);
    meeting_leave(crew->meeting);
}

static void crew_hand_work(void *context)
{
    const struct crew_hand *hand = context;
    struct error failure;
    error_init(&failure, hand->crew->catalog);
    enum status status = hand->crew->work(hand->crew, hand->number, hand->crew->context, &failure);
    if (status != STATUS_OK)
        keep_failure(hand->crew, status, &failure);
}

/* The threads beside the caller's; gives how many there are. */
static size_t start_threads(struct crew_hand *hand, size_t count)
{
    size_t made = 0;
    while (made < count) {
        hand[made].thread = thread_start(crew_hand_work, &hand[made], THREAD_STACK);
        if (hand[made].thread == NULL)
            break;
        made++;
    }
    return made;
}

enum status crew_run(size_t hands, crew_work *work, void *context, struct error *err)
{
    struct crew crew = {.work = work,
        .context = context,
        .catalog = err == NULL ? NULL : err->catalog,
        .meeting = meeting_new()};
    struct crew_hand hand[CREW_HANDS_MAX];
    for (size_t i = 0; i < hands; i++)
        hand[i] = (struct crew_hand){.crew = &crew, .number = i};
    size_t made = start_threads(hand + 1, hands - 1);
    crew_hand_work(&hand[0]);
    for (size_t i = 1; i <= made; i++)
        thread_join(hand[i].thread);
    meeting_free(crew.meeting);
    if (crew.status != STATUS_OK && err != NULL)
        *err = crew.failure;
    return crew.status;
}
