/* The version, and its day. Both stand here alone: a release takes the version from this line
 * (tools/release/dist). Whoever changes one changes the other, and CHANGELOG.md.
 *
 * A clock that is before the day is wrong: no program runs before it was made. It is kept here, and
 * not taken from the machine that builds, so that a build gives the same bytes whenever it is
 * repeated. */
#ifndef BASE_RELEASE_H
#define BASE_RELEASE_H

#include <stdint.h>

#define RELEASE_VERSION "1.0.0"
#define RELEASE_DAY INT64_C(1795910400) /* 2026-11-29T00:00:00Z */

#endif
