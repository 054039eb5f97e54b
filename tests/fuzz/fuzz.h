/* What the fuzzing harnesses share. A harness is one file fuzz_NAME.c with one
 * LLVMFuzzerTestOneInput (llvm.org/docs/LibFuzzer.html); it is linked with libFuzzer for searching,
 * and with replay.c for showing the collected inputs of corpus/NAME again. They run in the root of
 * the repository, whose example keys they use. */
#ifndef FUZZ_H
#define FUZZ_H

#include "base/buffer.h"
#include "format/answers.h"
#include "format/card.h"
#include "format/edition.h"
#include "format/fingerprint.h"
#include "format/keydir.h"
#include "format/manifest.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Starts libsodium and Jansson; called once, before the first input. */
int LLVMFuzzerInitialize(int *argc, char ***argv);

/* Ends the process if what must hold for every input does not. */
void fuzz_require(bool holds);

/* For calls of which nothing is asked but that they come back. */
void fuzz_ignore(enum status status);

/* Whether a buffer holds exactly these bytes. */
bool fuzz_same(const struct buffer *buffer, const void *bytes, size_t length);

/* A file in memory with this content, to be closed. */
int fuzz_file(const void *bytes, size_t length);

/* Requires that libarchive reads a ustar archive that our readers have accepted to the same members
 * in their order. */
struct fuzz_member {
    const char *name;
    const uint8_t *bytes;
    size_t length;
};
void fuzz_judge_archive(
    const uint8_t *bytes, size_t length, const struct fuzz_member *member, size_t count);

/* Requires that a page, or a part of one, is well-formed, of the elements that ours are made of,
 * and loads, runs and sends nothing. */
void fuzz_judge_page(const char *page, size_t length);

/* Requires that a table for a spreadsheet is in its form, and that no cell is taken for a formula.
 * fields: of each line; 0 for any. */
void fuzz_judge_csv(const char *csv, size_t length, size_t fields);

/* A party of keys-example/, loaded once. */
struct fuzz_party {
    struct keydir dir;
    struct keydir_secrets secrets;
    struct card card;
    struct fingerprint fingerprint;
};
const struct fuzz_party *fuzz_municipality(void);
const struct fuzz_party *fuzz_authority(void);

/* Appends the file of a document of that name whose JSON is the input, signed by the authority with
 * that trusted comment. */
void fuzz_document(const char *name, const uint8_t *json, size_t length, const char *comment,
    struct buffer *frame);

/* The built-in edition, loaded once. */
const struct edition *fuzz_edition(void);

/* One with questions of every kind, loaded once, by a path from the repository's root. */
const struct edition *fuzz_edition_of_every_kind(void);

/* The parts of a submission of the municipality to the authority that is right in all, made once
 * from tests/data. */
struct fuzz_genuine {
    struct answers *answers;
    struct buffer json;      /* answers.json */
    struct buffer signature; /* answers.json.minisig */
    struct manifest *manifest;
    struct buffer manifest_json;
    struct buffer manifest_signature;
    struct buffer payload;
    struct buffer frame;
};
const struct fuzz_genuine *fuzz_genuine(void);

#endif
