/* One work that several threads do together, piece by piece: its hands.
 *
 * A piece goes through stages. Within a stage the pieces pass in the order of their numbers, one at
 * a time; between two stages each hand works for itself. So what must be done in order (reading a
 * file, hashing it) is, whichever hand does it, and what a work makes does not depend on how many
 * hands it had.
 *
 * The caller is the first hand and waits for the others. They take no signals, so that these reach
 * the caller's thread as ever. Want of memory ends the process from any of them (base/memory.h). */
#ifndef BASE_CREW_H
#define BASE_CREW_H

#include "base/error.h"

#include <stddef.h>
#include <stdint.h>

/* Each hand of format/ holds some 4 MiB. */
#define CREW_HANDS_MAX 8
#define CREW_STAGES_MAX 3

struct crew;

/* Does pieces until there are none left. hand: below the number of hands, another for each. */
typedef enum status crew_work(struct crew *crew, size_t hand, void *context, struct error *err);

/* As many hands as there are cores that this process may run on, at most CREW_HANDS_MAX. */
size_t crew_hands(void);

/* Has the work done by that many hands, 1 to CREW_HANDS_MAX, or by fewer where the system gives no
 * more threads; returns when the last one is done. If one of them fails the others end at their
 * next stage, and the first failure is what is returned. */
enum status crew_run(size_t hands, crew_work *work, void *context, struct error *err) MUST_USE;

/* The number of the next piece, from 0. Whoever takes one must lead it through each stage, or find
 * in the first stage that there are no more. */
uint64_t crew_piece(struct crew *crew);

/* Waits until the pieces before it have passed the stage. STATUS_FAILED if another hand has failed:
 * then the work is to be left as it is, and err is not filled. */
enum status crew_await(struct crew *crew, size_t stage, uint64_t piece, struct error *err) MUST_USE;

/* Lets the next piece into the stage. */
void crew_pass(struct crew *crew, size_t stage);

#endif
