/* Under Wine a call that restricts a token, or limits a job, succeeds and does little: a worker
 * asks the system about itself, finds it out, and none is made (S9: no confinement, no parsing). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/file.h"
#include "base/system/channel.h"
#include "base/system/confinement_windows.h"
#include "base/system/descriptor.h"
#include "isolate/opening_card.h"
#include "isolate/spawner.h"
#include "isolate/task.h"
#include "isolate/workbook.h"

static struct error err;

static void test_S9_where_nothing_is_confined_there_is_no_worker(void **state)
{
    struct spawner spawner;
    (void)state;
    error_init(&err, NULL);
    assert_int_equal(spawner_start(NULL, "en", &spawner, &err), STATUS_FAILED);
    assert_int_equal(err.reason, REASON_IO_ERROR);
    assert_non_null(strstr(err.text, "restricted tokens and job objects"));
    assert_non_null(strstr(err.text, "--allow-no-sandbox"));
    assert_null(spawner.source);
    assert_false(spawner.inside);
}

static void test_S9_no_worker_means_no_parsing(void **state)
{
    static const char path[] = "tests/windows/units";
    struct spawner none = SPAWNER_NONE;
    struct sheet_cells cells;
    struct card card;
    struct fingerprint fingerprint;
    uint64_t size;
    int fd = -1;
    (void)state;
    error_init(&err, NULL);
    assert_int_equal(file_open(path, false, &fd, &size, &err), STATUS_OK);
    assert_int_equal(workbook_read(&none, fd, size, &cells, &err), STATUS_FAILED);
    assert_int_equal(err.reason, REASON_IO_ERROR);
    assert_int_equal(sheet_cells_count(&cells), 0);
    assert_true(descriptor_close(fd));
    assert_int_equal(opening_card(&none, path, &card, &fingerprint, &err), STATUS_FAILED);
    assert_int_equal(err.reason, REASON_IO_ERROR);
}

/* This process itself is confined in no way. */
static void test_S9_what_lacks_is_found_out(void **state)
{
    static const struct worker_limits limits = {TASK_BUNDLE_MEMORY, TASK_BUNDLE_SECONDS};
    (void)state;
    assert_int_equal(confinement_lacking(&limits),
        CONFINEMENT_LACKS_TOKEN | CONFINEMENT_LACKS_JOB | CONFINEMENT_LACKS_INTEGRITY);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_S9_where_nothing_is_confined_there_is_no_worker),
        cmocka_unit_test(test_S9_no_worker_means_no_parsing),
        cmocka_unit_test(test_S9_what_lacks_is_found_out),
    };
    if (spawner_is_asked_for(argc, argv))
        return spawner_main(argv);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
