/* Tests that cannot run where they are say so: none passes by not running. */
#ifndef FIXTURE_SKIP_H
#define FIXTURE_SKIP_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/* Prints each of the tests as skipped (TAP), in place of running them. why: one line. Returns 0, as
 * cmocka_run_group_tests does when none failed. */
int fixture_skip(const struct CMUnitTest *tests, size_t count, const char *why);

#endif
