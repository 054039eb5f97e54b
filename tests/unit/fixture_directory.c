#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <limits.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"
#include "base/system/place.h"
#include "fixture_directory.h"

static char directory[PATH_MAX];

const char *fixture_directory_make(void)
{
    const char *parent = getenv("TMPDIR");
    (void)snprintf(directory, sizeof directory, "%s/sigill-test-%08x%08x",
        parent == NULL ? "/tmp" : parent, randombytes_random(), randombytes_random());
    assert_true(place_make_directory(directory, 0700));
    return directory;
}

void fixture_directory_remove(void)
{
    place_remove_tree(directory);
    assert_false(file_exists(directory));
    directory[0] = '\0';
}

const char *fixture_directory_path(const char *name)
{
    static char paths[4][PATH_MAX + 256];
    static size_t next;
    char *path = paths[next++ % 4];
    (void)snprintf(path, sizeof paths[0], "%s/%s", directory, name);
    return path;
}

struct buffer fixture_directory_read(const char *name)
{
    struct buffer content = {0};
    assert_int_equal(
        file_read(fixture_directory_path(name), (size_t)1 << 20, &content, NULL), STATUS_OK);
    return content;
}

void fixture_directory_write(const char *name, const void *bytes, size_t length)
{
    assert_int_equal(
        file_write(fixture_directory_path(name), bytes, length, 0600, true, NULL), STATUS_OK);
}
