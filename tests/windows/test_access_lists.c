/* Who may do what by an access list, of those that the system gives its own folders and of others;
 * and that no more is asked for than a folder of many gives. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <io.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/system/access_windows.h"
#include "base/system/descriptor.h"
#include "base/system/place.h"

#include <sddl.h>

/* To rename or remove what is in a directory; and to change that as well. */
static const DWORD ABOVE = FILE_DELETE_CHILD | DELETE | WRITE_DAC | WRITE_OWNER;
static const DWORD WITHIN =
    FILE_ADD_FILE | FILE_ADD_SUBDIRECTORY | FILE_DELETE_CHILD | DELETE | WRITE_DAC | WRITE_OWNER;

#define USER "S-1-5-21-1-2-3-1001"
#define NEIGHBOUR "S-1-5-21-1-2-3-1002"
#define INSTALLER "S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464"
#define TO_USER "(A;OICI;FA;;;" USER ")"

/* What is in a descriptor, and the user. */
struct list {
    PSECURITY_DESCRIPTOR descriptor;
    PSID owner;
    PACL list;
    PSID user;
};

static struct list list_of(const char *text)
{
    struct list made = {0};
    BOOL there = FALSE;
    BOOL by_default = FALSE;
    assert_true(ConvertStringSecurityDescriptorToSecurityDescriptorA(
        text, SDDL_REVISION_1, &made.descriptor, NULL));
    assert_true(GetSecurityDescriptorOwner(made.descriptor, &made.owner, &by_default));
    assert_true(GetSecurityDescriptorDacl(made.descriptor, &there, &made.list, &by_default));
    assert_true(ConvertStringSidToSidA(USER, &made.user));
    return made;
}

static void list_free(struct list *made)
{
    (void)LocalFree(made->descriptor);
    (void)LocalFree(made->user);
}

static bool gives(const char *text, DWORD rights)
{
    struct list made = list_of(text);
    bool given = access_gives(made.owner, made.list, made.user, rights);
    list_free(&made);
    return given;
}

/* As icacls and Get-Acl show them of Windows 10. */
static void test_the_folders_of_the_system_are_closed_to_others(void **state)
{
    (void)state;
    assert_false(gives("O:" INSTALLER "D:PAI(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;OICI;0x1200a9;;;BU)"
                       "(A;;0x4;;;AU)(A;OICIIO;SDGXGWGR;;;AU)",
        ABOVE)); /* C:\ */
    assert_false(gives("O:SYD:PAI(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;;0x1200a9;;;BU)"
                       "(A;OICIIO;GXGR;;;BU)(A;;0x1200a9;;;WD)(A;OICIIO;GXGR;;;WD)",
        ABOVE)); /* C:\Users */
    assert_false(gives("O:SYD:P(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)" TO_USER, ABOVE));
    assert_false(gives("O:" USER "D:P" TO_USER, WITHIN)); /* what we make */
}

static void test_folders_that_many_use_are_open_to_others(void **state)
{
    (void)state;
    assert_true(gives("O:" USER "D:(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;OICI;0x1200a9;;;BU)"
                      "(A;;0x1301bf;;;AU)(A;OICIIO;SDGXGWGR;;;AU)",
        WITHIN));                                               /* C:\keys */
    assert_true(gives("O:BAD:(A;OICI;FA;;;WD)", ABOVE));        /* a stick with lists */
    assert_true(gives("O:BAD:" TO_USER "(A;;GA;;;AU)", ABOVE)); /* by a general right */
    assert_false(gives("O:BAD:" TO_USER "(A;;0x1200a9;;;WD)", ABOVE));
    assert_false(gives("O:BAD:" TO_USER "(A;OICIIO;FA;;;WD)", ABOVE));
    assert_false(gives("O:BAD:(D;;FA;;;WD)" TO_USER, ABOVE));
}

/* Whatever its list says: an owner may write another one. */
static void test_an_owner_counts(void **state)
{
    (void)state;
    assert_true(gives("O:" NEIGHBOUR "D:P" TO_USER, ABOVE));
    assert_true(gives("O:" NEIGHBOUR "D:P" TO_USER, FILE_ALL_ACCESS));
    assert_false(gives("O:" NEIGHBOUR "D:P" TO_USER, FILE_ADD_FILE));
    assert_false(gives("O:BAD:P" TO_USER, ABOVE));
    assert_false(gives("O:SYD:P" TO_USER, ABOVE));
    assert_true(gives("D:P" TO_USER, ABOVE)); /* it is not told who */
}

/* An entry for a neighbour, made one of another type. */
static bool gives_by_type(BYTE type)
{
    struct list made = list_of("O:" USER "D:P" TO_USER "(A;;FA;;;" NEIGHBOUR ")");
    void *entry = NULL;
    assert_true(GetAce(made.list, 1, &entry));
    ((ACE_HEADER *)entry)->AceType = type;
    bool given = access_gives(made.owner, made.list, made.user, ABOVE);
    list_free(&made);
    return given;
}

static void test_what_is_given_under_a_condition_is_given(void **state)
{
    (void)state;
    assert_true(gives_by_type(ACCESS_ALLOWED_ACE_TYPE));
    assert_true(gives_by_type(ACCESS_ALLOWED_CALLBACK_ACE_TYPE));
    assert_false(gives_by_type(ACCESS_DENIED_ACE_TYPE));
    assert_false(gives_by_type(ACCESS_DENIED_CALLBACK_ACE_TYPE));
    assert_true(gives_by_type(0x7F)); /* nobody knows what that is */
}

static void test_no_list_gives_all_to_everybody(void **state)
{
    (void)state;
    struct list made = list_of("O:" USER "D:P" TO_USER);
    assert_true(access_gives(made.owner, NULL, made.user, ABOVE));
    list_free(&made);
}

/* ---- what is asked for ---- */

/* Whether what is made so could be given another list. */
static bool takes_list(const char *name, unsigned mode)
{
    int fd = -1;
    char *path = memory_printf("%s/%s-%lu", getenv("TEMP"), name, GetCurrentProcessId());
    assert_true(place_create(path, mode, &fd));
    errno = 0;
    bool taken = access_close_open((HANDLE)_get_osfhandle(fd));
    assert_true(taken || errno == EACCES);
    assert_true(place_set_mode(fd, mode));
    assert_true(descriptor_close(fd));
    assert_true(place_remove(path));
    free(path);
    return taken;
}

/* Who may change all that lies on a share can mostly not say who else may. */
static void test_what_others_may_read_is_made_without_the_right_to_its_list(void **state)
{
    (void)state;
    assert_false(takes_list("open", 0644));
    assert_true(takes_list("closed", 0600));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_folders_of_the_system_are_closed_to_others),
        cmocka_unit_test(test_folders_that_many_use_are_open_to_others),
        cmocka_unit_test(test_an_owner_counts),
        cmocka_unit_test(test_what_is_given_under_a_condition_is_given),
        cmocka_unit_test(test_no_list_gives_all_to_everybody),
        cmocka_unit_test(test_what_others_may_read_is_made_without_the_right_to_its_list),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
