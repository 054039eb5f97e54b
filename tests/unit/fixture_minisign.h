/* A throwaway key pair and signatures that stock minisign 0.12 made with it
 * (minisign -G -W; minisign -S [-l] -m msg [-c sigill] [-t …]). */
#ifndef FIXTURE_MINISIGN_H
#define FIXTURE_MINISIGN_H

#include "crypto/minisign.h"

extern const char fixture_secret_file[]; /* not encrypted */
extern const char fixture_public_file[];
extern const char fixture_message[];

/* -c sigill -t "sigill-card/1 212999-0004": byte for byte what ours must be. */
#define FIXTURE_TRUSTED "sigill-card/1 212999-0004"
extern const char fixture_profile[];

extern const char fixture_stock[];  /* prehashed, with stock's default trusted comment */
extern const char fixture_legacy[]; /* -l, trusted comment "legacy, a comment" */

/* The key pair; to be freed with minisign_key_free. Fails the test if it cannot be read. */
struct minisign_secret *fixture_secret(void);

/* A passphrase in secret memory; to be cleared. */
struct secret fixture_passphrase(const char *text);

#endif
