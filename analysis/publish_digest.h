/* A digest over words, by which two publications are told to be of the same thing. */
#ifndef ANALYSIS_PUBLISH_DIGEST_H
#define ANALYSIS_PUBLISH_DIGEST_H

#include <sodium.h>

#define PUBLISH_SET_SIZE 65 /* hexadecimal, and a NUL */

struct publish_digest {
    crypto_generichash_state state;
};

void publish_digest_begin(struct publish_digest *digest);

/* With its NUL, so that no two rows of words are the same bytes. */
void publish_digest_word(struct publish_digest *digest, const char *word);

void publish_digest_end(struct publish_digest *digest, char hex[PUBLISH_SET_SIZE]);

#endif
