/* Where media are mounted. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>

#include "base/system/mounted.h"
#include "base/system/mounted_linux.h"

static void devices_below_the_places_of_media(void **state)
{
    (void)state;
    struct list places = {.size = sizeof(char *)};
    mounted_in("/dev/sda2 / ext4 rw 0 0\n"
               "proc /proc proc rw 0 0\n"
               "/dev/sdb1 /media/karin/MIN\\040STICKA vfat rw,nosuid 0 0\n"
               "tmpfs /mnt/minne tmpfs rw 0 0\n"
               "C:\\134 /mnt/c 9p rw 0 0\n"
               "/dev/sdc1 /mediabox ext4 rw 0 0\n"
               "/dev/sdd1 /mnt exfat rw 0 0\n"
               "/dev/sde1 /run/media/karin/A exfat rw 0 0\n",
        &places);
    char **place = places.items;
    assert_int_equal(places.count, 3);
    assert_string_equal(place[0], "/media/karin/MIN STICKA");
    assert_string_equal(place[1], "/mnt");
    assert_string_equal(place[2], "/run/media/karin/A");
    for (size_t i = 0; i < places.count; i++)
        free(place[i]);
    free(place);
}

static void no_text_has_no_place(void **state)
{
    (void)state;
    struct list places = {.size = sizeof(char *)};
    mounted_in("", &places);
    mounted_in("/dev/sdb1", &places);
    assert_int_equal(places.count, 0);
    free(places.items);
}

static void what_lies_elsewhere_lacks_nothing(void **state)
{
    (void)state;
    assert_false(mounted_lacks("/"));
    assert_false(mounted_lacks("/tmp/media/usb"));
    assert_false(mounted_lacks("nowhere/media"));
    assert_false(mounted_lacks("/mediabox/usb"));
}

static void a_place_without_a_medium_lacks_one(void **state)
{
    (void)state;
    assert_true(mounted_lacks("/media/no-such-user-here/no-such-stick"));
    assert_true(mounted_lacks("/run/media/no-such-user-here/no-such-stick"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(devices_below_the_places_of_media),
        cmocka_unit_test(no_text_has_no_place),
        cmocka_unit_test(what_lies_elsewhere_lacks_nothing),
        cmocka_unit_test(a_place_without_a_medium_lacks_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
