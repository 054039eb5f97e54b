/* Files of tests/data, as they are and with one thing changed. */
#ifndef TESTS_UNIT_FIXTURE_TEXT_H
#define TESTS_UNIT_FIXTURE_TEXT_H

/* The file's text; fails the test if it cannot be read. The caller frees it. */
char *fixture_read(const char *path);

/* The text with the first occurrence of from replaced by to; fails the test if there is none. The
 * caller frees it. */
char *fixture_replace(const char *text, const char *from, const char *to);

#endif
