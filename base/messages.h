/* Every text that a user reads, in Swedish or English.
 *
 * The English text in the code is the key; po/sv.po holds the Swedish, compiled by msgfmt and built
 * into the programs, because offline machines have no locale files. */
#ifndef BASE_MESSAGES_H
#define BASE_MESSAGES_H

#include <stddef.h>

/* Marks a text that is translated where it is used, not where it stands. */
#define N_(text) text

enum language { LANGUAGE_SWEDISH, LANGUAGE_ENGLISH };

struct catalog;

/* The catalog of a language; NULL for English, which needs none. */
const struct catalog *catalog_for(enum language language);

/* The language that the environment asks for (LC_ALL, LC_MESSAGES, LANG in that order, the first
 * that is set and not empty): English if it begins with "en", else Swedish. */
enum language language_from_environment(void);

/* The translation of text, or text itself if the catalog is NULL or lacks it. Static text. */
const char *tr(const struct catalog *catalog, const char *text) __attribute__((format_arg(2)));

/* The translation for a count: singular or plural by n. Both languages have the two forms of
 * English. */
const char *tr_count(const struct catalog *catalog, const char *one, const char *many,
    size_t n) __attribute__((format_arg(2), format_arg(3)));

#endif
