/* Ends of channels as handles. The system's handles have 32 bits that count, so that programs of 32
 * and 64 bits can hand them to each other ("Interprocess Communication Between 32-bit and 64-bit
 * Applications" of its documentation): as a number of 32 bits an end is what it is elsewhere. */
#ifndef BASE_SYSTEM_CHANNEL_WINDOWS_H
#define BASE_SYSTEM_CHANNEL_WINDOWS_H

#include <windows.h>

HANDLE channel_handle(int end);

/* -1 for INVALID_HANDLE_VALUE. */
int channel_of_handle(HANDLE handle);

#endif
