#include "base/system/access_windows.h"

#include "base/system/failure_windows.h"
#include "base/system/wide_windows.h"

#include <aclapi.h>
#include <errno.h>
#include <sddl.h>
#include <stdio.h>
#include <wchar.h>

bool access_mode_is_closed(unsigned mode)
{
    static const unsigned others = 0077;
    return (mode & others) == 0;
}

/* The user of this process, as the token has it: a TOKEN_USER and its SID. */
struct user {
    _Alignas(TOKEN_USER) unsigned char bytes[sizeof(TOKEN_USER) + SECURITY_MAX_SID_SIZE];
};

static bool find_user(struct user *user, PSID *id)
{
    HANDLE token;
    DWORD length = 0;
    if (OpenProcessToken(GetCurrentProcess(), TOKEN_QUERY, &token) == 0)
        return failure_last();
    bool found =
        GetTokenInformation(token, TokenUser, user->bytes, sizeof user->bytes, &length) != 0 ||
        failure_last();
    (void)CloseHandle(token);
    *id = ((TOKEN_USER *)(void *)user->bytes)->User.Sid;
    return found;
}

bool access_close(struct access_closed *closed)
{
    struct user user;
    PSID id = NULL;
    PACL list = (PACL)(void *)closed->list;
    if (!find_user(&user, &id))
        return false;
    if (InitializeAcl(list, sizeof closed->list, ACL_REVISION) == 0 ||
        AddAccessAllowedAceEx(list, ACL_REVISION, OBJECT_INHERIT_ACE | CONTAINER_INHERIT_ACE,
            FILE_ALL_ACCESS, id) == 0 ||
        InitializeSecurityDescriptor(&closed->descriptor, SECURITY_DESCRIPTOR_REVISION) == 0 ||
        SetSecurityDescriptorDacl(&closed->descriptor, TRUE, list, FALSE) == 0 ||
        SetSecurityDescriptorControl(&closed->descriptor, SE_DACL_PROTECTED, SE_DACL_PROTECTED) ==
            0)
        return failure_last();
    closed->attributes =
        (SECURITY_ATTRIBUTES){sizeof closed->attributes, &closed->descriptor, FALSE};
    return true;
}

/* The system takes a number with a star in front for a name. */
static void name_by_number(PSID id, char name[ACCESS_NAME_SIZE])
{
    LPSTR number = NULL;
    bool told = id != NULL && ConvertSidToStringSidA(id, &number) != 0;
    (void)snprintf(name, ACCESS_NAME_SIZE, "*%s", told ? number : "");
    if (told)
        (void)LocalFree(number);
}

void access_user_name(char name[ACCESS_NAME_SIZE])
{
    enum { PART = 256 };
    struct user user;
    PSID id = NULL;
    wchar_t own[PART];
    wchar_t domain[PART];
    wchar_t both[2 * PART];
    DWORD own_length = PART;
    DWORD domain_length = PART;
    SID_NAME_USE use;
    if (!find_user(&user, &id))
        id = NULL;
    bool told = id != NULL &&
                LookupAccountSidW(NULL, id, own, &own_length, domain, &domain_length, &use) != 0 &&
                swprintf(both, 2 * PART, L"%ls\\%ls", domain, own) > 0 &&
                wide_to_text(both, name, ACCESS_NAME_SIZE);
    if (!told)
        name_by_number(id, name);
}

static bool keeps_lists(HANDLE handle)
{
    DWORD flags = 0;
    return GetVolumeInformationByHandleW(handle, NULL, 0, NULL, NULL, &flags, NULL, 0) != 0 &&
           (flags & FILE_PERSISTENT_ACLS) != 0;
}

