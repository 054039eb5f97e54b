#include "base/system/confinement_windows.h"

#include "base/memory.h"
#include "base/system/failure_windows.h"

#include <stdlib.h>

/* What is known of a token; allocated, never NULL but where the system does not say it. */
static void *about_token(HANDLE token, TOKEN_INFORMATION_CLASS what)
{
    DWORD size = 0;
    (void)GetTokenInformation(token, what, NULL, 0, &size);
    void *about = memory_new(1, size + 1);
    if (size > 0 && GetTokenInformation(token, what, about, size, &size) != 0)
        return about;
    (void)failure_last();
    free(about);
    return NULL;
}

/* Who the user is, and all groups but what the integrity is kept as; session: that of the session
 * too, which nothing can be taken from. */
static DWORD names_of(
    const TOKEN_USER *user, const TOKEN_GROUPS *groups, bool session, SID_AND_ATTRIBUTES *names)
{
    DWORD count = 0;
    names[count++].Sid = user->User.Sid;
    for (DWORD i = 0; i < groups->GroupCount; i++) {
        DWORD kind = groups->Groups[i].Attributes;
        bool is_session = (kind & SE_GROUP_LOGON_ID) == SE_GROUP_LOGON_ID;
        if ((kind & SE_GROUP_INTEGRITY) == 0 && (session || !is_session))
            names[count++].Sid = groups->Groups[i].Sid;
    }
    return count;
}

/* Of every name: it only forbids. What is allowed to anybody is not allowed to nobody. */
static bool restrict_wholly(
    HANDLE own, const TOKEN_USER *user, const TOKEN_GROUPS *groups, HANDLE *token)
{
    SID_IDENTIFIER_AUTHORITY nobody = {SECURITY_NULL_SID_AUTHORITY};
    SID sid;
    SID_AND_ATTRIBUTES *names = memory_new(groups->GroupCount + 1, sizeof *names);
    DWORD count = names_of(user, groups, false, names);
    (void)InitializeSid(&sid, &nobody, 1);
    *GetSidSubAuthority(&sid, 0) = SECURITY_NULL_RID;
    SID_AND_ATTRIBUTES must = {&sid, 0};
    bool good = CreateRestrictedToken(
                    own, DISABLE_MAX_PRIVILEGE, count, names, 0, NULL, 1, &must, token) != 0;
    free(names);
    return good || failure_last();
}

/* The same rights as the user's, but restricted: a restricted process may take on no other. */
static bool restrict_in_name(
    HANDLE own, const TOKEN_USER *user, const TOKEN_GROUPS *groups, HANDLE *token)
{
    SID_AND_ATTRIBUTES *names = memory_new(groups->GroupCount + 1, sizeof *names);
    DWORD count = names_of(user, groups, true, names);
    bool good = CreateRestrictedToken(own, 0, 0, NULL, 0, NULL, count, names, token) != 0;
    free(names);
    return good || failure_last();
}

/* Where it cannot be had the worker itself says so. */
static void lower(HANDLE token)
{
    SID_IDENTIFIER_AUTHORITY labels = {SECURITY_MANDATORY_LABEL_AUTHORITY};
    SID sid;
    (void)InitializeSid(&sid, &labels, 1);
    *GetSidSubAuthority(&sid, 0) = SECURITY_MANDATORY_LOW_RID;
    TOKEN_MANDATORY_LABEL label = {{&sid, SE_GROUP_INTEGRITY}};
    (void)SetTokenInformation(token, TokenIntegrityLevel, &label, sizeof label + sizeof sid);
}

static bool make_tokens(HANDLE own, struct confinement *made)
{
    HANDLE named = NULL;
    TOKEN_USER *user = about_token(own, TokenUser);
    TOKEN_GROUPS *groups = about_token(own, TokenGroups);
    bool good = user != NULL && groups != NULL &&
                restrict_wholly(own, user, groups, &made->token) &&
                restrict_in_name(own, user, groups, &named);
    free(user);
    free(groups);
    if (!good)
        return false;
    lower(made->token);
    lower(named);
    good = DuplicateTokenEx(named, TOKEN_IMPERSONATE | TOKEN_QUERY, NULL, SecurityImpersonation,
               TokenImpersonation, &made->beginning) != 0 ||
           failure_last();
    (void)CloseHandle(named);
    return good;
}

static bool make_job(const struct worker_limits *limits, HANDLE *job)
{
    JOBOBJECT_EXTENDED_LIMIT_INFORMATION within = {
        .BasicLimitInformation = {.LimitFlags = JOB_OBJECT_LIMIT_ACTIVE_PROCESS |
                                                JOB_OBJECT_LIMIT_PROCESS_MEMORY |
                                                JOB_OBJECT_LIMIT_PROCESS_TIME |
                                                JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE |
                                                JOB_OBJECT_LIMIT_DIE_ON_UNHANDLED_EXCEPTION,
            .ActiveProcessLimit = 1},
        .ProcessMemoryLimit = (SIZE_T)limits->memory};
    JOBOBJECT_BASIC_UI_RESTRICTIONS apart = {JOB_OBJECT_UILIMIT_ALL};
    within.BasicLimitInformation.PerProcessUserTimeLimit.QuadPart =
        (LONGLONG)limits->seconds * CONFINEMENT_SECOND;
    *job = CreateJobObjectW(NULL, NULL);
    return (*job != NULL &&
               SetInformationJobObject(
                   *job, JobObjectExtendedLimitInformation, &within, sizeof within) != 0 &&
               SetInformationJobObject(*job, JobObjectBasicUIRestrictions, &apart, sizeof apart) !=
                   0) ||
           failure_last();
}

bool confinement_make(const struct worker_limits *limits, struct confinement *made)
{
    static const DWORD rights = TOKEN_DUPLICATE | TOKEN_ASSIGN_PRIMARY | TOKEN_QUERY |
                                TOKEN_ADJUST_DEFAULT | TOKEN_IMPERSONATE;
    HANDLE own;
    *made = (struct confinement){0};
    if (OpenProcessToken(GetCurrentProcess(), rights, &own) == 0)
        return failure_last();
    bool good = make_tokens(own, made) && make_job(limits, &made->job);
    (void)CloseHandle(own);
    return good;
}

void confinement_free(struct confinement *made)
{
    HANDLE all[] = {made->token, made->beginning, made->job};
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
        if (all[i] != NULL)
            (void)CloseHandle(all[i]);
    }
    *made = (struct confinement){0};
}

bool confinement_enter(void)
{
    PROCESS_MITIGATION_DYNAMIC_CODE_POLICY code = {.ProhibitDynamicCode = 1};
    PROCESS_MITIGATION_STRICT_HANDLE_CHECK_POLICY handles = {
        .RaiseExceptionOnInvalidHandleReference = 1, .HandleExceptionsPermanentlyEnabled = 1};
    (void)SetProcessMitigationPolicy(ProcessDynamicCodePolicy, &code, sizeof code);
    (void)SetProcessMitigationPolicy(ProcessStrictHandleCheckPolicy, &handles, sizeof handles);
    return RevertToSelf() != 0;
}
