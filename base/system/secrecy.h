/* What keeps secrets in memory from disks. */
#ifndef BASE_SYSTEM_SECRECY_H
#define BASE_SYSTEM_SECRECY_H

#include <stdbool.h>
#include <stddef.h>

/* From now on nothing of this process's memory is written down if it crashes, nor read by another
 * process of the same user where the system can forbid that. False, with errno, if it cannot. */
bool secrecy_begin(void);

/* Whether so many bytes can be kept from swap devices. */
bool secrecy_can_lock(size_t size);

/* What is to be done where they cannot. Static text, to be translated. */
const char *secrecy_advice(void);

#endif