bool access_close_open(HANDLE handle)
{
    struct access_closed closed;
    if (!keeps_lists(handle)) {
        errno = EPERM;
        return false;
    }
    if (!access_close(&closed))
        return false;
    DWORD number = SetSecurityInfo(handle, SE_FILE_OBJECT,
        DACL_SECURITY_INFORMATION | PROTECTED_DACL_SECURITY_INFORMATION, NULL, NULL,
        (PACL)(void *)closed.list, NULL);
    return number == ERROR_SUCCESS || failure_of(number);
}

/* The service that installs the system, which owns the root of the drive that it lies on
 * ("NT SERVICE\\TrustedInstaller", "Well-known SIDs" of the system's documentation). */
static const struct {
    BYTE revision;
    BYTE count;
    SID_IDENTIFIER_AUTHORITY authority;
    DWORD numbers[6];
} INSTALLER = {SID_REVISION, 6, {SECURITY_NT_AUTHORITY},
    {80, 956008885, 3418522649, 1831038044, 1853292631, 2271478464}};

/* Neither the user, nor who may do everything anyway. */
static bool is_other(PSID id, PSID user)
{
    return EqualSid(id, user) == 0 && EqualSid(id, (PSID)(uintptr_t)&INSTALLER) == 0 &&
           IsWellKnownSid(id, WinLocalSystemSid) == 0 &&
           IsWellKnownSid(id, WinBuiltinAdministratorsSid) == 0 &&
           IsWellKnownSid(id, WinCreatorOwnerSid) == 0 &&
           IsWellKnownSid(id, WinCreatorOwnerRightsSid) == 0;
}

/* An entry whose condition the system judges by who asks begins as one without. */
static bool allows(BYTE type)
{
    return type == ACCESS_ALLOWED_ACE_TYPE || type == ACCESS_ALLOWED_CALLBACK_ACE_TYPE;
}

static bool forbids(BYTE type)
{
    return type == ACCESS_DENIED_ACE_TYPE || type == ACCESS_DENIED_CALLBACK_ACE_TYPE ||
           type == ACCESS_DENIED_OBJECT_ACE_TYPE || type == ACCESS_DENIED_CALLBACK_OBJECT_ACE_TYPE;
}

/* What forbids is passed over: it makes the list no wider than is said here. Of what is neither it
 * cannot be told. */
static bool entry_gives(void *entry, PSID user, DWORD rights)
{
    const ACE_HEADER *header = entry;
    ACCESS_ALLOWED_ACE *allowed = entry;
    if ((header->AceFlags & INHERIT_ONLY_ACE) != 0 || forbids(header->AceType))
        return false;
    if (!allows(header->AceType))
        return true;
    DWORD given = allowed->Mask;
    GENERIC_MAPPING files = {
        FILE_GENERIC_READ, FILE_GENERIC_WRITE, FILE_GENERIC_EXECUTE, FILE_ALL_ACCESS};
    MapGenericMask(&given, &files);
    return (given & rights) != 0 && is_other((PSID)&allowed->SidStart, user);
}

bool access_gives(PSID owner, PACL list, PSID user, DWORD rights)
{
    if (list == NULL || ((rights & WRITE_DAC) != 0 && (owner == NULL || is_other(owner, user))))
        return true;
    for (DWORD i = 0; i < list->AceCount; i++) {
        void *entry = NULL;
        if (GetAce(list, i, &entry) == 0 || entry_gives(entry, user, rights))
            return true;
    }
    return false;
}

bool access_others_have(HANDLE handle, DWORD rights)
{
    struct user user;
    PSID id = NULL;
    PSID owner = NULL;
    PACL list = NULL;
    PSECURITY_DESCRIPTOR descriptor = NULL;
    if (!keeps_lists(handle))
        return true;
    if (!find_user(&user, &id) || GetSecurityInfo(handle, SE_FILE_OBJECT,
                                      OWNER_SECURITY_INFORMATION | DACL_SECURITY_INFORMATION,
                                      &owner, NULL, &list, NULL, &descriptor) != ERROR_SUCCESS)
        return true;
    bool give = access_gives(owner, list, id, rights);
    (void)LocalFree(descriptor);
    return give;
}
