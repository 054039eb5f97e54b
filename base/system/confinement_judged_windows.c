/* A worker asks about itself: it believes neither who started it nor that a call which succeeded
 * did something. */
#include "base/system/confinement_windows.h"

#include <string.h>

enum { ABOUT_SIZE = 16384 }; /* a token with a thousand groups has less */

/* What the process has, whatever a thread has for the moment. */
static bool ask_token(TOKEN_INFORMATION_CLASS what, void *about)
{
    DWORD size = 0;
    return GetTokenInformation(GetCurrentProcessToken(), what, about, ABOUT_SIZE, &size) != 0;
}

static bool only_forbids(const SID_AND_ATTRIBUTES *name)
{
    return (name->Attributes & (SE_GROUP_USE_FOR_DENY_ONLY | SE_GROUP_INTEGRITY)) != 0 ||
           (name->Attributes & SE_GROUP_LOGON_ID) == SE_GROUP_LOGON_ID;
}

static bool has_token(void)
{
    union {
        TOKEN_USER user;
        TOKEN_GROUPS groups;
        TOKEN_PRIVILEGES privileges;
        char bytes[ABOUT_SIZE];
    } about;
    if (!ask_token(TokenUser, &about) || !only_forbids(&about.user.User) ||
        !ask_token(TokenGroups, &about))
        return false;
    for (DWORD i = 0; i < about.groups.GroupCount; i++) {
        if (!only_forbids(&about.groups.Groups[i]))
            return false;
    }
    return ask_token(TokenPrivileges, &about) && about.privileges.PrivilegeCount <= 1 &&
           ask_token(TokenRestrictedSids, &about) && about.groups.GroupCount == 1 &&
           IsWellKnownSid(about.groups.Groups[0].Sid, WinNullSid) != 0;
}

static bool ends_in_time(const JOBOBJECT_EXTENDED_LIMIT_INFORMATION *has, uint64_t seconds)
{
    const LONGLONG limit = has->BasicLimitInformation.PerProcessUserTimeLimit.QuadPart;
    return limit > 0 && (uint64_t)limit <= seconds * CONFINEMENT_SECOND;
}

static bool has_job(const struct worker_limits *limits)
{
    static const DWORD wanted = JOB_OBJECT_LIMIT_ACTIVE_PROCESS | JOB_OBJECT_LIMIT_PROCESS_MEMORY |
                                JOB_OBJECT_LIMIT_PROCESS_TIME | JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE;
    BOOL within = FALSE;
    JOBOBJECT_EXTENDED_LIMIT_INFORMATION has = {0};
    JOBOBJECT_BASIC_UI_RESTRICTIONS apart = {0};
    return IsProcessInJob(GetCurrentProcess(), NULL, &within) != 0 && within != 0 &&
           QueryInformationJobObject(
               NULL, JobObjectExtendedLimitInformation, &has, sizeof has, NULL) != 0 &&
           (has.BasicLimitInformation.LimitFlags & wanted) == wanted &&
           has.BasicLimitInformation.ActiveProcessLimit == 1 &&
           has.ProcessMemoryLimit <= limits->memory && ends_in_time(&has, limits->seconds) &&
           QueryInformationJobObject(
               NULL, JobObjectBasicUIRestrictions, &apart, sizeof apart, NULL) != 0 &&
           (apart.UIRestrictionsClass & JOB_OBJECT_UILIMIT_ALL) == JOB_OBJECT_UILIMIT_ALL;
}

static bool has_integrity(void)
{
    union {
        TOKEN_MANDATORY_LABEL label;
        char bytes[ABOUT_SIZE];
    } about;
    return ask_token(TokenIntegrityLevel, &about) &&
           *GetSidSubAuthority(
               about.label.Label.Sid, (DWORD)*GetSidSubAuthorityCount(about.label.Label.Sid) - 1) <=
               SECURITY_MANDATORY_LOW_RID;
}

unsigned confinement_lacking(const struct worker_limits *limits)
{
    return (has_token() ? 0 : CONFINEMENT_LACKS_TOKEN) |
           (has_job(limits) ? 0 : CONFINEMENT_LACKS_JOB) |
           (has_integrity() ? 0 : CONFINEMENT_LACKS_INTEGRITY);
}
