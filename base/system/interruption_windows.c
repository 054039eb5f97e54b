#include "base/system/interruption.h"

#include "base/undo.h"

#include <windows.h>

/* Called by a thread of the system's own, so that it may wait for who holds the list. That stays
 * held: whoever would make something, give it a name, or drop it from the list waits for
 * the end, which comes from the handler that was there before (base/system/process_windows.c).
 * There is time for it: five seconds when the window is closed. */
static BOOL WINAPI take_back_first(DWORD event)
{
    (void)event;
    undo_all();
    return FALSE;
}

/* Who was told last to be called is called first. */
void interruption_prepare(void)
{
    (void)SetConsoleCtrlHandler(take_back_first, TRUE);
}

/* No thread is stopped at its work by what comes. It leaves what GetLastError tells (undo_release).
 */
void interruption_again(int number)
{
    (void)number;
}
