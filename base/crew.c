#include "base/crew.h"

#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>

/* Of a thread: room for a manifest or two, which nothing here goes deeper than. */
enum { STACK = 1 << 20 };

struct crew {
    crew_work *work;
    void *context;
    const struct catalog *catalog;
    pthread_mutex_t lock; /* for all that follows */
    pthread_cond_t passed;
    uint64_t pieces;                /* that were taken */
    uint64_t turn[CREW_STAGES_MAX]; /* the piece that may enter */
    enum status status;             /* of the hand that failed first */
    struct error failure;
};

struct crew_hand {
    struct crew *crew;
    size_t number;
    pthread_t thread;
};

size_t crew_hands(void)
{
    cpu_set_t processors;
    if (sched_getaffinity(0, sizeof processors, &processors) != 0)
        return 1;
    size_t count = (size_t)CPU_COUNT(&processors);
    return count < CREW_HANDS_MAX ? count : CREW_HANDS_MAX;
}

uint64_t crew_piece(struct crew *crew)
{
    (void)pthread_mutex_lock(&crew->lock);
    uint64_t piece = crew->pieces++;
    (void)pthread_mutex_unlock(&crew->lock);
    return piece;
}

enum status crew_await(struct crew *crew, size_t stage, uint64_t piece, struct error *err)
{
    (void)err;
    (void)pthread_mutex_lock(&crew->lock);
    while (crew->status == STATUS_OK && crew->turn[stage] != piece)
        (void)pthread_cond_wait(&crew->passed, &crew->lock);
    bool goes_on = crew->status == STATUS_OK;
    (void)pthread_mutex_unlock(&crew->lock);
    return goes_on ? STATUS_OK : STATUS_FAILED;
}

void crew_pass(struct crew *crew, size_t stage)
{
    (void)pthread_mutex_lock(&crew->lock);
    crew->turn[stage]++;
    (void)pthread_cond_broadcast(&crew->passed);
    (void)pthread_mutex_unlock(&crew->lock);
}

/* Of failures that come after the first nobody hears: they may be of its making. */
static void keep_failure(struct crew *crew, enum status status, const struct error *failure)
{
    (void)pthread_mutex_lock(&crew->lock);
    if (crew->status == STATUS_OK) {
        crew->status = status;
        crew->failure = *failure;
    }
    (void)pthread_cond_broadcast(&crew->passed);
    (void)pthread_mutex_unlock(&crew->lock);
}

static void *crew_hand_work(void *context)
{
    const struct crew_hand *hand = context;
    struct error failure;
    error_init(&failure, hand->crew->catalog);
    enum status status = hand->crew->work(hand->crew, hand->number, hand->crew->context, &failure);
    if (status != STATUS_OK)
        keep_failure(hand->crew, status, &failure);
    return NULL;
}

/* The threads beside the caller's; gives how many there are. */
static size_t start_threads(struct crew_hand *hand, size_t count)
{
    pthread_attr_t attributes;
    sigset_t all;
    sigset_t before;
    size_t made = 0;
    if (pthread_attr_init(&attributes) != 0)
        return 0;
    (void)pthread_attr_setstacksize(&attributes, STACK);
    (void)sigfillset(&all);
    (void)pthread_sigmask(SIG_SETMASK, &all, &before);
    while (made < count &&
           pthread_create(&hand[made].thread, &attributes, crew_hand_work, &hand[made]) == 0)
        made++;
    (void)pthread_sigmask(SIG_SETMASK, &before, NULL);
    (void)pthread_attr_destroy(&attributes);
    return made;
}

enum status crew_run(size_t hands, crew_work *work, void *context, struct error *err)
{
    struct crew crew = {.work = work,
        .context = context,
        .catalog = err == NULL ? NULL : err->catalog,
        .lock = PTHREAD_MUTEX_INITIALIZER,
        .passed = PTHREAD_COND_INITIALIZER};
    struct crew_hand hand[CREW_HANDS_MAX];
    for (size_t i = 0; i < hands; i++)
        hand[i] = (struct crew_hand){.crew = &crew, .number = i};
    size_t made = start_threads(hand + 1, hands - 1);
    (void)crew_hand_work(&hand[0]);
    for (size_t i = 1; i <= made; i++)
        (void)pthread_join(hand[i].thread, NULL);
    if (crew.status != STATUS_OK && err != NULL)
        *err = crew.failure;
    return crew.status;
}
