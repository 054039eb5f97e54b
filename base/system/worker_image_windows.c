#include "base/system/worker_image_windows.h"

#include "base/memory.h"
#include "base/system/failure_windows.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What is not known to the headers of every compiler (processthreadsapi.h, winbase.h of the
 * system's own). */
static const DWORD64 MITIGATIONS = UINT64_C(1) << 28 | /* no calls of the part that draws */
                                   UINT64_C(1) << 32 | /* no code of input methods and hooks */
                                   UINT64_C(1) << 48 | /* no fonts but the system's */
                                   UINT64_C(1) << 52 | /* no library from another machine */
                                   UINT64_C(1) << 56;  /* nor of low integrity */
static const DWORD NO_CHILDREN = 1;
enum { ATTRIBUTE_CHILDREN = 0x2000E, ATTRIBUTES = 3 };

bool worker_image_find(
    struct worker_image *image, const char *word, const char *language, const char *more)
{
    char words[WORKER_IMAGE_WORDS];
    image->program.length = GetModuleFileNameW(NULL, image->program.text, WIDE_MAX);
    if (image->program.length == 0 || image->program.length >= WIDE_MAX)
        return failure_last();
    (void)snprintf(words, sizeof words, more == NULL ? "sigill %s %s" : "sigill %s %s \"%s\"", word,
        language, more);
    return MultiByteToWideChar(
               CP_UTF8, MB_ERR_INVALID_CHARS, words, -1, image->words, WORKER_IMAGE_WORDS) > 0 ||
           failure_last();
}

/* Only where the system lies is told: what of it is loaded needs that. */
static bool fill_environment(wchar_t *block, size_t size)
{
    static const wchar_t name[] = L"SystemRoot=";
    size_t before = wcslen(name);
    memset(block, 0, size * sizeof *block);
    memcpy(block, name, before * sizeof *block);
    UINT length = GetSystemWindowsDirectoryW(block + before, (UINT)(size - before - 1));
    return (length > 0 && length < size - before - 1) || failure_last();
}

/* What an older system does not know is left out. */
static bool fill_attributes(LPPROC_THREAD_ATTRIBUTE_LIST list, HANDLE *handles, size_t count)
{
    (void)UpdateProcThreadAttribute(list, 0, PROC_THREAD_ATTRIBUTE_MITIGATION_POLICY,
        (void *)(uintptr_t)&MITIGATIONS, sizeof MITIGATIONS, NULL, NULL);
    (void)UpdateProcThreadAttribute(list, 0, ATTRIBUTE_CHILDREN, (void *)(uintptr_t)&NO_CHILDREN,
        sizeof NO_CHILDREN, NULL, NULL);
    return UpdateProcThreadAttribute(list, 0, PROC_THREAD_ATTRIBUTE_HANDLE_LIST, handles,
               count * sizeof *handles, NULL, NULL) != 0 ||
           failure_last();
}

/* Its first instruction comes after it is in its job, with what it begins with. */
static bool let_go(const PROCESS_INFORMATION *started, const struct confinement *confinement)
{
    HANDLE thread = started->hThread;
    bool good = AssignProcessToJobObject(confinement->job, started->hProcess) != 0 &&
                SetThreadToken(&thread, confinement->beginning) != 0 &&
                ResumeThread(thread) != (DWORD)-1;
    if (!good) {
        (void)failure_last();
        (void)TerminateProcess(started->hProcess, WORKER_UNABLE);
    }
    (void)CloseHandle(started->hThread);
    (void)CloseHandle(started->hProcess);
    return good;
}

static bool start_with(
    const struct worker_image *image, const struct confinement *confinement, STARTUPINFOEXW *info)
{
    static const DWORD how = CREATE_SUSPENDED | EXTENDED_STARTUPINFO_PRESENT |
                             CREATE_UNICODE_ENVIRONMENT | DETACHED_PROCESS;
    PROCESS_INFORMATION started;
    wchar_t environment[MAX_PATH + 16];
    wchar_t directory[MAX_PATH];
    wchar_t words[WORKER_IMAGE_WORDS]; /* which the call may write to */
    memcpy(words, image->words, sizeof words);
    UINT length = GetSystemDirectoryW(directory, MAX_PATH);
    if (!fill_environment(environment, sizeof environment / sizeof environment[0]) || length == 0 ||
        length >= MAX_PATH)
        return failure_last();
    if (CreateProcessAsUserW(confinement->token, image->program.text, words, NULL, NULL, TRUE, how,
            environment, directory, &info->StartupInfo, &started) == 0)
        return failure_last();
    return let_go(&started, confinement);
}

bool worker_image_start(const struct worker_image *image, const struct confinement *confinement,
    HANDLE const handles[WORKER_IMAGE_HANDLES])
{
    SIZE_T size = 0;
    HANDLE given[WORKER_IMAGE_HANDLES];
    size_t count = 0;
    STARTUPINFOEXW info = {.StartupInfo = {.cb = sizeof info,
                               .dwFlags = STARTF_USESTDHANDLES,
                               .hStdInput = handles[0],
                               .hStdOutput = handles[1],
                               .hStdError = handles[2]}};
    for (size_t i = 0; i < WORKER_IMAGE_HANDLES; i++) {
        if (handles[i] == NULL)
            continue;
        if (SetHandleInformation(handles[i], HANDLE_FLAG_INHERIT, HANDLE_FLAG_INHERIT) == 0)
            return failure_last();
        given[count++] = handles[i];
    }
    (void)InitializeProcThreadAttributeList(NULL, ATTRIBUTES, 0, &size);
    info.lpAttributeList = memory_new(1, size + 1);
    bool made = InitializeProcThreadAttributeList(info.lpAttributeList, ATTRIBUTES, 0, &size) != 0;
    bool good = made ? fill_attributes(info.lpAttributeList, given, count) &&
                           start_with(image, confinement, &info)
                     : failure_last();
    int number = errno;
    if (made)
        DeleteProcThreadAttributeList(info.lpAttributeList);
    free(info.lpAttributeList);
    errno = number;
    return good;
}
