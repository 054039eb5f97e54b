/* The benchmarks of a round that its authority has published, as a document that organisations are
 * handed out: what the typical member of each group answers, and the best of it.
 *
 * {"format":"sigill-benchmarks/1","edition":ID,"round":ID,"form":"hidden"|"rounded",
 *  "benchmarks":[{"id":"kommun-30-best","group":"kommun"|null,"best":30|null,"n":30,
 *    "questions":[{"id":7,"answer":"yes"|"no"|null,"kind":"majority"|"minority"|null,
 *      "close":true|false|null,"yes":["a","c"]|[3],"yes_count":12|"<3"|null,"points":2}],
 *    "result":{"level","points","measures","areas":[{"id","points","max","level","measures"}]}}]}
 *
 * The words are those of docs/json.md, "benchmark, rank, cooperate, forecast". What the answers
 * come to is computed from them by whoever reads it; a document that says something else is
 * refused. */
#ifndef FORMAT_BENCHMARKS_H
#define FORMAT_BENCHMARKS_H

#include "base/buffer.h"
#include "base/error.h"
#include "format/edition.h"
#include "format/json.h"
#include "scoring/benchmark.h"

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#define BENCHMARKS_FORMAT "sigill-benchmarks/1"
#define BENCHMARKS_FEEDBACK                                                                        \
    "sigill-feedback/1"      /* has such a document as its member "published"                      \
                              */
#define BENCHMARKS_MAX 40    /* of one document */
#define BENCHMARKS_BEST 1000 /* as many best at the most */
#define BENCHMARKS_SMALL "<3"
#define BENCHMARKS_ALL "alla" /* the id of the benchmark of all groups; no group is called so */
#define BENCHMARKS_ID_SIZE 80 /* a group's id, "-1000-best" and a NUL */

/* How many say yes to a question, as it is shown. */
enum benchmarks_yes {
    BENCHMARKS_YES_HIDDEN,
    BENCHMARKS_YES_SMALL, /* one or two */
    BENCHMARKS_YES_NUMBER /* the benchmark's yes_count; in a rounded document it is rounded */
};

/* One of them. It is some 5 kB. */
struct published_benchmark {
    char group[EDITION_WORD_SIZE]; /* an id of the edition; "": all groups */
    unsigned best;                 /* how many of the best; 0: all */
    struct benchmark benchmark;
    bool close[MODEL_QUESTIONS_MAX];  /* rounding could have decided it; in a rounded document alone
                                       */
    uint8_t yes[MODEL_QUESTIONS_MAX]; /* enum benchmarks_yes */
};

struct benchmarks {
    char edition[EDITION_WORD_SIZE];
    char round[EDITION_WORD_SIZE];
    bool rounded;                    /* else hidden */
    size_t count;                    /* at least 1 in a document; at most BENCHMARKS_MAX */
    struct published_benchmark *one; /* owned */
};

/* Room for one more at the end, zeroed; there must be fewer than BENCHMARKS_MAX. */
struct published_benchmark *benchmarks_add(struct benchmarks *benchmarks);
void benchmarks_free(struct benchmarks *benchmarks);

/* "majority" or "minority", as JSON has it; NULL for a kind that has no word. */
const char *benchmarks_kind(enum benchmark_kind kind);

/* "kommun", "kommun-30-best", "alla". */
void benchmarks_id(const struct published_benchmark *one, char id[BENCHMARKS_ID_SIZE]);

/* The one of that id; NULL if there is none. */
const struct published_benchmark *benchmarks_find(
    const struct benchmarks *benchmarks, const char *id);

/* One as its object in the document has it; the document; the same as bytes, with a line feed at
 * the end. The first two are new references. */
json_t *benchmarks_one_json(
    const struct edition *edition, const struct published_benchmark *one, bool rounded);
json_t *benchmarks_json(const struct edition *edition, const struct benchmarks *benchmarks);
enum status benchmarks_write(const struct edition *edition, const struct benchmarks *benchmarks,
    struct buffer *out, struct error *err) MUST_USE;

/* Reads and checks a document for an edition; name is put in front of error texts. STATUS_REFUSED
 * with the reasons of json_read for what is not JSON, REASON_UNKNOWN_FORMAT for another format,
 * REASON_UNKNOWN_EDITION if it is for another edition, and REASON_BAD_VALUE, with the path, for
 * anything else: an unknown or missing key, a group, question or option that the edition lacks, one
 * that stands twice, a count that its answer contradicts, figures that are not those of its
 * answers. *out is the caller's (benchmarks_free), empty on failure. */
enum status benchmarks_load(const struct edition *edition, const void *bytes, size_t length,
    const char *name, struct benchmarks *out, struct error *err) MUST_USE;

/* The same, or the one that feedback holds, of which nothing else is looked at: REASON_NOT_FOUND
 * where it holds none. For what is compared with, never for what is handed on. */
enum status benchmarks_load_or_feedback(const struct edition *edition, const void *bytes,
    size_t length, const char *name, struct benchmarks *out, struct error *err) MUST_USE;

#endif
