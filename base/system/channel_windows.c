/* A named pipe that only this process knows and only one other end can be opened of: those without
 * a name go one way, and cannot be waited for until a deadline. */
#include "base/system/channel.h"

#include "base/system/access_windows.h"
#include "base/system/channel_windows.h"
#include "base/system/failure_windows.h"

#include <sodium.h>
#include <stdio.h>

/* Bytes that wait on their way; and that one call moves at most. */
enum { ON_THE_WAY = 1 << 18, MOVED_MAX = 1 << 20 };

HANDLE channel_handle(int end)
{
    return (HANDLE)(intptr_t)end;
}

int channel_of_handle(HANDLE handle)
{
    return (int)(intptr_t)handle;
}

/* Time in which the machine sleeps does not count: no end can use it. */
int64_t channel_clock(void)
{
    enum { PER_MILLISECOND = 10000 };
    ULONGLONG now = 0;
    (void)QueryUnbiasedInterruptTime(&now);
    return (int64_t)(now / PER_MILLISECOND);
}

/* A name that nobody guesses, though whoever did could only keep the pipe from being made. */
static void choose_name(wchar_t *name, size_t size)
{
    (void)_snwprintf_s(name, size, _TRUNCATE, L"\\\\.\\pipe\\sigill-%lu-%08x%08x",
        GetCurrentProcessId(), randombytes_random(), randombytes_random());
}

bool channel_open(int end[2])
{
    enum { NAME_SIZE = 64 };
    wchar_t name[NAME_SIZE];
    struct access_closed closed;
    choose_name(name, NAME_SIZE);
    if (!access_close(&closed))
        return false;
    HANDLE first = CreateNamedPipeW(name,
        PIPE_ACCESS_DUPLEX | FILE_FLAG_OVERLAPPED | FILE_FLAG_FIRST_PIPE_INSTANCE,
        PIPE_TYPE_BYTE | PIPE_REJECT_REMOTE_CLIENTS, 1, ON_THE_WAY, ON_THE_WAY, 0,
        &closed.attributes);
    if (first == INVALID_HANDLE_VALUE)
        return failure_last();
    HANDLE second = CreateFileW(name, GENERIC_READ | GENERIC_WRITE, 0, NULL, OPEN_EXISTING,
        FILE_FLAG_OVERLAPPED | SECURITY_SQOS_PRESENT | SECURITY_ANONYMOUS, NULL);
    if (second == INVALID_HANDLE_VALUE) {
        (void)failure_last();
        (void)CloseHandle(first);
        return false;
    }
    end[0] = channel_of_handle(first);
    end[1] = channel_of_handle(second);
    return true;
}

void channel_close(int end)
{
    (void)CloseHandle(channel_handle(end));
}

static DWORD left_until(int64_t deadline)
{
    int64_t left = deadline - channel_clock();
    if (deadline == CHANNEL_NO_DEADLINE)
        return INFINITE;
    return left <= 0 ? 0 : left < INT32_MAX ? (DWORD)left : INT32_MAX;
}

/* Waits for what was begun, and takes it back at the deadline: what went until then counts. */
static bool await_moved(HANDLE handle, OVERLAPPED *moving, int64_t deadline, DWORD *count)
{
    bool late = WaitForSingleObject(moving->hEvent, left_until(deadline)) != WAIT_OBJECT_0;
    if (late)
        (void)CancelIoEx(handle, moving);
    bool done = GetOverlappedResult(handle, moving, count, TRUE) != 0;
    if (done || (late && GetLastError() == ERROR_OPERATION_ABORTED))
        return true;
    *count = 0;
    return false;
}

/* Moves at most size bytes out of this end or into it. False if nothing more can be moved; *count
 * is 0 if nothing was by the deadline. */
static bool move_bytes(int end, bool out, void *bytes, size_t size, int64_t deadline, DWORD *count)
{
    HANDLE handle = channel_handle(end);
    DWORD part = size < MOVED_MAX ? (DWORD)size : MOVED_MAX;
    OVERLAPPED moving = {.hEvent = CreateEventW(NULL, TRUE, FALSE, NULL)};
    *count = 0;
    if (moving.hEvent == NULL)
        return false;
    BOOL begun = out ? WriteFile(handle, bytes, part, NULL, &moving)
                     : ReadFile(handle, bytes, part, NULL, &moving);
    bool good = (begun != 0 || GetLastError() == ERROR_IO_PENDING) &&
                await_moved(handle, &moving, deadline, count);
    (void)CloseHandle(moving.hEvent);
    return good;
}

static bool move_all(int end, bool out, uint8_t *next, size_t length, int64_t deadline)
{
    while (length > 0) {
        DWORD count;
        if (left_until(deadline) == 0 || !move_bytes(end, out, next, length, deadline, &count))
            return false;
        next += count;
        length -= count;
    }
    return true;
}

bool channel_send(int end, const void *bytes, size_t length, int64_t deadline)
{
    return move_all(end, true, (uint8_t *)(uintptr_t)bytes, length, deadline);
}

/* Whether there is room cannot be asked, and what was begun cannot be taken back for certain. */
bool channel_offer(int end, const void *bytes, size_t length, int64_t deadline, bool *sent)
{
    (void)end;
    (void)bytes;
    (void)length;
    (void)deadline;
    *sent = false;
    return true;
}

bool channel_receive(int end, void *bytes, size_t length, int64_t deadline)
{
    return move_all(end, false, bytes, length, deadline);
}

bool channel_take(int end, void *bytes, size_t size, int64_t until, size_t *got)
{
    DWORD count;
    bool more = move_bytes(end, false, bytes, size, until, &count);
    *got = count;
    return !more || count > 0;
}
