#include "base/system/apart.h"

#include "base/memory.h"
#include "base/system/failure_windows.h"
#include "base/system/wide_windows.h"
#include "base/undo.h"

#include <stdlib.h>
#include <string.h>
#include <windows.h>

bool apart_is_asked_for(int count, char **words)
{
    return count > 1 && strcmp(words[1], APART_WORD) == 0;
}

/* In milliseconds; of the five seconds that the system gives (HandlerRoutine). */
enum { TAKEN_BACK_WITHIN = 3000 };

/* A command line has at most so many characters, its end included (CreateProcessW). */
enum { LINE_MAX = 32767 };

struct line {
    wchar_t text[LINE_MAX];
    size_t length;
    bool full;
};

static void put(struct line *line, wchar_t character)
{
    if (line->length + 1 >= LINE_MAX)
        line->full = true;
    else
        line->text[line->length++] = character;
}

/* As CommandLineToArgvW takes it apart: between quotes, where a quote, and each backslash before
 * one, has a backslash in front. */
static void put_word(struct line *line, const wchar_t *word)
{
    size_t backslashes = 0;
    put(line, L'"');
    for (;; word++) {
        bool quote = *word == L'"' || *word == L'\0';
        for (size_t i = 0; quote && i < backslashes; i++)
            put(line, L'\\');
        backslashes = *word == L'\\' ? backslashes + 1 : 0;
        if (*word == L'\0')
            break;
        if (*word == L'"')
            put(line, L'\\');
        put(line, *word);
    }
    put(line, L'"');
}

static bool put_text(struct line *line, const char *text)
{
    int count = MultiByteToWideChar(CP_UTF8, MB_ERR_INVALID_CHARS, text, -1, NULL, 0);
    if (count <= 0)
        return failure_last();
    wchar_t *wide = memory_new((size_t)count, sizeof *wide);
    (void)MultiByteToWideChar(CP_UTF8, 0, text, -1, wide, count);
    put(line, L' ');
    put_word(line, wide);
    free(wide);
    return true;
}

static bool fill(struct line *line, const wchar_t *program, const char *const *words)
{
    put_word(line, program);
    if (!put_text(line, APART_WORD))
        return false;
    for (; *words != NULL; words++) {
        if (!put_text(line, *words))
            return false;
    }
    line->text[line->length] = L'\0';
    return !line->full || failure_of(ERROR_FILENAME_EXCED_RANGE);
}

/* Whoever closes the job's last handle ends what is in it: the system does when this process ends.
 */
static HANDLE job_that_ends_with_us(void)
{
    JOBOBJECT_EXTENDED_LIMIT_INFORMATION limits = {
        .BasicLimitInformation.LimitFlags = JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE};
    HANDLE job = CreateJobObjectW(NULL, NULL);
    if (job != NULL)
        (void)SetInformationJobObject(
            job, JobObjectExtendedLimitInformation, &limits, sizeof limits);
    return job;
}

static bool start_apart(const wchar_t *program, struct line *line, PROCESS_INFORMATION *started)
{
    STARTUPINFOW how = {.cb = sizeof how};
    return CreateProcessW(program, line->text, NULL, NULL, TRUE, CREATE_SUSPENDED, NULL, NULL, &how,
               started) != 0 ||
           failure_last();
}

struct awaited {
    HANDLE job;
    HANDLE process;
};

/* Other ends than Ctrl-C reach both processes: that one takes back what is unfinished itself, if it
 * does not go with this one. */
static void leave_to_itself(void *context)
{
    const struct awaited *awaited = context;
    JOBOBJECT_EXTENDED_LIMIT_INFORMATION limits = {0};
    (void)SetInformationJobObject(
        awaited->job, JobObjectExtendedLimitInformation, &limits, sizeof limits);
    (void)WaitForSingleObject(awaited->process, TAKEN_BACK_WITHIN);
}

static int await(const PROCESS_INFORMATION *started)
{
    DWORD status = 0;
    HANDLE job = job_that_ends_with_us();
    struct awaited awaited = {job, started->hProcess};
    struct undo *undo = undo_add(leave_to_itself, &awaited);
    (void)AssignProcessToJobObject(job, started->hProcess);
    (void)SetConsoleCtrlHandler(NULL, TRUE);
    (void)ResumeThread(started->hThread);
    (void)WaitForSingleObject(started->hProcess, INFINITE);
    (void)SetConsoleCtrlHandler(NULL, FALSE);
    undo_drop(undo);
    bool told = GetExitCodeProcess(started->hProcess, &status) != 0;
    (void)CloseHandle(started->hThread);
    (void)CloseHandle(started->hProcess);
    if (job != NULL)
        (void)CloseHandle(job);
    if (told && status == (DWORD)STATUS_CONTROL_C_EXIT)
        (void)TerminateProcess(GetCurrentProcess(), status);
    return told && status <= 255 ? (int)status : -1;
}

bool apart_run(const struct apart *apart, int *ended)
{
    struct wide program;
    PROCESS_INFORMATION started;
    *ended = -1;
    DWORD length = GetModuleFileNameW(NULL, program.text, WIDE_MAX);
    if (length == 0 || length >= WIDE_MAX)
        return failure_last();
    struct line *line = memory_new(1, sizeof *line);
    bool good = fill(line, program.text, apart->words) && start_apart(program.text, line, &started);
    free(line);
    if (good)
        *ended = await(&started);
    return good;
}
