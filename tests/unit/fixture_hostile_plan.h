/* What the parts of fixture_hostile.h share among themselves. */
#ifndef FIXTURE_HOSTILE_PLAN_H
#define FIXTURE_HOSTILE_PLAN_H

#include "format/answers.h"
#include "format/bundle.h"
#include "format/card.h"
#include "format/payload_shares.h"
#include "isolate/wire.h"

#define HOSTILE_MEMBERS_MAX 8

/* What a worker has of its bundle. */
struct served {
    int bundle;
    int socket;
    struct bundle_envelope envelope;
    uint8_t file_key[AGE_FILE_KEY_SIZE];
    struct bundle_front front;
    struct manifest manifest;
    struct answers answers;
    struct buffer signature;
    struct card card; /* if it is a card that is served */
    size_t members;   /* of the payload, as they were unpacked */
    struct buffer member[HOSTILE_MEMBERS_MAX];
    struct wire_verdict verdict;
    char program[32];                    /* the path of one (fixture_program.h) */
    const struct answers *other_answers; /* fixture_hostile_hands_up */
    const struct buffer *other_signature;
};

/* One way of doing harm: as soon as the bundle or card is known, or to one of the things that are
 * handed up. What is NULL is done honestly. */
struct hostile_plan {
    const char *name;
    void (*at_once)(struct served *served);
    void (*front)(struct served *served);
    void (*manifest)(struct served *served);
    void (*answers)(struct served *served);
    void (*card)(struct served *served);
    bool (*members)(struct served *served); /* says them all; false: the other end is gone */
    void (*places)(struct payload_places *places);
    void (*share)(struct served *served); /* as soon as it is asked for a share */
    void (*verdict)(struct wire_verdict *verdict);
    int size_by; /* so many bytes more or less than the record has: of the payload's size, */
    int manifest_by;
    int answers_by;
    int places_by;
};

/* Each list ends with a plan without a name. */
extern const struct hostile_plan HOSTILE_CALLS[];
extern const struct hostile_plan HOSTILE_FLAGS[];
extern const struct hostile_plan HOSTILE_WORDS[];
extern const struct hostile_plan HOSTILE_RECORDS[];
extern const struct hostile_plan HOSTILE_CARDS[];
extern const struct hostile_plan HOSTILE_MEMBERS[];
extern const struct hostile_plan HOSTILE_SHARES[];

#endif
